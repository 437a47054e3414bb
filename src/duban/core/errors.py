"""The anticipated ways a request can be refused; anything else is a bug."""

from __future__ import annotations

from duban.engine.kernel import Problem

__all__ = ["BadSetting", "Conflict", "Forbidden", "Invalid", "NotFound", "Refusal"]


class Refusal(Exception):
    """An anticipated refusal, carrying every problem at once."""

    status = 400

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(f"{p.code}({', '.join(p.args)}) at {p.where or '-'}" for p in problems))
        self.problems = problems


class Invalid(Refusal):
    """The request is understood and cannot be carried out as it stands."""

    status = 422


class Conflict(Refusal):
    """Somebody else changed the thing first."""

    status = 409


class Forbidden(Refusal):
    """The actor may see this and may not do that."""

    status = 403


class NotFound(Refusal):
    """There is no such thing within the actor's reach; the two are told apart to nobody."""

    status = 404


class BadSetting(Exception):
    """The environment holds something that cannot be meant."""

"""A zone's dated rules: what setting one has in common, whatever it rules."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from duban.core.errors import Conflict
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem

__all__ = ["next_version", "unless_ruled", "unreasoned"]

_LONGEST = 200


class _Ruled(Protocol):
    @property
    def version(self) -> int: ...

    @property
    def starts(self) -> date: ...


def next_version(last: _Ruled | None, starts: date) -> int:
    """
    Return the version of a rule from *starts* on that follows *last*, the zone's newest, locked.

    :raises Conflict: if that begins later itself
    """
    if last is None:
        return 1
    if last.starts > starts:
        raise Conflict(Problem("core.later_rule", "starts", (last.starts.isoformat(),)))
    return last.version + 1


def unless_ruled() -> AbstractContextManager[None]:
    """
    Write a rule whose version somebody may take after the newest was looked for.

    :raises Invalid: if the database finds it taken
    """
    return unless_taken(Problem("core.ruled_meanwhile", "starts"))


def unreasoned(reason: str) -> list[Problem]:
    """Return what is wrong with the reason given for a rule: it is there, and fits the record."""
    if not reason.strip():
        return [Problem("core.required", "reason", ("@reason",))]
    if len(reason.strip()) > _LONGEST:
        return [Problem("core.too_long", "reason", ("@reason", str(_LONGEST)))]
    return []

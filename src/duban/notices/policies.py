"""Who may do what to notices: everyone keeps their own, and nobody anyone else's."""

from __future__ import annotations

from duban.orgs.types import Actor

__all__ = ["may"]


def may(actor: Actor, verb: str) -> bool:
    """Return whether the actor may do *verb*: sending is the machine's, everything else a person's own."""
    return actor.is_operator if verb == "send" else actor.user_id is not None

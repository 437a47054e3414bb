"""Who may do what in the register of enterprises."""

from __future__ import annotations

from duban.orgs.types import Actor, Role

__all__ = ["may"]

_VERBS: dict[str, tuple[Role, ...]] = {
    "keep_enterprises": (Role.SUPERVISOR, Role.STATISTICIAN),
}


def may(actor: Actor, verb: str, zone_id: int) -> bool:
    """Return whether the actor may do *verb* in this zone."""
    return actor.has(zone_id, *_VERBS[verb])

"""Who may do what to people and places."""

from __future__ import annotations

from duban.orgs.types import Actor, Role

__all__ = ["may"]

_VERBS: dict[str, tuple[Role, ...]] = {
    "keep_units": (Role.SYSTEM_ADMIN,),
    "keep_accounts": (Role.SYSTEM_ADMIN,),
    "keep_calendar": (Role.SYSTEM_ADMIN,),
    "keep_grants": (Role.SECURITY_ADMIN,),
    "read_people": (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    "read_record": (Role.AUDIT_ADMIN,),
}
"""The three administrators never share a verb that changes something (standards.md 4.2)."""


def may(actor: Actor, verb: str, zone_id: int) -> bool:
    """Return whether the actor may do *verb* in this zone."""
    return actor.has(zone_id, *_VERBS[verb])

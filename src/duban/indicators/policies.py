"""Who may do what to indicators. Leaders set targets' seriousness, never figures (统计法 art. 7)."""

from __future__ import annotations

from duban.orgs.types import Actor, Role

__all__ = ["may", "may_file", "verbs_of"]

_VERBS: dict[str, tuple[Role, ...]] = {
    "define": (Role.STATISTICIAN,),
    "record": (Role.STATISTICIAN,),
    "approve": (Role.STATISTICIAN,),
    "set_deadline": (Role.STATISTICIAN,),
    "agree": (Role.STATISTICIAN,),
    "set_check": (Role.STATISTICIAN,),
    "set_target": (Role.ASSESSOR, Role.STATISTICIAN),
    "set_rule": (Role.SUPERVISOR, Role.ASSESSOR),
    "import": (Role.STATISTICIAN, Role.ASSESSOR),
}
_FILERS = (Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.STATISTICIAN, Role.ENTERPRISE_HEAD)


def may(actor: Actor, verb: str, zone_id: int) -> bool:
    """Return whether the actor may do *verb* in this zone."""
    return actor.has(zone_id, *_VERBS[verb])


def may_file(actor: Actor, zone_id: int, unit_id: int) -> bool:
    """Return whether the actor fills in this unit's returns: its own people, or the zone's statistician."""
    return actor.acts_for(unit_id, *_FILERS) or actor.has(zone_id, Role.STATISTICIAN)


def verbs_of(actor: Actor, zone_id: int) -> frozenset[str]:
    """Return every verb the actor may do in this zone: what the pages draw buttons from."""
    return frozenset(verb for verb in _VERBS if may(actor, verb, zone_id))

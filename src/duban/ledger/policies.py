"""Who may do what in the ledger. The one who did the work never verifies it (domain.md 3.2)."""

from __future__ import annotations

from collections.abc import Collection

from duban.ledger.types import Part
from duban.orgs.types import Actor, Role

__all__ = ["EDITORS", "editable", "may", "may_draft", "parts_of", "plan_parts_of"]

_VERBS: dict[str, tuple[Role, ...]] = {
    "register": (Role.SUPERVISOR,),
    "set_ledger_rule": (Role.SUPERVISOR,),
    "import_ledger": (Role.SUPERVISOR,),
    "hand_over": (Role.SUPERVISOR,),
    "issue_slips": (Role.SUPERVISOR,),
    "decompose": (Role.SUPERVISOR, Role.STATISTICIAN),
}
_OWN = frozenset({"steps", "person_id"})
_LATER = _OWN | {
    "title",
    "task",
    "done_when",
    "origin",
    "origin_text",
    "basis",
    "parent_id",
    "plan_id",
    "lead_id",
    "assisting_ids",
    "leader_id",
    "frequency",
    "weight",
    "urgency",
    "tags",
}
_ALL = _LATER | {"responsible_id", "start", "due", "unit", "number", "is_sample"}
_DRAFTERS = (Role.SUPERVISOR, Role.DIRECTOR, Role.DEPUTY_DIRECTOR)
_WORKERS = (Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.ENTERPRISE_HEAD)


def may(actor: Actor, verb: str, zone_id: int) -> bool:
    """Return whether the actor may do *verb* in this zone."""
    return actor.has(zone_id, *_VERBS[verb])


def may_draft(actor: Actor, zone_id: int, unit_id: int | None) -> bool:
    """Return whether the actor drafts items: supervisors and leaders any, departments those they lead."""
    if actor.has(zone_id, *_DRAFTERS):
        return True
    return unit_id is not None and actor.acts_for(unit_id, Role.DEPARTMENT_HEAD)


EDITORS: dict[str, dict[Part, frozenset[str]]] = {
    "draft": {
        Part.SUPERVISOR: _ALL,
        Part.PLAN_OWNER: _ALL - {"number"},
        Part.LEAD: _ALL - {"number"},
        Part.DIRECTOR: _ALL - {"number"},
    },
    "registered": {Part.SUPERVISOR: _ALL - {"number"}},
    "dispatched": {Part.SUPERVISOR: _LATER},
    "refused": {Part.SUPERVISOR: _LATER},
    "accepted": {Part.SUPERVISOR: _LATER, Part.DOER: _OWN, Part.LEAD: _OWN | {"assisting_ids"}},
    "under_way": {Part.SUPERVISOR: _LATER, Part.DOER: _OWN, Part.LEAD: _OWN | {"assisting_ids"}},
    "suspended": {Part.SUPERVISOR: _LATER},
}
"""
Who may change what, by state; in any other state nobody changes anything.

After dispatch the deadline moves only by an extension, a resumption or a reopening, the responsible department only
by a reassignment: each of these leaves its own trace.
"""


def editable(state: str, parts: Collection[Part]) -> frozenset[str]:
    """Return the fields somebody with these parts may change in this state."""
    return frozenset().union(*(fields for part, fields in EDITORS.get(state, {}).items() if part in parts))


def parts_of(  # noqa: PLR0913
    actor: Actor,
    *,
    zone_id: int,
    lead_id: int | None,
    responsible_id: int | None,
    leader_id: int | None = None,
    person_id: int | None = None,
    plan_owner_id: int | None = None,
    posts: Collection[int] = (),
) -> frozenset[Part]:
    """Return every part the actor has in an item; *posts* are those the actor holds today."""
    parts: set[Part] = set()
    if actor.has(zone_id, Role.SUPERVISOR):
        parts.add(Part.SUPERVISOR)
    if actor.has(zone_id, Role.DIRECTOR):
        parts.add(Part.DIRECTOR)
    if lead_id is not None and actor.acts_for(lead_id, Role.DEPARTMENT_HEAD):
        parts.add(Part.LEAD)
    if responsible_id is not None and actor.acts_for(responsible_id, *_WORKERS):
        parts.add(Part.DOER)
    if person_id is not None and person_id in posts:
        parts.add(Part.DOER)
    if plan_owner_id is not None and actor.acts_for(plan_owner_id, Role.DEPARTMENT_HEAD):
        parts.add(Part.PLAN_OWNER)
    if leader_id is not None and (actor.is_operator or leader_id in posts):
        parts.add(Part.LEADER)
    return frozenset(parts)


def plan_parts_of(
    actor: Actor, *, zone_id: int, owner_id: int, leader_id: int | None, posts: Collection[int] = ()
) -> frozenset[Part]:
    """Return every part the actor has in a plan: its owner department, its leader, the director, supervision."""
    parts = set(
        parts_of(actor, zone_id=zone_id, lead_id=None, responsible_id=None, leader_id=leader_id, posts=posts)
    )
    if actor.acts_for(owner_id, Role.DEPARTMENT_HEAD, Role.RESPONSIBLE):
        parts.add(Part.PLAN_OWNER)
    return frozenset(parts)

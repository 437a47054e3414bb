"""What the machine asks about items: read for all of them at once, so that one or five hundred cost the same queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from duban.ledger.lifecycle import CLOSED_STATES
from duban.ledger.models import Item, Move, Progress, Step
from duban.ledger.policies import parts_of
from duban.ledger.types import MoveChange, Part
from duban.orgs.selectors import post_holders, posts_of
from duban.orgs.types import Actor

__all__ = ["Around", "Who", "facts_of", "look_around", "parts_in", "who"]

Who = tuple[int | None, str]
"""A person by id; the command line, which has none, by name."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands round some items on a day."""

    on: date
    posts: frozenset[int]
    """Posts the actor is in."""
    steps: dict[int, list[Step]]
    open_children: dict[int, int]
    holders: dict[int, str]
    doers: dict[int, set[Who]]
    """Everybody who has reported progress or completion."""


def look_around(actor: Actor, items: Sequence[Item], on: date, *, more_posts: Collection[int] = ()) -> Around:
    """Read what stands round the items; five queries however many there are."""
    ids = [item.pk for item in items]
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(item_id__in=ids).order_by("item_id", "order", "id"):
        steps[step.item_id].append(step)
    open_children: dict[int, int] = defaultdict(int)
    children = Item.objects.filter(parent_id__in=ids).exclude(state__in=CLOSED_STATES)
    for parent in children.values_list("parent_id", flat=True):
        if parent is not None:
            open_children[parent] += 1
    doers: dict[int, set[Who]] = defaultdict(set)
    reports = Progress.objects.filter(item_id__in=ids).values_list("item_id", "by_id", "by")
    claims = Move.objects.filter(item_id__in=ids, edge="report_done").values_list("item_id", "by_id", "by")
    for item_id, by_id, by in reports.order_by().union(claims.order_by()):
        doers[item_id].add(who(by_id, by))
    named = {item.person_id for item in items if item.person_id is not None}
    return Around(
        on=on,
        posts=posts_of(user_id=actor.user_id, on=on),
        steps=steps,
        open_children=open_children,
        holders=post_holders(post_ids=named | set(more_posts), on=on),
        doers=doers,
    )


def who(by_id: int | None, by: str) -> Who:
    """Return whom a name in the record stands for."""
    return (None, by) if by_id is None else (by_id, "")


def parts_in(actor: Actor, item: Item, posts: Collection[int]) -> frozenset[Part]:
    """Return every part the actor has in the item."""
    return parts_of(
        actor,
        zone_id=item.zone_id,
        lead_id=item.lead_id,
        responsible_id=item.responsible_id,
        leader_id=item.leader_id,
        person_id=item.person_id,
        plan_owner_id=item.plan.owner_id if item.plan_id and item.plan else None,
        posts=posts,
    )


def facts_of(
    item: Item, *, actor: Actor, parts: Collection[Part], change: MoveChange, around: Around, edge: str = ""
) -> dict[str, object]:
    """Return the facts of an item for a move. Its own columns are as they would be after the change."""
    after = {**_columns(item), **taken_over(item, edge, change)}
    steps = around.steps.get(item.pk, [])
    person, due = after["person_id"], after["due"]
    return {
        "title": item.title,
        "done_when": item.done_when,
        "basis": item.basis,
        "lead": item.lead_id,
        "responsible": after["responsible_id"],
        "person": isinstance(person, int) and person in around.holders,
        "leader": item.leader_id,
        "start": item.start,
        "due": due if edge != "reopen" or (isinstance(due, date) and due >= around.on) else None,
        "route_map": _is_route_map(steps, due),
        "reason": change.reason.strip(),
        "result": change.result.strip(),
        "finding": change.finding.strip(),
        "other_unit": change.responsible_id is not None and change.responsible_id != item.responsible_id,
        "steps_done": all(step.done_on for step in steps) or bool(change.reason.strip()),
        "children_closed": not around.open_children.get(item.pk),
        "another_person": _is_another(item, actor, parts, around),
    }


_TAKES: dict[str, tuple[str, ...]] = {
    "reassign": ("responsible_id", "person_id"),
    "resume": ("due",),
    "reopen": ("due", "person_id"),
}
"""Which columns a move takes over from what comes with it."""


def taken_over(item: Item, edge: str, change: MoveChange) -> dict[str, object]:
    """Return the columns a move changes because it was told to. Another department brings its own person."""
    given = {name: getattr(change, name) for name in _TAKES.get(edge, ())}
    if edge == "reassign":
        return given
    return {name: value for name, value in given.items() if value not in (None, getattr(item, name))}


def _columns(item: Item) -> dict[str, object]:
    return {"responsible_id": item.responsible_id, "person_id": item.person_id, "due": item.due}


def _is_route_map(steps: Sequence[Step], due: object) -> bool:
    """Return whether there are steps, each with a day, and none later than the whole."""
    return bool(steps) and all(
        step.due is not None and not (isinstance(due, date) and step.due > due) for step in steps
    )


def _is_another(item: Item, actor: Actor, parts: Collection[Part], around: Around) -> bool:
    """
    Return whether the actor may say that the work is done: nobody who reported any of it.

    Nor somebody who has no part but the doer's department's: where one department both leads and does, supervision
    verifies.
    """
    if who(actor.user_id, actor.name) in around.doers.get(item.pk, set()):
        return False
    return Part.SUPERVISOR in parts or Part.DOER not in parts

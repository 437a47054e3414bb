"""What is wrong with an item as typed, and what it would write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.ledger.lifecycle import CLOSED_STATES
from duban.ledger.models import Item, Plan, Step
from duban.ledger.services._common import today
from duban.ledger.services.moves import due_problems
from duban.ledger.types import ItemDraft, StepDraft
from duban.orgs.selectors import posts_in, unit_names
from duban.orgs.types import Actor

__all__ = ["COLUMNS", "Ground", "columns_of", "ground_of", "inherited", "mistakes", "number_of"]

COLUMNS = (
    "title", "task", "done_when", "origin", "origin_text", "basis", "parent_id", "plan_id", "lead_id", "responsible_id",
    "person_id", "leader_id", "start", "due", "unit", "frequency", "weight", "urgency", "is_sample",
)  # fmt: skip
_LENGTHS = {"title": 120, "origin_text": 200, "basis": 200, "number": 40, "task": 10_000, "done_when": 10_000}
_STEP_LENGTHS = {"title": 120, "proof": 200}
_MOST_STEPS, _MOST_TAGS, _LONGEST_TAG = 60, 12, 24
_HEAVIEST = 100
_NUMBER = re.compile(r"(?<!\d)(\d{4})(?!\d)\D{0,4}?(\d{1,6})(?!\d)")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the drafts of one zone are held against: its units and posts on the day."""

    actor: Actor
    zone_id: int
    at: datetime
    on: date
    units: dict[int, str]
    posts: dict[int, int]


def ground_of(actor: Actor, zone_id: int, at: datetime) -> Ground:
    """
    Read what drafts are held against.

    :raises NotFound: if the zone is not within reach
    """
    units, _posts = unit_names(zone_ids=[zone_id], on=today(at))
    if zone_id not in actor.zone_ids and actor.unit_ids.isdisjoint(units):
        raise NotFound(Problem("core.not_found"))
    return Ground(actor, zone_id, at, today(at), units, posts_in(zone_id=zone_id))


def inherited(draft: ItemDraft, parent: Item | None) -> ItemDraft:
    """Return the draft with its parent's lead, leader in charge and basis where it names none of its own."""
    if parent is None:
        return draft
    return replace(
        draft,
        lead_id=parent.lead_id if draft.lead_id is None else draft.lead_id,
        leader_id=parent.leader_id if draft.leader_id is None else draft.leader_id,
        basis=draft.basis or parent.basis,
    )


def columns_of(draft: ItemDraft) -> dict[str, object]:
    """Return what a draft writes into an item's columns."""
    found = {name: getattr(draft, name) for name in COLUMNS}
    for name, value in found.items():
        if isinstance(value, str):
            # Members of the coded words are text too: what is kept is the plain word.
            found[name] = str(value.value if hasattr(value, "value") else value).strip()
    return found


def mistakes(
    draft: ItemDraft,
    ground: Ground,
    *,
    parent: Item | None,
    latest: date | None = None,
    own_id: int | None = None,
) -> list[Problem]:
    """Return everything that is wrong with a draft, whatever state it is in. *latest*: its parts' last deadline."""
    found = [
        *_texts(draft),
        *_places(draft, ground),
        *_steps(draft.steps, draft.where),
        *_parent(draft, parent, own_id),
    ]
    found += due_problems(
        draft.due, start=draft.start, parent_due=parent.due if parent else None, latest=latest
    )
    if not 1 <= draft.weight <= _HEAVIEST:
        found.append(Problem("ledger.bad_weight", "weight", (str(draft.weight), str(_HEAVIEST))))
    if draft.where:
        return [Problem(p.code, draft.where, p.args) for p in found]
    return found


def number_of(text: str) -> tuple[int, int] | None:
    """Return the year and serial a number reads as: 督〔2020〕12号, [2020]012号, 2020-12; none if it names neither."""
    found = _NUMBER.search(text)
    return (int(found[1]), int(found[2])) if found else None


def _texts(draft: ItemDraft) -> Iterator[Problem]:
    if not draft.title.strip():
        yield Problem("core.required", "title", ("@ledger.title",))
    for name, longest in _LENGTHS.items():
        if len(getattr(draft, name)) > longest:
            yield Problem("core.too_long", name, (f"@ledger.{name}", str(longest)))
    if len(draft.tags) > _MOST_TAGS:
        yield Problem("ledger.too_many", "tags", ("@ledger.tags", str(_MOST_TAGS)))
    if any(len(tag) > _LONGEST_TAG for tag in draft.tags):
        yield Problem("core.too_long", "tags", ("@ledger.tags", str(_LONGEST_TAG)))


def _places(draft: ItemDraft, ground: Ground) -> Iterator[Problem]:
    for name, unit in (
        ("lead", draft.lead_id),
        ("responsible", draft.responsible_id),
        *(("assisting", unit) for unit in draft.assisting_ids),
    ):
        if unit is not None and unit not in ground.units:
            yield Problem("ledger.unknown_unit", name, (str(unit),))
    for name, post in (("person", draft.person_id), ("leader", draft.leader_id)):
        if post is not None and post not in ground.posts:
            yield Problem("ledger.unknown_post", name, (str(post),))
    if (
        draft.plan_id is not None
        and not Plan.objects.filter(pk=draft.plan_id, zone_id=ground.zone_id).exists()
    ):
        yield Problem("ledger.unknown_plan", "plan", (str(draft.plan_id),))


def _steps(steps: Sequence[StepDraft], where: str) -> Iterator[Problem]:
    if len(steps) > _MOST_STEPS:
        yield Problem("ledger.too_many", "steps", ("@ledger.steps", str(_MOST_STEPS)))
    for place, step in enumerate(steps, start=1):
        if not step.title.strip():
            yield Problem("core.required", where or f"steps.{place}", ("@ledger.step",))
        for name, longest in _STEP_LENGTHS.items():
            if len(getattr(step, name)) > longest:
                yield Problem(
                    "core.too_long", where or f"steps.{place}", (f"@ledger.step_{name}", str(longest))
                )


def _parent(draft: ItemDraft, parent: Item | None, own_id: int | None) -> Iterator[Problem]:
    if draft.parent_id is None:
        return
    if parent is None:
        yield Problem("ledger.unknown_parent", "parent", (draft.parent or str(draft.parent_id),))
    elif parent.state in CLOSED_STATES:
        yield Problem("ledger.parent_closed", "parent")
    elif own_id is not None and _is_above(own_id, parent):
        yield Problem("ledger.ring", "parent")


def _is_above(item_id: int, below: Item) -> bool:
    """Return whether the item is *below* itself or above it."""
    seen: set[int] = set()
    at: int | None = below.pk
    while at is not None and at not in seen:
        if at == item_id:
            return True
        seen.add(at)
        at = Item.objects.filter(pk=at).values_list("parent_id", flat=True).first()
    return False


def step_changes(
    item: Item, steps: Sequence[StepDraft], now: Mapping[int, Step]
) -> tuple[list[Problem], list[Step], list[Step], list[int]]:
    """
    Return what a new route map does to the one there is *now*: problems, steps to make, steps to change, ids to take out.

    A step that is done stays as it is.
    """
    held = dict(now)
    problems: list[Problem] = []
    made: list[Step] = []
    changed: list[Step] = []
    for order, draft in enumerate(steps, start=1):
        written = {
            "order": order,
            "title": draft.title.strip(),
            "due": draft.due,
            "proof": draft.proof.strip(),
        }
        old = held.pop(draft.id, None) if draft.id is not None else None
        if old is None:
            if draft.id is not None:
                problems.append(Problem("ledger.unknown_step", f"steps.{order}", (draft.title,)))
            made.append(Step(item=item, **written))
            continue
        said = {name: getattr(old, name) for name in written}
        if old.done_on and {**said, "order": order} != written:
            problems.append(Problem("ledger.step_is_done", f"steps.{order}", (old.title,)))
        if said != written:
            for name, value in written.items():
                setattr(old, name, value)
            changed.append(old)
    problems += [
        Problem("ledger.step_is_done", "steps", (step.title,)) for step in held.values() if step.done_on
    ]
    return problems, made, changed, list(held)

"""Putting items into the ledger and changing what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from duban.core.errors import Forbidden, Invalid
from duban.engine.kernel import Problem
from duban.ledger import search
from duban.ledger.models import Assistance, Counter, Item, ItemTag, Step
from duban.ledger.policies import editable, may_draft
from duban.ledger.selectors.forms import draft_of
from duban.ledger.selectors.lights import Lights
from duban.ledger.services._common import (
    LONGEST,
    clock_of,
    kept_lights,
    note,
    open_item,
    taken_serial,
    trace,
)
from duban.ledger.services._drafts import (
    Ground,
    columns_of,
    ground_of,
    inherited,
    mistakes,
    number_of,
    step_changes,
)
from duban.ledger.services.moves import latest_parts
from duban.ledger.types import ItemCard, ItemDraft
from duban.orgs.types import Actor

__all__ = ["QUIET", "changes_of", "draft_item", "edit_item", "plain_facts", "put_in"]

QUIET = ("draft", "registered")
"""States in which a change is made without a reason and leaves no line in the item's history."""


@transaction.atomic
def draft_item(*, actor: Actor, zone_id: int, draft: ItemDraft, at: datetime) -> ItemCard:
    """
    Put an item into the ledger as a draft, under the zone's next number or its own, and return it.

    What is empty is taken from its parent: lead department, leader in charge, basis.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises, directs, or heads the lead department
    :raises Invalid: with everything that is wrong with it
    """
    ground = ground_of(actor, zone_id, at)
    draft, parent = _under(ground, draft)
    if not may_draft(actor, zone_id, inherited(draft, parent).lead_id):
        raise Forbidden(Problem("core.forbidden", "", ("@ledger.draft_item",)))
    return put_in(ground, draft, parent=parent)


def put_in(ground: Ground, draft: ItemDraft, *, parent: Item | None) -> ItemCard:
    """
    Put a draft in for somebody who has been let.

    :raises Invalid: with everything that is wrong with it
    """
    lights = clock_of(ground.zone_id, ground.at)
    kept_lights(lights, ground.zone_id)
    draft = inherited(draft, parent)
    if problems := [*mistakes(draft, ground, parent=parent), *_number_taken(ground, draft)]:
        raise Invalid(*problems)
    return _create(ground, draft, lights)


@transaction.atomic
def edit_item(
    *, actor: Actor, item_id: int, version: int, draft: ItemDraft, at: datetime, reason: str = ""
) -> int:
    """
    Change what an item says and return its new version; the draft holds all of it, changed or not.

    From dispatch on a reason is needed, and the change stands in the item's history.

    :raises NotFound: if the item is not within reach
    :raises Forbidden: if the actor may change nothing of it
    :raises Conflict: if it changed since it was read
    :raises Invalid: naming each field that may not be changed in this state, and everything that is wrong
    """
    desk = open_item(actor, item_id, at)
    item = desk.item
    allowed = editable(item.state, desk.parts)
    if not allowed and editable("draft", desk.parts) | editable("under_way", desk.parts):
        raise Invalid(Problem("ledger.not_editable", "state", (f"@ledger.item.{item.state}",)))
    if not allowed:
        raise Forbidden(Problem("core.forbidden", "", ("@ledger.edit",)))
    desk.demand_version(version)
    ground = ground_of(actor, item.zone_id, at)
    draft, parent = _under(ground, draft)
    return _rewrite(ground, item, inherited(draft, parent), allowed, parent=parent, reason=reason)


def _under(ground: Ground, draft: ItemDraft) -> tuple[ItemDraft, Item | None]:
    """
    Return the draft with its parent's id, and the parent, locked.

    A deadline and its parts' are held against one another by one person at a time.
    """
    named = draft.parent.strip()
    if draft.parent_id is None and not named:
        return draft, None
    wanted = {"number": named} if draft.parent_id is None else {"pk": draft.parent_id}
    rows = Item.objects.of_zone(ground.actor, ground.zone_id).select_for_update(no_key=True, of=("self",))
    parent = rows.filter(**wanted).first()
    found = draft.parent_id if parent is None else parent.pk
    return replace(draft, parent_id=_NOBODY if found is None else found), parent


def _create(ground: Ground, draft: ItemDraft, lights: Lights) -> ItemCard:
    year, serial, number = _numbered(ground, draft, lights)
    item = Item(
        zone_id=ground.zone_id,
        year=year,
        serial=serial,
        number=number,
        created_by=ground.actor.name,
        created_at=ground.at,
        moved_at=ground.at,
        version=1,
        **columns_of(draft),
    )
    item.behind_from = lights.behind_from(item)
    item.save(force_insert=True)
    _write_lists(item, draft)
    Step.objects.bulk_create(
        Step(item=item, order=n, title=s.title.strip(), due=s.due, proof=s.proof.strip())
        for n, s in enumerate(draft.steps, start=1)
    )
    note(ground.actor, "item.draft", item, ground.at, after={"number": number, "title": item.title})
    return ItemCard(item.pk, number, item.title, item.version)


def _numbered(ground: Ground, draft: ItemDraft, lights: Lights) -> tuple[int, int, str]:
    """Return year, serial and number: the zone's next, or the register's own, past which the counter then goes."""
    given = draft.number.strip()
    read = number_of(given) if given else None
    if read is not None:
        year, serial = read
        if not Item.objects.filter(zone_id=ground.zone_id, year=year, serial=serial).exists():
            counter, _made = Counter.objects.select_for_update().get_or_create(
                zone_id=ground.zone_id, kind="item", year=year
            )
            Counter.objects.filter(pk=counter.pk, last__lt=serial).update(last=serial)
            return year, serial, given
    year = ground.on.year
    while True:
        serial = taken_serial(ground.zone_id, "item", year)
        number = given or lights.rule.number_form.format(year=year, serial=serial)
        if given or not Item.objects.filter(zone_id=ground.zone_id, number=number).exists():
            return year, serial, number


def _number_taken(ground: Ground, draft: ItemDraft) -> list[Problem]:
    number = draft.number.strip()
    if number and Item.objects.filter(zone_id=ground.zone_id, number=number).exists():
        return [Problem("ledger.number_taken", draft.where or "number", (number,))]
    return []


def _rewrite(
    ground: Ground,
    item: Item,
    draft: ItemDraft,
    allowed: frozenset[str],
    *,
    parent: Item | None,
    reason: str,
) -> int:
    held = draft_of(item)
    changed = changes_of(draft, held)
    if not changed:
        return item.version
    problems = [
        Problem("ledger.field_stays", name, (f"@ledger.{name}", f"@ledger.item.{item.state}"))
        for name in sorted(changed - allowed)
    ]
    own_parent = parent if "parent_id" in changed or "due" in changed else None
    latest = latest_parts([item.pk]).get(item.pk)
    problems += mistakes(draft, ground, parent=own_parent or parent, latest=latest, own_id=item.pk)
    step_problems, made, steps, gone = step_changes(
        item, draft.steps, {step.pk: step for step in item.steps.all()}
    )
    problems += step_problems
    if item.state not in QUIET:
        problems += _needs_reason(reason)
        problems += _still_a_route_map(draft) if "steps" in changed else []
    if problems:
        raise Invalid(*problems)
    _write_steps(item, made, steps, gone)
    return _save(ground, item, draft, held, reason)


def changes_of(draft: ItemDraft, held: ItemDraft) -> set[str]:
    """Return the fields a draft says otherwise than what is held."""
    new, old = columns_of(draft), columns_of(held)
    changed = {name for name in new if new[name] != old[name]}
    changed |= {n for n in ("assisting_ids", "tags") if sorted(getattr(draft, n)) != sorted(getattr(held, n))}
    return changed | ({"steps"} if draft.steps != held.steps else set())


def plain_facts(draft: ItemDraft, held: ItemDraft) -> tuple[dict[str, object], dict[str, object]]:
    """Return what the record says of a change: the changed fields before and after."""
    new, old = columns_of(draft), columns_of(held)
    changed = sorted(changes_of(draft, held))
    return {name: _plain(old.get(name)) for name in changed}, {
        name: _plain(new.get(name)) for name in changed
    }


def _needs_reason(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("core.required", "reason", ("@reason",))]
    return [Problem("core.too_long", "reason", ("@reason", str(LONGEST)))] if len(reason) > LONGEST else []


def _still_a_route_map(draft: ItemDraft) -> list[Problem]:
    """A route map that was complete at dispatch stays so: steps, each with a day, none after the deadline."""
    late = [s for s in draft.steps if s.due is None or (draft.due is not None and s.due > draft.due)]
    if late or not draft.steps:
        return [Problem("ledger.route_map_incomplete", "steps")]
    return []


def _save(ground: Ground, item: Item, draft: ItemDraft, held: ItemDraft, reason: str) -> int:
    columns, changed = columns_of(draft), changes_of(draft, held)
    before, after = plain_facts(draft, held)
    for name in changed & columns.keys():
        setattr(item, name, columns[name])
    item.version += 1
    item.moved_at = ground.at
    if changed & {"start", "due", "unit"}:
        item.behind_from = clock_of(item.zone_id, ground.at).behind_from(item)
    item.save()
    if changed & {"assisting_ids", "tags"} or changed & _SEARCHED:
        _write_lists(item, draft)
    if item.state not in QUIET:
        trace(item, "edit", ground.actor, ground.at, reason=reason, changes=_told(before, after)).save()
    note(ground.actor, "item.edit", item, ground.at, before, after, reason=reason.strip())
    return item.version


_NOBODY = 0
"""Stands for the parent of a number that no item has."""
_SEARCHED = {"title", "task", "done_when", "origin_text", "basis"}


def _told(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Return what the item's history says of a change; ids are for the record, not for readers."""
    return {
        name: ("", "")
        if name.endswith(("_id", "_ids")) or name == "steps"
        else (str(before[name]), str(after[name]))
        for name in after
    }


def _plain(value: object) -> object:
    return "" if value is None else value if isinstance(value, int) else str(value)


def _write_steps(item: Item, made: Sequence[Step], changed: Sequence[Step], gone: Sequence[int]) -> None:
    _own_steps(item).filter(pk__in=gone).delete()
    for step in changed:
        step.save()
    Step.objects.bulk_create(made)


def _own_steps(item: Item) -> QuerySet[Step]:
    return Step.objects.filter(item=item)


def _write_lists(item: Item, draft: ItemDraft) -> None:
    """Write assisting departments and tags, and what a search finds the item by."""
    assisting = {unit for unit in draft.assisting_ids if unit not in {item.lead_id, item.responsible_id}}
    tags = {tag.strip() for tag in draft.tags if tag.strip()}
    if item.version > 1:
        Assistance.objects.filter(item=item).delete()
        ItemTag.objects.filter(item=item).delete()
    Assistance.objects.bulk_create(Assistance(item=item, unit_id=unit) for unit in sorted(assisting))
    ItemTag.objects.bulk_create(ItemTag(zone_id=item.zone_id, item=item, word=tag) for tag in sorted(tags))
    search.index([(item.pk, item.zone_id, search.text_of(item, sorted(tags)))])

"""An item as its form holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from duban.core.errors import NotFound
from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.ledger.models import Assistance, Item, ItemTag, Step
from duban.ledger.types import Frequency, ItemDraft, Origin, StepDraft, Urgency
from duban.orgs.types import Actor

__all__ = ["draft_of", "drafts_of", "item_draft"]

T = TypeVar("T")


def item_draft(*, actor: Actor, item_id: int) -> tuple[ItemDraft, int]:
    """
    Return an item as its form holds it, and its version: what is handed back to ``edit_item`` changed.

    :raises NotFound: if the item is not within reach
    """
    item = Item.objects.visible_to(actor).filter(pk=item_id).first()
    if item is None:
        raise NotFound(Problem("core.not_found"))
    return draft_of(item), item.version


def draft_of(item: Item) -> ItemDraft:
    """Return the item as its form holds it; three queries."""
    return drafts_of([item])[item.pk]


def drafts_of(items: Sequence[Item]) -> dict[int, ItemDraft]:
    """Return items as their forms hold them, by id; three queries however many there are."""
    ids = [item.pk for item in items]
    assisting = (
        Assistance.objects.filter(item_id__in=ids).order_by("unit_id").values_list("item_id", "unit_id")
    )
    tags = ItemTag.objects.filter(item_id__in=ids).order_by("word").values_list("item_id", "word")
    steps = Step.objects.filter(item_id__in=ids).order_by("order", "id")
    units, words, route = _grouped(assisting), _grouped(tags), _grouped((s.item_id, s) for s in steps)
    return {
        item.pk: ItemDraft(
            title=item.title,
            task=item.task,
            done_when=item.done_when,
            origin=Origin(item.origin),
            origin_text=item.origin_text,
            basis=item.basis,
            parent_id=item.parent_id,
            plan_id=item.plan_id,
            lead_id=item.lead_id,
            responsible_id=item.responsible_id,
            assisting_ids=tuple(units[item.pk]),
            person_id=item.person_id,
            leader_id=item.leader_id,
            start=item.start,
            due=item.due,
            unit=DayUnit(item.unit),
            frequency=Frequency(item.frequency),
            weight=item.weight,
            urgency=Urgency(item.urgency),
            tags=tuple(words[item.pk]),
            steps=tuple(StepDraft(s.title, s.due, s.proof, s.pk) for s in route[item.pk]),
            number=item.number,
            is_sample=item.is_sample,
        )
        for item in items
    }


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found

"""An item as its form holds it."""

from __future__ import annotations

from duban.core.errors import NotFound
from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.ledger.models import Item
from duban.ledger.types import Frequency, ItemDraft, Origin, StepDraft, Urgency
from duban.orgs.types import Actor

__all__ = ["draft_of", "item_draft"]


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
    return ItemDraft(
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
        assisting_ids=tuple(item.assistance.order_by("unit_id").values_list("unit_id", flat=True)),
        person_id=item.person_id,
        leader_id=item.leader_id,
        start=item.start,
        due=item.due,
        unit=DayUnit(item.unit),
        frequency=Frequency(item.frequency),
        weight=item.weight,
        urgency=Urgency(item.urgency),
        tags=tuple(item.tags.order_by("word").values_list("word", flat=True)),
        steps=tuple(
            StepDraft(step.title, step.due, step.proof, step.pk)
            for step in item.steps.order_by("order", "id")
        ),
        number=item.number,
        is_sample=item.is_sample,
    )

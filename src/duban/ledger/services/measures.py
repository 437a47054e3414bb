"""What is done about it: items of the ledger, and what each brings by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from duban.core.errors import Invalid
from duban.engine.kernel import HUNDRED, Problem, plain
from duban.engine.series import MONTHS
from duban.ledger.models import Effect, Item, Measure, Plan
from duban.ledger.selectors.plans import measures_of
from duban.ledger.services.items import draft_item
from duban.ledger.services.plans import open_plan, written
from duban.ledger.types import ItemDraft, ItemState, MeasureDraft, Origin
from duban.orgs.types import Actor

__all__ = ["add_measure", "set_measures"]

_GONE = frozenset({ItemState.CANCELLED.value, ItemState.ARCHIVED.value})


@transaction.atomic
def add_measure(
    *,
    actor: Actor,
    plan_id: int,
    version: int,
    item: ItemDraft,
    at: datetime,
    confidence_pct: Decimal = HUNDRED,
    effects: Mapping[int, Decimal] | None = None,
) -> int:
    """
    Draft a new item of the ledger as a further measure of the plan, and return the plan's new version.

    Its origin is the plan; where nothing else is said, the plan's owner leads it and its leader is in charge.

    :raises NotFound: if there is no such plan within reach
    :raises Forbidden: unless the actor writes this plan and drafts items of the lead department
    :raises Conflict: if the plan changed since it was read
    :raises Invalid: if the plan is not open for writing, or the item or its effects cannot stand
    """
    plan = open_plan(actor, plan_id, version, at)
    drafted = replace(
        item,
        origin=Origin.PLAN,
        origin_text=item.origin_text or plan.title,
        basis=item.basis or plan.title,
        lead_id=item.lead_id or plan.owner_id,
        leader_id=item.leader_id or plan.leader_id,
        plan_id=plan.pk,
    )
    card = draft_item(actor=actor, zone_id=plan.zone_id, draft=drafted, at=at)
    kept = [
        MeasureDraft(m.item_id, m.cause_id, m.confidence_pct, {e.month: e.amount for e in m.effects.all()})
        for m in measures_of(plan)
    ]
    new = MeasureDraft(card.id, None, confidence_pct, effects or {})
    return set_measures(actor=actor, plan_id=plan_id, version=version, measures=[*kept, new], at=at)


@transaction.atomic
def set_measures(
    *, actor: Actor, plan_id: int, version: int, measures: Sequence[MeasureDraft], at: datetime
) -> int:
    """
    Write what is done about it: items of the ledger with what each brings by month; return the new version.

    Amounts are in the unit of the plan (percentage points for a growth target), always counted towards the goal.
    An item is the measure of one plan only.

    :raises NotFound: if there is none within reach
    :raises Forbidden: unless the actor writes this plan
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it is not open for writing, or a measure cannot stand
    """
    plan = open_plan(actor, plan_id, version, at)
    ids = [draft.item_id for draft in measures]
    rows = Item.objects.of_zone(actor, plan.zone_id).filter(pk__in=ids)
    items = {item.pk: item for item in rows.select_for_update(of=("self",)).order_by("pk")}
    if problems := list(_wrong_measures(plan, measures, items)):
        raise Invalid(*problems)
    before = _measure_facts(plan)
    dropped = plan.measures.exclude(item_id__in=ids)
    plan.items.filter(measure__in=dropped).update(plan=None)
    dropped.delete()
    for order, draft in enumerate(measures):
        measure, _new = Measure.objects.update_or_create(
            item_id=draft.item_id,
            defaults={
                "plan": plan,
                "cause_id": draft.cause_id,
                "confidence_pct": draft.confidence_pct,
                "order": order,
            },
        )
        measure.effects.all().delete()
        Effect.objects.bulk_create(
            Effect(measure=measure, month=month, amount=amount)
            for month, amount in sorted(draft.effects.items())
        )
    Item.objects.filter(pk__in=ids).update(plan=plan)
    return written(plan, actor, at, "ledger.plan.set_measures", before, _measure_facts(plan))


def _wrong_measures(
    plan: Plan, measures: Sequence[MeasureDraft], items: Mapping[int, Item]
) -> Iterator[Problem]:
    causes = set(plan.causes.values_list("id", flat=True))
    elsewhere = Measure.objects.filter(item_id__in=items).exclude(plan=plan)
    taken = set(elsewhere.values_list("item_id", flat=True))
    had = set(plan.measures.values_list("item_id", flat=True))
    named = Counter(draft.item_id for draft in measures)
    for place, draft in enumerate(measures):
        where, item = f"measures.{place}", items.get(draft.item_id)
        if item is None:
            yield Problem("ledger.measure_item_unknown", where, (str(place + 1),))
        elif named[draft.item_id] > 1:
            yield Problem("ledger.measure_twice", where, (item.number,))
        elif draft.item_id in taken or (item.plan_id is not None and item.plan_id != plan.pk):
            yield Problem("ledger.measure_of_another_plan", where, (item.number,))
        elif item.state in _GONE and draft.item_id not in had:
            yield Problem("ledger.measure_item_closed", where, (item.number,))
        if draft.cause_id is not None and draft.cause_id not in causes:
            yield Problem("ledger.cause_not_of_plan", where, (str(place + 1),))
        yield from _wrong_effects(plan, draft, where, str(place + 1))


def _wrong_effects(plan: Plan, draft: MeasureDraft, where: str, place: str) -> Iterator[Problem]:
    if not 0 < draft.confidence_pct <= HUNDRED:
        yield Problem("ledger.confidence_out_of_range", where, (place, plain(draft.confidence_pct)))
    first = plan.base_period % 100 if plan.base_period else 0
    for month, amount in sorted(draft.effects.items()):
        if not first < month <= MONTHS:
            yield Problem("ledger.effect_month", where, (place, str(month), str(first + 1)))
        if amount <= Decimal(0):
            yield Problem("ledger.effect_not_positive", where, (place, str(month)))


def _measure_facts(plan: Plan) -> dict[str, object]:
    return {
        str(m.item_id): {
            "confidence_pct": plain(m.confidence_pct),
            "effects": {str(e.month): plain(e.amount) for e in m.effects.order_by("month")},
        }
        for m in plan.measures.order_by("order")
    }

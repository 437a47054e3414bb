"""How far the plans cover each indicator's gap, as it was known at any moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from duban.core.errors import NotFound
from duban.engine.kernel import Period, Problem, plain
from duban.engine.series import Coverage, Effect
from duban.indicators.selectors import gap_board
from duban.indicators.types import GapBoard, GapRow
from duban.ledger.models import Item, Measure, Move, Plan, PlanMove, PlanRevision
from duban.ledger.selectors.subjects import Footing, footing_of
from duban.ledger.types import IndicatorCoverage, ItemState, MeasureCover, PlanCover, PlanState, PlanSubject
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor

__all__ = ["coverage_of", "indicator_coverage", "measure_content", "states_at"]

_UNIT_CHANGED = Problem("ledger.plan_unit_changed")


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known of the plans at a moment."""

    states: Mapping[int, PlanState]
    revisions: Mapping[int, PlanRevision]
    working: Mapping[int, list[dict[str, Any]]]
    items: Mapping[int, ItemState]
    units: Mapping[int, str]
    posts: Mapping[int, str]


def coverage_of(
    *, actor: Actor, zone_id: int, as_of: Period, known_at: datetime, board: GapBoard | None = None
) -> dict[int, IndicatorCoverage]:
    """
    Return, by indicator id, how far the year's plans cover its gap; indicators without plans are left out.

    A plan counts as its last approval before *known_at* has it, also while it is being revised, until it is
    closed. Drafts never approved stand apart as they are now. A measure whose item was cancelled by then counts no
    more. The number of queries does not depend on how many plans there are.

    :raises NotFound: if the zone is not within reach
    """
    board = board or gap_board(actor=actor, zone_id=zone_id, as_of=as_of, known_at=known_at)
    return _coverage(actor, zone_id, as_of, known_at, board.rows)


def _coverage(
    actor: Actor, zone_id: int, as_of: Period, known_at: datetime, rows: Collection[GapRow]
) -> dict[int, IndicatorCoverage]:
    plans = list(
        Plan.objects.visible_to(actor)
        .filter(zone_id=zone_id, year=as_of.year, subject=PlanSubject.INDICATOR.value)
        .order_by("id")
    )
    if not plans:
        return {}
    known = _known(plans, zone_id, known_at)
    by_indicator: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.pk in known.states and plan.indicator_id is not None:
            by_indicator[plan.indicator_id].append(plan)
    footings = {row.indicator.id: footing_of(row) for row in rows}
    return {
        indicator: _covered(footings[indicator], own, known, as_of)
        for indicator, own in by_indicator.items()
        if indicator in footings
    }


def indicator_coverage(
    *,
    actor: Actor,
    zone_id: int,
    code: str,
    as_of: Period,
    known_at: datetime,
    row: GapRow | None = None,
) -> IndicatorCoverage:
    """
    Return how far the plans cover one indicator's gap, also where there is no plan.

    Who has the indicator's line of the gap already may hand it in.

    :raises NotFound: if the zone is not within reach, or has no indicator of that code
    """
    if row is None:
        board = gap_board(actor=actor, zone_id=zone_id, as_of=as_of, known_at=known_at)
        row = next((r for r in board.rows if r.indicator.code == code), None)
    if row is None:
        raise NotFound(Problem("indicators.unknown", code, (code,)))
    covered = _coverage(actor, zone_id, as_of, known_at, [row])
    footing = footing_of(row)
    none = IndicatorCoverage(row.indicator.id, code, footing.unit, footing.covered_by((), as_of), (), ())
    return covered.get(row.indicator.id, none)


def _known(plans: Collection[Plan], zone_id: int, known_at: datetime) -> _Known:
    ids = [plan.pk for plan in plans]
    moves = PlanMove.objects.filter(plan_id__in=ids, at__lte=known_at).order_by("at", "id")
    states = {plan: PlanState(target) for plan, target in moves.values_list("plan_id", "target")}
    approved = PlanRevision.objects.filter(plan_id__in=ids, at__lte=known_at).order_by("revision")
    revisions = {revision.plan_id: revision for revision in approved}
    drafts = [plan for plan in ids if plan not in revisions]
    measures = (
        Measure.objects.filter(plan_id__in=drafts)
        .select_related("item")
        .prefetch_related("effects")
        .order_by("order", "id")
    )
    working: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for measure in measures:
        working[measure.plan_id].append(measure_content(measure))
    said = [m for r in revisions.values() for m in r.content["measures"]]
    items = {m["item_id"] for m in (*said, *(m for own in working.values() for m in own))}
    units, posts = unit_names(zone_ids=[zone_id], on=timezone.localdate(known_at))
    return _Known(states, revisions, working, states_at(items, known_at), units, posts)


def measure_content(measure: Measure) -> dict[str, Any]:
    """Return a measure as a revision keeps it: whole, so that it can be read when the rows have changed."""
    return {
        "item_id": measure.item_id,
        "number": measure.item.number,
        "title": measure.item.title,
        "cause_id": measure.cause_id,
        "confidence_pct": plain(measure.confidence_pct),
        "effects": {
            str(e.month): plain(e.amount) for e in sorted(measure.effects.all(), key=lambda e: e.month)
        },
    }


def states_at(item_ids: Collection[int], known_at: datetime) -> dict[int, ItemState]:
    """Return the state each of these items was in at a moment; one that had not moved yet was being drafted."""
    moves = Move.objects.filter(item_id__in=item_ids, at__lte=known_at).order_by("at", "id")
    moved = {item: ItemState(target) for item, target in moves.values_list("item_id", "target")}
    there = Item.objects.filter(pk__in=item_ids).values_list("id", flat=True)
    return {item: moved.get(item, ItemState.DRAFT) for item in there}


def _covered(footing: Footing, plans: Iterable[Plan], known: _Known, as_of: Period) -> IndicatorCoverage:
    counted, drafts, effects = [], [], []
    for plan in plans:
        state, revision = known.states[plan.pk], known.revisions.get(plan.pk)
        if state is PlanState.CLOSED:
            continue
        cover, promised = _plan_cover(footing, plan, known, as_of)
        if revision is None:
            drafts.append(cover)
        else:
            counted.append(cover)
            effects += promised
    return IndicatorCoverage(
        indicator_id=footing.indicator.id,
        code=footing.indicator.code,
        unit=footing.unit,
        coverage=footing.covered_by(effects, as_of),
        plans=tuple(counted),
        drafts=tuple(drafts),
    )


def _plan_cover(footing: Footing, plan: Plan, known: _Known, as_of: Period) -> tuple[PlanCover, list[Effect]]:
    """Return the plan's part, and the effects that count: none where its unit is not the gap's any more."""
    revision = known.revisions.get(plan.pk)
    content = revision.content if revision else {}
    measures = tuple(
        _measure_cover(one, known.items)
        for one in (content["measures"] if revision else known.working[plan.pk])
    )
    same_unit = content.get("unit", footing.unit) == footing.unit
    effects = [
        Effect(month, amount, m.confidence_pct)
        for m in measures
        if m.counts
        for month, amount in m.effects.items()
    ]
    cover = PlanCover(
        id=plan.pk,
        title=content.get("title", plan.title),
        state=known.states[plan.pk],
        revision=revision.revision if revision else 0,
        owner=known.units.get(content.get("owner_id", plan.owner_id), ""),
        leader=known.posts.get(content.get("leader_id", plan.leader_id) or 0, ""),
        coverage=_own(footing.covered_by(effects, as_of), same_unit=same_unit),
        measures=measures,
        is_sample=plan.is_sample,
    )
    return cover, effects if same_unit else []


def _own(found: Coverage, *, same_unit: bool) -> Coverage:
    if same_unit:
        return found
    return replace(found, covered_pct=None, uncovered=None, why_not=_UNIT_CHANGED)


def _measure_cover(content: Mapping[str, Any], items: Mapping[int, ItemState]) -> MeasureCover:
    state = items.get(content["item_id"], ItemState.DRAFT)
    return MeasureCover(
        item_id=content["item_id"],
        number=content["number"],
        title=content["title"],
        state=state,
        confidence_pct=Decimal(content["confidence_pct"]),
        effects={int(month): Decimal(amount) for month, amount in content["effects"].items()},
        counts=state is not ItemState.CANCELLED,
    )

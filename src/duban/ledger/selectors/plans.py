"""Special plans: the list, the page, and whom one waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from duban.blockers.selectors import cause_names
from duban.core.errors import NotFound
from duban.engine.kernel import Period, Problem
from duban.engine.series import Effect, MonthKept
from duban.indicators.selectors import gap_board, list_indicators
from duban.indicators.types import Definition
from duban.ledger.lifecycle import PLAN, said
from duban.ledger.models import Cause, Item, Measure, Plan
from duban.ledger.policies import plan_parts_of
from duban.ledger.selectors.lights import lights_on
from duban.ledger.selectors.rows import names_on, rows_of
from duban.ledger.selectors.subjects import Footing, effects_of, figures_by_month, footing_of
from duban.ledger.types import (
    CauseRow,
    EffectRow,
    ItemRow,
    ItemState,
    MeasureRow,
    Part,
    PlanFilter,
    PlanMoveRow,
    PlanPage,
    PlanRow,
    PlanState,
    PlanSubject,
    Shortfall,
    Waiting,
    WaitingKind,
)
from duban.orgs.selectors import list_posts, posts_of, unit_names
from duban.orgs.types import Actor

__all__ = [
    "EDITABLE",
    "KEEPERS",
    "footing_for",
    "list_plans",
    "measures_of",
    "parts_in",
    "plan_facts",
    "plan_page",
    "plans_waiting",
]

EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})
KEEPERS = frozenset({Part.PLAN_OWNER, Part.SUPERVISOR})
"""Who writes a plan; who approves it is another's part."""
_DONE = frozenset({ItemState.VERIFIED, ItemState.STRUCK_OFF, ItemState.ARCHIVED})
_NOT_YET_DISPATCHED = frozenset({ItemState.DRAFT, ItemState.REGISTERED})
_NO_FILTER = PlanFilter()


def list_plans(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: PlanFilter = _NO_FILTER,  # noqa: A002 - what it is
) -> list[PlanRow]:
    """Return the zone's plans that the filter leaves, the newest year first, in a fixed number of queries."""
    rows = Plan.objects.visible_to(actor).filter(_wanted(filter), zone_id=zone_id).order_by("-year", "id")
    return _rows(actor, zone_id, list(rows), on)


def _wanted(asked: PlanFilter) -> Q:
    exact = {
        "year": asked.year,
        "subject": asked.subject and asked.subject.value,
        "shortfall": asked.shortfall and asked.shortfall.value,
        "state": asked.state and asked.state.value,
        "owner_id": asked.owner_id,
        "indicator_id": asked.indicator_id,
    }
    wanted = Q(**{name: value for name, value in exact.items() if value is not None})
    if asked.q:
        wanted &= Q(title__icontains=asked.q) | Q(project_text__icontains=asked.q)
    return wanted


def _rows(actor: Actor, zone_id: int, plans: Sequence[Plan], on: date) -> list[PlanRow]:
    units, posts = unit_names(zone_ids=[zone_id], on=on)
    known = list_indicators(actor=actor, zone_id=zone_id, include_retired=True)
    definitions = {d.id: d for d in known}
    causes = Cause.objects.filter(plan__in=plans, is_primary=True).values_list("plan_id", "coded__code")
    called = cause_names(zone_id=zone_id)
    primary = {plan_id: called[code] for plan_id, code in causes}
    states: dict[int, list[ItemState]] = {plan.pk: [] for plan in plans}
    for plan_id, state in Measure.objects.filter(plan__in=plans).values_list("plan_id", "item__state"):
        states[plan_id].append(ItemState(state))
    return [
        PlanRow(
            id=plan.pk,
            title=plan.title,
            year=plan.year,
            subject=PlanSubject(plan.subject),
            subject_text=_subject(plan, definitions),
            indicator_id=plan.indicator_id,
            shortfall=Shortfall(plan.shortfall) if plan.shortfall else None,
            state=PlanState(plan.state),
            owner_id=plan.owner_id,
            owner=units.get(plan.owner_id, ""),
            leader_id=plan.leader_id,
            leader=posts.get(plan.leader_id or 0, ""),
            primary_cause=primary.get(plan.pk, ""),
            measures=len(states[plan.pk]),
            measures_done=sum(state in _DONE for state in states[plan.pk]),
            revision=plan.revision,
            version=plan.version,
            is_sample=plan.is_sample,
        )
        for plan in plans
    ]


def _subject(plan: Plan, definitions: Mapping[int, Definition]) -> str:
    """Return the indicator's or the project's name; a shortfall is a coded word the page knows."""
    definition = definitions.get(plan.indicator_id or 0)
    if definition is None:
        return plan.project_text
    english = (get_language() or "").startswith("en")
    return definition.name_en if english and definition.name_en else definition.name


def plan_page(
    *, actor: Actor, zone_id: int, plan_id: int, as_of: Period, known_at: datetime, on: date | None = None
) -> PlanPage:
    """
    Return everything the page of a plan shows, and what may be done with it now.

    Its measures stand as of *on*; not said, as of the day of *known_at*.

    :raises NotFound: if there is none within reach
    """
    plan = Plan.objects.visible_to(actor).filter(zone_id=zone_id, pk=plan_id).first()
    if plan is None:
        raise NotFound(Problem("core.not_found"))
    known_on = timezone.localdate(known_at)
    on = on or known_on
    [row] = _rows(actor, zone_id, [plan], on)
    measures = measures_of(plan)
    shown = _measure_rows(measures, _items(actor, plan, measures, on))
    effects = effects_of(m for m in measures if m.item.state != ItemState.CANCELLED.value)
    footing = footing_for(actor, plan, as_of, known_at)
    parts = parts_in(actor, plan, known_on)
    facts = plan_facts(plan, measures, footing, actor=actor)
    missing = PLAN.missing(plan.state, facts)
    return PlanPage(
        row=row,
        indicator_code=footing.indicator.code if footing else "",
        aim=plan.aim,
        project_text=plan.project_text,
        base=Period.from_key(plan.base_period) if plan.base_period else None,
        base_level=plan.base_level,
        unit=footing.unit if footing else "",
        decimals=footing.indicator.decimals if footing else 2,
        as_of=as_of,
        causes=_causes(plan),
        measures=shown,
        coverage=footing.covered_by(effects, as_of) if footing else None,
        kept=_kept(actor, plan, footing, effects, as_of, known_at),
        moves=_moves(plan),
        revisions=tuple(plan.revisions.order_by("-revision").values_list("revision", "at", "approved_by")),
        open_edges=tuple(edge.name for edge in PLAN.open_edges(plan.state, parts)),
        missing={edge: said(PLAN, problems) for edge, problems in missing.items()},
        may_edit=row.state in EDITABLE and not parts.isdisjoint(KEEPERS),
        what_worked=plan.what_worked,
        closed_on=plan.closed_on,
    )


def footing_for(actor: Actor, plan: Plan, as_of: Period, known_at: datetime) -> Footing | None:
    """Return the gap of the plan's indicator; none for a plan without one, or where it is retired."""
    if plan.indicator_id is None:
        return None
    board = gap_board(actor=actor, zone_id=plan.zone_id, as_of=as_of, known_at=known_at)
    row = next((r for r in board.rows if r.indicator.id == plan.indicator_id), None)
    return footing_of(row) if row else None


def measures_of(plan: Plan) -> list[Measure]:
    """Return the plan's measures in their order, each with its item and its effects."""
    rows = plan.measures.select_related("item").prefetch_related("effects")
    return list(rows.order_by("order", "id"))


def parts_in(actor: Actor, plan: Plan, on: date) -> frozenset[Part]:
    """Return every part the actor has in the plan on the day."""
    return plan_parts_of(
        actor,
        zone_id=plan.zone_id,
        owner_id=plan.owner_id,
        leader_id=plan.leader_id,
        posts=posts_of(user_id=actor.user_id, on=on),
    )


def plan_facts(
    plan: Plan,
    measures: Collection[Measure],
    footing: Footing | None,
    *,
    actor: Actor,
    reason: str = "",
    what_worked: str = "",
) -> dict[str, object]:
    """Return what the lifecycle asks for. Measures whose item was cancelled are none."""
    alive = [m for m in measures if m.item.state != ItemState.CANCELLED.value]
    amounts = footing is not None and footing.wants_effects
    return {
        "primary_cause": plan.causes.filter(is_primary=True).exists(),
        "measures": alive,
        "effects": not amounts or all(m.effects.all() for m in alive),
        "measures_dispatched": all(ItemState(m.item.state) not in _NOT_YET_DISPATCHED for m in alive),
        "another_person": actor.is_operator or actor.user_id != plan.submitted_by_id,
        "reason": reason.strip(),
        "what_worked": what_worked.strip(),
    }


def _measure_rows(measures: Iterable[Measure], items: Mapping[int, ItemRow]) -> tuple[MeasureRow, ...]:
    return tuple(
        MeasureRow(
            id=m.pk,
            item=items[m.item_id],
            cause_id=m.cause_id,
            confidence_pct=m.confidence_pct,
            effects=tuple(
                EffectRow(e.month, e.amount) for e in sorted(m.effects.all(), key=lambda e: e.month)
            ),
            counts=m.item.state != ItemState.CANCELLED.value,
        )
        for m in measures
    )


def _items(actor: Actor, plan: Plan, measures: Iterable[Measure], on: date) -> dict[int, ItemRow]:
    rows = Item.objects.of_zone(actor, plan.zone_id).filter(pk__in=[m.item_id for m in measures])
    return {r.id: r for r in rows_of(rows, lights_on(plan.zone_id, on), names_on(plan.zone_id, on))}


def _causes(plan: Plan) -> tuple[CauseRow, ...]:
    """Return the causes as a tree laid out: each below its parent, a step further in."""
    called = cause_names(zone_id=plan.zone_id)
    below: dict[int | None, list[Cause]] = {}
    for cause in plan.causes.select_related("coded").order_by("order", "id"):
        below.setdefault(cause.parent_id, []).append(cause)

    def walk(parent: int | None, depth: int) -> Iterable[CauseRow]:
        for c in below.get(parent, ()):
            code = c.coded.code
            yield CauseRow(c.pk, code, called[code], c.text, c.parent_id, c.is_primary, depth)
            yield from walk(c.pk, depth + 1)

    return tuple(walk(None, 0))


def _kept(
    actor: Actor,
    plan: Plan,
    footing: Footing | None,
    effects: Iterable[Effect],
    as_of: Period,
    known_at: datetime,
) -> tuple[MonthKept, ...]:
    """Return what was promised beside what came, for a plan that was approved."""
    if footing is None or plan.base_period is None or not plan.revision or as_of.year != plan.year:
        return ()
    base = Period.from_key(plan.base_period)
    figures = figures_by_month(actor=actor, footing=footing, year=plan.year, known_at=known_at)
    if base.month not in figures and plan.base_level is not None:
        figures[base.month] = plan.base_level
    return footing.kept_by(effects, base.month, figures, as_of.month)


def _moves(plan: Plan) -> tuple[PlanMoveRow, ...]:
    return tuple(
        PlanMoveRow(
            m.edge,
            PlanState(m.source) if m.source else None,
            PlanState(m.target),
            m.by,
            m.at,
            m.reason,
            m.note,
        )
        for m in plan.moves.order_by("-at", "-id")
    )


def plans_waiting(*, actor: Actor, zone_id: int, on: date) -> list[Waiting]:
    """
    Return the plans that wait for this person: to approve, to put right, to put in force.

    A plan goes to the leader in charge; to the director where there is none in that post, or it was he who
    submitted it.
    """
    if actor.user_id is None:
        return []
    rows = Plan.objects.visible_to(actor).filter(
        zone_id=zone_id, state__in=("submitted", "returned", "approved")
    )
    plans = list(rows.order_by("id"))
    if not plans:
        return []
    held = posts_of(user_id=actor.user_id, on=on)
    holders = {p.id: p.holder_id for p in list_posts(actor=actor, zone_id=zone_id, on=on)}
    states = Measure.objects.filter(plan__in=plans).values_list("plan_id", "item__state")
    idle = {plan for plan, state in states if ItemState(state) in _NOT_YET_DISPATCHED}
    found = []
    for plan in plans:
        parts = plan_parts_of(
            actor, zone_id=zone_id, owner_id=plan.owner_id, leader_id=plan.leader_id, posts=held
        )
        kind = _waits(plan, parts, actor, holders.get(plan.leader_id or 0), dispatched=plan.pk not in idle)
        if kind is not None:
            found.append(Waiting(kind, None, plan.pk, "", plan.title, None))
    return found


def _waits(
    plan: Plan, parts: Collection[Part], actor: Actor, leader: int | None, *, dispatched: bool
) -> WaitingKind | None:
    """Return why the plan waits for somebody with these parts, if it does."""
    if plan.state == PlanState.SUBMITTED.value:
        if actor.user_id == plan.submitted_by_id:
            return None
        to_director = leader is None or leader == plan.submitted_by_id
        turn = Part.DIRECTOR if to_director else Part.LEADER
        return WaitingKind.APPROVE_PLAN if turn in parts else None
    if Part.PLAN_OWNER not in parts:
        return None
    if plan.state == PlanState.RETURNED.value:
        return WaitingKind.REVISE_PLAN
    return WaitingKind.ENFORCE_PLAN if dispatched else None

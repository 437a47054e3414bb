"""What was invested, month by month, beside the plan; and the sum of the zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Max

from duban.core.errors import NotFound
from duban.engine.kernel import Period, Problem
from duban.engine.series import PaceCurve, share_at
from duban.indicators.selectors import list_indicators
from duban.orgs.types import Actor
from duban.projects.models import (
    Enrolment,
    Evidence,
    Explanation,
    Invested,
    InvestmentRule,
    Project,
    YearPlan,
)
from duban.projects.selectors.picking import pick
from duban.projects.types import (
    EnrolmentRow,
    EnrolmentStatus,
    EvidenceKind,
    EvidenceRow,
    InvestedRow,
    InvestedSource,
    InvestmentPage,
    InvestmentRuleRow,
    MonthRow,
    ProjectFilter,
    YearPlanRow,
    ZoneInvestment,
    ZoneInvestmentLine,
)

__all__ = [
    "investment_of",
    "investment_rule",
    "list_investment_rules",
    "newest_invested",
    "newest_invested_month",
    "wants_words",
    "zone_investment",
]

_HUNDRED = Decimal(100)
_PER_YI = {"万元": 0, "亿元": 4, "元": -4}  # zh: data
"""Decimal places between 万元 and a unit of money: 1 亿元 = 10,000 万元."""


def investment_of(*, actor: Actor, zone_id: int, project_id: int, year: int, on: date) -> InvestmentPage:
    """
    Return a project's year of investment, with the rule in force on a day.

    :raises NotFound: if it is not within reach
    """
    if not Project.objects.visible_to(actor).filter(zone_id=zone_id, pk=project_id).exists():
        raise NotFound(Problem("core.not_found"))
    plans = [
        _plan(row) for row in YearPlan.objects.filter(project_id=project_id, year=year).order_by("-version")
    ]
    rows = [
        _invested(row)
        for row in Invested.objects.filter(project_id=project_id, year=year).order_by("vintage")
    ]
    rule = investment_rule(zone_id=zone_id, on=on)
    said = {
        row.month: row.text
        for row in Explanation.objects.filter(project_id=project_id, year=year).order_by("at", "pk")
    }
    enrolments = [
        EnrolmentRow(EnrolmentStatus(e.status), e.on, e.number, e.reason, e.by, e.is_sample)
        for e in Enrolment.objects.filter(project_id=project_id).order_by("-on", "-pk")
    ]
    reached = [e for e in enrolments if e.on <= on]
    return InvestmentPage(
        year=year,
        plan=plans[0] if plans else None,
        plans=tuple(plans),
        months=tuple(_months(rows, plans[0] if plans else None, rule, said)),
        vintages=tuple(r for r in reversed(rows) if r.vintage > 1),
        evidence=tuple(_evidence(project_id)),
        enrolments=tuple(enrolments),
        status=reached[0].status if reached else EnrolmentStatus.NONE,
        rule=rule,
    )


def investment_rule(*, zone_id: int, on: date) -> InvestmentRuleRow | None:
    """Return the rule in force in the zone on a day."""
    row = InvestmentRule.objects.filter(zone_id=zone_id, starts__lte=on).order_by("starts", "pk").last()
    return None if row is None else _rule(row)


def list_investment_rules(*, actor: Actor, zone_id: int) -> tuple[InvestmentRuleRow, ...]:
    """Return every rule of the zone, the newest first; nothing where its business is not the actor's."""
    if zone_id not in actor.zone_ids:
        return ()
    rows = InvestmentRule.objects.filter(zone_id=zone_id).order_by("-starts", "-pk")
    return tuple(_rule(row) for row in rows)


def _rule(row: InvestmentRule) -> InvestmentRuleRow:
    return InvestmentRuleRow(row.starts, row.percent, row.amount, row.indicator, row.by)


def wants_words(rule: InvestmentRuleRow | None, department: Decimal, bureau: Decimal) -> bool:
    """Return whether two figures differ by more than the rule lets pass: by share of the department's, and by amount."""
    if rule is None:
        return False
    apart = abs(department - bureau)
    return apart > rule.amount and apart * _HUNDRED > rule.percent * abs(department)


def newest_invested(
    *, project_ids: Collection[int], period: Period
) -> dict[int, dict[InvestedSource, InvestedRow]]:
    """Return the newest figure of each source for a period, by project: the caller has asked who may see them."""
    found: dict[int, dict[InvestedSource, InvestedRow]] = defaultdict(dict)
    rows = Invested.objects.filter(project_id__in=project_ids, year=period.year, month=period.month)
    for row in rows.order_by("vintage"):
        found[row.project_id][InvestedSource(row.source)] = _invested(row)
    return found


def newest_invested_month(*, actor: Actor, zone_id: int, on: date) -> Period | None:
    """Return the newest month up to a day of which any visible project has a figure; none where there is none that year."""
    here = Project.objects.visible_to(actor).filter(zone_id=zone_id)
    rows = Invested.objects.filter(project__in=here, year=on.year, month__lte=on.month)
    month = rows.aggregate(newest=Max("month"))["newest"]
    return None if month is None else Period(on.year, month)


def zone_investment(*, actor: Actor, zone_id: int, period: Period, on: date) -> ZoneInvestment:
    """
    Return what the zone's projects have invested since January, and that sum in the unit of the indicator it feeds.

    1 亿元 is 10,000 万元, so the conversion moves the point and rounds nothing.

    :raises NotFound: if the zone is not within reach
    """
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    picked = pick(actor=actor, zone_id=zone_id, filter=ProjectFilter(period.year, state="all"))
    newest = newest_invested(project_ids=[p.id for p in picked], period=period)
    lines, samples = [], False
    for project in picked:
        figures = newest.get(project.id, {})
        own, bureau = figures.get(InvestedSource.DEPARTMENT), figures.get(InvestedSource.STATISTICS)
        made_up = own is not None and own.is_sample
        samples = samples or made_up
        lines.append(
            ZoneInvestmentLine(
                project.id,
                project.code,
                project.name,
                project.name_en,
                _amount(own),
                _amount(bureau),
                made_up,
            )
        )
    total = sum((line.department for line in lines if line.department is not None), Decimal(0))
    rule = investment_rule(zone_id=zone_id, on=on)
    definition = next(
        (d for d in list_indicators(actor=actor, zone_id=zone_id) if rule and d.code == rule.indicator), None
    )
    unit = "" if definition is None else definition.unit
    places = _PER_YI.get(unit)
    return ZoneInvestment(
        period=period,
        lines=tuple(lines),
        total=total,
        bureau=sum((line.statistics for line in lines if line.statistics is not None), Decimal(0)),
        without=sum(line.department is None for line in lines),
        indicator="" if definition is None else definition.code,
        indicator_name="" if definition is None else definition.name,
        indicator_name_en="" if definition is None else definition.name_en,
        unit=unit,
        level=None if places is None else _moved(total, places),
        has_samples=samples,
    )


def _amount(row: InvestedRow | None) -> Decimal | None:
    return None if row is None else row.amount


def _moved(amount: Decimal, places: int) -> Decimal:
    moved = amount.scaleb(-places)
    whole = moved.to_integral_value()
    return whole if moved == whole else moved.normalize()


def _months(
    rows: Iterable[InvestedRow],
    plan: YearPlanRow | None,
    rule: InvestmentRuleRow | None,
    said: dict[int, str],
) -> Iterable[MonthRow]:
    newest: dict[Period, dict[InvestedSource, InvestedRow]] = defaultdict(dict)
    for row in rows:
        newest[row.period][row.source] = row
    for period in sorted(newest, reverse=True):
        own = newest[period].get(InvestedSource.DEPARTMENT)
        bureau = newest[period].get(InvestedSource.STATISTICS)
        both = own is not None and bureau is not None
        planned, completion, lead = _standing(plan, period, own)
        explanation = said.get(period.month, "")
        yield MonthRow(
            period=period,
            planned=planned,
            department=own,
            statistics=bureau,
            difference=own.amount - bureau.amount if own is not None and bureau is not None else None,
            completion=completion,
            lead=lead,
            wants_words=both
            and own is not None
            and bureau is not None
            and not explanation
            and wants_words(rule, own.amount, bureau.amount),
            explanation=explanation,
        )


def _standing(
    plan: YearPlanRow | None, period: Period, own: InvestedRow | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if plan is None or plan.amount == 0:
        return None, None, None
    curve = PaceCurve(tuple(share / _HUNDRED for share in plan.shares)) if plan.shares else None
    share = share_at(curve, period.month)
    completion = None if own is None else own.amount * _HUNDRED / plan.amount
    return plan.amount * share, completion, None if completion is None else completion - share * _HUNDRED


def _evidence(project_id: int) -> Iterable[EvidenceRow]:
    newest = {row.kind: row for row in Evidence.objects.filter(project_id=project_id).order_by("at", "pk")}
    for kind in EvidenceKind:
        row = newest.get(kind.value)
        if row is None:
            yield EvidenceRow(
                kind, is_held=False, number="", dated=None, note="", by="", at=None, is_sample=False
            )
        else:
            yield EvidenceRow(
                kind, row.is_held, row.number, row.dated, row.note, row.by, row.at, row.is_sample
            )


def _plan(row: YearPlan) -> YearPlanRow:
    shares = tuple(Decimal(share) for share in row.shares)
    return YearPlanRow(
        row.year, row.version, row.amount, shares, row.document, row.reason, row.by, row.at, row.is_sample
    )


def _invested(row: Invested) -> InvestedRow:
    return InvestedRow(
        period=Period(row.year, row.month),
        source=InvestedSource(row.source),
        vintage=row.vintage,
        amount=row.amount,
        paid=row.paid,
        document=row.document,
        reason=row.reason,
        by=row.by,
        at=row.at,
        is_sample=row.is_sample,
    )

"""Where a number comes from: its formula, and each operand down to the vintage, target or rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from duban.core.errors import NotFound
from duban.engine.kernel import Period, Problem
from duban.engine.series import Direction, GapQuestion, Nature, TargetKind
from duban.indicators.selectors.boards import row_for
from duban.indicators.selectors.definitions import indicator_by_code
from duban.indicators.selectors.figures import vintages_by_id
from duban.indicators.types import CurrentFigure, Explanation, GapRow, Input, Tier, Vintage
from duban.orgs.types import Actor

__all__ = ["FIELDS", "explain"]

_OPERANDS: dict[str, tuple[str, ...]] = {
    "level": ("now",),
    "growth_pct": ("now_growth",),
    "target": ("target",),
    "completion_pct": ("now", "target"),
    "schedule_pct": ("pace", "month"),
    "lead_pp": ("completion_pct", "schedule_pct"),
    "missing": ("target", "now"),
    "per_month": ("missing", "months_left"),
    "per_calendar_day": ("missing", "days_calendar"),
    "per_working_day": ("missing", "days_working"),
    "average_per_month": ("now", "month"),
    "rest_growth_pct": ("target", "now", "full_last_year", "same_last_year"),
    "month_level": ("now", "before"),
    "level_change": ("now", "before"),
    "completion_change_pp": ("now", "before", "target"),
    "lead_change_pp": ("now", "before", "target", "pace"),
    "light": ("lead_pp",),
    "class": ("lead_pp", "is_key"),
}
FIELDS = tuple(_OPERANDS)
_IN_PERCENT = frozenset({"growth_pct", "completion_pct", "schedule_pct", "rest_growth_pct"})
_IN_POINTS = frozenset({"lead_pp", "completion_change_pp", "lead_change_pp"})


@dataclass(frozen=True, slots=True)
class _Case:
    row: GapRow
    question: GapQuestion
    figures: Mapping[Period, CurrentFigure | None]
    vintages: Mapping[int, Vintage]

    def figure(self, name: str, period: Period | None) -> Input:
        found = self.figures.get(period) if period else None
        level = found.level if found else None
        vintage = self.vintages.get(found.id) if found else None
        return Input(name, level, self.row.indicator.unit, vintage)


def explain(
    *,
    actor: Actor,
    zone_id: int,
    code: str,
    field: str,
    as_of: Period,
    known_at: datetime,
    tier: Tier = Tier.TARGET,
) -> Explanation:
    """
    Return where one number of the gap comes from: formula, operands with their vintages, or why there is none.

    *field* is one of ``FIELDS``.

    :raises NotFound: if there is no such indicator within reach, or no such field
    """
    if field not in _OPERANDS:
        raise NotFound(Problem("core.not_found", field))
    definition = indicator_by_code(actor=actor, zone_id=zone_id, code=code)
    row, question, figures = row_for(
        actor=actor, definition=definition, as_of=as_of, known_at=known_at, tier=tier
    )
    held = [f.id for f in figures.values() if f is not None]
    case = _Case(row, question, figures, vintages_by_id(actor=actor, ids=held, known_at=known_at))
    formula = _formula(field, case)
    return Explanation(
        indicator=definition,
        field=field,
        value=getattr(row.gap, field, None),
        unit=_unit(field, definition.unit),
        formula=formula,
        inputs=tuple(_input(name, case) for name in _operands(formula, field)),
        why_not=row.gap.why_not.get(field),
        as_of=as_of,
        known_at=known_at,
    )


def _formula(field: str, case: _Case) -> str:
    """Name the variant of the formula that applies to this indicator and target."""
    goal, definition = case.question.goal, case.row.indicator
    kind = goal.kind if goal else TargetKind.LEVEL
    if field == "lead_pp" and (kind is TargetKind.GROWTH or definition.nature is Nature.RATE):
        return "lead_pp.growth" if kind is TargetKind.GROWTH else "lead_pp.rate"
    if field in {"lead_pp", "missing"} and definition.direction is not Direction.HIGHER:
        return f"{field}.{definition.direction.value}"
    if field == "target" and kind is TargetKind.GROWTH:
        return "target.growth"
    if field == "schedule_pct" and goal is not None and goal.pace is not None and not goal.pace.shares:
        return "schedule_pct.linear"
    return field


def _operands(formula: str, field: str) -> tuple[str, ...]:
    special = {
        "lead_pp.growth": ("now_growth", "target_growth"),
        "lead_pp.rate": ("now", "target"),
        "lead_pp.band": ("now", "band"),
        "target.growth": ("full_last_year", "target_growth"),
        "schedule_pct.linear": ("month",),
    }
    return special.get(formula, _OPERANDS[field])


def _input(name: str, case: _Case) -> Input:
    row, question = case.row, case.question
    unit, gap = row.indicator.unit, row.gap
    periods = {
        "now": question.as_of,
        "before": question.as_of.before,
        "same_last_year": question.as_of.a_year_ago,
        "full_last_year": question.as_of.full_year_before,
    }
    if name in periods:
        return case.figure(name, periods[name])
    made: dict[str, tuple[Decimal | str | None, str]] = {
        "now_growth": (gap.growth_pct, "%"),
        "target": (gap.target, unit),
        "target_growth": (gap.target_growth_pct, "%"),
        "completion_pct": (gap.completion_pct, "%"),
        "schedule_pct": (gap.schedule_pct, "%"),
        "lead_pp": (gap.lead_pp, "pp"),
        "missing": (gap.missing, unit),
        "month": (Decimal(question.as_of.month), "months"),
        "months_left": (Decimal(question.as_of.months_left), "months"),
        "days_calendar": (Decimal(question.days_left.calendar), "days"),
        "days_working": (Decimal(question.days_left.working), "working_days"),
        "pace": (row.target.pace_kind if row.target else None, ""),
        "band": (f"{row.indicator.band_low}—{row.indicator.band_high}", unit),
        "is_key": ("key" if row.indicator.is_key else "", ""),
    }
    value, shown_unit = made[name]
    current = case.figures.get(question.as_of)
    vintage = case.vintages.get(current.id) if current and name == "now_growth" else None
    note = None
    if name == "days_working" and not question.days_left.firm:
        note = Problem("indicators.days_estimated", "", (str(question.as_of.year),))
    target = row.target if name in {"target", "target_growth", "pace"} else None
    return Input(name, value, shown_unit, vintage, target, note)


def _unit(field: str, unit: str) -> str:
    if field in _IN_PERCENT:
        return "%"
    return "pp" if field in _IN_POINTS else unit

"""The gap: where an indicator stands, how far from its goal, and what the rest of the year must bring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

from duban.engine.kernel import EXACT, HUNDRED, Cell, Problem
from duban.engine.series import _reasons as why
from duban.engine.series._cells import blocked, minus, per
from duban.engine.series._standing import Footing, last_year, stand
from duban.engine.series.types import Direction, Gap, GapQuestion, Nature, TargetKind


def gap(question: GapQuestion) -> Gap:
    """
    Answer every figure of the gap, exactly, or say field by field why it cannot be answered.

    Definitions are domain.md 2.5. Shares are in per cent, leads in percentage points, amounts in the
    indicator's unit; nothing is rounded beyond 34 digits and nothing is clamped (117 % stays 117 %).

    * A **flow** compares its completion with the schedule: months / 12, or the goal's own curve.
    * A flow with ``LOWER`` is a **ceiling**: completion is the share used up, the lead is schedule − used,
      missing is the excess; nothing is "needed" per month, and it is kept only when the year has ended.
    * A **stock** has a completion; a schedule only where the goal carries a curve.
    * A **rate** has neither (a ratio of two rates says nothing): the lead is the distance, if in per cent.
    * A **growth** goal is judged on growth as published; last year's full level adds the level it implies,
      B × (1 + g) unrounded, and with it completion and what is missing.
    * A **rank** is reached or not.
    """
    with localcontext(EXACT):
        now = stand(question, question.now, question.as_of)
        before = question.as_of.before
        earlier = stand(question, question.before, before) if before and question.before else None
        return _answer(
            {
                "level": now.level,
                "growth_pct": now.growth,
                "target": now.target,
                "completion_pct": now.completion,
                "schedule_pct": now.schedule,
                "lead_pp": now.lead,
                "missing": now.missing,
                "reached": now.reached,
                **_goal(question),
                **_rest(question, now),
                **_movement(question, now, earlier),
            }
        )


def _answer(cells: Mapping[str, Any]) -> Gap:
    reasons = {name: Problem(c.code, name, c.args) for name, c in cells.items() if isinstance(c, Problem)}
    return Gap(**{name: None if name in reasons else cell for name, cell in cells.items()}, why_not=reasons)


def _goal(question: GapQuestion) -> dict[str, Decimal | int | None]:
    goal, now = question.goal, question.now
    value = None if goal is None else goal.value
    kind = None if goal is None else goal.kind
    return {
        "rank": None if now is None else now.rank,
        "target_growth_pct": value if kind is TargetKind.GROWTH else None,
        "target_rank": int(value) if kind is TargetKind.RANK and value is not None else None,
    }


def _rest(question: GapQuestion, now: Footing) -> dict[str, Cell]:
    """Return what the rest of the year must bring, evenly over the time left after the data date."""
    amount = _to_be_made_up(question, now.missing)
    left = question.days_left
    working = why.NO_WORKING_DAYS_LEFT if left.calendar else why.NO_TIME_LEFT
    return {
        "per_month": per(amount, question.as_of.months_left, if_none=why.NO_TIME_LEFT),
        "per_calendar_day": per(amount, left.calendar, if_none=why.NO_TIME_LEFT),
        "per_working_day": per(amount, left.working, if_none=working),
        "rest_growth_pct": _rest_growth(question, now),
        "average_per_month": _flow_only(
            question, per(now.level, question.as_of.month, if_none=why.NO_TIME_LEFT)
        ),
    }


def _to_be_made_up(question: GapQuestion, missing: Cell) -> Cell:
    """Return the amount that can be spread over months and days, or why there is no such amount."""
    if question.nature is Nature.RATE:
        return blocked(missing, why.RATE)
    if question.direction is Direction.BAND:
        return blocked(missing, why.BAND)
    if question.nature is Nature.FLOW and question.direction is Direction.LOWER:
        return blocked(missing, why.CEILING)
    return missing


def _rest_growth(question: GapQuestion, now: Footing) -> Cell:
    """Return (T − A) / (last year's full level − last year's same months) − 1, in per cent."""
    needed = _flow_only(question, _to_be_made_up(question, minus(now.target, now.level)))
    if isinstance(needed, Problem):
        return needed
    if not question.as_of.months_left:
        return why.NO_TIME_LEFT
    if (levels := last_year(question)) is None:
        return why.NO_LAST_YEAR
    return _growth_over(needed, levels[1] - levels[0])


def _growth_over(needed: Decimal, rest_of_last_year: Decimal) -> Cell:
    if rest_of_last_year <= 0:
        return why.LAST_YEAR_REST_NOT_POSITIVE
    return why.ALREADY_REACHED if needed < 0 else (needed / rest_of_last_year - 1) * HUNDRED


def _flow_only(question: GapQuestion, cell: Cell) -> Cell:
    return cell if question.nature is Nature.FLOW else blocked(cell, why.NOT_A_FLOW)


def _movement(question: GapQuestion, now: Footing, earlier: Footing | None) -> dict[str, Cell]:
    """Return what has changed since the period before, under the same goal."""
    level_change = _since(question, now.level, earlier.level if earlier else None)
    return {
        "month_level": _flow_only(question, level_change),
        "level_change": level_change,
        "completion_change_pp": _since(question, now.completion, earlier.completion if earlier else None),
        "lead_change_pp": _since(question, now.lead, earlier.lead if earlier else None),
    }


def _since(question: GapQuestion, now: Cell, before: Cell | None) -> Cell:
    if isinstance(now, Problem):
        return now
    if question.as_of.before is None:
        return why.FIRST_PERIOD
    if before is None or (isinstance(before, Problem) and before == why.NOT_REPORTED):
        return why.NO_FIGURE_BEFORE
    return minus(now, before)

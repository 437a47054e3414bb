"""Where one reading stands against the goal: the half of the gap that is also asked of the month before."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from duban.engine.kernel import HUNDRED, Cell, Period, Problem
from duban.engine.series import _reasons as why
from duban.engine.series._cells import ZERO, blocked, grown, known, minus, not_below_zero, percent
from duban.engine.series.pace import share_at
from duban.engine.series.types import MONTHS, Direction, GapQuestion, Goal, Nature, Reading, TargetKind

Answer = bool | Problem


class Footing(NamedTuple):
    """One reading against one goal; each cell a figure or the reason for its absence."""

    level: Cell
    growth: Cell
    target: Cell
    completion: Cell
    schedule: Cell
    lead: Cell
    missing: Cell
    reached: Answer


def stand(question: GapQuestion, reading: Reading | None, period: Period) -> Footing:
    """Return where *reading*, cumulative through *period*, stands against the question's goal."""
    level, growth = _level(question, reading), _growth(reading)
    goal = question.goal
    if goal is not None and goal.kind is TargetKind.RANK:
        return _by_rank(level, growth, goal, reading)
    if goal is not None and question.direction is Direction.BAND:
        return _by_band(question, level, growth, goal)
    if goal is not None and goal.kind is TargetKind.GROWTH:
        return _by_growth(question, level, growth, goal, period)
    return _by_level(question, level, growth, period)


def _level(question: GapQuestion, reading: Reading | None) -> Cell:
    if reading is not None and reading.level is not None:
        return reading.level
    growth_only = not question.has_level or (reading is not None and reading.growth is not None)
    silent = reading is None or reading == Reading()
    return why.GROWTH_ONLY if growth_only and not silent else why.NOT_REPORTED


def _growth(reading: Reading | None) -> Cell:
    if reading is None or reading == Reading():
        return why.NOT_REPORTED
    return known(reading.growth, why.NO_GROWTH)


def _by_level(question: GapQuestion, level: Cell, growth: Cell, period: Period) -> Footing:
    target = known(question.goal.value if question.goal else None, why.NO_TARGET)
    over = _toward(question.direction, level, target)
    if question.nature is Nature.RATE:
        none = blocked(level, blocked(target, why.RATE))
        lead = over if question.in_percent else blocked(over, why.NOT_IN_PERCENT)
        return Footing(level, growth, target, none, none, lead, _shortfall(over), _holds(over))
    completion, schedule, lead = _progress(question, level, target, period)
    reached = _ceiling_kept(over, period) if _is_ceiling(question) else _holds(over)
    return Footing(level, growth, target, completion, schedule, lead, _shortfall(over), reached)


def _by_growth(question: GapQuestion, level: Cell, growth: Cell, goal: Goal, period: Period) -> Footing:
    """Judge on growth as published; last year's full level, where known, adds the level it implies."""
    wanted = known(goal.value, why.NO_TARGET)
    lead = _toward(question.direction, growth, wanted)
    target = grown(_full_last_year(question), wanted)
    missing = _shortfall(_toward(question.direction, level, target))
    if question.nature is Nature.RATE:
        none = blocked(wanted, why.RATE)
        return Footing(level, growth, none, none, none, lead, none, _holds(lead))
    completion, schedule, _ = _progress(question, level, target, period)
    return Footing(level, growth, target, completion, schedule, lead, missing, _holds(lead))


def _by_rank(level: Cell, growth: Cell, goal: Goal, reading: Reading | None) -> Footing:
    """A rank is held or not; how far away the next place lies, nobody publishes."""
    none = why.RANK_ONLY if goal.value is not None else why.NO_TARGET
    reached: Answer
    if reading is None or reading.rank is None:
        reached = why.NOT_REPORTED if reading is None else why.NO_RANK
    else:
        reached = reading.rank <= goal.value if goal.value is not None else none
    return Footing(level, growth, none, none, none, none, none, reached)


def _by_band(question: GapQuestion, level: Cell, growth: Cell, goal: Goal) -> Footing:
    """Inside the band there is nothing to do; outside, the distance to the nearer edge counts against."""
    by_growth = goal.kind is TargetKind.GROWTH
    figure = growth if by_growth else level
    over = _inside(figure, goal)
    lead = over if by_growth or question.in_percent else blocked(over, why.NOT_IN_PERCENT)
    none = blocked(over, why.BAND)
    missing = none if by_growth else _shortfall(over)
    return Footing(level, growth, why.BAND, none, none, lead, missing, _holds(over))


def _inside(figure: Cell, goal: Goal) -> Cell:
    """Return 0 inside the band (edges belong to it), otherwise minus the distance to the nearer edge."""
    edges = [edge for edge in (goal.band_low, goal.band_high) if edge is not None]
    if isinstance(figure, Problem) or not edges:
        return blocked(figure, why.NO_TARGET)
    below = ZERO if goal.band_low is None else figure - goal.band_low
    above = ZERO if goal.band_high is None else goal.band_high - figure
    return min(ZERO, below, above)


def _progress(question: GapQuestion, level: Cell, target: Cell, period: Period) -> tuple[Cell, Cell, Cell]:
    """Return completion and schedule in per cent, and the lead in percentage points."""
    completion = percent(level, target, unless_positive=why.TARGET_NOT_POSITIVE)
    schedule = blocked(target, why.NO_TARGET) if isinstance(target, Problem) else _schedule(question, period)
    return completion, schedule, _toward(question.direction, completion, schedule)


def _schedule(question: GapQuestion, period: Period) -> Cell:
    pace = question.goal.pace if question.goal else None
    if pace is None and question.nature is not Nature.FLOW:
        return why.NO_CURVE
    return share_at(pace, period.month) * HUNDRED


def _toward(direction: Direction, figure: Cell, goal: Cell) -> Cell:
    """Return how far the figure is on the good side of the goal; negative on the bad side."""
    ahead = minus(figure, goal)
    if isinstance(ahead, Problem) or direction is not Direction.LOWER:
        return ahead
    return -ahead


def _shortfall(over: Cell) -> Cell:
    return not_below_zero(minus(ZERO, over))


def _holds(over: Cell) -> Answer:
    return over if isinstance(over, Problem) else over >= 0


def _ceiling_kept(over: Cell, period: Period) -> Answer:
    """A ceiling on the year's total can be broken in any month but is kept only when the year has ended."""
    if isinstance(over, Problem):
        return over
    return why.CEILING_OPEN if over >= 0 and period.month < MONTHS else over >= 0


def _is_ceiling(question: GapQuestion) -> bool:
    return question.nature is Nature.FLOW and question.direction is Direction.LOWER


def _full_last_year(question: GapQuestion) -> Cell:
    """Return what a growth is a growth of: 12 % more than a loss would be a larger loss."""
    if question.full_last_year is not None and question.full_last_year.level is not None:
        full = question.full_last_year.level
        return full if full > 0 else why.LAST_YEAR_NOT_POSITIVE
    return why.NO_LAST_YEAR if question.has_level else why.GROWTH_ONLY


def last_year(question: GapQuestion) -> tuple[Decimal, Decimal] | None:
    """Return last year's level of the same months and of the full year, where both are known."""
    same, full = question.same_last_year, question.full_last_year
    if same is None or full is None or same.level is None or full.level is None:
        return None
    return same.level, full.level

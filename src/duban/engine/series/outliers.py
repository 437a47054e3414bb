"""
Season-aware outliers: is this month's step like the same month's step in earlier years?

A z-score over the whole series calls every March and December an outlier, because a cumulative series
jumps there every year. So a figure is compared only with **the same month of earlier years**, and not by its level
(which grows) but by its step from the month before: as a ratio for levels, as a difference for figures in per
cent. Where the month before is unknown, and always for 1—2月, the step is from a year ago.

The usual step is the median and its usual scatter the median absolute deviation (× 1.4826, so that it equals a
standard deviation on normal data): one odd year among four moves neither. With few years that scatter can be
close to nothing by chance, so it never counts for less than a floor. Beyond four scatters a figure is worth a
second look; it is a question to the reporter, never a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from statistics import median

from duban.engine.kernel import EXACT, Period, Problem, plain, shown

_ENOUGH_YEARS = 3
_WIDTH = 4
_TO_SIGMA = Decimal("1.4826")

_FLOOR_OF_STEP = Decimal("0.2")
"""A month may bring a fifth more or less than usual before its scatter counts."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """Whether a figure is out of season, and the range that would not have been."""

    flag: bool
    low: Decimal | None = None
    high: Decimal | None = None
    years: int = 0
    """How many earlier years the range rests on."""
    reason: Problem | None = None
    """Why it was flagged, or why it could not be judged; none for an ordinary figure."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a step begins, and the least its scatter counts: as a ratio of levels, or in percentage points."""

    begins: Callable[[Period], Period | None]
    floor_of_ratio: Decimal
    floor_in_points: Decimal


_STEPS = (
    _Step(lambda period: period.before, Decimal("0.005"), Decimal(1)),
    _Step(lambda period: period.a_year_ago, Decimal("0.05"), Decimal("2.5")),
)


@dataclass(frozen=True, slots=True)
class _Season:
    reference: Decimal
    steps: tuple[Decimal, ...]
    floor: Decimal


def seasonal_outlier(
    period: Period, figure: Decimal, history: Mapping[Period, Decimal], *, in_percent: bool = False
) -> Outlier:
    """
    Judge *figure* of *period* against the same month in earlier years of *history* (at least three).

    Levels cumulative through the period, or with ``in_percent`` growth or rates. ``low`` and ``high`` are in
    the figure's own unit.
    """
    with localcontext(EXACT):
        seasons = (_season(step, period, history, in_percent=in_percent) for step in _STEPS)
        season = next((season for season in seasons if season is not None), None)
        if season is None:
            return Outlier(flag=False, reason=Problem("series.too_little_history", "", (str(_ENOUGH_YEARS),)))
        low, high = _range(season, in_percent=in_percent)
        years = len(season.steps)
        if low <= figure <= high:
            return Outlier(flag=False, low=low, high=high, years=years)
        reason = _reason(figure, low, high, years)
        return Outlier(flag=True, low=low, high=high, years=years, reason=reason)


def _season(
    step: _Step, period: Period, history: Mapping[Period, Decimal], *, in_percent: bool
) -> _Season | None:
    """Return the steps of the same month in earlier years, if there are enough of them."""
    reference = _usable(history, step.begins(period), in_percent=in_percent)
    steps = tuple(
        history[earlier] - start if in_percent else history[earlier] / start - 1
        for earlier in sorted(history)
        if earlier.month == period.month and earlier.year < period.year
        if (start := _usable(history, step.begins(earlier), in_percent=in_percent)) is not None
    )
    if reference is None or len(steps) < _ENOUGH_YEARS:
        return None
    return _Season(reference, steps, step.floor_in_points if in_percent else step.floor_of_ratio)


def _usable(history: Mapping[Period, Decimal], period: Period | None, *, in_percent: bool) -> Decimal | None:
    """Return the figure to step from; a level not above zero has no ratio to it."""
    start = None if period is None else history.get(period)
    return start if start is None or in_percent or start > 0 else None


def _range(season: _Season, *, in_percent: bool) -> tuple[Decimal, Decimal]:
    usual = median(season.steps)
    scatter = _TO_SIGMA * median([abs(step - usual) for step in season.steps])
    floor = season.floor if in_percent else max(season.floor, _FLOOR_OF_STEP * abs(usual))
    width = _WIDTH * max(scatter, floor)
    if in_percent:
        return season.reference + usual - width, season.reference + usual + width
    return season.reference * (1 + usual - width), season.reference * (1 + usual + width)


def _reason(figure: Decimal, low: Decimal, high: Decimal, years: int) -> Problem:
    code = "series.outlier_low" if figure < low else "series.outlier_high"
    return Problem(code, "", (plain(figure), plain(shown(low, 2)), plain(shown(high, 2)), str(years)))

"""The pace of a year: what share of the target should be done by the end of each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import StrEnum
from itertools import pairwise
from statistics import median

from duban.engine.kernel import EXACT, FIRST_MONTH, Problem, Unfit, plain
from duban.engine.series.types import MONTHS, PaceCurve

_HIGHEST_SHARE = 2
_ENOUGH_YEARS = 2
_ENOUGH_PERIODS = 4
"""A year known at its four quarter ends shows a season; with fewer it would mostly be a straight line."""

CURVE_ADVICE = frozenset({"series.curve_decreases", "series.year_incomplete"})
"""Codes that are said but do not stand in the way."""


class Averaging(StrEnum):
    """How several years' shares become one."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class SeasonalPace:
    """A curve from the indicator's own past, with how many years carry it."""

    curve: PaceCurve | None
    """None where there is too little history; ``problems`` says so."""
    years: int
    problems: tuple[Problem, ...] = ()


def share_at(curve: PaceCurve | None, month: int) -> Decimal:
    """
    Return the share due by the end of *month* (1 to 12), as a fraction: 8 → 0.666… on the linear pace.

    No curve, or an empty one, is the linear pace m / 12, to 34 digits.

    :raises Unfit: ``series.no_such_month``
    """
    if not 1 <= month <= MONTHS:
        raise Unfit(Problem("series.no_such_month", "month", (str(month),)))
    if curve is not None and curve.shares:
        return curve.shares[month - 1]
    return EXACT.divide(Decimal(month), Decimal(MONTHS))


def linear() -> PaceCurve:
    """Return the ordinary pace, a twelfth each month."""
    return PaceCurve()


def phased(points: Mapping[int, Decimal | str]) -> PaceCurve:
    """
    Return the curve through named check points, straight between them, from nothing on 1 January.

    ``phased({3: "0.25", 6: "0.45", 9: "0.7", 12: "0.8"})`` is a plan by quarters that need not end at 1.

    :raises Unfit: every point outside January to December, every share ``check_curve`` refuses, and a curve
        without December, since nothing says how such a year ends
    """
    outside = [month for month in points if not 1 <= month <= MONTHS]
    problems = [Problem("series.no_such_month", "month", (str(month),)) for month in outside]
    if MONTHS not in points:
        problems.append(Problem("series.curve_without_december", "shares"))
    if problems:
        raise Unfit(*problems)
    with localcontext(EXACT):
        shares = _through({month: Decimal(share) for month, share in points.items()})
    if refused := [p for p in check_curve(shares) if p.code not in CURVE_ADVICE]:
        raise Unfit(*refused)
    return PaceCurve(shares)


def from_history(
    years: Sequence[Mapping[int, Decimal]], *, averaging: Averaging = Averaging.MEAN
) -> SeasonalPace:
    """
    Return the curve the indicator itself has followed: the average over earlier years of each month's share.

    *years* are cumulative levels by month, one mapping per year, the oldest first. A year counts if it has a
    positive December and at least four of its periods; between the months it has, its shares are straight
    lines (January, which is never published, lies halfway to 1—2月). At least two such years are needed. A
    curve that goes down somewhere is returned as it is, and said in ``problems``.
    """
    problems = [
        Problem("series.year_incomplete", "years", (str(n),))
        for n, year in enumerate(years, start=1)
        if not _is_complete(year)
    ]
    with localcontext(EXACT):
        shares = [
            _through({month: level / year[MONTHS] for month, level in year.items()})
            for year in years
            if _is_complete(year)
        ]
        if len(shares) < _ENOUGH_YEARS:
            few = Problem("series.too_few_years", "years", (str(len(shares)), str(_ENOUGH_YEARS)))
            return SeasonalPace(None, len(shares), (few, *problems))
        curve = tuple(_average(same_month, averaging) for same_month in zip(*shares, strict=True))
    return SeasonalPace(PaceCurve(curve), len(shares), (*check_curve(curve), *problems))


def check_curve(shares: Sequence[Decimal]) -> tuple[Problem, ...]:
    """
    Return what is wrong with twelve cumulative shares: their number, one outside 0 to 2, a step back.

    The last (``series.curve_decreases``) is only advice: a plan may be cut, though it is rarely meant.
    """
    if len(shares) != MONTHS:
        return (Problem("series.curve_not_twelve", "shares", (str(len(shares)),)),)
    outside = [
        Problem("series.share_out_of_range", f"shares.{month}", (str(month), plain(share)))
        for month, share in enumerate(shares, start=1)
        if not 0 <= share <= _HIGHEST_SHARE
    ]
    falling = [
        Problem("series.curve_decreases", f"shares.{month}", (str(month), plain(one), plain(other)))
        for month, (one, other) in enumerate(pairwise(shares), start=2)
        if other < one
    ]
    return (*outside, *falling)


def spread(amount: Decimal, curve: PaceCurve | None, decimals: int) -> tuple[Decimal, ...]:
    """
    Split a year's amount over twelve months along a curve, so that the months add up to it exactly.

    Each month gets its share of the curve's own end (a curve ending at 0.8 still spreads the whole amount),
    cut to *decimals*; the units left over go to the largest remainders, the earlier month first.

    :raises Unfit: ``series.amount_too_fine`` if the amount has more decimals than that, or
        ``series.curve_without_end`` if the curve ends at nothing
    """
    with localcontext(EXACT):
        unit = Decimal(1).scaleb(-decimals)
        units = amount / unit
        if units != units.to_integral_value():
            raise Unfit(Problem("series.amount_too_fine", "amount", (plain(amount), str(decimals))))
        weights = _weights(curve)
        whole = sum(weights)
        if whole <= 0:
            raise Unfit(Problem("series.curve_without_end", "shares"))
        quotas = [units * weight / whole for weight in weights]
        parts = [quota.to_integral_value(ROUND_FLOOR) for quota in quotas]
        left = int(units - sum(parts))
        by_remainder = sorted(range(MONTHS), key=lambda m: (parts[m] - quotas[m], m))
        for month in by_remainder[:left]:
            parts[month] += 1
        return tuple(part * unit for part in parts)


def _weights(curve: PaceCurve | None) -> list[Decimal]:
    if curve is None or not curve.shares:
        return [Decimal(1)] * MONTHS
    return [share - before for before, share in pairwise((Decimal(0), *curve.shares))]


def _is_complete(year: Mapping[int, Decimal]) -> bool:
    periods = sum(FIRST_MONTH <= month <= MONTHS for month in year)
    return periods >= _ENOUGH_PERIODS and len(year) == periods and year.get(MONTHS, Decimal(0)) > 0


def _average(shares: Sequence[Decimal], averaging: Averaging) -> Decimal:
    return median(shares) if averaging is Averaging.MEDIAN else sum(shares, Decimal(0)) / len(shares)


def _through(points: Mapping[int, Decimal]) -> tuple[Decimal, ...]:
    """Return the values at months 1 to 12 of the straight lines through 0 at month 0 and the points."""
    known = [(0, Decimal(0)), *sorted(points.items())]
    return tuple(
        low + (high - low) * (month - start) / (end - start)
        for (start, low), (end, high) in pairwise(known)
        for month in range(start + 1, end + 1)
    )

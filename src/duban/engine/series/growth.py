"""Growth: what published levels imply, and when that is worth a note. Published growth is never replaced."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT, FIRST_MONTH, HUNDRED, Cell, Period, Problem, plain
from duban.engine.series.guard import check_change

_BASE_NOT_POSITIVE = Problem("series.base_not_positive")


def implied_growth(level: Decimal, same_last_year: Decimal) -> Cell:
    """Return the growth in per cent that two published levels imply; none on a base not above zero."""
    with localcontext(EXACT):
        if same_last_year <= 0:
            return _BASE_NOT_POSITIVE
        return (level / same_last_year - 1) * HUNDRED


def implied_base(level: Decimal, growth_pct: Decimal) -> Cell:
    """
    Return the comparable base that a level and its published growth imply: 27298.3 at +16.5 % → 23431.9….

    Where it is far from last year's published level, the scope has changed (domain.md 2.2). None at −100 % or
    less, which no base explains.
    """
    with localcontext(EXACT):
        if growth_pct <= -HUNDRED:
            return Problem("series.growth_without_base", "growth", (plain(growth_pct),))
        return level / (1 + growth_pct / HUNDRED)


def two_year_average(level: Decimal, two_years_ago: Decimal) -> Cell:
    """Return the yearly growth in per cent over two years: √(level / two_years_ago) − 1 (domain.md 2.2)."""
    with localcontext(EXACT):
        if two_years_ago <= 0 or level < 0:
            return _BASE_NOT_POSITIVE
        return ((level / two_years_ago).sqrt() - 1) * HUNDRED


def growth_note(published_pct: Decimal, level: Decimal, same_last_year: Decimal) -> Problem | None:
    """
    Return a note where published growth is not the ratio of the published levels; never an error.

    Levels are published rounded, so a growth that some pair of values behind them would give is no news:
    8.5 over 7.9 is +7.6 %, but +8.1 % may well be true. What is left means another scope, another price
    basis, or a slip. No note on a base not above zero, where there is no ratio to compare with.
    """
    if same_last_year <= 0:
        return None
    guard = check_change(published_pct, same_last_year, level)
    if guard.within_rounding:
        return None
    return Problem("series.growth_differs", "growth", (plain(published_pct), plain(guard.shown)))


def single_months(cumulative: Mapping[Period, Decimal]) -> dict[Period, Decimal]:
    """
    Return the months that differences of cumulative nominal levels give, by the period they end.

    Never January or February, which are published only together, and never a month after a gap (domain.md
    2.1). Growth and real series must not be given: they cannot be differenced.
    """
    with localcontext(EXACT):
        return {
            period: level - cumulative[period.before]
            for period, level in sorted(cumulative.items())
            if period.month > FIRST_MONTH and period.before is not None and period.before in cumulative
        }

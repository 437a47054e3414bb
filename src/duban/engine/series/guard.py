"""
The arithmetic guard: a stated percentage against the figures it is made of.

Three answers, because figures in documents are rounded:

* ``holds``: the operands, taken exactly as written, give the stated figure, rounded half up **or cut** to its
  own decimals (government tables do both): 65.13 / 80 is 81.4125, so 81.4 holds; 13.87 written as 13.8 holds.
* ``within_rounding``: it does not, but values that would be written as these operands might give it: the
  article's "65亿, 81.4 %" (65 / 80 is 81.25) comes from 65.13. Half a unit of the last decimal either way.
* neither: 91 → 39 "−65.3 %" is −57.1 % whatever was behind the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import product

from duban.engine.kernel import EXACT, HUNDRED, Problem, Unfit, decimals, plain, shown, truncated

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Guard:
    """What became of a stated figure."""

    holds: bool
    exact: Decimal
    """What the operands give."""
    shown: Decimal
    """The same, rounded half up to the stated figure's decimals: what should have been written."""
    within_rounding: bool
    """Values that round to the operands could give the stated figure; always so where it holds."""

    def problem(self, stated: Decimal, where: str = "") -> Problem | None:
        """Return what to tell the author; nothing where the stated figure may stand."""
        if self.holds:
            return None
        code = "series.stated_rounded" if self.within_rounding else "series.stated_wrong"
        return Problem(code, where, (plain(stated), plain(self.shown)))


def check_share(stated_pct: Decimal, part: Decimal, whole: Decimal) -> Guard:
    """
    Check "*part* is *stated_pct* per cent of *whole*": 81.4 of 65.13 and 80 holds.

    :raises Unfit: ``series.base_not_positive``
    """
    _positive(whole, "whole")
    return _guard(stated_pct, (part, whole), lambda part, whole: part / whole * HUNDRED)


def check_change(stated_pct: Decimal, before: Decimal, after: Decimal) -> Guard:
    """
    Check "from *before* to *after* is *stated_pct* per cent": 1849 → 904 is −51.1, not −51.2.

    :raises Unfit: ``series.base_not_positive``
    """
    _positive(before, "before")
    return _guard(stated_pct, (before, after), lambda before, after: (after / before - 1) * HUNDRED)


def check_points(stated_pp: Decimal, completion_pct: Decimal, schedule_pct: Decimal) -> Guard:
    """Check "*stated* percentage points ahead of schedule": 47.2 % at the end of May is +5.5, not +5.3."""
    return _guard(stated_pp, (completion_pct, schedule_pct), lambda completion, due: completion - due)


def _guard(
    stated: Decimal, operands: tuple[Decimal, Decimal], formula: Callable[[Decimal, Decimal], Decimal]
) -> Guard:
    with localcontext(EXACT):
        exact = formula(*operands)
        places = decimals(stated)
        holds = stated in (shown(exact, places), truncated(exact, places))
        within = holds or _within(stated, operands, formula)
        return Guard(holds, exact, shown(exact, places), within)


def _within(
    stated: Decimal, operands: tuple[Decimal, Decimal], formula: Callable[[Decimal, Decimal], Decimal]
) -> bool:
    """The formulas are monotone in each operand, so the corners of the intervals bound every answer."""
    places = decimals(stated)
    corners = [formula(*corner) for corner in product(*map(_interval, operands))]
    return shown(min(corners), places) <= stated <= shown(max(corners), places)


def _interval(figure: Decimal) -> tuple[Decimal, Decimal]:
    """Return the ends of the values written as *figure*; a positive figure's are positive too."""
    half = _HALF.scaleb(-decimals(figure))
    return figure - half, figure + half


def _positive(figure: Decimal, where: str) -> None:
    if figure <= 0:
        raise Unfit(Problem("series.base_not_positive", where, (plain(figure),)))

"""How long an activity may take: three points, or how such work has slipped before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from duban.engine.kernel import Problem, Unfit

_MOST_HISTORY = 10_000


class Shape(IntEnum):
    """The form between the three points."""

    TRIANGULAR = 0
    PERT = 1
    """Beta with weight 4 on the likeliest, the mean (low + 4·likely + high) / 6."""
    SLIPPAGE = 2
    """Drawn from what happened: actual over planned duration of finished work."""


@dataclass(frozen=True, slots=True)
class Spread:
    """
    The uncertainty of one activity's remaining duration.

    Activities of one *cause* are drawn together with probability *together*, otherwise alone: the rank correlation of any
    two of them is then exactly *together*.
    """

    activity: str
    shape: Shape
    low: Decimal = Decimal(1)
    likely: Decimal = Decimal(1)
    high: Decimal = Decimal(1)
    """Factors of the remaining duration: 0.9, 1, 1.5."""
    history: tuple[Decimal, ...] = ()
    cause: str = ""
    together: Decimal = Decimal(0)


def checked(spreads: tuple[Spread, ...]) -> tuple[Spread, ...]:
    """
    Return the spreads, low to high.

    :raises Unfit: ``schedules.spread_order``, ``schedules.spread_history``, ``schedules.spread_together``; all at once
    """
    problems: list[Problem] = []
    for spread in spreads:
        if spread.shape is Shape.SLIPPAGE:
            if not 1 <= len(spread.history) <= _MOST_HISTORY or min(spread.history) < 0:
                problems.append(Problem("schedules.spread_history", spread.activity, (spread.activity,)))
        elif not 0 <= spread.low <= spread.likely <= spread.high:
            problems.append(Problem("schedules.spread_order", spread.activity, (spread.activity,)))
        if not 0 <= spread.together <= 1:
            problems.append(Problem("schedules.spread_together", spread.activity, (spread.activity,)))
    if problems:
        raise Unfit(*problems)
    return spreads

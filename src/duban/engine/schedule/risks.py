"""The chance of finishing in time, as trials of a plan tell it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

MOST_TRIALS = 1_000_000
PERCENTILES = (10, 50, 80, 90)
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Weight:
    """What one activity means to the finish."""

    activity: str
    criticality: Decimal
    """Share of the trials in which it was on the chain that made the finish."""
    sensitivity: Decimal
    """Rank correlation of its duration with the finish; 0 where the duration is certain."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What the trials say of one project."""

    project: str
    trials: int
    percentiles: tuple[tuple[int, int], ...]
    """Per cent, and the tick by which so many of the trials had finished."""
    mean: int
    by: int | None
    probability: Decimal | None
    """Share of the trials finished by then."""
    error: Decimal | None
    """Its standard error, √(p·(1 − p) / trials); where p is 0 or 1, 1 / trials."""
    weights: tuple[Weight, ...]
    finishes: Sequence[int]
    """Every trial's finish, sorted."""

    def finished_by(self, at: int) -> tuple[Decimal, Decimal]:
        """Return the share of the trials finished by a moment, and its standard error."""
        share = bisect_right(self.finishes, at) / self.trials
        error = sqrt(share * (1 - share) / self.trials) or 1 / self.trials
        return six(share), six(error)


def six(value: float) -> Decimal:
    """Return a share or a coefficient to six places."""
    return Decimal(float(value)).quantize(_PLACES)

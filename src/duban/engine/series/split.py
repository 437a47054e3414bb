"""Splits: do the parts add up to the whole, and how far do several sources of one figure lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import combinations

from duban.engine.kernel import EXACT, HUNDRED, Problem, Unfit, same_figure


@dataclass(frozen=True, slots=True)
class SplitCheck:
    """A target against its parts."""

    total: Decimal
    difference: Decimal
    """Parts minus target: positive where more was handed out than there is to reach."""
    holds: bool


@dataclass(frozen=True, slots=True)
class SourceSpread:
    """Several sources' figures of one cell side by side."""

    lowest: tuple[str, Decimal]
    highest: tuple[str, Decimal]
    difference: Decimal
    relative_pct: Decimal | None
    """The difference in per cent of the larger magnitude; none where all are zero."""
    same_at_precision: bool
    """The sources give one figure, only at different precisions (65 and 65.13)."""


def check_split(target: Decimal, parts: Mapping[str, Decimal]) -> SplitCheck:
    """Return whether *parts*, by department or month, add up to *target* exactly."""
    with localcontext(EXACT):
        total = sum(parts.values(), Decimal(0))
        return SplitCheck(total, total - target, total == target)


def spread_of_sources(figures: Mapping[str, Decimal]) -> SourceSpread:
    """
    Return how far the sources of one cell lie apart; on equal figures the first named source stands.

    :raises Unfit: ``series.no_sources``
    """
    if not figures:
        raise Unfit(Problem("series.no_sources", "figures"))
    with localcontext(EXACT):
        lowest = min(figures.items(), key=lambda item: item[1])
        highest = max(figures.items(), key=lambda item: item[1])
        difference = highest[1] - lowest[1]
        largest = max(abs(lowest[1]), abs(highest[1]))
        return SourceSpread(
            lowest,
            highest,
            difference,
            difference / largest * HUNDRED if largest else None,
            all(same_figure(one, other) for one, other in combinations(figures.values(), 2)),
        )

"""The values every engine room speaks in: problems, periods and exact decimals."""

from duban.engine.kernel.figures import (
    EXACT,
    HUNDRED,
    Cell,
    Figure,
    decimals,
    plain,
    same_figure,
    shown,
    truncated,
)
from duban.engine.kernel.periods import FIRST_MONTH, Period
from duban.engine.kernel.problems import Problem, Unfit

__all__ = [
    "EXACT",
    "FIRST_MONTH",
    "HUNDRED",
    "Cell",
    "Figure",
    "Period",
    "Problem",
    "Unfit",
    "decimals",
    "plain",
    "same_figure",
    "shown",
    "truncated",
]

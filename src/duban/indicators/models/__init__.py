from duban.indicators.models.figures import (
    Agreement,
    CheckRule,
    Indicator,
    Observation,
    Rule,
    Target,
    TargetShare,
)
from duban.indicators.models.filings import Deadline, Filing, FilingFigure, FilingMove, LockException

__all__ = [
    "Agreement",
    "CheckRule",
    "Deadline",
    "Filing",
    "FilingFigure",
    "FilingMove",
    "Indicator",
    "LockException",
    "Observation",
    "Rule",
    "Target",
    "TargetShare",
]

"""Tables of projects; private to the room."""

from duban.projects.models.lamps import Judgement, ProgressRule, Rhythm
from duban.projects.models.progress import Count, CountedWork, Picture, Report, ReportMove
from duban.projects.models.register import Assistance, Counter, Money, Move, Project

__all__ = [
    "Assistance",
    "Count",
    "CountedWork",
    "Counter",
    "Judgement",
    "Money",
    "Move",
    "Picture",
    "ProgressRule",
    "Project",
    "Report",
    "ReportMove",
    "Rhythm",
]

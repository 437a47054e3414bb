"""Tables of projects; private to the room."""

from duban.projects.models.register import Assistance, Counter, Money, Move, Project
from duban.projects.models.schedules import Baseline, Outlook, Revision, Span, Template, Trial

__all__ = [
    "Assistance",
    "Baseline",
    "Counter",
    "Money",
    "Move",
    "Outlook",
    "Project",
    "Revision",
    "Span",
    "Template",
    "Trial",
]

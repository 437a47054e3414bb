"""Tables of projects; private to the room."""

from duban.projects.models.investment import (
    Enrolment,
    Evidence,
    Explanation,
    Invested,
    InvestmentRule,
    YearPlan,
)
from duban.projects.models.permits import Permit, PermitChange, Procedure, Step
from duban.projects.models.register import Assistance, Counter, Money, Move, Project
from duban.projects.models.responsibility import Responsible
from duban.projects.models.stages import StageSet, Statement

__all__ = [
    "Assistance",
    "Counter",
    "Enrolment",
    "Evidence",
    "Explanation",
    "Invested",
    "InvestmentRule",
    "Money",
    "Move",
    "Permit",
    "PermitChange",
    "Procedure",
    "Project",
    "Responsible",
    "StageSet",
    "Statement",
    "Step",
    "YearPlan",
]

"""Tables of projects; private to the room."""

from duban.projects.models.ground import PlanLayer
from duban.projects.models.investment import (
    Enrolment,
    Evidence,
    Explanation,
    Invested,
    InvestmentRule,
    YearPlan,
)
from duban.projects.models.lamps import Judgement, Rhythm
from duban.projects.models.permits import (
    Permit,
    PermitChange,
    Procedure,
    Step,
)
from duban.projects.models.progress import (
    Count,
    CountedWork,
    Picture,
    Report,
    ReportMove,
    Telling,
)
from duban.projects.models.progress_rules import ProgressRule
from duban.projects.models.register import (
    Assistance,
    Counter,
    Money,
    Move,
    Project,
)
from duban.projects.models.responsibility import (
    Responsible,
)
from duban.projects.models.scans import Scan
from duban.projects.models.schedules import (
    Baseline,
    ChanceRule,
    Outlook,
    Revision,
    Span,
    Template,
    Trial,
)
from duban.projects.models.stages import (
    StageSet,
    Statement,
)

__all__ = [
    "Assistance",
    "Baseline",
    "ChanceRule",
    "Count",
    "CountedWork",
    "Counter",
    "Enrolment",
    "Evidence",
    "Explanation",
    "Invested",
    "InvestmentRule",
    "Judgement",
    "Money",
    "Move",
    "Outlook",
    "Permit",
    "PermitChange",
    "Picture",
    "PlanLayer",
    "Procedure",
    "ProgressRule",
    "Project",
    "Report",
    "ReportMove",
    "Responsible",
    "Revision",
    "Rhythm",
    "Scan",
    "Span",
    "StageSet",
    "Statement",
    "Step",
    "Telling",
    "Template",
    "Trial",
    "YearPlan",
]

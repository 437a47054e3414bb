"""What can be done to projects."""

from duban.projects.services._batches import STAGE_SETS
from duban.projects.services.defaults import adopt_project_defaults
from duban.projects.services.investment import (
    adopt_default_investment_rule,
    enrol,
    explain_difference,
    hold_evidence,
    plan_year,
    report_invested,
    set_investment_rule,
)
from duban.projects.services.moves import move_project
from duban.projects.services.permits import record_permit
from duban.projects.services.posting import post_investment
from duban.projects.services.procedures import adopt_default_procedures, set_procedure
from duban.projects.services.register import amend_project, enter_dates, register_project
from duban.projects.services.responsibility import file_papers, name_responsible
from duban.projects.services.samples import remove_register_samples
from duban.projects.services.stages import adopt_stage_set, set_stages, state_projects

__all__ = [
    "STAGE_SETS",
    "adopt_default_investment_rule",
    "adopt_default_procedures",
    "adopt_project_defaults",
    "adopt_stage_set",
    "amend_project",
    "enrol",
    "enter_dates",
    "explain_difference",
    "file_papers",
    "hold_evidence",
    "move_project",
    "name_responsible",
    "plan_year",
    "post_investment",
    "record_permit",
    "register_project",
    "remove_register_samples",
    "report_invested",
    "set_investment_rule",
    "set_procedure",
    "set_stages",
    "state_projects",
]

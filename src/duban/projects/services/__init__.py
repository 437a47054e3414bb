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
from duban.projects.services.judging import judge_lamp, withdraw_judgement
from duban.projects.services.moves import move_project
from duban.projects.services.permits import record_permit
from duban.projects.services.pictures import add_picture
from duban.projects.services.posting import post_investment
from duban.projects.services.procedures import adopt_default_procedures, set_procedure
from duban.projects.services.progress_rules import set_progress_rule, set_rhythm
from duban.projects.services.register import amend_project, enter_dates, register_project
from duban.projects.services.reporting import report_project
from duban.projects.services.responsibility import file_papers, name_responsible
from duban.projects.services.reviewing import review_report
from duban.projects.services.samples import remove_register_samples
from duban.projects.services.site_samples import remove_site_samples
from duban.projects.services.stages import adopt_stage_set, set_stages, state_projects
from duban.projects.services.works import set_work

__all__ = [
    "STAGE_SETS",
    "add_picture",
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
    "judge_lamp",
    "move_project",
    "name_responsible",
    "plan_year",
    "post_investment",
    "record_permit",
    "register_project",
    "remove_register_samples",
    "remove_site_samples",
    "report_invested",
    "report_project",
    "review_report",
    "set_investment_rule",
    "set_procedure",
    "set_progress_rule",
    "set_rhythm",
    "set_stages",
    "set_work",
    "state_projects",
    "withdraw_judgement",
]

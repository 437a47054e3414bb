"""What can be done to projects."""

from duban.projects.services._batches import (
    STAGE_SETS,
)
from duban.projects.services.baselines import (
    move_baseline,
    propose_baseline,
)
from duban.projects.services.chance_rules import set_chance_rule
from duban.projects.services.chances import ask_chances, run_chances
from duban.projects.services.defaults import (
    adopt_project_defaults,
)
from duban.projects.services.ground import (
    keep_layer,
)
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
from duban.projects.services.moves import (
    move_project,
)
from duban.projects.services.permits import (
    record_permit,
)
from duban.projects.services.pictures import add_picture
from duban.projects.services.posting import (
    post_investment,
)
from duban.projects.services.procedures import (
    adopt_default_procedures,
    set_procedure,
)
from duban.projects.services.progress_rules import set_progress_rule, set_rhythm
from duban.projects.services.register import (
    amend_project,
    enter_dates,
    register_project,
)
from duban.projects.services.reporting import report_project
from duban.projects.services.responsibility import (
    file_papers,
    name_responsible,
)
from duban.projects.services.reviewing import review_report
from duban.projects.services.samples import (
    remove_samples,
)
from duban.projects.services.scans import (
    file_scan,
)
from duban.projects.services.schedules import (
    edit_schedule,
    keep_schedule,
    report_activities,
    restore_revision,
    tell_plans,
)
from duban.projects.services.site_calendar import (
    add_span,
    correct_working_day,
    follow_calendar,
    follow_calendars,
    withdraw_span,
)
from duban.projects.services.stages import (
    adopt_stage_set,
    set_stages,
    state_projects,
)
from duban.projects.services.templates import (
    adopt_default_templates,
    begin_from_template,
    keep_template,
    remove_template,
)
from duban.projects.services.works import set_work

__all__ = [
    "STAGE_SETS",
    "add_picture",
    "add_span",
    "adopt_default_investment_rule",
    "adopt_default_procedures",
    "adopt_default_templates",
    "adopt_project_defaults",
    "adopt_stage_set",
    "amend_project",
    "ask_chances",
    "begin_from_template",
    "correct_working_day",
    "edit_schedule",
    "enrol",
    "enter_dates",
    "explain_difference",
    "file_papers",
    "file_scan",
    "follow_calendar",
    "follow_calendars",
    "hold_evidence",
    "judge_lamp",
    "keep_layer",
    "keep_schedule",
    "keep_template",
    "move_baseline",
    "move_project",
    "name_responsible",
    "plan_year",
    "post_investment",
    "propose_baseline",
    "record_permit",
    "register_project",
    "remove_samples",
    "remove_template",
    "report_activities",
    "report_invested",
    "report_project",
    "restore_revision",
    "review_report",
    "run_chances",
    "set_chance_rule",
    "set_investment_rule",
    "set_procedure",
    "set_progress_rule",
    "set_rhythm",
    "set_stages",
    "set_work",
    "state_projects",
    "tell_plans",
    "withdraw_judgement",
    "withdraw_span",
]

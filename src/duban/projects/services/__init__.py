"""What can be done to projects."""

from duban.projects.services.baselines import move_baseline, propose_baseline
from duban.projects.services.chances import ask_chances, run_chances
from duban.projects.services.register import (
    amend_project,
    enter_dates,
    move_project,
    register_project,
)
from duban.projects.services.schedules import (
    edit_schedule,
    keep_schedule,
    report_activities,
    restore_revision,
)
from duban.projects.services.site_calendar import add_span, follow_calendar, withdraw_span
from duban.projects.services.templates import (
    adopt_default_templates,
    begin_from_template,
    keep_template,
    remove_template,
)

__all__ = [
    "add_span",
    "adopt_default_templates",
    "amend_project",
    "ask_chances",
    "begin_from_template",
    "edit_schedule",
    "enter_dates",
    "follow_calendar",
    "keep_schedule",
    "keep_template",
    "move_baseline",
    "move_project",
    "propose_baseline",
    "register_project",
    "remove_template",
    "report_activities",
    "restore_revision",
    "run_chances",
    "withdraw_span",
]

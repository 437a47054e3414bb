"""What can be done to projects."""

from duban.projects.services.judging import judge_lamp, withdraw_judgement
from duban.projects.services.pictures import add_picture
from duban.projects.services.progress_rules import set_progress_rule, set_rhythm
from duban.projects.services.register import (
    amend_project,
    enter_dates,
    move_project,
    register_project,
)
from duban.projects.services.reporting import report_project
from duban.projects.services.reviewing import review_report
from duban.projects.services.works import set_work

__all__ = [
    "add_picture",
    "amend_project",
    "enter_dates",
    "judge_lamp",
    "move_project",
    "register_project",
    "report_project",
    "review_report",
    "set_progress_rule",
    "set_rhythm",
    "set_work",
    "withdraw_judgement",
]

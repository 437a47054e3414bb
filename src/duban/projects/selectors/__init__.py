"""What can be asked of projects."""

from duban.projects.selectors.heads import project_head
from duban.projects.selectors.lamps import judgements_of, lamp_board, lamps_of
from duban.projects.selectors.lists import all_projects, list_projects
from duban.projects.selectors.picking import count_projects
from duban.projects.selectors.progress import picture, progress_page, report_form
from duban.projects.selectors.progress_rules import DEFAULT_RULE, list_progress_rules, progress_rule_on
from duban.projects.selectors.silence import reports_waiting, silent_projects

__all__ = [
    "DEFAULT_RULE",
    "all_projects",
    "count_projects",
    "judgements_of",
    "lamp_board",
    "lamps_of",
    "list_progress_rules",
    "list_projects",
    "picture",
    "progress_page",
    "progress_rule_on",
    "project_head",
    "report_form",
    "reports_waiting",
    "silent_projects",
]

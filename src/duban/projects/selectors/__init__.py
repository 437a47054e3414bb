"""What can be asked of projects."""

from duban.projects.selectors.gates import document_of, gates_of, permit_board, permit_history
from duban.projects.selectors.heads import project_head
from duban.projects.selectors.investment import investment_of, investment_rule, zone_investment
from duban.projects.selectors.lamps import judgements_of, lamp_board, lamps_of, may_judge_lamps
from duban.projects.selectors.lists import all_projects, list_projects
from duban.projects.selectors.pages import drafts_of, find_project, project_page
from duban.projects.selectors.picking import count_projects
from duban.projects.selectors.procedures import list_procedures, procedures_on
from duban.projects.selectors.progress import picture, progress_page, report_form
from duban.projects.selectors.progress_rules import DEFAULT_RULE, list_progress_rules, progress_rule_on
from duban.projects.selectors.responsibility import responsibility_of
from duban.projects.selectors.silence import reports_waiting, silent_projects
from duban.projects.selectors.stages import list_stage_sets, stage_set, statements

__all__ = [
    "DEFAULT_RULE",
    "all_projects",
    "count_projects",
    "document_of",
    "drafts_of",
    "find_project",
    "gates_of",
    "investment_of",
    "investment_rule",
    "judgements_of",
    "lamp_board",
    "lamps_of",
    "list_procedures",
    "list_progress_rules",
    "list_projects",
    "list_stage_sets",
    "may_judge_lamps",
    "permit_board",
    "permit_history",
    "picture",
    "procedures_on",
    "progress_page",
    "progress_rule_on",
    "project_head",
    "project_page",
    "report_form",
    "reports_waiting",
    "responsibility_of",
    "silent_projects",
    "stage_set",
    "statements",
    "zone_investment",
]

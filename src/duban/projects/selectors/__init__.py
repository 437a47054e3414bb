"""What can be asked of projects."""

from duban.projects.selectors.gates import document_of, gates_of, permit_board, permit_history
from duban.projects.selectors.heads import project_head
from duban.projects.selectors.investment import investment_of, investment_rule, zone_investment
from duban.projects.selectors.lists import all_projects, list_projects
from duban.projects.selectors.pages import drafts_of, find_project, project_page
from duban.projects.selectors.picking import count_projects
from duban.projects.selectors.procedures import list_procedures, procedures_on
from duban.projects.selectors.responsibility import responsibility_of
from duban.projects.selectors.stages import list_stage_sets, stage_set, statements

__all__ = [
    "all_projects",
    "count_projects",
    "document_of",
    "drafts_of",
    "find_project",
    "gates_of",
    "investment_of",
    "investment_rule",
    "list_procedures",
    "list_projects",
    "list_stage_sets",
    "permit_board",
    "permit_history",
    "procedures_on",
    "project_head",
    "project_page",
    "responsibility_of",
    "stage_set",
    "statements",
    "zone_investment",
]

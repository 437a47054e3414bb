"""What can be asked of projects."""

from duban.projects.selectors.chances import chances_of
from duban.projects.selectors.heads import project_head
from duban.projects.selectors.last_starts import crashes, last_start_board
from duban.projects.selectors.lists import all_projects, list_projects
from duban.projects.selectors.picking import count_projects
from duban.projects.selectors.schedules import (
    computed_schedule,
    current_schedule,
    find_project,
    list_revisions,
    month_shares,
    preview_schedule,
    read_schedule,
    schedule_page,
    what_if,
)
from duban.projects.selectors.site_calendar import calendar_effects, list_spans
from duban.projects.selectors.slips import slippage
from duban.projects.selectors.templates import keeps_site_calendar, list_templates, template_schedule

__all__ = [
    "all_projects",
    "calendar_effects",
    "chances_of",
    "computed_schedule",
    "count_projects",
    "crashes",
    "current_schedule",
    "find_project",
    "keeps_site_calendar",
    "last_start_board",
    "list_projects",
    "list_revisions",
    "list_spans",
    "list_templates",
    "month_shares",
    "preview_schedule",
    "project_head",
    "read_schedule",
    "schedule_page",
    "slippage",
    "template_schedule",
    "what_if",
]

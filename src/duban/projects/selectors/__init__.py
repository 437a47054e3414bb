"""What can be asked of projects."""

from duban.projects.selectors.chance_rules import chance_rule_on, list_chance_rules
from duban.projects.selectors.chances import (
    chances_of,
)
from duban.projects.selectors.counting import (
    counted_work,
)
from duban.projects.selectors.forecasts import forecasts
from duban.projects.selectors.gates import (
    document_of,
    gates_of,
    permit_board,
    permit_history,
)
from duban.projects.selectors.ground import (
    ground_on,
    list_layers,
)
from duban.projects.selectors.ground_checks import ground_findings, place_findings
from duban.projects.selectors.heads import (
    project_head,
)
from duban.projects.selectors.investment import (
    investment_of,
    investment_rule,
    list_investment_rules,
    newest_invested_month,
    zone_investment,
)
from duban.projects.selectors.lamps import judgements_of, lamp_board, lamps_of, may_judge_lamps
from duban.projects.selectors.last_starts import (
    crashes,
    last_start_board,
)
from duban.projects.selectors.lists import (
    all_projects,
    list_projects,
)
from duban.projects.selectors.names import (
    project_names,
    step_names,
)
from duban.projects.selectors.pages import (
    drafts_of,
    find_project,
    project_page,
)
from duban.projects.selectors.picking import (
    count_projects,
)
from duban.projects.selectors.procedures import (
    list_procedures,
    procedures_on,
)
from duban.projects.selectors.progress import newest_word, picture, progress_page, report_form
from duban.projects.selectors.progress_rules import DEFAULT_RULE, list_progress_rules, progress_rule_on
from duban.projects.selectors.responsibility import (
    responsibility_of,
)
from duban.projects.selectors.scans import (
    scan,
    scans_of,
)
from duban.projects.selectors.schedules import (
    computed_schedule,
    current_schedule,
    list_revisions,
    month_shares,
    preview_schedule,
    read_schedule,
    schedule_page,
    what_if,
)
from duban.projects.selectors.silence import reports_waiting, silent_projects
from duban.projects.selectors.site_calendar import (
    calendar_effects,
    correction_effects,
    list_spans,
)
from duban.projects.selectors.slips import (
    slippage,
)
from duban.projects.selectors.stages import (
    list_stage_sets,
    stage_set,
    statements,
)
from duban.projects.selectors.templates import (
    keeps_site_calendar,
    list_templates,
    template_schedule,
)

__all__ = [
    "DEFAULT_RULE",
    "all_projects",
    "calendar_effects",
    "chance_rule_on",
    "chances_of",
    "computed_schedule",
    "correction_effects",
    "count_projects",
    "counted_work",
    "crashes",
    "current_schedule",
    "document_of",
    "drafts_of",
    "find_project",
    "forecasts",
    "gates_of",
    "ground_findings",
    "ground_on",
    "investment_of",
    "investment_rule",
    "judgements_of",
    "keeps_site_calendar",
    "lamp_board",
    "lamps_of",
    "last_start_board",
    "list_chance_rules",
    "list_investment_rules",
    "list_layers",
    "list_procedures",
    "list_progress_rules",
    "list_projects",
    "list_revisions",
    "list_spans",
    "list_stage_sets",
    "list_templates",
    "may_judge_lamps",
    "month_shares",
    "newest_invested_month",
    "newest_word",
    "permit_board",
    "permit_history",
    "picture",
    "place_findings",
    "preview_schedule",
    "procedures_on",
    "progress_page",
    "progress_rule_on",
    "project_head",
    "project_names",
    "project_page",
    "read_schedule",
    "report_form",
    "reports_waiting",
    "responsibility_of",
    "scan",
    "scans_of",
    "schedule_page",
    "silent_projects",
    "slippage",
    "stage_set",
    "statements",
    "step_names",
    "template_schedule",
    "what_if",
    "zone_investment",
]

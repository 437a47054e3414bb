"""What can be asked of indicators."""

from duban.indicators.selectors.boards import gap_board, gap_boards
from duban.indicators.selectors.checks import data_checks, list_check_rules
from duban.indicators.selectors.definitions import (
    allowed_verbs,
    indicator_by_code,
    indicator_names,
    list_indicators,
)
from duban.indicators.selectors.explaining import explain
from duban.indicators.selectors.figures import known_days, list_vintages, periods_reported, year_figures
from duban.indicators.selectors.filings import filing_board, filing_page, filings_waiting
from duban.indicators.selectors.pages import indicator_page
from duban.indicators.selectors.rules import list_rules, rule_on
from duban.indicators.selectors.sources import source_cells
from duban.indicators.selectors.targets import list_targets, target_by_id, target_shares

__all__ = [
    "allowed_verbs",
    "data_checks",
    "explain",
    "filing_board",
    "filing_page",
    "filings_waiting",
    "gap_board",
    "gap_boards",
    "indicator_by_code",
    "indicator_names",
    "indicator_page",
    "known_days",
    "list_check_rules",
    "list_indicators",
    "list_rules",
    "list_targets",
    "list_vintages",
    "periods_reported",
    "rule_on",
    "source_cells",
    "target_by_id",
    "target_shares",
    "year_figures",
]

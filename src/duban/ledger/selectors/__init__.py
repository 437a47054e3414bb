"""What can be asked of the ledger."""

from duban.ledger.selectors.calendar import items_calendar
from duban.ledger.selectors.causes import cause_shares
from duban.ledger.selectors.coverage import coverage_of, indicator_coverage
from duban.ledger.selectors.departments import department_page, overdue_by_person, ownerless_items
from duban.ledger.selectors.feed import feed_entries
from duban.ledger.selectors.forest import item_forest
from duban.ledger.selectors.forms import item_draft
from duban.ledger.selectors.lists import (
    count_items,
    item_tree,
    items_by_state,
    iter_items,
    list_items,
)
from duban.ledger.selectors.pages import attachment, item_by_number, item_page, names_of
from duban.ledger.selectors.plans import list_plans, plan_page, plans_waiting
from duban.ledger.selectors.rules import ledger_rule_on, list_ledger_rules, saved_views
from duban.ledger.selectors.sheets import iter_sheets
from duban.ledger.selectors.similar import similar_items
from duban.ledger.selectors.waiting import waiting_for

__all__ = [
    "attachment",
    "cause_shares",
    "count_items",
    "coverage_of",
    "department_page",
    "feed_entries",
    "indicator_coverage",
    "item_by_number",
    "item_draft",
    "item_forest",
    "item_page",
    "item_tree",
    "items_by_state",
    "items_calendar",
    "iter_items",
    "iter_sheets",
    "ledger_rule_on",
    "list_items",
    "list_ledger_rules",
    "list_plans",
    "names_of",
    "overdue_by_person",
    "ownerless_items",
    "plan_page",
    "plans_waiting",
    "saved_views",
    "similar_items",
    "waiting_for",
]

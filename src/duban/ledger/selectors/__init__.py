"""What can be asked of the ledger."""

from duban.ledger.selectors.departments import department_page, overdue_by_person, ownerless_items
from duban.ledger.selectors.forest import item_forest
from duban.ledger.selectors.forms import item_draft
from duban.ledger.selectors.lists import (
    count_items,
    item_tree,
    items_by_state,
    items_calendar,
    iter_items,
    list_items,
)
from duban.ledger.selectors.pages import attachment, item_by_number, item_page
from duban.ledger.selectors.rules import ledger_rule_on, list_ledger_rules, saved_views
from duban.ledger.selectors.sheets import iter_sheets
from duban.ledger.selectors.similar import similar_items
from duban.ledger.selectors.waiting import waiting_for

__all__ = [
    "attachment",
    "count_items",
    "department_page",
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
    "overdue_by_person",
    "ownerless_items",
    "saved_views",
    "similar_items",
    "waiting_for",
]

"""What can be asked of the ledger."""

from duban.ledger.selectors.departments import department_page, overdue_by_person, ownerless_items
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
from duban.ledger.selectors.reminders import reminders_of_day
from duban.ledger.selectors.rules import ledger_rule_on, list_ledger_rules, saved_views
from duban.ledger.selectors.similar import similar_items
from duban.ledger.selectors.waiting import waiting_for

__all__ = [
    "attachment",
    "count_items",
    "department_page",
    "item_by_number",
    "item_draft",
    "item_page",
    "item_tree",
    "items_by_state",
    "items_calendar",
    "iter_items",
    "ledger_rule_on",
    "list_items",
    "list_ledger_rules",
    "overdue_by_person",
    "ownerless_items",
    "reminders_of_day",
    "saved_views",
    "similar_items",
    "waiting_for",
]

"""What can be asked of blockers."""

from duban.blockers.selectors.clocks import days_blocked
from duban.blockers.selectors.feed import feed_entries
from duban.blockers.selectors.lists import (
    blocker_page,
    blockers_of,
    count_blockers,
    open_blockers,
    open_counts,
    waiting_for,
)
from duban.blockers.selectors.rules import (
    cause_ids_on,
    cause_names,
    causes_on,
    list_causes,
    list_service_rules,
    service_rule_on,
)
from duban.blockers.selectors.standing import raising_units

__all__ = [
    "blocker_page",
    "blockers_of",
    "cause_ids_on",
    "cause_names",
    "causes_on",
    "count_blockers",
    "days_blocked",
    "feed_entries",
    "list_causes",
    "list_service_rules",
    "open_blockers",
    "open_counts",
    "raising_units",
    "service_rule_on",
    "waiting_for",
]

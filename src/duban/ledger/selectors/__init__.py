"""What can be asked of the ledger."""

from duban.ledger.selectors.causes import cause_shares, list_cause_codes
from duban.ledger.selectors.coverage import coverage_of, indicator_coverage
from duban.ledger.selectors.plans import list_plans, plan_page, plans_waiting

__all__ = [
    "cause_shares",
    "coverage_of",
    "indicator_coverage",
    "list_cause_codes",
    "list_plans",
    "plan_page",
    "plans_waiting",
]

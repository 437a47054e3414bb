"""What can be done in the ledger."""

from duban.ledger.services.causes import adopt_default_causes, retire_cause_code, set_cause_code
from duban.ledger.services.plans import draft_plan, edit_plan, set_causes, set_measures
from duban.ledger.services.plans_moving import move_plan

__all__ = [
    "adopt_default_causes",
    "draft_plan",
    "edit_plan",
    "move_plan",
    "retire_cause_code",
    "set_cause_code",
    "set_causes",
    "set_measures",
]

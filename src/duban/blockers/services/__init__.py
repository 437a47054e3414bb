"""What can be done with blockers."""

from duban.blockers.services.causes import adopt_causes, end_cause, set_cause
from duban.blockers.services.escalating import escalate
from duban.blockers.services.moves import move_blocker, raise_blocker
from duban.blockers.services.rules import adopt_defaults, set_service_rule
from duban.blockers.services.samples import remove_samples

__all__ = [
    "adopt_causes",
    "adopt_defaults",
    "end_cause",
    "escalate",
    "move_blocker",
    "raise_blocker",
    "remove_samples",
    "set_cause",
    "set_service_rule",
]

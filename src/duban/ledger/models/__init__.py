"""Tables of the ledger; private to it."""

from duban.ledger.models.items import Assistance, Counter, Item, ItemTag, LedgerRule, Lighting, SavedView
from duban.ledger.models.plans import Cause, Effect, Measure, Plan, PlanMove, PlanRevision
from duban.ledger.models.work import Attachment, Extension, Move, Progress, Slip, Step

__all__ = [
    "Assistance",
    "Attachment",
    "Cause",
    "Counter",
    "Effect",
    "Extension",
    "Item",
    "ItemTag",
    "LedgerRule",
    "Lighting",
    "Measure",
    "Move",
    "Plan",
    "PlanMove",
    "PlanRevision",
    "Progress",
    "SavedView",
    "Slip",
    "Step",
]

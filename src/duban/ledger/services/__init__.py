"""What can be done in the ledger."""

from duban.ledger.services.attachments import attach
from duban.ledger.services.bringing import bring_in_items
from duban.ledger.services.decomposing import decompose
from duban.ledger.services.extensions import ask_extension, decide_extension
from duban.ledger.services.handover import hand_over
from duban.ledger.services.items import draft_item, edit_item
from duban.ledger.services.measures import add_measure, set_measures
from duban.ledger.services.moves import move_item, move_items
from duban.ledger.services.plans import draft_plan, edit_plan, set_causes
from duban.ledger.services.plans_moving import move_plan
from duban.ledger.services.progress import complete_step, report_progress
from duban.ledger.services.rules import (
    adopt_default_ledger_rule,
    drop_view,
    refresh_lights,
    save_view,
    set_ledger_rule,
)
from duban.ledger.services.samples import remove_samples
from duban.ledger.services.slips import issue_slips

__all__ = [
    "add_measure",
    "adopt_default_ledger_rule",
    "ask_extension",
    "attach",
    "bring_in_items",
    "complete_step",
    "decide_extension",
    "decompose",
    "draft_item",
    "draft_plan",
    "drop_view",
    "edit_item",
    "edit_plan",
    "hand_over",
    "issue_slips",
    "move_item",
    "move_items",
    "move_plan",
    "refresh_lights",
    "remove_samples",
    "report_progress",
    "save_view",
    "set_causes",
    "set_ledger_rule",
    "set_measures",
]

"""The ledger's rule as it stood on a day, and the lists people keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from duban.core.errors import NotFound
from duban.core.reading import kept
from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.engine.series import DueRule
from duban.ledger.models import LedgerRule, SavedView
from duban.ledger.types import LedgerRuleView, SavedViewRow, Urgency
from duban.orgs.types import Actor

__all__ = ["DEFAULT_RULE", "ledger_rule_on", "list_ledger_rules", "rule_among", "rule_view", "saved_views"]

DEFAULT_RULE = LedgerRuleView(
    due=DueRule(),
    accept_days={Urgency.NORMAL: 2, Urgency.URGENT: 1, Urgency.EXTRA: 1},
    number_form="督〔{year}〕{serial}号",  # zh: data
    starts=date.min,
    version=0,
    set_by="",
    reason="",
)
"""What a zone adopts when it is set up; version 0 where it has adopted nothing yet."""


def ledger_rule_on(*, actor: Actor, zone_id: int, day: date) -> LedgerRuleView:
    """
    Return the rule in force in the zone on the day.

    :raises NotFound: if the zone is not within reach
    """
    _reach(actor, zone_id)
    return rule_among(LedgerRule.objects.filter(zone_id=zone_id), day)


def list_ledger_rules(*, actor: Actor, zone_id: int) -> list[LedgerRuleView]:
    """Return every rule the zone's ledger has had, newest first."""
    rows = LedgerRule.objects.visible_to(actor).filter(zone_id=zone_id)
    return [rule_view(row) for row in rows.order_by("-version")]


def saved_views(*, actor: Actor, zone_id: int) -> list[SavedViewRow]:
    """Return the lists the person keeps in this zone, by name."""
    return [] if actor.user_id is None else _views_of(actor.user_id, zone_id)


@kept
def _views_of(user_id: int, zone_id: int) -> list[SavedViewRow]:
    rows = SavedView.objects.filter(user_id=user_id, zone_id=zone_id).order_by("name")
    return [SavedViewRow(*row) for row in rows.values_list("id", "name", "query")]


def rule_among(rows: Iterable[LedgerRule], day: date) -> LedgerRuleView:
    """Return the rule of these in force on the day."""
    begun = [row for row in rows if row.starts <= day]
    newest = max(begun, key=lambda row: (row.starts, row.version), default=None)
    return DEFAULT_RULE if newest is None else rule_view(newest)


def rule_view(row: LedgerRule) -> LedgerRuleView:
    """Return the row as a value."""
    found = row.parameters
    return LedgerRuleView(
        due=DueRule(found["near_days"], DayUnit(found["near_unit"]), Decimal(found["behind_pp"])),
        accept_days={Urgency(word): days for word, days in found["accept_days"].items()},
        number_form=found["number_form"],
        starts=row.starts,
        version=row.version,
        set_by=row.set_by,
        reason=row.reason,
        slip_form=found["slip_form"],
    )


def _reach(actor: Actor, zone_id: int) -> None:
    if zone_id not in actor.zone_ids and not actor.unit_ids:
        raise NotFound(Problem("core.not_found"))

"""Lights and classes as ruled on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from duban.core.reading import once
from duban.engine.series import Light, LightBand
from duban.indicators.models import Rule
from duban.indicators.types import RuleView
from duban.orgs.types import Actor

__all__ = ["NO_RULE", "list_rules", "rule_on", "rules_on"]

NO_RULE = RuleView(
    steps=(),
    when_reached=Light.NONE,
    when_not_reached=Light.NONE,
    strong_at_least=Decimal(0),
    weak_below=Decimal(0),
    key_first=True,
    due_day=10,
    close_days=30,
    starts=date.min,
    version=0,
    set_by="",
    reason="",
)
"""Where no rule has been adopted nothing is lit."""


def rule_on(*, actor: Actor, zone_id: int, day: date) -> RuleView:
    """Return the rule in force in the zone on the day; without one, nothing is lit."""
    return rules_on(actor, [zone_id], day).get(zone_id, NO_RULE)


@once
def rules_on(actor: Actor, zone_ids: Collection[int], day: date) -> dict[int, RuleView]:
    """Return the rules in force in several zones on the day; one query."""
    rows = Rule.objects.visible_to(actor).filter(zone_id__in=zone_ids, starts__lte=day)
    return {row.zone_id: _view(row) for row in rows.order_by("starts", "version")}


def list_rules(*, actor: Actor, zone_id: int) -> list[RuleView]:
    """Return every rule the zone has had, newest first."""
    rows = Rule.objects.visible_to(actor).filter(zone_id=zone_id)
    return [_view(row) for row in rows.order_by("-starts", "-version")]


def _view(row: Rule) -> RuleView:
    found = row.parameters
    return RuleView(
        steps=tuple(
            LightBand(Light(light), None if least is None else Decimal(least))
            for light, least in found["steps"]
        ),
        when_reached=Light(found["when_reached"]),
        when_not_reached=Light(found["when_not_reached"]),
        strong_at_least=Decimal(found["strong_at_least"]),
        weak_below=Decimal(found["weak_below"]),
        key_first=found["key_first"],
        due_day=found["due_day"],
        close_days=found["close_days"],
        starts=row.starts,
        version=row.version,
        set_by=row.set_by,
        reason=row.reason,
    )

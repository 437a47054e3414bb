"""The zone's rule of how the chance of finishing is reckoned, as it stood on a day."""

from __future__ import annotations

from datetime import date

from duban.orgs.types import Actor
from duban.projects import models
from duban.projects.types import ChanceRule

__all__ = ["chance_rule", "chance_rule_on", "list_chance_rules"]


def chance_rule_on(*, zone_id: int, on: date) -> ChanceRule:
    """Return the rule in force in the zone on the day; where it has set none, 0.9 to 1.5 times, 0.5, ten samples."""
    rows = models.ChanceRule.objects.filter(zone_id=zone_id, starts__lte=on)
    row = rows.order_by("starts", "version").last()
    return ChanceRule() if row is None else _view(row)


def chance_rule(*, zone_id: int, version: int) -> ChanceRule:
    """Return one version of the zone's rule; the ordinary one where there is none of that number."""
    row = models.ChanceRule.objects.filter(zone_id=zone_id, version=version).first()
    return ChanceRule() if row is None else _view(row)


def list_chance_rules(*, actor: Actor, zone_id: int) -> tuple[ChanceRule, ...]:
    """Return every rule the zone has had, newest first; nothing where its business is not the actor's."""
    if zone_id not in actor.zone_ids:
        return ()
    rows = models.ChanceRule.objects.filter(zone_id=zone_id).order_by("-version")
    return tuple(_view(row) for row in rows)


def _view(row: models.ChanceRule) -> ChanceRule:
    return ChanceRule(
        row.low, row.high, row.together, row.least, row.starts, row.version, row.set_by, row.reason
    )

"""The rules of a day: how quickly, and which causes there are to choose from."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from duban.blockers.models import Cause
from duban.blockers.models import ServiceRule as Row
from duban.blockers.types import DEFAULT_CAUSES, CauseRow, ServiceRule

__all__ = ["causes_on", "list_service_rules", "service_rule_on"]


def service_rule_on(*, zone_id: int, on: date) -> ServiceRule:
    """Return the rule in force on the day; the ordinary one where the zone has set none."""
    row = Row.objects.filter(zone_id=zone_id, starts__lte=on).order_by("version").last()
    return ServiceRule() if row is None else _rule(row)


def list_service_rules(*, zone_id: int) -> list[ServiceRule]:
    """Return every version of the zone's rule, newest first."""
    return [_rule(row) for row in Row.objects.filter(zone_id=zone_id).order_by("-version")]


def causes_on(*, zone_id: int, on: date) -> list[CauseRow]:
    """Return the causes one may choose on the day; the ordinary ones where the zone keeps none of its own."""
    rows = Cause.objects.filter(zone_id=zone_id)
    on_the_day = rows.filter(Q(starts__lte=on) & (Q(ends__isnull=True) | Q(ends__gte=on)))
    own = on_the_day.order_by("order", "code").values_list("code", "name", "name_en")
    found = [CauseRow(*row) for row in own]
    return found if found or rows.exists() else list(DEFAULT_CAUSES)


def _rule(row: Row) -> ServiceRule:
    first, second, third = row.levels
    return ServiceRule(
        acknowledge_days=row.acknowledge_days,
        answer_days=row.answer_days,
        levels=(first, second, third),
        version=row.version,
        starts=row.starts,
        set_by=row.set_by,
        reason=row.reason,
    )

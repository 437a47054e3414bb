"""The rules of a day: how quickly, and which causes there are to choose from."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from duban.blockers.models import Cause
from duban.blockers.models import ServiceRule as Row
from duban.blockers.types import CauseRow, DatedCause, ServiceRule

__all__ = [
    "cause_ids_on",
    "cause_names",
    "causes_on",
    "list_causes",
    "list_service_rules",
    "service_rule_on",
]


def service_rule_on(*, zone_id: int, on: date) -> ServiceRule:
    """Return the rule in force on the day; the ordinary one where the zone has set none."""
    row = Row.objects.filter(zone_id=zone_id, starts__lte=on).order_by("version").last()
    return ServiceRule() if row is None else _rule(row)


def list_service_rules(*, zone_id: int) -> list[ServiceRule]:
    """Return every version of the zone's rule, newest first."""
    return [_rule(row) for row in Row.objects.filter(zone_id=zone_id).order_by("-version")]


def causes_on(*, zone_id: int, on: date) -> list[CauseRow]:
    """Return the causes one may choose on the day, in the zone's order."""
    rows = _on(zone_id, on).order_by("order", "code")
    return [CauseRow(*row) for row in rows.values_list("code", "name", "name_en")]


def cause_ids_on(*, zone_id: int, on: date) -> dict[str, int]:
    """Return what rooms above refer to: by code, the line of the list that holds on the day."""
    return dict(_on(zone_id, on).values_list("code", "id"))


def cause_names(*, zone_id: int) -> dict[str, str]:
    """
    Return what every code the zone ever had is called now, in the reader's language.

    What an old blocker or plan names keeps its name when the cause can no longer be chosen.
    """
    english = (get_language() or "").startswith("en")
    rows = Cause.objects.filter(zone_id=zone_id).order_by("starts").values_list("code", "name", "name_en")
    return {code: (name_en if english and name_en else name) for code, name, name_en in rows}


def list_causes(*, zone_id: int) -> list[DatedCause]:
    """Return the whole list, ended and coming lines too: in the zone's order, the newest line of a code first."""
    rows = list(Cause.objects.filter(zone_id=zone_id).order_by("starts"))
    last = {row.code: row for row in rows}
    ordered = sorted(rows, key=lambda row: row.starts, reverse=True)
    ordered.sort(key=lambda row: (last[row.code].order, row.code))
    return [
        DatedCause(c.code, c.name, c.name_en, c.order, c.starts, c.ends, latest=last[c.code] is c)
        for c in ordered
    ]


def _on(zone_id: int, on: date) -> QuerySet[Cause]:
    until = Q(ends__isnull=True) | Q(ends__gte=on)
    return Cause.objects.filter(until, zone_id=zone_id, starts__lte=on)


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

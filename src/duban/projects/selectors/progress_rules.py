"""The zone's rule of lights and reports as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine.kernel import plain
from duban.engine.series import FourLightsRule, Lamp, LampKind
from duban.orgs.types import Actor
from duban.projects.models import ProgressRule, Project, Rhythm
from duban.projects.types import ProgressRuleView, ReportKind, ReportRule

__all__ = [
    "DEFAULT_RULE",
    "list_progress_rules",
    "parameters_of",
    "progress_rule_on",
    "rhythms_on",
]

DEFAULT_RULE = ProgressRuleView(FourLightsRule(), ReportRule(), date.min, 0, "", "")
"""Yinchuan's published rule of 2025; version 0 where the zone has set none of its own."""
_KINDS = {
    "weekly": frozenset({ReportKind.WEEKLY}),
    "monthly": frozenset({ReportKind.MONTHLY}),
    "both": frozenset(ReportKind),
    "none": frozenset[ReportKind](),
}


def progress_rule_on(*, zone_id: int, on: date) -> ProgressRuleView:
    """Return the rule in force in the zone on the day."""
    row = ProgressRule.objects.filter(zone_id=zone_id, starts__lte=on).order_by("starts", "version").last()
    return DEFAULT_RULE if row is None else _view(row)


def list_progress_rules(*, actor: Actor, zone_id: int) -> list[ProgressRuleView]:
    """Return every rule the zone has had, newest first, for those who read the zone."""
    if zone_id not in actor.zone_ids:
        return []
    return [_view(row) for row in ProgressRule.objects.filter(zone_id=zone_id).order_by("-version")]


def rhythms_on(
    *, projects: Iterable[Project], on: date, rule: ProgressRuleView
) -> dict[int, tuple[frozenset[ReportKind], date]]:
    """Return how often each of these projects reports on the day, and from which day on that was asked of it."""
    begun = [(p.pk, max(p.started_on, rule.starts)) for p in projects if p.started_on]
    usual = frozenset({rule.reports.usual})
    found = {pk: (usual, since) for pk, since in begun}
    rows = Rhythm.objects.filter(project__in=list(found), starts__lte=on).order_by("starts")
    for pk, how, starts in rows.values_list("project_id", "how", "starts"):
        found[pk] = (_KINDS[how], starts)
    return found


def parameters_of(lights: FourLightsRule, reports: ReportRule) -> dict[str, Any]:
    """Return a rule as the row keeps it."""
    return {
        "start_red_months": lights.start_red_months,
        "progress_yellow_pp": plain(lights.progress_yellow_pp),
        "progress_red_pp": plain(lights.progress_red_pp),
        "slight": lights.slight.value,
        "library_yellow_months": lights.library_yellow_months,
        "library_red_months": lights.library_red_months,
        "library_least": plain(lights.library_least),
        "excusable": sorted(kind.value for kind in lights.excusable),
        "weekday": reports.weekday,
        "month_days": reports.month_days,
        "usual": reports.usual.value,
        "silent_after": {kind.value: reports.silent_after[kind] for kind in ReportKind},
    }


def _view(row: ProgressRule) -> ProgressRuleView:
    found: Mapping[str, Any] = row.parameters
    lights = FourLightsRule(
        start_red_months=found["start_red_months"],
        progress_yellow_pp=Decimal(found["progress_yellow_pp"]),
        progress_red_pp=Decimal(found["progress_red_pp"]),
        slight=Lamp(found["slight"]),
        library_yellow_months=found["library_yellow_months"],
        library_red_months=found["library_red_months"],
        library_least=Decimal(found["library_least"]),
        excusable=frozenset(LampKind(kind) for kind in found["excusable"]),
    )
    reports = ReportRule(
        weekday=found["weekday"],
        month_days=found["month_days"],
        usual=ReportKind(found["usual"]),
        silent_after={ReportKind(kind): days for kind, days in found["silent_after"].items()},
    )
    return ProgressRuleView(lights, reports, row.starts, row.version, row.set_by, row.reason)

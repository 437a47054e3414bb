"""Ruling lights and reports from a day on, and saying how often a project reports."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid
from duban.core.rules import next_version, unless_ruled, unreasoned
from duban.engine.kernel import Problem
from duban.engine.series import FourLightsRule, check_four_lights
from duban.orgs.types import Actor, Role
from duban.projects.models import ProgressRule, Rhythm
from duban.projects.policies import is_lead
from duban.projects.selectors.progress_rules import parameters_of
from duban.projects.services._common import demand, keep_zone, note, open_project
from duban.projects.types import ReportKind, ReportRule

__all__ = ["set_progress_rule", "set_rhythm"]

_MOST_DAYS = 366
_HOW = {
    frozenset({ReportKind.WEEKLY}): "weekly",
    frozenset({ReportKind.MONTHLY}): "monthly",
    frozenset(ReportKind): "both",
    frozenset[ReportKind](): "none",
}


@transaction.atomic
def set_progress_rule(
    *,
    actor: Actor,
    zone_id: int,
    lights: FourLightsRule,
    reports: ReportRule,
    starts: date,
    reason: str,
    at: datetime,
) -> int:
    """
    Rule the four lights and the reports of the zone's projects from a day on; return the rule's version.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises there
    :raises Conflict: if a rule from a later day has been set already
    :raises Invalid: with everything that is wrong with it
    """
    keep_zone(actor, zone_id, "set_progress_rule", Role.SUPERVISOR)
    if problems := [*check_four_lights(lights), *_mistakes(reports), *unreasoned(reason)]:
        raise Invalid(*problems)
    last = ProgressRule.objects.select_for_update().filter(zone_id=zone_id).order_by("version").last()
    parameters = parameters_of(lights, reports)
    with unless_ruled():
        row = ProgressRule.objects.create(
            zone_id=zone_id,
            version=next_version(last, starts),
            parameters=parameters,
            starts=starts,
            set_by=actor.name,
            at=at,
            reason=reason.strip(),
        )
    act = Act(
        "projects.set_progress_rule",
        f"progress_rule:{row.pk}",
        zone_id,
        last.parameters if last else {},
        parameters | {"starts": starts},
        reason,
    )
    record(actor=actor, act=act, at=at)
    return row.version


@transaction.atomic
def set_rhythm(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    kinds: frozenset[ReportKind],
    starts: date,
    at: datetime,
) -> None:
    """
    Say how often a project reports, from a day on; nothing is a project that need not.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department or keeps the register
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "set_rhythm", is_lead)
    how = _HOW[kinds]
    Rhythm.objects.update_or_create(
        project=project, starts=starts, defaults={"how": how, "by": actor.name, "at": at}
    )
    note(actor, project, "set_rhythm", at, after={"how": how, "starts": starts})


def _mistakes(reports: ReportRule) -> list[Problem]:
    problems = []
    if not 1 <= reports.weekday <= 7:
        problems.append(Problem("projects.bad_weekday", "weekday", (str(reports.weekday),)))
    if not 1 <= reports.month_days <= 20:
        problems.append(Problem("projects.bad_days", "month_days", (str(reports.month_days), "20")))
    for kind in ReportKind:
        days = reports.silent_after.get(kind, 0)
        if not 1 <= days <= _MOST_DAYS:
            problems.append(
                Problem("projects.bad_days", f"silent_{kind.value}", (str(days), str(_MOST_DAYS)))
            )
    return problems

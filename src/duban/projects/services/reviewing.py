"""The one mover of reports: handed in, reviewed, sent back. Who reported never reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP

from django.db import transaction
from django.utils.translation import gettext

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Period, Problem
from duban.orgs.types import Actor
from duban.projects.lifecycle import REPORT
from duban.projects.models import Project, Report, ReportMove
from duban.projects.selectors.facts import report_facts, report_sides
from duban.projects.selectors.offered import earned_share, planned_of_project
from duban.projects.services._common import note, open_project, owners_of
from duban.projects.services.investment import report_invested
from duban.projects.services.schedules import follow_reports
from duban.projects.types import InvestedDraft, InvestedSource, ReportKind

__all__ = ["hand_in", "review_report"]

_LONGEST = 500
_JANUARY = 1
"""There is no figure of January alone (domain.md 2.2)."""


@transaction.atomic
def review_report(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    report_id: int,
    edge: str,
    version: int,
    at: datetime,
    reason: str = "",
) -> None:
    """
    Review a report, or send it back with a reason: ``review`` or ``send_back``.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor works for the lead department, or keeps the register where its head reported
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it cannot be done from here, by whoever reported, or without a reason
    """
    project = open_project(actor, zone_id, project_id)
    report = Report.objects.select_for_update().filter(project=project, pk=report_id).first()
    if report is None:
        raise NotFound(Problem("core.not_found"))
    step = REPORT.edge(edge)
    if step is None or edge not in {"review", "send_back"}:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (edge,)))
    if step.roles.isdisjoint(report_sides(actor, owners_of(project))):
        raise Forbidden(Problem("core.forbidden", "", (f"@projects.report.{edge}",)))
    if report.version != version:
        raise Conflict(Problem("core.stale", "version"))
    if len(reason) > _LONGEST:
        raise Invalid(Problem("core.too_long", "reason", ("@reason", str(_LONGEST))))
    _take(actor, report, edge, at, report_facts(actor, report, reason), reason=reason.strip())
    _tell_plan(actor, project, report, edge, at)
    if edge == "review":
        _register_figure(actor, project, report, at)
    note(actor, project, edge, at, after={"report": report.pk, "state": report.state}, reason=reason)


def hand_in(actor: Actor, report: Report, *, told: Mapping[str, object], key: str, at: datetime) -> None:
    """
    Hand in a report of a locked project, for the first time or again.

    :raises Invalid: if it cannot be handed in from here
    """
    edge = "submit" if report.state == REPORT.initial else "resubmit"
    _take(actor, report, edge, at, report_facts(actor, report, ""), told=told, key=key)


def _tell_plan(actor: Actor, project: Project, report: Report, edge: str, at: datetime) -> None:
    """Let the plan follow what reviewed reports say now; a percentage left to the plan is the plan's."""
    day, given = report.on.isoformat(), edge == "review"
    said = (
        gettext("%(kind)s（数据截至 %(day)s）审核通过")
        if given
        else gettext("%(kind)s（数据截至 %(day)s）退回")
    ) % {"kind": report.get_kind_display(), "day": day}
    follow_reports(actor, project, reason=said, at=at, report=report)
    if given and report.percent is None:
        planned = planned_of_project(project)
        share = earned_share(planned, project, on=report.on, is_sample=report.is_sample)
        if share is not None:
            report.percent, report.by_plan = int(share.to_integral_value(ROUND_HALF_UP)), True
            report.save(update_fields=["percent", "by_plan"])
    elif not given and report.by_plan:
        report.percent, report.by_plan = None, False
        report.save(update_fields=["percent", "by_plan"])


def _register_figure(actor: Actor, project: Project, report: Report, at: datetime) -> None:
    """Take what a reviewed monthly report says was invested as the department's figure of that month, typed once."""
    if report.investment is None or report.kind != ReportKind.MONTHLY or report.ends.month == _JANUARY:
        return
    report_invested(
        actor=actor,
        zone_id=project.zone_id,
        project_id=project.pk,
        draft=InvestedDraft(
            Period(report.ends.year, report.ends.month),
            InvestedSource.DEPARTMENT,
            report.investment,
            document=report.source
            or gettext("进度月报（数据截至 %(day)s）") % {"day": report.on.isoformat()},
            reason=gettext("进度月报审核通过"),
            is_sample=report.is_sample,
        ),
        at=at,
    )


def _take(  # noqa: PLR0913
    actor: Actor,
    report: Report,
    edge: str,
    at: datetime,
    facts: Mapping[str, object],
    *,
    reason: str = "",
    told: Mapping[str, object] | None = None,
    key: str = "",
) -> None:
    """Write the state and append the move: the only place a report's state is written."""
    if problems := REPORT.check(edge, report.state, facts):
        raise Invalid(
            *(Problem(p.code, p.where, tuple(f"@projects.report.{arg}" for arg in p.args)) for p in problems)
        )
    step = REPORT.edge(edge)
    source, report.state = report.state, step.target if step else report.state
    report.version += 1
    report.save()
    ReportMove.objects.create(
        report=report,
        edge=edge,
        source=source,
        target=report.state,
        by_id=actor.user_id,
        by=actor.name,
        at=at,
        reason=reason,
        told=dict(told or {}),
        key=key,
    )

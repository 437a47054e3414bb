"""Who says nothing: projects without a word for too long, and reports that wait for somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.selectors import posts_of, unit_names, work_calendar
from duban.orgs.types import Actor, Role
from duban.projects.models import Project, Report, ReportMove
from duban.projects.selectors.progress_rules import progress_rule_on, rhythms_on
from duban.projects.selectors.terms import ended
from duban.projects.types import (
    AWAITING_REVIEW,
    ProgressRuleView,
    ReportKind,
    ReportState,
    ReportWaits,
    Silence,
    Term,
    WaitKind,
)

__all__ = ["reports_waiting", "silence_of", "silent_projects"]

_TOLD = (ReportState.SUBMITTED, ReportState.RESUBMITTED, ReportState.RETURNED, ReportState.REVIEWED)


def silent_projects(*, actor: Actor, zone_id: int, on: date) -> tuple[Silence, ...]:
    """
    Return the projects within reach nobody has said a word of for longer than the rule allows, the longest first.

    Asked of what has started, is worked on and not finished; counted in calendar days from the last report handed in,
    or from the day reports were asked for where there was never one.
    """
    projects = list(_reporting(Project.objects.visible_to(actor).filter(zone_id=zone_id), on))
    found = _silences(projects, on, progress_rule_on(zone_id=zone_id, on=on))
    if not found:
        return ()
    names, _titles = unit_names(zone_ids=[zone_id], on=on)
    rows = [
        Silence(
            project_id=p.pk,
            code=p.code,
            name=p.name,
            lead_id=p.lead_id,
            lead="" if p.lead_id is None else names.get(p.lead_id, ""),
            firm="" if p.enterprise is None else p.enterprise.name,
            last_on=found[p.pk][0],
            days=found[p.pk][1],
            allowed=found[p.pk][2],
        )
        for p in projects
        if p.pk in found
    ]
    return tuple(sorted(rows, key=lambda r: (-r.days, r.code)))


def silence_of(project: Project, on: date) -> int | None:
    """Return for how many days a project has been silent, where that is too long."""
    projects = list(_reporting(Project.objects.filter(pk=project.pk), on))
    found = _silences(projects, on, progress_rule_on(zone_id=project.zone_id, on=on))
    return found[project.pk][1] if project.pk in found else None


def reports_waiting(*, actor: Actor, zone_id: int, on: date) -> tuple[ReportWaits, ...]:
    """
    Return the reports that wait for the person asking: to hand in, to mend, to review.

    What was sent back waits for whoever reported, too. A project's own head reports; where it has none, the firm's people; where there is no firm with an account, the
    head of the lead department. The lead department's head reviews, and supervision where that head reported.

    :raises NotFound: if nothing of the zone is within reach
    """
    if zone_id not in actor.zone_ids and not actor.unit_ids:
        raise NotFound(Problem("core.not_found"))
    if actor.user_id is None:
        return ()
    own = Project.objects.select_related("enterprise").filter(_mine(actor, on), zone_id=zone_id)
    projects = {p.pk: p for p in own}
    return (
        *_to_hand_in(projects.values(), zone_id, on),
        *_to_mend_or_review(actor, projects, zone_id),
    )


def _units(actor: Actor, *roles: Role) -> frozenset[int]:
    return frozenset().union(*(held.units for held in actor.held if held.role in roles))


def _mine(actor: Actor, on: date) -> Q:
    """Return the projects whose reports are this person's to write."""
    posted = Q(head_id__in=posts_of(user_id=actor.user_id, on=on))
    firms = Q(head=None, enterprise__unit_id__in=_units(actor, Role.ENTERPRISE_HEAD))
    led = Q(head=None, lead_id__in=_units(actor, Role.DEPARTMENT_HEAD)) & (
        Q(enterprise=None) | Q(enterprise__unit=None)
    )
    return posted | firms | led


def _to_hand_in(projects: Collection[Project], zone_id: int, on: date) -> Iterator[ReportWaits]:
    """Yield what has ended and nobody handed in; earlier ones that were missed are not asked for again."""
    rule = progress_rule_on(zone_id=zone_id, on=on)
    asked = [p for p in projects if _reports(p, on)]
    if not asked:
        return
    calendar = work_calendar()
    terms = {kind: ended(kind, on, rule.reports, calendar) for kind in ReportKind}
    told = _told(asked, terms.values())
    rhythms = rhythms_on(projects=asked, on=on, rule=rule)
    for project in asked:
        kinds, since = rhythms[project.pk]
        for kind in sorted(kinds):
            term = terms[kind]
            if term.end >= since and (project.pk, kind.value, term.end) not in told:
                yield ReportWaits(
                    WaitKind.REPORT, project.pk, project.code, project.name, None, term.due, kind.value
                )


def _told(projects: Iterable[Project], terms: Iterable[Term]) -> set[tuple[int, str, date]]:
    rows = Report.objects.filter(project__in=list(projects), ends__in=[t.end for t in terms], state__in=_TOLD)
    return set(rows.values_list("project_id", "kind", "ends"))


def _to_mend_or_review(actor: Actor, own: Collection[int], zone_id: int) -> Iterator[ReportWaits]:
    """Yield what was sent back, to whoever reported and to whose project it is; and what is to be reviewed."""
    mine = Q(project__in=list(own)) | Q(by_id=actor.user_id)
    led = Q(project__lead_id__in=_units(actor, Role.DEPARTMENT_HEAD), by_head=False)
    if actor.has(zone_id, Role.SUPERVISOR):
        led |= Q(by_head=True)
    reviews = led & Q(state__in=AWAITING_REVIEW) & ~Q(by_id=actor.user_id)
    rows = Report.objects.filter(mine & Q(state=ReportState.RETURNED) | reviews, project__zone_id=zone_id)
    last = ReportMove.objects.filter(report=OuterRef("pk")).order_by("-id").values("reason")[:1]
    for row in rows.select_related("project").annotate(reason=Subquery(last)).order_by("at", "id"):
        told = (row.project.pk, row.project.code, row.project.name, row.pk)
        if row.state == ReportState.RETURNED:
            yield ReportWaits(WaitKind.REDO, *told, row.due, row.reason)
        else:
            note = row.by if row.percent is None else f"{row.by} {row.percent}%"
            yield ReportWaits(WaitKind.REVIEW, *told, None, note)


def _reporting(rows: QuerySet[Project], on: date) -> Iterator[Project]:
    begun = rows.select_related("enterprise").filter(state="active", started_on__lte=on)
    return (project for project in begun if _reports(project, on))


def _reports(project: Project, on: date) -> bool:
    if project.state != "active" or project.started_on is None or project.started_on > on:
        return False
    return project.finished_on is None or project.finished_on > on


def _silences(
    projects: Collection[Project], on: date, rule: ProgressRuleView
) -> dict[int, tuple[date | None, int, int]]:
    """Return the last word of each project that is silent, for how many days, and how many are allowed."""
    last = _last_words(projects, on)
    found = {}
    for pk, (kinds, since) in rhythms_on(projects=projects, on=on, rule=rule).items():
        if not kinds:
            continue
        allowed = min(rule.reports.silent_after[kind] for kind in kinds)
        days = (on - max(last.get(pk, since), since)).days
        if days > allowed:
            found[pk] = (last.get(pk), days, allowed)
    return found


def _last_words(projects: Collection[Project], on: date) -> dict[int, date]:
    rows = Report.objects.filter(project__in=[p.pk for p in projects], state__in=_TOLD, on__lte=on)
    told = rows.values_list("project_id").annotate(last=Max("at"))
    return {pk: min(timezone.localdate(at), on) for pk, at in told}

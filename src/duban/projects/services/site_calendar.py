"""The zone's shutdowns and extra working days; whoever a change moves is told once, all their projects together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid, NotFound
from duban.core.reach import admit
from duban.engine.kernel import Problem, plain
from duban.notices.services import tell
from duban.notices.types import NoticeDraft
from duban.orgs.selectors import chains, holders_of, zone_slugs
from duban.orgs.services import correct_day
from duban.orgs.types import Actor
from duban.projects.models import Outlook, Project, Revision, Span
from duban.projects.policies import is_calendar_keeper
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import days_between, reckon, zone_calendars
from duban.projects.services._common import lock_projects
from duban.projects.services.schedules import keep_outlook
from duban.projects.types import WORK, CalendarSpan

__all__ = ["add_span", "correct_working_day", "follow_calendar", "follow_calendars", "withdraw_span"]

_LONGEST_SPAN = 400
_AT_ONCE = 1000
"""Schedules up to which whoever corrects a day waits for them."""
_LONGEST_NAME, _LONGEST_SOURCE = 60, 200


@transaction.atomic
def add_span(*, actor: Actor, zone_id: int, span: CalendarSpan, source: str, at: datetime) -> int:
    """
    Put dated days into the zone's calendars, compute its schedules again, and tell each person concerned once.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps its calendars
    :raises Invalid: without a name, a basis, or with days out of order
    """
    _demand(actor, zone_id)
    problems = []
    if not span.name.strip() or len(span.name) > _LONGEST_NAME:
        problems.append(Problem("projects.span_name", "name", (str(_LONGEST_NAME),)))
    if not source.strip() or len(source) > _LONGEST_SOURCE:
        problems.append(Problem("projects.span_source", "source", (str(_LONGEST_SOURCE),)))
    if not 0 <= (span.ends - span.starts).days <= _LONGEST_SPAN:
        problems.append(Problem("projects.span_order", "ends", (str(_LONGEST_SPAN),)))
    if problems:
        raise Invalid(*problems)
    lock_projects(zone_id)
    row = Span.objects.create(
        zone_id=zone_id,
        name=span.name.strip(),
        starts=span.starts,
        ends=span.ends,
        works=span.works,
        scope=span.scope.value,
        source=source.strip(),
        by=actor.name,
        at=at,
    )
    told = {"name": row.name, "starts": str(span.starts), "ends": str(span.ends), "works": span.works}
    record(actor=actor, act=Act("projects.add_span", f"span:{row.pk}", zone_id, after=told), at=at)
    _follow(actor, zone_id, row.name, at)
    return row.pk


@transaction.atomic
def withdraw_span(*, actor: Actor, zone_id: int, span_id: int, at: datetime) -> None:
    """
    Take dated days out of the zone's calendars again, compute its schedules again, and tell each person concerned once.

    :raises NotFound: if the zone, or the span, is not within reach
    :raises Forbidden: unless the actor keeps its calendars
    """
    _demand(actor, zone_id)
    lock_projects(zone_id)
    row = Span.objects.select_for_update().filter(zone_id=zone_id, pk=span_id, withdrawn_at=None).first()
    if row is None:
        raise NotFound(Problem("core.not_found", str(span_id)))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    act = Act("projects.withdraw_span", f"span:{row.pk}", zone_id, before={"name": row.name})
    record(actor=actor, act=act, at=at)
    _follow(actor, zone_id, row.name, at)


@transaction.atomic
def correct_working_day(
    *, actor: Actor, day: date, is_workday: bool, name: str, source: str, at: datetime
) -> int | None:
    """
    Correct a day of the calendar all zones share, compute their schedules again, and tell each person concerned once.

    Return how many schedules that moves. Where there are too many to wait for, nothing: the background follows by morning.

    :raises Forbidden: unless the actor is a system administrator
    """
    zones = list(Outlook.objects.order_by("zone_id").values_list("zone_id", flat=True).distinct())
    if at_once := Outlook.objects.count() <= _AT_ONCE:
        for zone_id in zones:
            lock_projects(zone_id)
    correct_day(actor=actor, day=day, is_workday=is_workday, name=name, source=source, at=at)
    if not at_once:
        return None
    told = f"{day.isoformat()} {name}".strip()
    return sum(_follow(actor, zone_id, told, at) for zone_id in zones)


@transaction.atomic
def follow_calendar(*, actor: Actor, zone_id: int, name: str, at: datetime) -> int:
    """
    Compute the zone's schedules again by the calendar as it stands and tell whom that moves; return how many it moves.

    For the day the calendar that all zones share has been corrected; *name* says what changed.

    :raises NotFound: if the zone is not within reach
    """
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    lock_projects(zone_id)
    return _follow(actor, zone_id, name, at)


def follow_calendars(*, actor: Actor, at: datetime) -> int:
    """
    Follow the calendar that all zones share, in every zone within reach; return how many projects that moves.

    For the background: whoever corrects a day there reads none of the zones' business.
    """
    zones = (
        Outlook.objects.filter(zone_id__in=actor.zone_ids).values_list("zone_id", "fingerprint").distinct()
    )
    stale = {zone for zone, mark in zones if mark != zone_calendars(zone_id=zone).fingerprint}
    name = gettext("放假安排更正")
    return sum(follow_calendar(actor=actor, zone_id=zone, name=name, at=at) for zone in sorted(stale))


def _follow(actor: Actor, zone_id: int, name: str, at: datetime) -> int:
    calendars = zone_calendars(zone_id=zone_id)
    rows = Outlook.objects.select_for_update(of=("self",)).filter(zone_id=zone_id).select_related("project")
    stale = {o.revision_id: o for o in rows if o.fingerprint != calendars.fingerprint}
    moved = []
    for revision in Revision.objects.filter(pk__in=stale):
        outlook = stale[revision.pk]
        reckoned = reckon(decode(revision.body), calendars, key=revision.digest)
        finish = reckoned.computed.result.finish
        if finish != outlook.finish:
            moved.append(
                (outlook.project, days_between(reckoned, WORK, outlook.finish, finish) or Decimal(0))
            )
        keep_outlook(outlook.project, revision, reckoned)
    _tell(actor, zone_id, name, moved, at)
    return len(moved)


def _tell(
    actor: Actor, zone_id: int, name: str, moved: Iterable[tuple[Project, Decimal]], at: datetime
) -> None:
    """Tell each person once: how many of their projects move, and which the most."""
    on = timezone.localdate(at)
    concerned = _concerned(zone_id, [p for p, _ in moved], on)
    link = f"/{zone_slugs(zone_ids=[zone_id])[zone_id]}/projects/last-start/"
    theirs: dict[int, list[tuple[Project, Decimal]]] = defaultdict(list)
    for project, days in moved:
        for person in concerned[project.pk]:
            theirs[person].append((project, days))
    drafts = []
    for person, own in theirs.items():
        most = max(own, key=lambda pair: (abs(pair[1]), pair[0].code))
        args = (
            name,
            str(len(own)),
            most[0].name,
            plain(abs(most[1]).normalize() + 0),
            "@later" if most[1] > 0 else "@earlier",
        )
        key = f"site-calendar:{at.isoformat()}"
        drafts.append(NoticeDraft(zone_id, person, key, "projects.calendar_changed", args, link))
    tell(actor=actor, notices=drafts, at=at)


def _concerned(zone_id: int, projects: Iterable[Project], on: date) -> dict[int, set[int]]:
    """Return who is responsible for each project: its head, and the head of its lead department."""
    projects = list(projects)
    heads = holders_of(post_ids={p.head_id for p in projects if p.head_id is not None}, on=on)
    leads = chains(zone_id=zone_id, unit_ids={p.lead_id for p in projects if p.lead_id is not None}, on=on)
    found: dict[int, set[int]] = {}
    for project in projects:
        people = set(leads[project.lead_id].heads) if project.lead_id in leads else set()
        if project.head_id in heads:
            people.add(heads[project.head_id])
        found[project.pk] = people
    return found


def _demand(actor: Actor, zone_id: int) -> None:
    admit(actor, zone_id, "keep_site_calendar", allowed=is_calendar_keeper(actor, zone_id))

"""Today's last-start list: what must begin now for the deadlines of a zone's projects to hold, and who is already late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.engine.schedule import DAY, Crash, Ruler, crash_list, plan_back
from duban.orgs.selectors import post_holders, unit_names
from duban.orgs.types import Actor
from duban.projects.models import Outlook, Project, Revision
from duban.projects.selectors.forecasts import standings_on
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import (
    Reckoned,
    evening,
    morning,
    network_of,
    reckon,
    ruler_over,
    standing_of,
    zone_calendars,
)
from duban.projects.selectors.schedules import kept_of
from duban.projects.types import (
    WORK,
    ZONE_CALENDARS,
    Called,
    CrashRow,
    LastStartBoard,
    LastStartRow,
    LateProject,
    ZoneCalendars,
)

__all__ = ["crashes", "last_start_board", "outlook_of"]

_WITHIN = 366
"""Activities of the chain that are tried one by one."""


def outlook_of(reckoned: Reckoned) -> dict[str, Any]:
    """Return what is kept of a computed revision: its finish, how late, and what has not begun."""
    standing = standing_of(reckoned, with_chain=False)
    result = reckoned.computed.result
    starts = [
        [a.id, a.name, result.late_start[k], result.early_start[k], a.calendar, a.post_id, a.name_en]
        for k, a in enumerate(reckoned.schedule.activities)
        if not a.heading and a.actual_start is None and result.late_start[k] is not None
    ]
    return {
        "fingerprint": reckoned.calendars.fingerprint,
        "finish": standing.finish,
        "late_by": standing.late_by,
        "starts": sorted(starts, key=lambda s: (s[2], s[0]))
        if reckoned.schedule.deadline is not None
        else [],
    }


def last_start_board(
    *, actor: Actor, zone_id: int, on: date, within: int = 0, code: str | None = None
) -> LastStartBoard:
    """
    Return what has not begun and must by the end of *on*, or *within* calendar days later, over all visible projects.

    Only projects being worked on whose schedule has a deadline are asked. A project is late where, with nothing that
    has not begun beginning before *on*, it cannot finish in time any more: the best achievable finish is then told with
    the chain that makes it. With *code*, one project alone.
    """
    calendars = zone_calendars(zone_id=zone_id)
    until = (on + timedelta(days=1 + min(max(within, 0), _WITHIN))).toordinal() * DAY
    projects = Project.objects.visible_to(actor).filter(zone_id=zone_id, state=Project.State.ACTIVE)
    if code is not None:
        projects = projects.filter(code=code)
    rows = list(
        Outlook.objects.filter(project__in=projects, revision__deadline__isnull=False)
        .select_related("project", "revision")
        .defer("revision__body", "planned")
        .order_by("project_id")
    )
    stale = [o for o in rows if o.fingerprint != calendars.fingerprint]
    _refresh(stale, calendars)
    people = _People(zone_id, on, rows)
    pressing = [row for o in rows for row in _pressing(o, until, morning(on), calendars, people)]
    late = _late(rows, calendars, on, people)
    known = len(rows)
    return LastStartBoard(
        on=on,
        within=within,
        rows=tuple(sorted(pressing, key=lambda r: (r.latest, r.project_code, r.activity_id))),
        late=tuple(sorted(late, key=lambda p: (-p.late_by, p.code))),
        schedules=known,
        without=projects.count() - known,
    )


def _refresh(stale: Sequence[Outlook], calendars: ZoneCalendars) -> None:
    """Compute again, for this answer alone, what was kept under another calendar."""
    bodies = {r.pk: r for r in Revision.objects.filter(pk__in=[o.revision_id for o in stale])}
    for outlook in stale:
        revision = bodies[outlook.revision_id]
        found = outlook_of(reckon(decode(revision.body), calendars, key=revision.digest))
        for name, value in found.items():
            setattr(outlook, name, value)


class _People:
    """Who is responsible for each project and post, asked once."""

    def __init__(self, zone_id: int, on: date, rows: Iterable[Outlook]) -> None:
        self.units, self.posts = unit_names(zone_ids=[zone_id], on=on)
        heads = {o.project.head_id for o in rows}
        wanted = {post for o in rows for post in (s[5] for s in o.starts)} | heads
        self.holders = post_holders(post_ids={p for p in wanted if p is not None}, on=on)

    def responsible(self, project: Project, post_id: int | None = None) -> str:
        """Return the person in the post, else the title of the post, else nothing."""
        post = post_id if post_id is not None else project.head_id
        if post is None:
            return ""
        return self.holders.get(post) or self.posts.get(post, "")

    def unit(self, project: Project) -> str:
        """Return the name of the lead department."""
        return self.units.get(project.lead_id or 0, "")


def _pressing(
    outlook: Outlook, until: int, on: int, calendars: ZoneCalendars, people: _People
) -> Iterable[LastStartRow]:
    project = outlook.project
    ruler: Ruler | None = None
    for key, name, latest, earliest, calendar, post, *english in outlook.starts:
        if latest >= until:
            return
        ruler = ruler or ruler_over(calendars, min(on, latest), max(on, latest))
        yield LastStartRow(
            project_id=project.pk,
            project_code=project.code,
            name=project.name,
            name_en=project.name_en,
            activity_id=key,
            # What was kept before activities had English names has none.
            activity=Called(name, *english),
            latest=latest,
            forecast=max(earliest, on),
            days_left=ruler.days(calendar if calendar in ZONE_CALENDARS else WORK, on, latest),
            responsible=people.responsible(project, post),
            unit=people.unit(project),
            is_sample=outlook.revision.is_sample,
        )


def _late(rows: Sequence[Outlook], calendars: ZoneCalendars, on: date, people: _People) -> list[LateProject]:
    """Return the projects that cannot finish in time from *on*: only those something presses, or that were late before."""
    start = morning(on)
    suspects = [
        o for o in rows if (o.late_by is not None and o.late_by > 0) or (o.starts and o.starts[0][2] < start)
    ]
    standings = standings_on({o.revision_id: o.revision.digest for o in suspects}, calendars, on)
    late = []
    for outlook in suspects:
        found = standings[outlook.revision_id]
        if found.deadline is None or found.finish is None or found.late_by is None or found.late_by <= 0:
            continue
        project = outlook.project
        late.append(
            LateProject(
                project.pk,
                project.code,
                project.name,
                project.name_en,
                found.deadline,
                found.finish,
                found.late_by,
                found.chain,
                people.responsible(project),
                people.unit(project),
                outlook.revision.is_sample,
            )
        )
    return late


def crashes(*, actor: Actor, zone_id: int, code: str, on: date) -> tuple[CrashRow, ...]:
    """
    Return what shortening each activity of the chain that makes the finish would bring forward, most first.

    :raises NotFound: if the project is not within reach, or has no schedule with a deadline
    """
    kept = kept_of(actor, zone_id, code)
    schedule = kept.schedule
    if schedule is None or schedule.deadline is None:
        raise NotFound(Problem("core.not_found", code))
    back = plan_back(network_of(schedule, zone_calendars(zone_id=zone_id), on=on), evening(schedule.deadline))
    names = {a.id: a.called for a in schedule.activities}
    found = crash_list(back)
    return tuple(_crash(c, names[c.activity]) for c in found)


def _crash(found: Crash, called: Called) -> CrashRow:
    return CrashRow(found.activity, called.name, called.name_en, found.first_day, found.at_most)

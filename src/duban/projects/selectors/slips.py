"""Who moved what by how many working days, and who let it stand."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Baseline, Revision
from duban.projects.selectors.pages import find_project
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import Reckoned, days_between, reckon, zone_calendars
from duban.projects.types import BaselineState, PlannedActivity, PlannedLink, Schedule, Slip

__all__ = ["slippage"]

_FIELDS = (
    "name", "name_en", "duration", "calendar", "bound", "bound_at", "second", "second_at", "deadline", "actual_start",
    "actual_finish", "remaining", "percent", "parent",
)  # fmt: skip
_MOST = 200
"""Revisions gone through at once."""


def slippage(*, actor: Actor, zone_id: int, code: str, since: int, until: int | None = None) -> list[Slip]:
    """
    Return what moved between two revisions, step by step and oldest first; without *until*, to the newest.

    Each step from one revision to the next is compared by today's calendars; whoever made the later one moved what
    differs. Working days are counted in each activity's calendar. Every step names the first baseline approved that
    holds it.

    :raises NotFound: if the project or a revision is not within reach
    """
    project = find_project(actor=actor, zone_id=zone_id, code=code)
    rows = Revision.objects.filter(project_id=project, number__gte=since).order_by("number")
    revisions = list((rows if until is None else rows.filter(number__lte=until))[:_MOST])
    if not revisions or revisions[0].number != since or (until is not None and revisions[-1].number != until):
        raise NotFound(Problem("core.not_found", str(since if until is None else until)))
    calendars = zone_calendars(zone_id=zone_id)
    approved = list(
        Baseline.objects.filter(project_id=project, state=BaselineState.APPROVED.value)
        .order_by("decided_at", "id")
        .values_list("revision__number", "decided_by")
    )
    slips: list[Slip] = []
    before = None
    for revision in revisions:
        after = reckon(decode(revision.body), calendars, key=revision.digest)
        if before is not None:
            slips += _step(before, after, revision, approved)
        before = after
    return slips


def _step(
    before: Reckoned, after: Reckoned, revision: Revision, approved: Sequence[tuple[int, str]]
) -> list[Slip]:
    let_stand = next((who for number, who in approved if number >= revision.number), "")
    was = {a.id: a for a in before.schedule.activities}
    now = {a.id: a for a in after.schedule.activities}
    told = (revision.number, revision.by, revision.at, revision.reason, let_stand)
    found = [
        Slip(i, was[i].name, was[i].name_en, "dropped", None, None, (), *told) for i in was if i not in now
    ]
    old, new = before.dates, after.dates
    links = _links(before.schedule), _links(after.schedule)
    for key, activity in now.items():
        if activity.heading:
            continue
        name, english = activity.name, activity.name_en
        if key not in was:
            found.append(Slip(key, name, english, "added", None, None, (), *told))
            continue
        if key not in old or key not in new or old[key] == new[key]:
            continue
        by = activity.calendar
        start = days_between(after, by, old[key][0], new[key][0])
        finish = days_between(after, by, old[key][1], new[key][1])
        if start or finish:
            direct = _direct(was[key], activity, links[0].get(key), links[1].get(key))
            found.append(Slip(key, name, english, "moved", start, finish, direct, *told))
    return found


def _links(schedule: Schedule) -> dict[str, set[PlannedLink]]:
    found: dict[str, set[PlannedLink]] = {}
    for link in schedule.links:
        found.setdefault(link.after, set()).add(link)
    return found


def _direct(
    was: PlannedActivity, now: PlannedActivity, old: set[PlannedLink] | None, new: set[PlannedLink] | None
) -> tuple[str, ...]:
    changed = [name for name in _FIELDS if getattr(was, name) != getattr(now, name)]
    return (*changed, *(("links",) if (old or set()) != (new or set()) else ()))

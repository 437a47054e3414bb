"""Keeping a project's schedule: every save is a new revision, whole, and the second of two editors is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from duban.core.errors import Conflict, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.orgs.selectors import posts_in
from duban.orgs.types import Actor
from duban.projects.models import Outlook, Project, Report, Revision
from duban.projects.policies import is_lead, is_reporter
from duban.projects.selectors.last_starts import outlook_of
from duban.projects.selectors.planned_schedules import original_baselines, planned_of
from duban.projects.selectors.schedule_codec import decode, digest_of, encode
from duban.projects.selectors.schedule_edits import unfit
from duban.projects.selectors.schedule_reckoning import Reckoned, reckon, zone_calendars
from duban.projects.selectors.schedules import changed_schedule
from duban.projects.selectors.telling import retold, words_of
from duban.projects.services._common import demand, note, open_project
from duban.projects.types import (
    ChangeActivity,
    ChangeDates,
    RevisionKind,
    Schedule,
    ScheduleEdit,
)

__all__ = [
    "edit_schedule",
    "follow_reports",
    "keep_schedule",
    "report_activities",
    "restore_revision",
    "tell_plans",
]

_LONGEST_REASON = 500
_REPORTED = frozenset({"actual_start", "actual_finish", "remaining", "percent", "quantity", "cause"})
"""What whoever reports on an activity may say of it; its plan is the lead department's."""


@dataclass(frozen=True, slots=True)
class _Said:
    """How a revision came about."""

    actor: Actor
    kind: RevisionKind
    reason: str
    at: datetime
    is_sample: bool = False
    report: int | None = None


@transaction.atomic
def keep_schedule(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    schedule: Schedule,
    base: int,
    reason: str,
    at: datetime,
    kind: RevisionKind = RevisionKind.DRAWN,
    is_sample: bool = False,
) -> int:
    """
    Keep a whole schedule, drawn anew or taken from a file, as the next revision and return its number.

    A file has no English names: an activity it calls as the revision before did keeps the English name typed there.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for its lead department
    :raises Conflict: if *base* is not the newest revision's number (0 before there is any)
    :raises Invalid: with everything that is wrong with it
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "keep_schedule", is_lead)
    newest = _newest(project, base)
    if problems := unfit(schedule):
        raise Invalid(*problems)
    if kind is RevisionKind.FILE and newest is not None:
        schedule = _still_called(schedule, decode(newest.body))
    return _append(project, schedule, base, _Said(actor, kind, reason, at, is_sample))


@transaction.atomic
def edit_schedule(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    base: int,
    edits: Iterable[ScheduleEdit],
    reason: str,
    at: datetime,
) -> int:
    """
    Make changes to the newest revision, keep the outcome as the next, and return its number.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for its lead department
    :raises Conflict: if somebody kept a revision since *base*
    :raises Invalid: with everything that is wrong with the outcome, or if nothing changes
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "keep_schedule", is_lead)
    return _changed(project, base, edits, _Said(actor, RevisionKind.EDIT, reason, at))


@transaction.atomic
def report_activities(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    base: int,
    changes: Mapping[str, Mapping[str, object]],
    data_date: date,
    reason: str,
    at: datetime,
) -> int:
    """
    Say how far activities are, by id, as of *data_date*; keep the outcome as the next revision and return its number.

    Only progress is taken: actual start and finish, remaining, per cent, count, cause.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor reports on the project
    :raises Conflict: if somebody kept a revision since *base*
    :raises Invalid: with everything that is wrong with the outcome
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "report_schedule", is_reporter)
    if more := sorted({name for values in changes.values() for name in values} - _REPORTED):
        raise Invalid(*(Problem("projects.not_reported", name, (name,)) for name in more))
    edits: list[ScheduleEdit] = [ChangeDates({"data_date": data_date})]
    edits += [ChangeActivity(key, values) for key, values in changes.items()]
    return _changed(project, base, edits, _Said(actor, RevisionKind.PROGRESS, reason, at))


@transaction.atomic
def restore_revision(
    *, actor: Actor, zone_id: int, project_id: int, base: int, number: int, reason: str, at: datetime
) -> int:
    """
    Keep an earlier revision's content as the next revision: undone, with nothing lost. Return the new number.

    :raises NotFound: if the project, or the revision, is not there
    :raises Forbidden: unless the actor works for its lead department
    :raises Conflict: if somebody kept a revision since *base*
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "keep_schedule", is_lead)
    _newest(project, base)
    earlier = Revision.objects.filter(project=project, number=number).first()
    if earlier is None:
        raise NotFound(Problem("core.not_found", str(number)))
    said = _Said(actor, RevisionKind.RESTORED, reason or f"→ {number}", at)
    return _append(project, decode(earlier.body), base, said)


def _still_called(schedule: Schedule, before: Schedule) -> Schedule:
    known = {a.name: a.name_en for a in before.activities}
    rows = (replace(a, name_en=a.name_en or known.get(a.name, "")) for a in schedule.activities)
    return replace(schedule, activities=tuple(rows))


def tell_plans(*, actor: Actor, at: datetime) -> int:
    """
    Let every plan within reach say what reviewed reports say of it, and return how many did not.

    For the background: what was counted before plans listened, and what was taken out with the illustrative rows.

    :raises Invalid: once all are told, with why some could not be computed
    """
    heard = Q(reports__counts__work__activity__gt="") | Q(reports__tellings__isnull=False)
    found = Project.objects.filter(zone_id__in=actor.zone_ids, revisions__isnull=False)
    spoken = Revision.objects.filter(project=OuterRef("pk"), kind=RevisionKind.REPORT.value)
    found = found.filter(heard | Q(Exists(spoken))).order_by("pk").distinct()
    told = 0
    problems: list[Problem] = []
    for pk in list(found.values_list("pk", flat=True)):
        try:
            told += _tell_plan(actor, pk, at)
        except Invalid as unfit:
            problems += unfit.problems
    if problems:
        raise Invalid(*problems)
    return told


@transaction.atomic
def _tell_plan(actor: Actor, project_id: int, at: datetime) -> bool:
    project = Project.objects.select_for_update(of=("self",)).get(pk=project_id)
    reason = gettext("计划补记审核过的进度报告")
    return follow_reports(actor, project, reason=reason, at=at, report=None)


def follow_reports(
    actor: Actor, project: Project, *, reason: str, at: datetime, report: Report | None
) -> bool:
    """
    Keep what reviewed reports say of a locked project's plan now as its next revision, where that changes anything: whether it does.

    What is kept follows from the plan as it was typed and from the reports alone. The revision names the report that made it.
    """
    newest = Revision.objects.filter(project=project).order_by("-number").first()
    if newest is None:
        return False
    before = decode(newest.body)
    after = retold(before, words_of(project))
    if after != before:
        named = None if report is None else report.pk
        said = _Said(actor, RevisionKind.REPORT, reason, at, newest.is_sample, named)
        _write(project, after, newest.number, said)
    return after != before


def _changed(project: Project, base: int, edits: Iterable[ScheduleEdit], said: _Said) -> int:
    newest = _newest(project, base)
    if newest is None:
        raise NotFound(Problem("core.not_found", project.code))
    before = decode(newest.body)
    schedule = changed_schedule(before, edits, words_of(project))
    if schedule == before:
        raise Invalid(Problem("projects.nothing_changed"))
    return _append(project, schedule, base, said)


def _newest(project: Project, base: int) -> Revision | None:
    """Return the newest revision of a locked project, which must be the one the actor saw."""
    newest = Revision.objects.filter(project=project).order_by("-number").first()
    if base != (0 if newest is None else newest.number):
        told = ("", "0") if newest is None else (newest.by, str(newest.number))
        raise Conflict(Problem("projects.schedule_moved_on", "base", (told[1], told[0])))
    return newest


def _append(project: Project, schedule: Schedule, base: int, said: _Said) -> int:
    reason = said.reason.strip()
    problems = (
        [Problem("projects.reason_too_long", "reason", (str(_LONGEST_REASON),))]
        if len(reason) > _LONGEST_REASON
        else []
    )
    posts = {a.post_id for a in schedule.activities if a.post_id is not None}
    if posts and (unknown := posts - posts_in(zone_id=project.zone_id).keys()):
        problems += [Problem("projects.no_post", "post_id", (str(p),)) for p in sorted(unknown)]
    if problems:
        raise Invalid(*problems)
    return _write(project, retold(schedule, words_of(project)), base, replace(said, reason=reason))


def _write(project: Project, schedule: Schedule, base: int, said: _Said) -> int:
    body = encode(schedule)
    digest = digest_of(body)
    # Computed from what was written, not from what was said: what is kept is what everybody reads.
    reckoned = reckon(decode(body), zone_calendars(zone_id=project.zone_id), key=digest)
    revision = Revision.objects.create(
        zone_id=project.zone_id,
        project=project,
        number=base + 1,
        kind=said.kind.value,
        body=body,
        digest=digest,
        activities=sum(1 for a in schedule.activities if not a.heading),
        data_date=schedule.data_date,
        deadline=schedule.deadline,
        by=said.actor.name,
        by_user=said.actor.user_id,
        at=said.at,
        reason=said.reason,
        report=said.report,
        is_sample=said.is_sample,
    )
    keep_outlook(project, revision, reckoned)
    after = {"revision": revision.number, "activities": revision.activities, "kind": revision.kind}
    note(said.actor, project, "keep_schedule", said.at, after=after, reason=said.reason)
    return revision.number


def keep_outlook(project: Project, revision: Revision, reckoned: Reckoned) -> None:
    """Write down what the newest revision comes to."""
    against = original_baselines([project.pk]).get(project.pk)
    planned = planned_of(reckoned, against)
    found = outlook_of(reckoned) | {"revision": revision, "zone_id": project.zone_id, "planned": planned}
    Outlook.objects.update_or_create(project=project, defaults=found)

"""Counted work of a project: total and days by its kept schedule, what stands by the word of reviewed reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import DAY, Calendar, Pace, Quantity, moment, pace, tick_of_day
from duban.engine.schedule import Count as Told
from duban.orgs.types import Actor
from duban.projects.models import Count, CountedWork, Project, Revision
from duban.projects.selectors.planned_schedules import original_baselines
from duban.projects.selectors.reports import find_project
from duban.projects.selectors.schedule_codec import decode, decode_dates
from duban.projects.selectors.schedule_reckoning import (
    Reckoned,
    drawn_calendars,
    morning,
    reckon,
    zone_calendars,
)
from duban.projects.selectors.telling import own_of
from duban.projects.types import (
    WORK,
    Counted,
    PlannedActivity,
    ReportState,
    WorkPace,
    WorkPlan,
    WorkRow,
    WorkSource,
)

__all__ = ["counted_activities", "counted_work", "works_of"]

_LONGEST_ID = 40
"""Of the activities that can be named by counted work; Duban's own and both programs' are far shorter."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A counted activity of the newest revision, and the days it is to be done in."""

    said: WorkPlan
    activity: PlannedActivity
    quantity: Counted
    start: int
    finish: int
    begun: int
    """Where its own rate is measured from: when it began, or is to begin."""
    calendar: Calendar
    day: int
    data_date: date | None

    @property
    def kept(self) -> tuple[date, Decimal] | None:
        """What the revision itself says is done, and as of when."""
        if self.data_date is None or self.quantity.done <= 0:
            return None
        return self.data_date, self.quantity.done


def counted_work(*, actor: Actor, zone_id: int, code: str, on: date) -> tuple[WorkRow, ...]:
    """
    Return the counted work of a project as it stood on a day: its schedule's activities that have a quantity, and the rest.

    What is done is what the newest reviewed report up to that day says; the kept revision is not changed by it.

    :raises NotFound: if the project is not within reach
    """
    return works_of(find_project(actor, zone_id, code), on)


def works_of(project: Project, on: date) -> tuple[WorkRow, ...]:
    """Return the counted work of a project as it stood on a day, by what reviewed reports say."""
    told: dict[int, list[Count]] = {}
    counts = Count.objects.filter(
        report__project=project, report__state=ReportState.REVIEWED, report__on__lte=on
    )
    for count in counts.select_related("report").order_by("report__on", "report__at"):
        told.setdefault(count.work_id, []).append(count)
    plans = _plans(project)
    works = list(CountedWork.objects.filter(project=project).select_related("project").order_by("id"))
    taken = {work.activity for work in works}
    fresh = [_fresh(plan, on) for key, plan in plans.items() if key not in taken]
    return (*(_row(work, told.get(work.pk, []), plans.get(work.activity), on) for work in works), *fresh)


def counted_activities(project: Project) -> dict[str, PlannedActivity]:
    """Return the activities of the newest revision that have a quantity, by id."""
    revision = _newest(project)
    if revision is None:
        return {}
    return {a.id: a for a in decode(revision.body).activities if _is_counted(a)}


def _is_counted(activity: PlannedActivity) -> bool:
    return activity.quantity is not None and not activity.heading and len(activity.id) <= _LONGEST_ID


def _newest(project: Project) -> Revision | None:
    return Revision.objects.filter(project=project).order_by("-number").first()


def _plans(project: Project) -> dict[str, _Plan]:
    """Return the counted activities of the newest revision with their days, the approved baseline's before its own."""
    revision = _newest(project)
    if revision is None:
        return {}
    schedule = decode(revision.body)
    activities = [a for a in schedule.activities if _is_counted(a)]
    if not activities:
        return {}
    typed = own_of(schedule)
    own = {a.id: a.quantity for a in typed.activities}
    # Planned is what was planned before a report said when it began.
    mark = revision.digest if typed is schedule else f"{revision.digest}:typed"
    reckoned = reckon(typed, zone_calendars(zone_id=project.zone_id), key=mark)
    approved = original_baselines([project.pk]).get(project.pk)
    base = {} if approved is None else decode_dates(approved.dates)
    found = (
        _plan(
            reckoned,
            revision,
            replace(activity, quantity=own[activity.id]),
            base,
            "" if approved is None else approved.name,
        )
        for activity in activities
    )
    return {plan.activity.id: plan for plan in found if plan is not None}


def _plan(
    reckoned: Reckoned,
    revision: Revision,
    activity: PlannedActivity,
    base: dict[str, tuple[int, int]],
    name: str,
) -> _Plan | None:
    own = reckoned.dates.get(activity.id)
    days = base.get(activity.id, own)
    network = reckoned.computed.plan.network
    calendars = {c.key: c for c in network.calendars}
    if own is None or days is None or activity.quantity is None:
        return None
    return _Plan(
        WorkPlan(
            activity.id,
            activity.name,
            revision.number,
            name if activity.id in base else "",
            is_sample=revision.is_sample,
            name_en=activity.name_en,
        ),
        activity,
        activity.quantity,
        start=days[0],
        finish=days[1],
        begun=_begun(activity, own[0]),
        # By the clock there are no working days: what is counted is counted by the zone's.
        calendar=calendars.get(activity.calendar) or calendars[WORK],
        day=network.options.day,
        # What the plan itself says is done, it says as of the day somebody set.
        data_date=reckoned.schedule.data_date,
    )


def _begun(activity: PlannedActivity, planned: int) -> int:
    """Return since when work is counted: since somebody says it began; the first count alone is no beginning."""
    said = activity.told is not None and activity.told.is_start_said
    return activity.actual_start if said and activity.actual_start is not None else planned


def _row(work: CountedWork, counts: Sequence[Count], plan: _Plan | None, on: date) -> WorkRow:
    last = counts[-1] if counts else None
    row = WorkRow(
        id=work.pk,
        name=work.name,
        name_en=work.name_en or _english(work, plan),
        unit=work.unit,
        plan=None if plan is None else plan.said,
        total=work.total,
        start=work.start,
        finish=work.finish,
        done=None if last is None else last.done,
        at_least=last is not None and last.at_least,
        said="" if last is None else last.said,
        on=None if last is None else last.report.on,
        source=None if last is None else WorkSource(last.report_id, last.report.kind, last.report.by),
        is_sample=work.is_sample,
    )
    told = {count.report.on: count.done for count in counts}
    if plan is None:
        return _paced(row, told, on, work.project)
    if plan.quantity.unit and plan.quantity.unit != work.unit:
        return replace(
            row, problem=Problem("projects.other_unit", "unit", (work.unit or "—", plan.quantity.unit))
        )
    return _by_plan(row, told, plan, on)


def _english(work: CountedWork, plan: _Plan | None) -> str:
    """Return the English name of the activity it is called by, typed once, in the schedule."""
    return plan.activity.name_en if plan is not None and plan.activity.name == work.name else ""


def _fresh(plan: _Plan, on: date) -> WorkRow:
    """Return a counted activity nobody has reported on."""
    row = WorkRow(
        id=None,
        name=plan.activity.name,
        name_en=plan.activity.name_en,
        unit=plan.quantity.unit,
        plan=plan.said,
        total=None,
        start=None,
        finish=None,
        done=None,
        at_least=False,
        said="",
        on=None,
        is_sample=plan.said.is_sample,
    )
    return _by_plan(row, {}, plan, on)


def _by_plan(row: WorkRow, told: dict[date, Decimal], plan: _Plan, on: date) -> WorkRow:
    """Return the row with total, days and pace by the schedule; its own figure stands in where no report speaks."""
    row = replace(
        row, total=plan.quantity.total, start=moment(plan.start).date(), finish=moment(plan.finish - 1).date()
    )
    counts = tuple(Told(_end(day), done) for day, done in sorted(told.items()))
    if not counts and plan.kept is not None and plan.kept[0] <= on:
        day, done = plan.kept
        row = replace(row, done=done, on=day, source=WorkSource(None, "", "", revision=plan.said.revision))
        # What a revision says, it says of the morning of its data date.
        counts = (Told(morning(day), done),)
    asked = Quantity(plan.quantity.total, plan.start, max(plan.finish, plan.start + 1), counts)
    try:
        found = pace(asked, plan.calendar, _end(on), day=plan.day)
        if plan.begun != plan.start:
            real = replace(asked, start=plan.begun, finish=max(plan.finish, plan.begun + 1))
            own = pace(real, plan.calendar, _end(on), day=plan.day)
            found = replace(found, own_rate=own.own_rate, forecast=own.forecast)
    except Unfit as unfit:
        return replace(row, problem=unfit.problems[0])
    return replace(row, pace=_pace(found))


def _paced(row: WorkRow, told: dict[date, Decimal], on: date, project: Project) -> WorkRow:
    """Return the row of work that is in no schedule with its pace, where total and days are known."""
    if row.total is None or row.start is None or row.finish is None:
        return row
    counts = tuple(Told(_end(day), done) for day, done in sorted(told.items()))
    asked = Quantity(row.total, tick_of_day(row.start), _end(row.finish), counts)
    workdays = drawn_calendars(zone_calendars(zone_id=project.zone_id))[0]
    try:
        return replace(row, pace=_pace(pace(asked, workdays, _end(on))))
    except Unfit as unfit:
        return replace(row, problem=unfit.problems[0])


def _pace(found: Pace) -> WorkPace:
    forecast = None if found.forecast is None else moment(found.forecast - 1).date()
    return WorkPace(found.planned, found.ahead, found.needed, found.own_rate, forecast)


def _end(day: date) -> int:
    return tick_of_day(day) + DAY

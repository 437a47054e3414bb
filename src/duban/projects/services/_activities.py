"""What can be wrong with what a report says of the plan's activities, and how it is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.engine.kernel import Problem
from duban.engine.schedule import moment
from duban.projects.models import Project, Report, Telling
from duban.projects.selectors.offered import Planned, planned_of_project
from duban.projects.selectors.telling import retold, words_of
from duban.projects.types import ActivityDraft, PlannedActivity, ReportState, Word

__all__ = ["Plan", "plan_of", "unfit_activities", "write_tellings"]

_TOLD = frozenset({ReportState.SUBMITTED, ReportState.RESUBMITTED, ReportState.REVIEWED})


@dataclass(frozen=True, slots=True)
class Plan:
    """A project's plan as a report finds it: with what was told before it, reviewed or not."""

    activities: Mapping[str, PlannedActivity]
    """What can be reported on, by id."""
    words: tuple[Word, ...]
    """What other reports say up to the day this one is of."""
    gives_share: bool
    """Whether the plan may give the project's percentage."""


def plan_of(project: Project, report: Report | None, on: date, *, is_sample: bool) -> Plan:
    """Return the plan a report on a day is judged by; an empty one where the project has none."""
    planned: Planned | None = planned_of_project(project)
    if planned is None:
        return Plan({}, (), gives_share=False)
    own = None if report is None else report.pk
    words = tuple(w for w in words_of(project, _TOLD) if w.on <= on and w.report != own)
    told = {a.id: a for a in retold(planned.schedule, words).activities}
    found = {key: told[key] for key in planned.leaves}
    return Plan(found, words, gives_share=is_sample or not planned.revision.is_sample)


def unfit_activities(
    plan: Plan,
    said: tuple[ActivityDraft, ...],
    counts: Mapping[str, Decimal],
    on: date,
    *,
    reason: bool,
) -> Iterator[Problem]:
    """Yield everything wrong with what a report of a day says of activities; *counts* are what it counts of them."""
    seen: set[str] = set()
    for draft in said:
        activity = plan.activities.get(draft.activity)
        if activity is None or draft.activity in seen:
            yield Problem("projects.no_activity", f"activity_{draft.activity[:40]}", (draft.activity[:40],))
            continue
        seen.add(draft.activity)
        yield from _unfit_days(plan, draft, activity, on)
        yield from _unfit_share(draft, activity, counts.get(draft.activity), reason=reason)


def _unfit_days(plan: Plan, draft: ActivityDraft, activity: PlannedActivity, on: date) -> Iterator[Problem]:
    where, name = f"activity_{draft.activity}", activity.name
    for day in (draft.started, draft.finished):
        if day is not None and day > on:
            yield Problem("projects.told_ahead", where, (name, day.isoformat(), on.isoformat()))
    first = _first_work(plan, activity)
    if draft.started is not None and first is not None and first < draft.started:
        told = (name, draft.started.isoformat(), first.isoformat())
        yield Problem("projects.started_after_work", where, told)
    start = draft.started or _day(activity.actual_start)
    if draft.finished is None:
        return
    if start is None:
        yield Problem("projects.finish_without_start", where, (name,))
    elif draft.finished < start:
        told = (name, draft.finished.isoformat(), start.isoformat())
        yield Problem("projects.told_finish_before_start", where, told)


def _first_work(plan: Plan, activity: PlannedActivity) -> date | None:
    """Return the first day another report says anything of the activity was done."""
    return min(
        (w.on for w in plan.words if w.activity == activity.id and (w.done or w.percent)), default=None
    )


def _unfit_share(
    draft: ActivityDraft, activity: PlannedActivity, count: Decimal | None, *, reason: bool
) -> Iterator[Problem]:
    where, name, percent = f"activity_{draft.activity}", activity.name, draft.percent
    counted = activity.quantity
    if counted is not None:
        if percent is not None:
            yield Problem("projects.counted_by_quantity", where, (name,))
        if draft.finished is not None and (count if count is not None else counted.done) < counted.total:
            yield Problem("projects.finished_not_counted", where, (name,))
    elif percent is None:
        return
    elif not 0 <= percent <= 100:
        yield Problem("projects.percent", where, (name,))
    elif draft.finished is not None and percent < 100:
        yield Problem("projects.finished_not_whole", where, (name, str(percent)))
    elif percent < activity.percent and not reason:
        yield Problem("projects.share_going_back", where, (name, str(activity.percent), str(percent)))


def write_tellings(plan: Plan, report: Report, said: tuple[ActivityDraft, ...]) -> None:
    """Write what a report says of activities, in place of what it said before."""
    report.tellings.all().delete()
    Telling.objects.bulk_create(
        Telling(
            report=report,
            activity=draft.activity,
            name=plan.activities[draft.activity].name[:200],
            percent=draft.percent,
            started=draft.started,
            finished=draft.finished,
        )
        for draft in said
    )


def _day(at: int | None) -> date | None:
    return None if at is None else moment(at).date()

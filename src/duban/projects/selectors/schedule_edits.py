"""Changes to a schedule, applied to a copy; nothing here is saved, so the page and the service use the same."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import date

from duban.engine.kernel import Problem
from duban.engine.schedule import CLOCK
from duban.projects.selectors.telling import typed_again
from duban.projects.types import (
    ZONE_CALENDARS,
    AddActivity,
    ChangeActivity,
    ChangeDates,
    Counted,
    DropActivity,
    DropLink,
    LinkTo,
    MoveActivity,
    PlannedActivity,
    PlannedLink,
    PutLink,
    Schedule,
    ScheduleEdit,
)

__all__ = ["apply", "typed_edits", "unfit"]

_MOST_ACTIVITIES, _MOST_LINKS = 10_000, 40_000
_LONGEST_NAME = 200
_LONGEST = 40 * 366 * 24 * 600
"""Ticks of the longest activity: forty years by the clock."""
_FIELDS = frozenset(
    {
        "name", "name_en", "code", "heading", "calendar", "duration", "remaining", "bound", "bound_at", "second", "second_at",
        "deadline", "actual_start", "actual_finish", "percent", "quantity", "cause", "post_id", "risk", "shortest", "longest",
    }
)  # fmt: skip
_PROGRESS = frozenset({"actual_start", "actual_finish", "remaining", "percent"})
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


def apply(schedule: Schedule, edits: Iterable[ScheduleEdit]) -> tuple[Schedule, tuple[Problem, ...]]:
    """Return the schedule with the changes made one after another, and the changes that could not be."""
    problems: list[Problem] = []
    for edit in edits:
        schedule = _one(schedule, edit, problems)
    return schedule, tuple(problems)


def typed_edits(
    schedule: Schedule, edits: Iterable[ScheduleEdit]
) -> tuple[list[ScheduleEdit], list[Problem]]:
    """
    Return the changes as they are made to the plan as typed, and where one types what reviewed reports say already.

    A form repeats the data date and the count it was shown: said again they change nothing.
    """
    kept = typed_again(schedule)
    named = list(edits)
    moves = any(isinstance(e, ChangeActivity) and _PROGRESS & e.values.keys() for e in named)
    found: list[ScheduleEdit] = []
    problems: list[Problem] = []
    for edit in named:
        if isinstance(edit, ChangeDates) and schedule.told_to is not None and not moves:
            values = {k: v for k, v in edit.values.items() if (k, v) != ("data_date", schedule.data_date)}
            found.append(ChangeDates(values))
        elif isinstance(edit, ChangeActivity) and edit.id in kept:
            shown = next(a for a in schedule.activities if a.id == edit.id)
            found.append(_as_typed(edit, shown, kept[edit.id], problems))
        else:
            found.append(edit)
    return found, problems


def _as_typed(
    edit: ChangeActivity, shown: PlannedActivity, typed: PlannedActivity, problems: list[Problem]
) -> ChangeActivity:
    """Return a change of an activity reports speak of, without what it only repeats."""
    said = {k: v for k, v in edit.values.items() if k in _PROGRESS}
    values = {k: v for k, v in edit.values.items() if k not in _PROGRESS}
    if any(v != getattr(shown, k) for k, v in said.items()):
        problems.append(Problem("projects.told_in_reports", "percent", (shown.name,)))
    counted = values.get("quantity")
    if isinstance(counted, Counted) and shown.quantity is not None and typed.quantity is not None:
        if counted.done not in {shown.quantity.done, typed.quantity.done}:
            problems.append(Problem("projects.counted_in_reports", "done", (shown.name,)))
        values["quantity"] = replace(counted, done=typed.quantity.done)
    return ChangeActivity(edit.id, values)


def _one(schedule: Schedule, edit: ScheduleEdit, problems: list[Problem]) -> Schedule:
    if isinstance(edit, ChangeDates):
        return _dated(schedule, edit)
    if isinstance(edit, AddActivity):
        return _added(schedule, edit, problems)
    if not any(a.id == edit.id for a in schedule.activities):
        problems.append(Problem("projects.no_activity", edit.id, (edit.id,)))
        return schedule
    return _of_one_activity(schedule, edit, problems)


def _dated(schedule: Schedule, edit: ChangeDates) -> Schedule:
    known = {k: v for k, v in edit.values.items() if k in {"start", "deadline", "data_date"}}
    if known.get("start", schedule.start) is None:
        known.pop("start")
    return replace(schedule, **known)  # type: ignore[arg-type]


def _of_one_activity(
    schedule: Schedule,
    edit: ChangeActivity | DropActivity | MoveActivity | LinkTo | PutLink | DropLink,
    problems: list[Problem],
) -> Schedule:
    if isinstance(edit, ChangeActivity):
        rows = (_changed(a, edit) if a.id == edit.id else a for a in schedule.activities)
        return replace(schedule, activities=tuple(rows))
    if isinstance(edit, DropActivity):
        gone = _branch(schedule.activities, edit.id)
        return _without(schedule, gone)
    if isinstance(edit, MoveActivity):
        return _moved(schedule, edit, problems)
    if isinstance(edit, LinkTo):
        others = tuple(x for x in schedule.links if x.after != edit.id)
        return replace(schedule, links=(*others, *(x for x in edit.links if x.after == edit.id)))
    return _linked(schedule, edit, problems)


def _linked(schedule: Schedule, edit: PutLink | DropLink, problems: list[Problem]) -> Schedule:
    """Put one link in, or take it out; of two activities each way of waiting is there once."""
    names = {a.id: a.name for a in schedule.activities}
    there = [x for x in schedule.links if (x.before, x.after, x.kind) == (edit.before, edit.id, edit.kind)]
    if isinstance(edit, DropLink):
        if not there:
            told = (names.get(edit.before, edit.before), names[edit.id])
            problems.append(Problem("projects.no_link", edit.id, told))
        return replace(schedule, links=tuple(x for x in schedule.links if x not in there))
    if edit.before not in names:
        problems.append(Problem("projects.no_activity", edit.id, (edit.before,)))
    elif edit.before == edit.id:
        problems.append(Problem("projects.self_link", edit.id, (names[edit.id],)))
    elif there:
        problems.append(Problem("projects.doubled_link", edit.id, (names[edit.before],)))
    else:
        made = PlannedLink(edit.before, edit.id, edit.kind)
        return replace(schedule, links=(*schedule.links, made))
    return schedule


def _changed(activity: PlannedActivity, edit: ChangeActivity) -> PlannedActivity:
    values = {k: v for k, v in edit.values.items() if k in _FIELDS}
    changed = replace(activity, **values)  # type: ignore[arg-type]
    given = set(values)
    if not _typed(activity.quantity) and not _typed(changed.quantity):
        # Nobody counts it here, reports do: another total alone says nothing of the share.
        given.discard("quantity")
    return _consistent(changed, given)


def _typed(counted: Counted | None) -> bool:
    return counted is not None and counted.done > 0


def _consistent(activity: PlannedActivity, given: Iterable[str]) -> PlannedActivity:
    """Let what follows from what was given follow: the share done from a count, what remains from the share."""
    given = set(given)
    if "duration" in given and activity.shortest is not None and not given & {"shortest", "longest"}:
        # A bar pulled past its best or worst takes them along.
        low, high = activity.shortest, activity.longest or activity.duration
        low, high = min(low, activity.duration), max(high, activity.duration)
        activity = replace(activity, shortest=low, longest=high)
    counted = activity.quantity
    if "quantity" in given and counted is not None and counted.total > 0 and "percent" not in given:
        activity = replace(activity, percent=min(100, int(counted.done * 100 / counted.total)))
        given.add("percent")
    if activity.actual_finish is not None:
        return replace(activity, percent=100, remaining=0)
    if activity.actual_start is None:
        return replace(activity, remaining=None)
    if "remaining" not in given and given & {"percent", "duration", "actual_start", "actual_finish"}:
        activity = replace(activity, remaining=activity.duration * (100 - activity.percent) // 100)
    return activity


def _added(schedule: Schedule, edit: AddActivity, problems: list[Problem]) -> Schedule:
    rows = list(schedule.activities)
    if any(a.id == edit.activity.id for a in rows):
        problems.append(Problem("schedules.doubled_id", edit.activity.id, (edit.activity.id,)))
        return schedule
    at = len(rows)
    if edit.after is not None:
        branch = _branch(rows, edit.after)
        at = max((k + 1 for k, a in enumerate(rows) if a.id in branch), default=len(rows))
    rows.insert(at, edit.activity)
    return _headed(replace(schedule, activities=tuple(rows)))


def _moved(schedule: Schedule, edit: MoveActivity, problems: list[Problem]) -> Schedule:
    branch = _branch(schedule.activities, edit.id)
    if edit.parent in branch or edit.after in branch:
        problems.append(Problem("projects.under_itself", edit.id, (edit.id,)))
        return schedule
    mine = [a for a in schedule.activities if a.id in branch]
    mine[0] = replace(mine[0], parent=edit.parent)
    rest = [a for a in schedule.activities if a.id not in branch]
    at = 0
    if edit.after is not None:
        before = {edit.after} if edit.after == edit.parent else _branch(rest, edit.after)
        at = max((k + 1 for k, a in enumerate(rest) if a.id in before), default=len(rest))
    return _headed(replace(schedule, activities=(*rest[:at], *mine, *rest[at:])))


def _without(schedule: Schedule, gone: set[str]) -> Schedule:
    return _headed(
        replace(
            schedule,
            activities=tuple(a for a in schedule.activities if a.id not in gone),
            links=tuple(x for x in schedule.links if x.before not in gone and x.after not in gone),
        )
    )


def _headed(schedule: Schedule) -> Schedule:
    """Make headings of what others stand below; what nothing stands below any more stays a heading until it is changed."""
    over = {a.parent for a in schedule.activities if a.parent is not None}
    rows = (replace(a, heading=True) if a.id in over and not a.heading else a for a in schedule.activities)
    return replace(schedule, activities=tuple(rows))


def _branch(rows: Sequence[PlannedActivity], top: str) -> set[str]:
    """Return an activity and everything below it; lines stand below their headings."""
    found = {top}
    grew = True
    while grew:
        below = {a.id for a in rows if a.parent in found} - found
        found |= below
        grew = bool(below)
    return found


def unfit(schedule: Schedule) -> list[Problem]:
    """Return everything that is wrong with a schedule before it is computed."""
    problems = _of_dates(schedule)
    if len(schedule.activities) > _MOST_ACTIVITIES or len(schedule.links) > _MOST_LINKS:
        return [*problems, Problem("projects.too_many_activities", "", (str(_MOST_ACTIVITIES),))]
    ids = {a.id: a.name for a in schedule.activities}
    calendars = {*ZONE_CALENDARS, *(c.key for c in schedule.calendars)}
    for activity in schedule.activities:
        problems += _of_one(activity, ids, calendars)
        problems += _of_progress(activity, schedule.data_date)
    seen: set[tuple[str, str, int]] = set()
    for link in schedule.links:
        if link.before not in ids:
            problems.append(Problem("projects.no_predecessor", link.after, (link.before,)))
        key = (link.before, link.after, int(link.kind))
        if key in seen:
            told = (ids.get(link.before, link.before),)
            problems.append(Problem("projects.doubled_link", link.after, told))
        seen.add(key)
    return problems


def _of_dates(schedule: Schedule) -> list[Problem]:
    problems = []
    named = (("start", schedule.start), ("deadline", schedule.deadline), ("data_date", schedule.data_date))
    for where, day in named:
        if day is not None and not _EARLIEST <= day <= _LATEST:
            problems.append(Problem("projects.day_out_of_range", where, (day.isoformat(),)))
    if schedule.deadline is not None and schedule.deadline < schedule.start:
        problems.append(Problem("projects.deadline_before_start", "deadline"))
    return problems


def _of_one(activity: PlannedActivity, ids: Container[str], calendars: set[str]) -> list[Problem]:
    found = []
    if not activity.name.strip() or len(activity.name) > _LONGEST_NAME:
        found.append(Problem("projects.activity_name", "name", (activity.id, str(_LONGEST_NAME))))
    if len(activity.name_en) > _LONGEST_NAME:
        found.append(Problem("core.too_long", "name_en", ("@projects.work_name_en", str(_LONGEST_NAME))))
    if not 0 <= activity.duration <= _LONGEST or not 0 <= (activity.remaining or 0) <= _LONGEST:
        found.append(Problem("projects.duration", "duration", (activity.name,)))
    if activity.calendar not in calendars:
        found.append(Problem("schedules.unknown_calendar", "calendar", (activity.calendar or CLOCK,)))
    if activity.parent is not None and activity.parent not in ids:
        found.append(Problem("projects.no_activity", "parent", (activity.parent,)))
    low, high = activity.shortest, activity.longest
    if (low, high) != (None, None) and (
        low is None or high is None or not 0 <= low <= activity.duration <= high <= _LONGEST
    ):
        found.append(Problem("projects.three_points", "shortest", (activity.name,)))
    counted = activity.quantity
    if counted is not None and (counted.total <= 0 or counted.done < 0):
        found.append(Problem("projects.quantity", "quantity", (activity.name,)))
    return found


def _of_progress(activity: PlannedActivity, data_date: date | None) -> list[Problem]:
    found = []
    start, finish = activity.actual_start, activity.actual_finish
    if finish is not None and (start is None or finish < start):
        found.append(Problem("projects.finish_before_start", "actual_finish", (activity.name,)))
    if not 0 <= activity.percent <= 100:
        found.append(Problem("projects.percent", "percent", (activity.name,)))
    if activity.percent and start is None and not activity.heading:
        found.append(Problem("projects.progress_without_start", "actual_start", (activity.name,)))
    latest = max((m for m in (start, finish) if m is not None), default=None)
    if latest is not None and data_date is not None and latest // (24 * 600) > data_date.toordinal():
        found.append(
            Problem("projects.actual_after_data_date", "actual_start", (activity.name, data_date.isoformat()))
        )
    if latest is not None and data_date is None:
        found.append(Problem("projects.actual_without_data_date", "data_date", (activity.name,)))
    return found

"""A plan put together line by line, with every problem told at once; Excel and TOML both end here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import (
    CLOCK,
    DAY,
    HOUR,
    Activity,
    Bound,
    Calendar,
    Kind,
    Link,
    Network,
    Options,
    Rules,
)
from duban.exchange.schedules.words import amount, lag_of, predecessors, share


@dataclass(frozen=True, slots=True)
class Line:
    """One activity as written; moments in ticks."""

    id: str
    where: str
    name: str = ""
    duration: str = ""
    remaining: str = ""
    percent: str = ""
    """How much is done, as written: 60%, 0.6 or 60."""
    after: str = ""
    calendar: str = ""
    start: int | None = None
    finish: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    deadline: int | None = None
    parent: str | None = None
    bounds: tuple[tuple[Bound, int | None], ...] = ()
    heading: bool = False
    milestone: bool = False
    start_is_bound: bool = True
    """Whether a start given where nothing goes before holds the activity."""


@dataclass(slots=True)
class Draft:
    """The lines and what they are counted in."""

    calendars: tuple[Calendar, ...]
    default: str
    day: int = 8 * HOUR
    start: int | None = None
    data_date: int | None = None
    finish_by: int | None = None
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def network(draft: Draft) -> Network:
    """
    Return the plan.

    :raises Unfit: every problem of every line
    """
    if not draft.lines:
        raise Unfit(*draft.problems, Problem("schedules.no_activities"))
    starts = [m for line in draft.lines for m in (line.start, line.actual_start) if m is not None]
    start = draft.start if draft.start is not None else min(starts, default=draft.data_date)
    if start is None:
        draft.problems.append(Problem("schedules.no_start"))
    activities = [_activity(draft, line) for line in draft.lines]
    data_date = draft.data_date if draft.data_date is not None else _known_until(draft, activities)
    by_id = {a.id: a for a in activities}
    links = [link for line in draft.lines for link in _links(draft, line, by_id)]
    if draft.problems:
        raise Unfit(*draft.problems)
    options = Options(
        rules=Rules.PRIMAVERA,
        start=start or 0,
        data_date=data_date,
        finish_by=draft.finish_by,
        calendar=draft.default,
        day=draft.day,
        day_of=((CLOCK, 24 * HOUR),),
    )
    return Network(tuple(activities), tuple(links), draft.calendars, options)


def _known_until(draft: Draft, activities: list[Activity]) -> int | None:
    """Return the last moment the table knows about: work that has begun was done as far as is said, and not further."""
    known = []
    for a in activities:
        if a.actual_finish is not None:
            known.append(a.actual_finish)
        elif a.actual_start is not None:
            done = a.duration - a.remaining
            calendar = next((c for c in draft.calendars if c.key == a.calendar), None)
            known.append(_worked_until(calendar, a.actual_start, done))
    return max(known, default=None)


def _worked_until(calendar: Calendar | None, start: int, work: int) -> int:
    """Return when so much work, begun at a moment, was done; by the clock without a calendar."""
    if calendar is None or work <= 0:
        return start + max(0, work)
    week = max(1, calendar.weekly())
    last = start // DAY + 2 * (work * 7 // week) + 60
    for a, b in calendar.spans(start // DAY, last):
        begun = max(a, start)
        if begun < b:
            if work <= b - begun:
                return begun + work
            work -= b - begun
    return start


def _progress(draft: Draft, line: Line) -> Line:
    """Return a line with what its percentage says: all done by its dates, or begun when it was to begin."""
    if not line.percent or line.heading:
        return line
    done = share(line.percent)
    if done is None:
        draft.problems.append(Problem("schedules.bad_percent", line.where, (line.percent,)))
        return line
    if done <= 0:
        return line
    begun = line.actual_start if line.actual_start is not None else line.start
    if done >= 1:
        ended = line.actual_finish if line.actual_finish is not None else line.finish
        return replace(line, actual_start=begun, actual_finish=ended)
    return replace(line, actual_start=begun)


def _activity(draft: Draft, line: Line) -> Activity:
    line = _progress(draft, line)
    duration, calendar = _duration(draft, line)
    remaining = duration
    if line.actual_finish is not None:
        remaining = 0
    elif not line.remaining and line.actual_start is not None and (done := share(line.percent)) is not None:
        remaining = round(duration * (1 - min(1.0, done)))
    elif line.remaining:
        left = amount(line.remaining, draft.day)
        if left is None or left.percent is not None or left.ticks < 0:
            draft.problems.append(Problem("schedules.bad_duration", line.where, (line.remaining,)))
        else:
            remaining = left.ticks
    bounds = _bounds(line)
    milestone = line.milestone or duration == 0
    return Activity(
        id=line.id,
        code=line.id,
        name=line.name,
        kind=Kind.SUMMARY if line.heading else Kind.FINISH_MILESTONE if milestone else Kind.TASK,
        parent=line.parent,
        calendar=calendar,
        duration=duration,
        remaining=remaining,
        bound=bounds[0][0] if bounds else Bound.NONE,
        bound_at=bounds[0][1] if bounds else None,
        second=bounds[1][0] if len(bounds) > 1 else Bound.NONE,
        second_at=bounds[1][1] if len(bounds) > 1 else None,
        deadline=line.deadline,
        actual_start=line.actual_start,
        actual_finish=line.actual_finish,
        milestone=milestone,
    )


def _bounds(line: Line) -> list[tuple[Bound, int | None]]:
    bounds = list(line.bounds)
    if (
        line.start_is_bound
        and not line.after.strip()
        and line.start is not None
        and line.actual_start is None
    ):
        bounds.append((Bound.START_NO_EARLIER, line.start))
    return bounds


def _duration(draft: Draft, line: Line) -> tuple[int, str]:
    calendar = line.calendar or draft.default
    if line.heading:
        return 0, calendar
    if not line.duration:
        return _between(draft, line, calendar), calendar
    found = amount(line.duration, draft.day)
    if found is None or found.percent is not None or found.ticks < 0:
        draft.problems.append(Problem("schedules.bad_duration", line.where, (line.duration,)))
        return 0, calendar
    return found.ticks, CLOCK if found.by_clock else calendar


def _between(draft: Draft, line: Line, calendar: str) -> int:
    """Return the working time between the start and the finish that a line gives instead of a duration."""
    if line.start is None or line.finish is None:
        if not line.milestone:
            draft.problems.append(Problem("schedules.no_duration", line.where, (line.name or line.id,)))
        return 0
    found = next((c for c in draft.calendars if c.key == calendar), draft.calendars[0])
    return found.work(line.start, line.finish)


def _links(draft: Draft, line: Line, by_id: dict[str, Activity]) -> list[Link]:
    befores, bad = predecessors(line.after, draft.day)
    draft.problems += [Problem("schedules.bad_link", line.where, (part,)) for part in bad]
    links = []
    for before in befores:
        predecessor = by_id.get(before.id)
        lag, calendar = lag_of(before.lag, predecessor.duration if predecessor else 0)
        links.append(Link(before.id, line.id, before.kind, lag, calendar))
    return links

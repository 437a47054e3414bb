"""A network as Microsoft Project's XML, with the dates of a computation where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from duban.engine.schedule import (
    CLOCK,
    DAY,
    HOUR,
    MINUTE,
    Activity,
    Bound,
    Calendar,
    Kind,
    Link,
    Network,
    Result,
    Spans,
    moment,
)

_BOUNDS = {
    Bound.NONE: 0,
    Bound.AS_LATE_AS_POSSIBLE: 1,
    Bound.MUST_START: 2,
    Bound.MUST_FINISH: 3,
    Bound.START_NO_EARLIER: 4,
    Bound.START_NO_LATER: 5,
    Bound.FINISH_NO_EARLIER: 6,
    Bound.FINISH_NO_LATER: 7,
    Bound.START_ON: 2,
    Bound.FINISH_ON: 3,
}
_DAYS, _ELAPSED_DAYS = 7, 8


def written(network: Network, result: Result | None = None) -> bytes:
    """
    Return a network as a document that Microsoft Project opens; reading it again gives the same network.

    A lag counted in another calendar than its successor's, and constraints that only Primavera knows, become what Project
    has nearest.
    """
    return "".join(_document(network, result)).encode("utf-8")


def _document(network: Network, result: Result | None) -> Iterator[str]:
    options = network.options
    uids = {c.key: str(k) for k, c in enumerate(network.calendars, 1)}
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield '<Project xmlns="http://schemas.microsoft.com/project"><SaveVersion>14</SaveVersion>'
    yield _leaf("ScheduleFromStart", "0" if options.from_finish else "1")
    yield _leaf("StartDate", _moment(options.start))
    if options.finish_by is not None:
        yield _leaf("FinishDate", _moment(options.finish_by))
    yield _leaf("CriticalSlackLimit", options.critical_limit // options.day)
    yield _leaf("CalendarUID", uids.get(options.calendar, "1"))
    yield _leaf("MinutesPerDay", options.day // MINUTE)
    if options.data_date is not None:
        yield _leaf("StatusDate", _moment(options.data_date))
    yield _leaf("MultipleCriticalPaths", int(options.critical_paths))
    yield "<Calendars>"
    for calendar in network.calendars:
        if calendar.within is None:
            yield from _calendar(calendar, uids[calendar.key])
    yield "</Calendars><Tasks>"
    yield from _tasks(network, result, uids)
    yield "</Tasks>"
    yield from _assignments(network, uids)
    yield "</Project>\n"


def _leaf(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def _moment(at: int) -> str:
    return moment(at).isoformat(timespec="seconds")


def _span(ticks: int) -> str:
    minutes, rest = divmod(ticks, MINUTE)
    return f"PT{minutes // 60}H{minutes % 60}M{rest * 6}S"


def _calendar(calendar: Calendar, uid: str) -> Iterator[str]:
    yield f"<Calendar>{_leaf('UID', uid)}{_leaf('Name', calendar.name)}"
    yield "<IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>"
    for k, spans in enumerate(calendar.week):
        yield f"<WeekDay>{_leaf('DayType', (k + 1) % 7 + 1)}{_hours(spans)}</WeekDay>"
    yield "</WeekDays>"
    if calendar.days or any(all(w is not None for w in r.week) for r in calendar.ranges):
        yield "<Exceptions>"
        for first, last, spans in _runs(calendar):
            yield "<Exception><EnteredByOccurrences>0</EnteredByOccurrences>"
            yield f"{_period(first, last)}<Type>1</Type>{_hours(spans)}</Exception>"
        yield "</Exceptions>"
    weeks = [r for r in calendar.ranges if any(w is None for w in r.week) or len(set(r.week)) > 1]
    if weeks:
        yield "<WorkWeeks>"
        for r in weeks:
            yield f"<WorkWeek>{_period(r.first, r.last)}<WeekDays>"
            for k, own in enumerate(r.week):
                if own is not None:
                    yield f"<WeekDay>{_leaf('DayType', (k + 1) % 7 + 1)}{_hours(own)}</WeekDay>"
            yield "</WeekDays></WorkWeek>"
        yield "</WorkWeeks>"
    yield "</Calendar>"


def _runs(calendar: Calendar) -> Iterator[tuple[int, int, Spans]]:
    """Yield days that follow one another and differ alike, then whole ranges that do."""
    days = sorted((calendar.days or {}).items())
    k = 0
    while k < len(days):
        j = k
        while j + 1 < len(days) and days[j + 1] == (days[j][0] + 1, days[k][1]):
            j += 1
        yield days[k][0], days[j][0], days[k][1]
        k = j + 1
    for r in calendar.ranges:
        if r.week[0] is not None and len(set(r.week)) == 1:
            yield r.first, r.last, r.week[0]


def _period(first: int, last: int) -> str:
    begin, end = _moment(first * DAY), _moment(last * DAY + 23 * HOUR + 59 * MINUTE)
    return f"<TimePeriod>{_leaf('FromDate', begin)}{_leaf('ToDate', end)}</TimePeriod>"


def _hours(spans: Spans) -> str:
    if not spans:
        return "<DayWorking>0</DayWorking>"
    times = "".join(
        f"<WorkingTime>{_leaf('FromTime', _clock(a))}{_leaf('ToTime', _clock(b))}</WorkingTime>"
        for a, b in spans
    )
    return f"<DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"


def _clock(ticks: int) -> str:
    hour, minute = divmod(ticks % DAY // MINUTE, 60)
    return f"{hour:02d}:{minute:02d}:00"


def _tasks(network: Network, result: Result | None, uids: dict[str, str]) -> Iterator[str]:
    into: dict[str, list[Link]] = {}
    for link in network.links:
        into.setdefault(link.after, []).append(link)
    numbers = _numbers(network)
    levels: dict[str, int] = {}
    for k, activity in enumerate(network.activities):
        if activity.kind is Kind.BRANCH:
            continue
        levels[activity.id] = levels.get(activity.parent or "", -1 if activity.id == "0" else 0) + 1
        yield f"<Task>{_leaf('UID', numbers[activity.id])}{_leaf('ID', k + 1)}{_leaf('Name', activity.name)}"
        yield _state(
            activity,
            levels[activity.id],
            "-1" if activity.calendar == network.options.calendar else uids.get(activity.calendar, "-1"),
        )
        yield from _computed(activity, result, k)
        for link in into.get(activity.id, ()):
            if link.before in numbers:
                yield _link(link, numbers)
        yield "</Task>"


def _numbers(network: Network) -> dict[str, str]:
    """Return each activity's UID: its own id where every id is a number."""
    ids = [a.id for a in network.activities if a.kind is not Kind.BRANCH]
    if all(i.isascii() and i.isdigit() for i in ids):
        return {i: i for i in ids}
    return {i: str(k) for k, i in enumerate(ids, 1)}


def _state(a: Activity, level: int, calendar: str) -> str:
    parts = [
        _leaf("Active", int(a.kind is not Kind.INACTIVE)),
        _leaf("Manual", int(a.given is not None and a.kind is not Kind.OUTSIDE)),
        f"<Type>0</Type><IsNull>0</IsNull>{_leaf('WBS', a.code)}{_leaf('OutlineLevel', level)}",
        _leaf("Duration", _span(a.duration)),
        _leaf("DurationFormat", _ELAPSED_DAYS if a.calendar == CLOCK else _DAYS),
        _leaf("Milestone", int(a.milestone)),
        _leaf("Summary", int(a.kind is Kind.SUMMARY)),
        _leaf("ExternalTask", int(a.kind is Kind.OUTSIDE)),
        _leaf("ActualDuration", _span(a.actual_duration)),
        _leaf("RemainingDuration", _span(a.remaining)),
        _leaf("ConstraintType", _BOUNDS[a.bound]),
        _leaf("CalendarUID", calendar),
        _leaf("LevelingDelay", a.delay),
    ]
    moments = (
        ("ConstraintDate", a.bound_at),
        ("Deadline", a.deadline),
        ("ActualStart", a.actual_start),
        ("ActualFinish", a.actual_finish),
        ("Resume", a.resume),
        ("Stop", None if a.resume is None else a.actual_start),
    )
    return "".join(parts) + "".join(_leaf(name, _moment(at)) for name, at in moments if at is not None)


def _computed(a: Activity, result: Result | None, k: int) -> Iterator[str]:
    if a.given is not None:
        yield _leaf("Start", _moment(a.given[0])) + _leaf("Finish", _moment(a.given[1]))
    if result is None:
        return
    columns = (
        ("EarlyStart", result.early_start),
        ("EarlyFinish", result.early_finish),
        ("LateStart", result.late_start),
        ("LateFinish", result.late_finish),
    )
    for name, column in columns:
        if (at := column[k]) is not None:
            yield _leaf(name, _moment(at))
    start, finish = result.early_start[k], result.early_finish[k]
    if a.given is None and start is not None and finish is not None:
        yield _leaf("Start", _moment(start)) + _leaf("Finish", _moment(finish))
    if result.total_float[k] is not None:
        yield _leaf("TotalSlack", result.total_float[k]) + _leaf("FreeSlack", result.free_float[k])
    yield _leaf("Critical", int(result.critical[k]))


def _link(link: Link, numbers: dict[str, str]) -> str:
    form = _ELAPSED_DAYS if link.calendar == CLOCK else _DAYS
    return (
        f"<PredecessorLink>{_leaf('PredecessorUID', numbers[link.before])}{_leaf('Type', int(link.kind))}"
        f"<CrossProject>0</CrossProject>{_leaf('LinkLag', link.lag)}{_leaf('LagFormat', form)}</PredecessorLink>"
    )


def _assignments(network: Network, uids: dict[str, str]) -> Iterator[str]:
    """Write crews as one worker for each calendar, who works all the time."""
    theirs = {c.key: c.within.key for c in network.calendars if c.within is not None}
    keys = list(
        dict.fromkeys(theirs.get(c.calendar, c.calendar) for a in network.activities for c in a.crews)
    )
    if not keys:
        return
    numbers = _numbers(network)
    yield "<Resources>"
    for n, key in enumerate(keys, 1):
        name = next((c.name for c in network.calendars if c.key == key), key)
        yield f"<Resource>{_leaf('UID', n)}{_leaf('ID', n)}{_leaf('Name', name)}<Type>1</Type>"
        yield f"{_leaf('CalendarUID', uids.get(key, '-1'))}</Resource>"
    yield "</Resources><Assignments>"
    place = 0
    for a in network.activities:
        for crew in a.crews:
            place += 1
            yield f"<Assignment>{_leaf('UID', place)}{_leaf('TaskUID', numbers[a.id])}"
            yield f"{_leaf('ResourceUID', keys.index(theirs.get(crew.calendar, crew.calendar)) + 1)}<Units>1</Units>"
            yield f"{_leaf('Work', _span(crew.span))}{_leaf('RemainingWork', _span(crew.left))}</Assignment>"
    yield "</Assignments>"

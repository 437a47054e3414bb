"""Microsoft Project's XML (MSPDI) as a network."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable
from typing import NamedTuple

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import (
    CLOCK,
    MINUTE,
    Activity,
    Bound,
    Calendar,
    Kind,
    Link,
    LinkKind,
    Network,
    Options,
    Rules,
)
from duban.exchange.schedules.inactive import through, waits_through
from duban.exchange.schedules.mspdi_calendars import Ruler, calendars
from duban.exchange.schedules.mspdi_work import Book, crews, resume
from duban.exchange.schedules.texts import flag, span, stamp, whole
from duban.exchange.schedules.xmltree import Record, read

_RECORDS = frozenset(
    {
        "Project", "Tasks", "Task", "PredecessorLink", "Calendars", "Calendar", "WeekDays", "WeekDay", "WorkingTimes",
        "WorkingTime", "TimePeriod", "Exceptions", "Exception", "WorkWeeks", "WorkWeek", "Resources", "Resource",
        "Assignments", "Assignment",
    }
)  # fmt: skip
_SKIPPED = frozenset(
    {
        "ExtendedAttributes", "ExtendedAttribute", "OutlineCodes", "OutlineCode", "WBSMasks", "TimephasedData",
        "Baseline", "Rates", "AvailabilityPeriods", "Notes", "Views", "Filters", "Groups", "Tables", "Maps",
        "Reports", "Drawings", "DataLinks", "VBAProjects",
    }
)  # fmt: skip
_EMPTY = frozenset({"StartText"})
BOUNDS = {
    1: Bound.AS_LATE_AS_POSSIBLE,
    2: Bound.MUST_START,
    3: Bound.MUST_FINISH,
    4: Bound.START_NO_EARLIER,
    5: Bound.START_NO_LATER,
    6: Bound.FINISH_NO_EARLIER,
    7: Bound.FINISH_NO_LATER,
}
_LINKS = tuple(LinkKind)
_ELAPSED = {4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52}
_PERCENT = {19, 20, 51, 52}
_WHOLE = "0"
"""The line that stands for the whole project."""


class _Above(NamedTuple):
    """A heading, and between which dates it holds what is below it."""

    level: int = -1
    uid: str | None = None
    first: int | None = None
    last: int | None = None
    floor: int | None = None
    """What has no date of its own starts no earlier either: the start of a heading planned by hand."""


def network(data: bytes) -> Network:
    """
    Read a document.

    :raises Unfit: ``schedules.bad_xml``, ``schedules.unsafe_xml``, ``schedules.not_mspdi``, …
    """
    root = read(data, _RECORDS, _SKIPPED, _EMPTY)
    project: Record = (root.get("Project") or [{}])[0]
    if "Tasks" not in project:
        raise Unfit(Problem("schedules.not_mspdi"))
    made, same = calendars(_all(project, "Calendars", "Calendar"))
    both: dict[str, Calendar] = {}
    uid: str = project.get("CalendarUID", "")
    book = Book(
        made,
        same,
        same.get(uid, uid) if uid in made else next((k for k in made if k not in same), "standard"),
        {r.get("UID", ""): r for r in _all(project, "Resources", "Resource")},
        _grouped(_all(project, "Assignments", "Assignment")),
        Ruler(ChainMap(made, both)),
        both,
        {},
    )
    tasks = [t for t in _all(project, "Tasks", "Task") if not flag(t.get("IsNull")) and t.get("UID")]
    activities = tuple(_activities(tasks, book))
    if all(a.id == _WHOLE for a in activities):
        raise Unfit(Problem("schedules.no_activities"))
    links = tuple(_links(tasks, {a.id: a for a in activities}, book))
    inactive = [a.id for a in activities if a.kind is Kind.INACTIVE]
    if inactive and waits_through(project.get("BuildNumber")):
        links = through(links, inactive)
    return Network(
        activities,
        links,
        tuple(made.values()) + tuple(book.both.values()),
        _options(project, tasks, book.default),
    )


def _all(project: Record, part: str, kind: str) -> list[Record]:
    return [record for each in project.get(part, ()) for record in each.get(kind, ())]


def _grouped(assignments: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for each in assignments:
        found.setdefault(each.get("TaskUID", ""), []).append(each)
    return found


def _options(project: Record, tasks: list[Record], calendar: str) -> Options:
    day = max(1, whole(project.get("MinutesPerDay"), 480)) * MINUTE
    from_finish = not flag(project.get("ScheduleFromStart"), otherwise=True)
    starts = [s for t in tasks if (s := stamp(t.get("Start"))) is not None]
    start = stamp(project.get("StartDate"))
    return Options(
        rules=Rules.MICROSOFT,
        start=start if start is not None else min(starts, default=0),
        data_date=stamp(project.get("StatusDate")),
        finish_by=stamp(project.get("FinishDate")) if from_finish else None,
        from_finish=from_finish,
        calendar=calendar,
        day=day,
        critical_limit=whole(project.get("CriticalSlackLimit")) * day,
        critical_paths=flag(project.get("MultipleCriticalPaths")),
    )


def _activities(tasks: list[Record], book: Book) -> Iterable[Activity]:
    above: list[_Above] = []
    levels = [whole(t.get("OutlineLevel"), 1) for t in tasks]
    for task, level, following in zip(tasks, levels, [*levels[1:], 0], strict=False):
        while above and above[-1].level >= level:
            above.pop()
        under = above[-1] if above else _Above()
        kind = _kind(task, holds=following > level)
        yield _activity(task, kind, under, book)
        above.append(
            _held(task, level, under)
            if kind is Kind.SUMMARY
            else under._replace(level=level, uid=task["UID"])
        )


def _held(task: Record, level: int, under: _Above) -> _Above:
    """Return a heading with what it holds everything below to: its own date besides those of the headings above it."""
    if (own := _given(task, Kind.SUMMARY)) is not None:
        return _Above(level, task["UID"], floor=own[0])
    bound, at = BOUNDS.get(whole(task.get("ConstraintType"))), stamp(task.get("ConstraintDate"))
    first, last = under.first, under.last
    if at is not None and bound is Bound.START_NO_EARLIER:
        first = at if first is None else max(first, at)
    if at is not None and bound is Bound.FINISH_NO_LATER:
        last = at if last is None else min(last, at)
    return _Above(level, task["UID"], first, last, under.floor)


def _activity(task: Record, kind: Kind, under: _Above, book: Book) -> Activity:
    get = task.get
    elapsed = whole(get("DurationFormat")) in _ELAPSED
    own = book.calendar(get("CalendarUID"))
    calendar = CLOCK if elapsed else own or book.default
    duration = _duration(task, calendar, book)
    begun, ended = stamp(get("ActualStart")), stamp(get("ActualFinish"))
    remaining = _remaining(task, duration, begun, ended)
    bound = BOUNDS.get(whole(get("ConstraintType")), Bound.NONE)
    return Activity(
        id=task["UID"],
        code=get("WBS", ""),
        name=get("Name", ""),
        kind=kind,
        parent=under.uid,
        calendar=calendar,
        duration=duration,
        remaining=remaining,
        bound=bound,
        bound_at=stamp(get("ConstraintDate")),
        deadline=stamp(get("Deadline")),
        actual_start=begun,
        actual_finish=ended,
        resume=resume(task) if begun is not None and ended is None else None,
        given=_given(task, kind),
        crews=crews(task, own, duration, remaining, book)
        if kind <= Kind.FINISH_MILESTONE and not elapsed
        else (),
        delay=whole(get("LevelingDelay")),
        milestone=duration == 0,
        vague=flag(get("Manual")) and "StartText" in task,
        actual_duration=span(get("ActualDuration")),
        no_earlier=under.first if bound is not Bound.NONE else _later(under.first, under.floor),
        no_later=under.last,
    )


def _later(one: int | None, other: int | None) -> int | None:
    return max((t for t in (one, other) if t is not None), default=None)


def _duration(task: Record, calendar: str, book: Book) -> int:
    """Return a task's duration; a file that gives none says with its dates how long the work takes."""
    if task.get("Duration"):
        return span(task["Duration"])
    start, finish = stamp(task.get("Start")), stamp(task.get("Finish"))
    if start is None or finish is None or finish <= start:
        return 0
    return finish - start if calendar == CLOCK else book.ruler.work(calendar, start, finish) or 0


def _kind(task: Record, *, holds: bool) -> Kind:
    """Return what a task is: a heading if it *holds* others, whatever it says of itself."""
    if not flag(task.get("Active"), otherwise=True):
        return Kind.INACTIVE
    if flag(task.get("ExternalTask")) or flag(task.get("IsSubproject")):
        return Kind.OUTSIDE
    if holds or task["UID"] == _WHOLE:
        return Kind.SUMMARY
    return Kind.START_MILESTONE if flag(task.get("Milestone")) else Kind.TASK


def _remaining(task: Record, duration: int, begun: int | None, ended: int | None) -> int:
    if ended is not None:
        return 0
    if begun is None:
        return duration
    if "RemainingDuration" in task:
        return span(task["RemainingDuration"])
    done = span(task["ActualDuration"]) if "ActualDuration" in task else None
    if done is None:
        done = duration * whole(task.get("PercentComplete")) // 100
    return max(0, duration - done)


def _given(task: Record, kind: Kind) -> tuple[int, int] | None:
    if kind is not Kind.OUTSIDE and not flag(task.get("Manual")):
        return None
    if kind is Kind.INACTIVE or task["UID"] == _WHOLE or (kind is Kind.SUMMARY and "StartText" in task):
        return None
    start = _first_stamp(task, "Start", "ManualStart")
    finish = _first_stamp(task, "Finish", "ManualFinish")
    return (start, finish) if start is not None and finish is not None else None


def _first_stamp(task: Record, *keys: str) -> int | None:
    return next((at for key in keys if (at := stamp(task.get(key))) is not None), None)


def _links(tasks: list[Record], by_id: dict[str, Activity], book: Book) -> Iterable[Link]:
    for task in tasks:
        # Work that runs by the clock is still waited for in its calendar's hours.
        waits = None
        if by_id[task["UID"]].calendar == CLOCK:
            waits = book.calendar(task.get("CalendarUID")) or book.default
        for link in task.get("PredecessorLink", ()):
            before = link.get("PredecessorUID", "")
            kind = whole(link.get("Type"), 1)
            lag, form = whole(link.get("LinkLag")), whole(link.get("LagFormat"), 7)
            predecessor = by_id.get(before)
            if form in _PERCENT:
                lag = round((predecessor.duration if predecessor else 0) * lag / 100)
            yield Link(
                before,
                task["UID"],
                _LINKS[kind] if 0 <= kind <= 3 else LinkKind.FINISH_START,
                lag,
                CLOCK if form in _ELAPSED else waits,
            )

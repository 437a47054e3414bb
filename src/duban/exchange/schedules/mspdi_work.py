"""Who works on a task of Microsoft Project: assignments that drive its dates, and work that is interrupted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from duban.engine.schedule import Calendar, Crew
from duban.exchange.schedules.mspdi_calendars import Ruler
from duban.exchange.schedules.texts import flag, number, span, stamp, whole
from duban.exchange.schedules.xmltree import Record

_FIXED_DURATION, _FIXED_WORK, _WORK_RESOURCE, _NOBODY = 1, 2, 1, "-65535"
_ROUNDING = 0.01
"""Units are kept in whole per cent: a span that far from the duration is the duration."""
_EVER = (date(1984, 1, 1).toordinal(), date(2050, 1, 1).toordinal())
"""The days Project's calendars reach over."""


class Book(NamedTuple):
    """What tasks are read against."""

    calendars: dict[str, Calendar]
    same: dict[str, str]
    default: str
    resources: dict[str, Record]
    assignments: dict[str, list[Record]]
    ruler: Ruler
    both: dict[str, Calendar]
    """Calendars of a task and of a resource taken together, made as they are met."""
    compared: dict[tuple[str, str], bool]
    """Which calendars work at the same times, as far as that was asked."""

    def calendar(self, uid: str | None) -> str | None:
        """Return the key of a calendar, or nothing where there is none."""
        return self.same.get(uid, uid) if uid is not None and uid in self.calendars else None

    def alike(self, one: str, other: str) -> bool:
        """Return whether two calendars work at the same times, whatever they are called."""
        if one == other:
            return True
        if (one, other) not in self.compared:
            a, b = self.calendars.get(one), self.calendars.get(other)
            hours = [c and (c.week, c.ranges, dict(c.days or {})) for c in (a, b)]
            self.compared[one, other] = a is not None and hours[0] == hours[1]
        return self.compared[one, other]


def resume(task: Record) -> int | None:
    """Return when work that has begun goes on. Where nothing is to be done any more before it began, none is said."""
    begun, goes_on = stamp(task.get("ActualStart")), stamp(task.get("Resume"))
    return goes_on if begun is not None and goes_on is not None and goes_on > begun else None


def crews(task: Record, own: str | None, duration: int, remaining: int, book: Book) -> tuple[Crew, ...]:
    """
    Return the assignments that drive the dates: none where everybody keeps the task's own hours, since the duration
    then says all.
    """
    uid = task["UID"]
    if uid not in book.assignments:
        return ()
    whose = own or book.default
    fixed = duration == 0 or whole(task.get("Type")) == _FIXED_DURATION
    drivers = [] if fixed else list(_workers(task, own, duration, remaining, book))
    if all(c.delay == 0 and book.alike(c.calendar, whose) for c in drivers):
        drivers = []
    return _stretched(task, whose, duration, remaining, drivers, book)


def _workers(task: Record, own: str | None, duration: int, remaining: int, book: Book) -> Iterable[Crew]:
    """
    Yield each worker's hours. Where units are fixed, work takes as long as it must at so many units, and begins late where
    the worker comes late; where work is fixed, it is spread over the task.
    """
    spread = whole(task.get("Type")) == _FIXED_WORK
    for each in book.assignments[task["UID"]]:
        resource = book.resources.get(each.get("ResourceUID", _NOBODY))
        units = number(each.get("Units"), 1.0)
        if resource is None or whole(resource.get("Type"), 1) != _WORK_RESOURCE or units <= 0:
            continue
        work = span(each.get("Work")) / units
        left = span(each.get("RemainingWork")) / units if task.get("ActualStart") else work
        calendar = _whose(task, own, resource, book)
        if work > 0 and spread:
            yield Crew(calendar, duration, remaining)
        elif work > 0:
            delay = whole(each.get("Delay")) + whole(each.get("LevelingDelay"))
            yield Crew(calendar, _near(work, duration), _near(left, remaining), delay)


def _stretched(
    task: Record, whose: str, duration: int, remaining: int, drivers: list[Crew], book: Book
) -> tuple[Crew, ...]:
    """
    Return one crew as long as from start to finish where work is interrupted: the file keeps the gaps of a split only in the
    dates of the task and of its assignments, which then agree and are further apart than the work takes. Of work that has
    begun, from where it goes on.
    """
    start, finish = stamp(task.get("Start")), stamp(task.get("Finish"))
    goes_on = resume(task)
    begun = goes_on is not None
    start = goes_on if begun else start
    if start is None or finish is None or finish <= start or not _agreed(task, book):
        return tuple(drivers)
    ahead = remaining if begun else duration
    ends = [book.ruler.finish(c.calendar, start, c.left if begun else c.span) for c in drivers]
    if (max(e or 0 for e in ends) if ends else book.ruler.finish(whose, start, ahead)) == finish:
        return tuple(drivers)
    calendar = next((c for c in (whose, *(c.calendar for c in drivers)) if book.ruler.ends(c, finish)), whose)
    length = book.ruler.work(calendar, start, finish)
    if length is None or (length <= ahead and not drivers):
        return tuple(drivers)
    return (Crew(calendar, length - ahead + duration, length - ahead + remaining),)


def _agreed(task: Record, book: Book) -> bool:
    """Return whether a task is as long as its assignments together."""
    each = book.assignments[task["UID"]]
    starts = [at for a in each if (at := stamp(a.get("Start"))) is not None]
    ends = [at for a in each if (at := stamp(a.get("Finish"))) is not None]
    return (
        bool(starts and ends)
        and min(starts) == stamp(task.get("Start"))
        and max(ends) == stamp(task.get("Finish"))
    )


def _near(work: float, duration: int) -> int:
    return duration if abs(work - duration) <= duration * _ROUNDING else round(work)


def _whose(task: Record, own: str | None, resource: Record, book: Book) -> str:
    theirs = book.calendar(resource.get("CalendarUID"))
    if (
        theirs is not None
        and not book.calendars[theirs].weekly()
        and not book.calendars[theirs].spans(*_EVER)
    ):
        theirs = None
    if theirs is None or flag(task.get("IgnoreResourceCalendar")):
        return own or book.default
    if own is None or own == theirs:
        return theirs
    key = f"{own}∩{theirs}"
    if key not in book.both:
        one, other = book.calendars[own], book.calendars[theirs]
        both = Calendar(key, one.name, one.week, one.ranges, one.days, within=other)
        # Two that never work at the same time leave the task's own.
        book.both[key] = both if _meet(one, other) or both.spans(*_EVER) else replace(one, key=key)
    return key


def _meet(one: Calendar, other: Calendar) -> bool:
    """Return whether two calendars work at the same time in an ordinary week."""
    return any(
        max(a, c) < min(b, d)
        for mine, theirs in zip(one.week, other.week, strict=True)
        for a, b in mine
        for c, d in theirs
    )

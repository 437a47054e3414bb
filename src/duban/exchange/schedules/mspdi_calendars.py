"""Calendars of Microsoft Project: weeks, exceptions old and new, recurring ones, and what a calendar takes from its base."""

from __future__ import annotations

import calendar as months
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, date

from duban.engine.schedule import DAY, OFFICE, Calendar, Exceptions, Spans
from duban.exchange.schedules.texts import clock, flag, stamp, whole
from duban.exchange.schedules.xmltree import Record

_YEAR = 365 * DAY
_MOST_TIMES = 5_000
"""Occurrences of one recurring exception."""
DAILY, YEARLY, YEARLY_BY_WEEKDAY, MONTHLY, MONTHLY_BY_WEEKDAY, WEEKLY = 1, 2, 3, 4, 5, 6
ANY_DAY, WEEKDAY, WEEKEND = 0, 1, 2
_LAST = 4


class Ruler:
    """Measures working time by calendar while a file is read; each calendar is laid out once, for the years it is asked about."""

    def __init__(self, made: Mapping[str, Calendar]) -> None:
        """Take the calendars by key."""
        self._made = made
        self._spans: dict[tuple[str, int], list[tuple[int, int]]] = {}

    def work(self, key: str, start: int, finish: int) -> int | None:
        """Return the working time from one moment to another; nothing where there is no such calendar."""
        found = 0
        for year in range(start // _YEAR, finish // _YEAR + 1):
            spans = self._year(key, year)
            if spans is None:
                return None
            at = max(0, bisect_right(spans, (start, start)) - 1)
            while at < len(spans) and spans[at][0] < finish:
                found += max(0, min(spans[at][1], finish) - max(spans[at][0], start))
                at += 1
        return found

    def finish(self, key: str, start: int, work: int) -> int | None:
        """Return when so much work, begun at a moment, is done; nothing beyond a hundred years."""
        for year in range(start // _YEAR, start // _YEAR + 100):
            for a, b in self._year(key, year) or ():
                begun = max(a, start)
                if begun < b:
                    if work <= b - begun:
                        return begun + work
                    work -= b - begun
        return None

    def ends(self, key: str, at: int) -> bool:
        """Return whether work may end at a moment."""
        spans = self._year(key, at // _YEAR) or []
        return any(a < at <= b for a, b in spans[max(0, bisect_right(spans, (at, at)) - 1) :][:2])

    def _year(self, key: str, year: int) -> list[tuple[int, int]] | None:
        if (key, year) not in self._spans:
            calendar = self._made.get(key)
            if calendar is None:
                return None
            first = year * _YEAR // DAY
            self._spans[key, year] = calendar.spans(max(1, first), first + _YEAR // DAY - 1)
        return self._spans[key, year]


def calendars(records: list[Record]) -> tuple[dict[str, Calendar], dict[str, str]]:
    """Return calendars by UID, and for each that adds nothing to its base the UID of the one it really is."""
    by_uid = {r.get("UID", ""): r for r in records}
    made: dict[str, Calendar] = {}
    same: dict[str, str] = {}
    for uid in by_uid:
        _make(uid, by_uid, made, same, ())
    return made, same


def _make(
    uid: str,
    by_uid: dict[str, Record],
    made: dict[str, Calendar],
    same: dict[str, str],
    above: tuple[str, ...],
) -> Calendar | None:
    if uid in made:
        return made[uid]
    record = by_uid.get(uid)
    if record is None or uid in above:
        return None
    base = _make(record.get("BaseCalendarUID", ""), by_uid, made, same, (*above, uid))
    week, ranges, days = _own(record)
    if base is not None and not any(week) and not ranges and not days:
        same[uid] = same.get(base.key, base.key)
    basis = base.week if base is not None else (OFFICE,) * 5 + ((), ())
    found = Calendar(
        key=uid,
        name=record.get("Name", ""),
        week=tuple(basis[k] if own is None else own for k, own in enumerate(week)),
        ranges=_over_base(base, week) + tuple(ranges),
        days={**((base.days or {}) if base is not None else {}), **days},
    )
    made[uid] = found
    return found


def _over_base(base: Calendar | None, week: list[Spans | None]) -> tuple[Exceptions, ...]:
    """Return the base's ranges; days of the week that the calendar sets itself are not theirs to change."""
    if base is None:
        return ()
    return tuple(
        Exceptions(
            r.first,
            r.last,
            tuple(None if own is not None else w for own, w in zip(week, r.week, strict=True)),
        )
        for r in base.ranges
    )


def _own(record: Record) -> tuple[list[Spans | None], list[Exceptions], dict[int, Spans]]:
    week: list[Spans | None] = [None] * 7
    ranges: list[Exceptions] = []
    days: dict[int, Spans] = {}
    exceptions = [x for part in record.get("Exceptions", ()) for x in part.get("Exception", ())]
    for part in record.get("WeekDays", ()):
        for day in part.get("WeekDay", ()):
            kind = whole(day.get("DayType"), -1)
            if 1 <= kind <= 7:
                week[(kind + 5) % 7] = _times(day)
            elif kind == 0 and not exceptions:
                _add_range(day, _times(day), ranges, days)
    for part in record.get("WorkWeeks", ()):
        ranges += [r for w in part.get("WorkWeek", ()) if (r := _work_week(w)) is not None]
    for exception in reversed(exceptions):
        _add_exception(exception, ranges, days)
    return week, ranges, days


def _times(day: Record) -> Spans:
    """Return a day's working spans; a span that ends at midnight or before it began ends with the day."""
    if not flag(day.get("DayWorking"), otherwise=True):
        return ()
    found = []
    given = [t for part in day.get("WorkingTimes", ()) for t in part.get("WorkingTime", ())]
    for each in given:
        begin, end = clock(each.get("FromTime")), clock(each.get("ToTime"))
        if begin is not None and end is not None:
            found.append((begin, end if end > begin else DAY))
    if not given and "DayWorking" in day:
        return OFFICE
    return tuple(sorted(found))


def _period(record: Record) -> tuple[int, int] | None:
    period = (record.get("TimePeriod") or [{}])[0]
    begin, end = stamp(period.get("FromDate")), stamp(period.get("ToDate"))
    if begin is None:
        return None
    first = begin // DAY
    return first, first if end is None else max(
        first, (end - 1) // DAY if end % DAY == 0 and end > begin else end // DAY
    )


def _work_week(record: Record) -> Exceptions | None:
    period = _period(record)
    if period is None:
        return None
    week: list[Spans | None] = [None] * 7
    for part in record.get("WeekDays", ()):
        for day in part.get("WeekDay", ()):
            kind = whole(day.get("DayType"), -1)
            if 1 <= kind <= 7:
                week[(kind + 5) % 7] = _times(day)
    return Exceptions(*period, tuple(week))


def _add_range(record: Record, spans: Spans, ranges: list[Exceptions], days: dict[int, Spans]) -> None:
    period = _period(record)
    if period is None:
        return
    first, last = period
    if last - first < 366:
        days.update(dict.fromkeys(range(first, last + 1), spans))
    else:
        ranges.append(Exceptions(first, last, (spans,) * 7))


def _add_exception(record: Record, ranges: list[Exceptions], days: dict[int, Spans]) -> None:
    spans = _times(record) if flag(record.get("DayWorking")) else ()
    kind, every = whole(record.get("Type"), DAILY), max(1, whole(record.get("Period"), 1))
    if kind not in (YEARLY, YEARLY_BY_WEEKDAY, MONTHLY, MONTHLY_BY_WEEKDAY, WEEKLY) and every == 1:
        _add_range(record, spans, ranges, days)
        return
    period = _period(record)
    if period is None:
        return
    times = whole(record.get("Occurrences"), 0)
    most = times if flag(record.get("EnteredByOccurrences")) and times > 0 else _MOST_TIMES
    for count, day in enumerate(_recurring(record, kind, every, period)):
        if count >= min(most, _MOST_TIMES):
            break
        days[day] = spans


def _recurring(record: Record, kind: int, every: int, period: tuple[int, int]) -> Iterator[int]:
    if kind == WEEKLY:
        return _weekly(whole(record.get("DaysOfWeek")), every, period)
    if kind in (MONTHLY, MONTHLY_BY_WEEKDAY):
        return _monthly(record, every, period, by_weekday=kind == MONTHLY_BY_WEEKDAY)
    if kind in (YEARLY, YEARLY_BY_WEEKDAY):
        return _yearly(record, period, by_weekday=kind == YEARLY_BY_WEEKDAY)
    return iter(range(period[0], period[1] + 1, every))


def _weekly(mask: int, every: int, period: tuple[int, int]) -> Iterator[int]:
    """Yield the days of the weeks (Sunday first) that *mask* names: 1 Sunday, 2 Monday … 64 Saturday."""
    first, last = period
    sunday = first - first % 7
    for day in range(first, last + 1):
        if (day - sunday) // 7 % every == 0 and mask >> (day % 7) & 1:
            yield day


def _monthly(record: Record, every: int, period: tuple[int, int], *, by_weekday: bool) -> Iterator[int]:
    """Yield one day in every so many months, counted from the first month that has its day within the period."""
    first, last = period
    start = date.fromordinal(first)
    month = start.year * 12 + start.month - 1
    opening = _day_of_month(record, start.year, start.month, by_weekday=by_weekday)
    if not by_weekday and opening is not None and opening < first:
        month += 1
    while month < (MAXYEAR + 1) * 12 and date(month // 12, month % 12 + 1, 1).toordinal() <= last:
        day = _day_of_month(record, month // 12, month % 12 + 1, by_weekday=by_weekday)
        if day is not None and first <= day <= last:
            yield day
        month += every


def _yearly(record: Record, period: tuple[int, int], *, by_weekday: bool) -> Iterator[int]:
    month = min(12, max(1, whole(record.get("Month"), 0) + 1))
    for year in range(date.fromordinal(period[0]).year, date.fromordinal(period[1]).year + 1):
        day = _day_of_month(record, year, month, by_weekday=by_weekday)
        if day is not None and period[0] <= day <= period[1]:
            yield day


def _day_of_month(record: Record, year: int, month: int, *, by_weekday: bool) -> int | None:
    length = months.monthrange(year, month)[1]
    first = date(year, month, 1).toordinal()
    if not by_weekday:
        wanted = whole(record.get("MonthDay"), 1)
        return first + wanted - 1 if 1 <= wanted <= length else None
    item, position = whole(record.get("MonthItem")), whole(record.get("MonthPosition"))
    fitting = [d for d in range(first, first + length) if _is(item, d)]
    if position >= _LAST:
        return fitting[-1] if fitting else None
    return fitting[position] if position < len(fitting) else None


def _is(item: int, day: int) -> bool:
    """Return whether an ordinal is what MonthItem asks for: any day, weekday, weekend, or Sunday (3) to Saturday (9)."""
    if item == ANY_DAY:
        return True
    weekend = day % 7 in (0, 6)
    if item in (WEEKDAY, WEEKEND):
        return weekend == (item == WEEKEND)
    return day % 7 == item - 3

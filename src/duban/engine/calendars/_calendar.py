"""A working calendar: weekends by rule, everything else by the notice of the State Council."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from zlib import crc32

from duban.engine.kernel import Problem, Unfit

_WEEK, _WEEKDAYS = 7, 5
_LAST_DAY = date.max.toordinal()


class DayUnit(StrEnum):
    """What a term is counted in; a duration without its unit says nothing."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many days: calendar 自然日 and working 工作日."""

    calendar: int
    working: int
    firm: bool = True
    """False where the State Council has not yet published a year the days lie in."""


@dataclass(frozen=True, slots=True)
class Due:
    """The day a term ends."""

    day: date
    firm: bool = True
    """False where an unpublished year was estimated as Monday to Friday: never a firm deadline."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """
    The days that differ from Monday to Friday, and the years whose notice is published.

    Counting costs two binary searches however long the range: whole weeks are arithmetic, and the exceptions
    carry a running sum of what they add to it or take away.
    """

    exceptions: Mapping[date, bool] = field(hash=False)
    """Day → is it worked: False for a holiday, True for a make-up day (调休) at the weekend."""
    known_years: frozenset[int]
    """Years with a published notice. In any other year Monday to Friday is an estimate."""
    _days: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _shift: tuple[int, ...] = field(init=False, repr=False, compare=False)
    fingerprint: int = field(init=False, repr=False, compare=False)
    """A number that changes when a day that differs from Monday to Friday does."""

    def __post_init__(self) -> None:
        """Prepare the running sum over the exceptions that do change something."""
        changes = sorted(
            (day.toordinal(), 1 if worked else -1)
            for day, worked in self.exceptions.items()
            if worked != _is_weekday(day)
        )
        object.__setattr__(self, "_days", tuple(day for day, _ in changes))
        object.__setattr__(self, "_shift", tuple(accumulate((by for _, by in changes), initial=0)))
        object.__setattr__(self, "fingerprint", crc32(repr(changes).encode()))

    def is_workday(self, day: date) -> bool:
        """Return whether *day* is worked; an estimate where ``knows`` says no."""
        return self.exceptions.get(day, _is_weekday(day))

    def knows(self, start: date, end: date) -> bool:
        """Return whether every year from *start* to *end* has its notice."""
        return all(year in self.known_years for year in range(start.year, end.year + 1))

    def count(self, start: date, end: date) -> DayCount:
        """
        Count the days from *start* to *end*, both included.

        :raises Unfit: ``calendars.end_before_start``
        """
        if end < start:
            raise Unfit(Problem("calendars.end_before_start", "end", (start.isoformat(), end.isoformat())))
        first, last = start.toordinal(), end.toordinal()
        working = self._worked_through(last) - self._worked_through(first - 1)
        return DayCount(last - first + 1, working, self.knows(start, end))

    def days_after(self, data_date: date, until: date) -> DayCount:
        """
        Count the days left after *data_date*, through *until*; none where they are the same day.

        :raises Unfit: ``calendars.end_before_start``
        """
        whole = self.count(data_date, until)
        return DayCount(
            whole.calendar - 1,
            whole.working - self.is_workday(data_date),
            # The data date itself is not counted, so its year matters only if later days lie in it.
            whole.calendar == 1 or self.knows(data_date + timedelta(days=1), until),
        )

    def add(self, start: date, n: int, unit: DayUnit, *, count_first: bool) -> Due:
        """
        Return the *n*-th day from *start*.

        With ``count_first`` the start is day one (if it is worked, when working days are counted); without,
        the count begins the day after (Civil Code art. 201). A term in calendar days may end on a holiday:
        see ``roll``. It needs no notice, so it is always firm.

        :raises Unfit: ``calendars.term_not_positive`` or ``calendars.term_too_long``
        """
        if n <= 0:
            raise Unfit(Problem("calendars.term_not_positive", "n", (str(n),)))
        before = start.toordinal() - count_first
        if unit is DayUnit.CALENDAR:
            return Due(_day(before + n, n))
        day = _day(self._nth_worked_after(before, min(n, _LAST_DAY)), n)
        return Due(day, self.knows(_day(before + 1, n), day))

    def roll(self, day: date) -> Due:
        """Return *day* itself if worked, otherwise the next working day (Civil Code art. 203)."""
        return self.add(day, 1, DayUnit.WORKING, count_first=True)

    def _worked_through(self, day: int) -> int:
        """Return the working days from the beginning of the era (a Monday) through ordinal *day*."""
        weeks, rest = divmod(day, _WEEK)
        return weeks * _WEEKDAYS + min(rest, _WEEKDAYS) + self._shift[bisect_right(self._days, day)]

    def _nth_worked_after(self, before: int, n: int) -> int:
        wanted = self._worked_through(before) + n
        # Even if every exception were a holiday inside the term, it ends within so many whole weeks.
        weeks = (n + len(self._days)) // _WEEKDAYS + 1
        span = range(before + 1, before + weeks * _WEEK + 1)
        return span[bisect_left(span, wanted, key=self._worked_through)]


def _is_weekday(day: date) -> bool:
    return day.weekday() < _WEEKDAYS


def _day(ordinal: int, n: int) -> date:
    if ordinal > _LAST_DAY:
        raise Unfit(Problem("calendars.term_too_long", "n", (str(n),)))
    return date.fromordinal(ordinal)

"""The working calendar: facts by hand, days walked one by one, and chinesecalendar over all its years."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.calendars import DayCount, DayUnit, Due, WorkCalendar
from duban.engine.kernel import Unfit
from tests.engine.oracle import walk_add, walk_count

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)


def _exceptions():
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return {d: w for d in days if (w := chinese_calendar.is_workday(d)) != (d.weekday() < 5)}


CHINA = WorkCalendar(_exceptions(), frozenset(range(2004, 2027)))
START = date(2020, 9, 16)


def test_sixty_days_from_the_meeting():
    assert CHINA.count(START, date(2020, 11, 14)) == DayCount(60, 39)
    assert CHINA.days_after(date(2020, 8, 31), date(2020, 12, 31)) == DayCount(122, 84)


@pytest.mark.parametrize(
    ("n", "calendar", "working"),
    [
        (10, (9, 25), (9, 28)),
        (20, (10, 5), (10, 19)),
        (30, (10, 15), (11, 2)),
        (40, (10, 25), (11, 16)),
        (50, (11, 4), (11, 30)),
        (60, (11, 14), (12, 14)),
    ],
)
def test_milestones_of_the_campaign(n, calendar, working):
    assert CHINA.add(START, n, DayUnit.CALENDAR, count_first=True) == Due(date(2020, *calendar))
    assert CHINA.add(START, n, DayUnit.WORKING, count_first=True) == Due(date(2020, *working))


def test_the_first_day_counts_or_not():
    assert CHINA.add(START, 60, DayUnit.CALENDAR, count_first=False).day == date(2020, 11, 15)
    assert CHINA.add(START, 60, DayUnit.WORKING, count_first=False).day == date(2020, 12, 15)
    sunday = date(2020, 9, 20)
    assert CHINA.add(sunday, 1, DayUnit.WORKING, count_first=True).day == date(2020, 9, 21)


def test_without_the_notice_it_would_be_another_day():
    naive = WorkCalendar({}, frozenset())
    assert naive.add(START, 60, DayUnit.WORKING, count_first=True) == Due(date(2020, 12, 8), firm=False)


def test_rolling_off_a_holiday():
    assert CHINA.roll(date(2020, 11, 14)).day == date(2020, 11, 16)
    assert CHINA.roll(date(2020, 9, 27)).day == date(2020, 9, 27), "a make-up Sunday is worked"


@pytest.mark.parametrize("year", range(2004, 2027))
def test_years_as_published(year):
    start, end = date(year, 1, 1), date(year, 12, 31)
    assert CHINA.count(start, end).working == len(chinese_calendar.get_workdays(start, end))


def test_years_known_by_number():
    counts = {y: CHINA.count(date(y, 1, 1), date(y, 12, 31)).working for y in (2020, 2025, 2026)}
    assert counts == {2020: 249, 2025: 248, 2026: 248}


def test_every_day_agrees():
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    assert all(CHINA.is_workday(day) == chinese_calendar.is_workday(day) for day in days)


def test_an_unpublished_year_is_never_firm():
    end, new_year = date(2026, 12, 31), date(2027, 1, 4)
    assert CHINA.count(end, end).firm
    assert not CHINA.count(end, new_year).firm
    assert not CHINA.days_after(end, new_year).firm
    assert CHINA.days_after(end, end) == DayCount(0, 0)
    assert CHINA.days_after(date(2027, 6, 30), date(2027, 6, 30)).firm, "no day, nothing to estimate"
    assert not CHINA.add(end, 2, DayUnit.WORKING, count_first=True).firm
    assert not CHINA.add(end, 1, DayUnit.WORKING, count_first=False).firm
    assert CHINA.add(end, 1, DayUnit.WORKING, count_first=True).firm
    assert CHINA.add(end, 90, DayUnit.CALENDAR, count_first=True).firm, "needs no notice"


def test_the_day_before_the_first_published_year_is_not_counted():
    known = WorkCalendar({}, frozenset({2020}))
    eve = date(2019, 12, 31)
    assert known.days_after(eve, date(2020, 1, 31)).firm
    assert known.add(eve, 5, DayUnit.WORKING, count_first=False).firm


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda c: c.count(START, START - timedelta(days=1)), "end_before_start"),
        (lambda c: c.days_after(START, START - timedelta(days=1)), "end_before_start"),
        (lambda c: c.add(START, 0, DayUnit.WORKING, count_first=True), "term_not_positive"),
        (lambda c: c.add(START, -3, DayUnit.CALENDAR, count_first=True), "term_not_positive"),
        (lambda c: c.add(START, 10**7, DayUnit.CALENDAR, count_first=True), "term_too_long"),
        (lambda c: c.add(START, 10**30, DayUnit.WORKING, count_first=True), "term_too_long"),
        (lambda c: c.add(date.max, 1, DayUnit.WORKING, count_first=False), "term_too_long"),
    ],
)
def test_what_cannot_be_counted(ask, code):
    with pytest.raises(Unfit) as caught:
        ask(CHINA)
    assert [p.code for p in caught.value.problems] == [f"calendars.{code}"]


def test_calendars_are_values():
    same = WorkCalendar(dict(CHINA.exceptions), CHINA.known_years)
    assert same == CHINA
    assert hash(same) == hash(CHINA)
    assert WorkCalendar({}, frozenset()) != CHINA


days = st.dates(date(2020, 1, 1), date(2020, 12, 31))
calendars = st.builds(
    WorkCalendar, st.dictionaries(days, st.booleans(), max_size=60), st.just(frozenset({2020}))
)


@given(calendars, days, days)
def test_counting_is_walking(calendar, one, other):
    start, end = sorted((one, other))
    assert calendar.count(start, end).working == walk_count(calendar.exceptions, start, end)


@given(calendars, days, st.integers(1, 300), st.booleans())
def test_adding_is_walking(calendar, start, n, count_first):
    due = calendar.add(start, n, DayUnit.WORKING, count_first=count_first)
    assert due.day == walk_add(calendar.exceptions, start, n, count_first=count_first)
    assert calendar.is_workday(due.day)


@given(calendars, days, st.integers(1, 300), st.sampled_from(DayUnit))
def test_counting_undoes_adding(calendar, start, n, unit):
    due = calendar.add(start, n, unit, count_first=True)
    assert getattr(calendar.count(start, due.day), unit.value) == n
    due = calendar.add(start, n, unit, count_first=False)
    assert getattr(calendar.days_after(start, due.day), unit.value) == n


@given(calendars, st.tuples(days, days, days).map(sorted))
def test_counts_add_up(calendar, three):
    start, middle, end = three
    whole, first, rest = (
        calendar.count(start, end),
        calendar.count(start, middle),
        calendar.days_after(middle, end),
    )
    assert whole == DayCount(first.calendar + rest.calendar, first.working + rest.working)

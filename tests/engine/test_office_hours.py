"""When a person may be disturbed, and who held a thing how long: worked by hand on the State Council's 2020."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.calendars import DayCount, Handover, OfficeHours, WorkCalendar, days_held
from duban.engine.kernel import Unfit

HOLIDAYS = {date(2020, 10, day): False for day in range(1, 9)}
CALENDAR = WorkCalendar(HOLIDAYS | {date(2020, 9, 27): True, date(2020, 10, 10): True}, frozenset({2020}))
HOURS = OfficeHours()


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2020-09-16 08:30", "2020-09-16 08:30"),
        ("2020-09-16 17:59", "2020-09-16 17:59"),
        ("2020-09-16 18:00", "2020-09-17 08:30"),
        ("2020-09-16 07:00", "2020-09-16 08:30"),
        ("2020-09-25 18:30", "2020-09-27 08:30"),  # Friday evening → the make-up Sunday
        ("2020-09-26 12:00", "2020-09-27 08:30"),
        ("2020-09-27 12:00", "2020-09-27 12:00"),
        ("2020-09-30 19:00", "2020-10-09 08:30"),  # over the National Day holiday
        ("2020-10-03 10:00", "2020-10-09 08:30"),
        ("2020-10-09 19:00", "2020-10-10 08:30"),  # and its make-up Saturday
    ],
)
def test_quiet_until(moment, opens):
    assert HOURS.next_open(datetime.fromisoformat(moment), CALENDAR) == datetime.fromisoformat(opens)


def test_someone_may_want_every_day():
    always = OfficeHours(time(7), time(22), workdays_only=False)
    holiday = datetime(2020, 10, 3, 8)
    assert always.next_open(holiday, CALENDAR) == holiday


@given(st.datetimes(datetime(2020, 1, 1), datetime(2020, 12, 1)))
def test_the_next_opening_is_open_and_the_first(moment):
    opening = HOURS.next_open(moment, CALENDAR)
    assert opening >= moment
    assert HOURS.is_open(opening, CALENDAR)
    earlier = moment
    while earlier < opening:
        assert not HOURS.is_open(earlier, CALENDAR)
        earlier += timedelta(hours=1)


def held(moves, through):
    return days_held(
        [Handover(date.fromisoformat(d), who) for d, who in moves], date.fromisoformat(through), CALENDAR
    )


def test_days_go_to_whoever_has_it_when_the_day_ends():
    # 16 and 17 September; 18 (a Friday), 19, 20 September.
    moves = [("2020-09-16", "A"), ("2020-09-18", "B"), ("2020-09-21", None)]
    assert held(moves, "2020-09-30") == {"A": DayCount(2, 2), "B": DayCount(3, 1)}


def test_a_thing_still_open_counts_until_the_day_asked_for():
    assert held([("2020-09-16", "A")], "2020-09-18") == {"A": DayCount(2, 2)}
    assert held([("2020-09-16", "A")], "2020-09-16") == {}


def test_over_the_holiday_calendar_and_working_days_part():
    # 28, 29, 30 September and 9 October are worked; the eight days between are not.
    assert held([("2020-09-28", "A"), ("2020-10-10", None)], "2020-10-31") == {"A": DayCount(12, 4)}


def test_what_comes_back_adds_up_and_what_passes_in_a_day_is_none():
    moves = [("2020-09-16", "A"), ("2020-09-17", "B"), ("2020-09-17", "A"), ("2020-09-18", None)]
    assert held(moves, "2020-09-30") == {"A": DayCount(2, 2)}


def test_out_of_order_is_refused():
    with pytest.raises(Unfit):
        held([("2020-09-18", "A"), ("2020-09-16", "B")], "2020-09-30")


DAYS = st.dates(date(2020, 8, 1), date(2020, 11, 1))
MOVES = st.lists(st.tuples(DAYS, st.sampled_from(["A", "B", "C"])), min_size=1, max_size=8).map(
    lambda rows: [Handover(day, who) for day, who in sorted(rows, key=lambda row: row[0])]
)


@given(MOVES, DAYS)
def test_what_the_departments_had_adds_up_to_the_whole(moves, through):
    shared = days_held(moves, through, CALENDAR)
    whole = days_held([Handover(moves[0].day, "all")], through, CALENDAR).get("all", DayCount(0, 0))
    assert sum(d.calendar for d in shared.values()) == whole.calendar
    assert sum(d.working for d in shared.values()) == whole.working


@given(MOVES, DAYS, DAYS)
def test_days_never_run_backwards(moves, one, other):
    sooner, later = sorted((one, other))
    before, after = (days_held(moves, day, CALENDAR) for day in (sooner, later))
    assert all(after[who].calendar >= days.calendar for who, days in before.items())


@given(MOVES, DAYS)
def test_handing_it_to_oneself_changes_nothing(moves, through):
    doubled = [move for move in moves for _ in range(2)]
    assert days_held(doubled, through, CALENDAR) == days_held(moves, through, CALENDAR)

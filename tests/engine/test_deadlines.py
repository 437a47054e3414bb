"""Deadlines of tasks, worked by hand over a calendar with a holiday, and laws."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.calendars import DayUnit, WorkCalendar
from duban.engine.series import DueLight, DueRule, Term, check_due_rule, days_left, due_standing, elapsed_pct

D = Decimal
HOLIDAY = {date(2020, 10, day): False for day in range(1, 9)}
MADE_UP = {date(2020, 9, 27): True, date(2020, 10, 10): True}
YEAR = WorkCalendar(HOLIDAY | MADE_UP, frozenset({2020}))
WORKING, CALENDAR = DayUnit.WORKING, DayUnit.CALENDAR
RULE = DueRule()

MONDAY, FRIDAY = date(2020, 9, 14), date(2020, 9, 18)
SATURDAY, SUNDAY, NEXT = date(2020, 9, 19), date(2020, 9, 20), date(2020, 9, 21)
TERM = Term(MONDAY, FRIDAY)


@pytest.mark.parametrize(
    ("term", "on", "gone"),
    [
        (TERM, date(2020, 9, 13), 0),
        (TERM, MONDAY, 20),
        (TERM, date(2020, 9, 16), 60),
        (TERM, FRIDAY, 100),
        (TERM, NEXT, 100),
        # Monday to Monday is six working days; the weekend adds none.
        (Term(MONDAY, NEXT, WORKING), FRIDAY, D(5) / 6 * 100),
        (Term(MONDAY, NEXT, WORKING), SUNDAY, D(5) / 6 * 100),
        (Term(MONDAY, NEXT, CALENDAR), SUNDAY, D(7) / 8 * 100),
        # No working day in it: counted in calendar days.
        (Term(date(2020, 10, 1), date(2020, 10, 4), WORKING), date(2020, 10, 2), 50),
        (Term(MONDAY, MONDAY), MONDAY, 100),
    ],
)
def test_time_gone(term, on, gone):
    assert round(elapsed_pct(term, on, YEAR), 20) == round(D(gone), 20)


@pytest.mark.parametrize(
    ("due", "on", "unit", "left"),
    [
        (FRIDAY, MONDAY, CALENDAR, 4),
        (FRIDAY, FRIDAY, WORKING, 0),
        # 28, 29, 30 September and the made-up 27th; then 9 October.
        (date(2020, 10, 9), date(2020, 9, 26), WORKING, 5),
        (date(2020, 10, 9), date(2020, 9, 26), CALENDAR, 13),
        (FRIDAY, NEXT, CALENDAR, -3),
        (FRIDAY, NEXT, WORKING, -1),
        (FRIDAY, date(2020, 9, 22), WORKING, -2),
        # A weekend has no working day, and yet the deadline has passed.
        (FRIDAY, SUNDAY, WORKING, -1),
        (SUNDAY, FRIDAY, WORKING, 0),
    ],
)
def test_days_left(due, on, unit, left):
    assert days_left(due, on, unit, YEAR) == left


LONG = Term(date(2020, 9, 1), date(2020, 9, 30))


@pytest.mark.parametrize(
    ("percent", "on", "light"),
    [
        (D(50), date(2020, 9, 15), DueLight.ON_TIME),
        # Half is gone: forty is ten points behind, and ten is enough.
        (D(40), date(2020, 9, 15), DueLight.BEHIND),
        (D("40.01"), date(2020, 9, 15), DueLight.ON_TIME),
        # Three working days before: 28, 29, 30 after the 27th, itself a working day.
        (D(90), date(2020, 9, 27), DueLight.NEAR),
        (D(90), date(2020, 9, 26), DueLight.ON_TIME),
        (D(70), date(2020, 9, 28), DueLight.BEHIND),
        (D(99), date(2020, 10, 1), DueLight.OVERDUE),
        (D(100), date(2020, 9, 30), DueLight.NEAR),
    ],
)
def test_lights(percent, on, light):
    assert due_standing(LONG, percent, on, RULE, YEAR).light is light


def test_done_is_done_even_late():
    found = due_standing(LONG, D(100), date(2020, 10, 12), RULE, YEAR, done=True)
    assert (found.light, found.days_left, found.lag_pp) == (DueLight.DONE, -12, None)


def test_what_a_light_rests_on():
    found = due_standing(LONG, D(30), date(2020, 9, 15), RULE, YEAR)
    assert (found.days_left, found.elapsed_pct, found.lag_pp) == (15, D(50), D(-20))


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (DueRule(), []),
        (DueRule(near_days=-1), ["near_negative"]),
        (DueRule(behind_pp=D(0)), ["behind_out_of_range"]),
        (DueRule(near_days=-1, behind_pp=D(101)), ["near_negative", "behind_out_of_range"]),
    ],
)
def test_rules_are_checked(rule, wrong):
    assert [p.code.removeprefix("series.") for p in check_due_rule(rule)] == wrong


days = st.dates(date(2020, 1, 1), date(2020, 12, 31))
terms = st.builds(
    lambda start, length, unit: Term(start, start + timedelta(days=length), unit),
    days,
    st.integers(0, 120),
    st.sampled_from(DayUnit),
)


@given(terms, days)
def test_time_only_goes_by(term, on):
    now, then = elapsed_pct(term, on, YEAR), elapsed_pct(term, on + timedelta(days=1), YEAR)
    assert 0 <= now <= then <= 100
    assert days_left(term.due, on + timedelta(days=1), term.unit, YEAR) <= days_left(
        term.due, on, term.unit, YEAR
    )


@given(terms, days, st.integers(0, 100), st.integers(0, 100))
def test_more_done_is_never_a_worse_light(term, on, one, other):
    worst = [DueLight.OVERDUE, DueLight.BEHIND, DueLight.NEAR, DueLight.ON_TIME]
    less, more = sorted((D(one), D(other)))
    lights = [worst.index(due_standing(term, p, on, RULE, YEAR).light) for p in (less, more)]
    assert lights[0] <= lights[1]


@given(terms, days)
def test_overdue_is_below_zero_and_nothing_else_is(term, on):
    found = due_standing(term, D(50), on, RULE, YEAR)
    assert (found.light is DueLight.OVERDUE) == (on > term.due) == (found.days_left < 0)

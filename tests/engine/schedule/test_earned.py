"""Earned schedule, worked by hand on a plan of two activities and a milestone."""

from datetime import date
from decimal import Decimal

import pytest

from duban.engine.schedule import (
    HOUR,
    Piece,
    Ruler,
    earned,
    planned_curve,
    planned_shares,
    standard,
    tick_of_day,
)

D = Decimal
MORNING, EVENING = 8 * HOUR, 17 * HOUR


def at(month, day, hour=MORNING):
    return tick_of_day(date(2020, month, day)) + hour


@pytest.fixture
def ruler():
    return Ruler([standard("work")], at(8, 1), at(12, 31))


def test_the_earned_schedule_is_the_day_the_plan_would_have_had_as_much_done(ruler):
    # Mon 7 Sept to Fri 18 Sept: ten days of one activity, then Mon 21 to Fri 2 Oct: ten of another, twice as heavy.
    plan = [Piece(at(9, 7), at(9, 18, EVENING), 10, D("0.5")), Piece(at(9, 21), at(10, 2, EVENING), 20)]
    found = earned(plan, ruler, "work", at(9, 21))
    # Planned: 10 of 30. Done: 5 of 30, which the plan had after five days; ten are gone.
    assert (found.planned, found.actual) == (D("33.3333"), D("16.6667"))
    assert (found.gone_days, found.earned_days, found.ahead_days) == (D(10), D(5), D(-5))
    assert found.ratio == D("0.50")


def test_work_done_ahead_counts_into_later_days(ruler):
    plan = [
        Piece(at(9, 7), at(9, 18, EVENING), 10, D(1)),
        Piece(at(9, 21), at(10, 2, EVENING), 20, D("0.25")),
    ]
    found = earned(plan, ruler, "work", at(9, 14))
    # Five days gone; 10 + 5 of 30 done, which the plan has two and a half days into the second: 12.5.
    assert (found.gone_days, found.earned_days, found.ahead_days) == (D(5), D("12.50"), D("7.50"))
    assert found.ratio == D("2.50")


def test_after_the_planned_end_the_ratio_still_tells(ruler):
    plan = [Piece(at(9, 7), at(9, 11, EVENING), 5, D("0.8"))]
    found = earned(plan, ruler, "work", at(9, 21))
    assert (found.planned, found.earned_days, found.gone_days) == (D(100), D(4), D(10))
    assert found.ratio == D("0.40")


def test_what_takes_no_time_is_planned_all_at_its_moment(ruler):
    plan = [Piece(at(9, 7), at(9, 11, EVENING), 5), Piece(at(9, 14), at(9, 14), 5, D(0))]
    shares = planned_shares(plan, ruler, "work", [at(9, 1), at(9, 9), at(9, 11, EVENING), at(9, 15)])
    # The milestone stands after five days of work, which Friday evening and Monday morning both are.
    assert shares == (D(0), D("20.0000"), D("100.0000"), D("100.0000"))


def test_nothing_planned_is_nothing(ruler):
    assert earned([], ruler, "work", at(9, 7)) is None
    assert planned_shares([], ruler, "work", [at(9, 7)]) == (D(0),)


def test_before_it_begins_there_is_no_ratio(ruler):
    found = earned([Piece(at(9, 7), at(9, 11, EVENING), 5)], ruler, "work", at(9, 1))
    assert (found.planned, found.gone_days, found.ratio) == (D(0), D(0), None)


@pytest.mark.parametrize("more", [[], [Piece(at(9, 14), at(9, 14), 5, D(0))]])
def test_a_kept_curve_says_what_the_plan_says(ruler, more):
    plan = [Piece(at(9, 7), at(9, 18, EVENING), 10), Piece(at(9, 9), at(10, 2, EVENING), 20), *more]
    curve = planned_curve(plan, ruler, "work")
    moments = [at(9, 1), *(at(9, n, EVENING) for n in range(7, 31)), at(10, 9)]
    said = [curve.at(ruler.ticks("work", curve.start, m)) for m in moments]
    for own, asked in zip(said, planned_shares(plan, ruler, "work", moments), strict=True):
        assert abs(own - asked) <= D("0.0001")
    assert planned_curve([], ruler, "work") is None

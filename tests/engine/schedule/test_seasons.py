"""Calendars as China has them: make-up Sundays, eight days of holiday, the winter shutdown."""

from datetime import date, datetime

from duban.engine.schedule import CLOCK, Activity, Calendar, Link, LinkKind, Rules, tick
from duban.engine.schedule import DAY as CLOCK_DAY
from duban.exchange.schedules.state_council import state_council
from duban.exchange.schedules.toml import network as from_toml
from tests.engine.schedule.build import DAY, dates, plan, task

STATE = state_council("standard")
SEPTEMBER = tick(datetime(2020, 9, 24, 8))
"""Thursday before the make-up Sunday of 27 September 2020."""


def season(activities, *links, **more):
    return dates(plan(activities, *links, calendars=(STATE,), start=SEPTEMBER, rules=Rules.PRIMAVERA, **more))


def test_the_make_up_sunday_is_worked():
    assert season([task("a", 3)])["a"] == "09-24 08:00 – 09-27 17:00"


def test_the_eight_days_of_the_national_holiday_are_not_and_the_saturday_after_is():
    """24, 25, 27, 28, 29, 30 September, then 9 and 10 October (a make-up Saturday)."""
    assert season([task("a", 8)])["a"] == "09-24 08:00 – 10-10 17:00"


def test_a_lag_in_working_days_crosses_the_holiday_and_one_by_the_clock_does_not_notice():
    worked = season([task("a", 6), task("b", 1)], "a>b FS+2")
    assert worked["b"] == "10-12 08:00 – 10-12 17:00"
    clock = Link("a", "b", LinkKind.FINISH_START, 10 * CLOCK_DAY, CLOCK)
    assert season([task("a", 6), task("b", 1)], clock)["b"] == "10-12 08:00 – 10-12 17:00"


def test_a_lead_reaches_back_over_the_holiday():
    assert season([task("a", 8), task("b", 1)], "a>b FS-3")["b"] == "09-30 08:00 – 09-30 17:00"


def winter():
    off = range(date(2020, 11, 15).toordinal(), date(2021, 3, 15).toordinal() + 1)
    return Calendar("winter", "冬歇期", STATE.week, (), {**STATE.days, **dict.fromkeys(off, ())})


def test_the_winter_shutdown_stops_what_keeps_it_and_nothing_else():
    start = tick(datetime(2020, 11, 12, 8))
    made = plan(
        [task("outside", 4, calendar="winter"), task("inside", 4)],
        calendars=(STATE, winter()), start=start, rules=Rules.PRIMAVERA,
    )  # fmt: skip
    assert dates(made) == {"outside": "11-12 08:00 – 03-17 17:00", "inside": "11-12 08:00 – 11-17 17:00"}


def test_a_lag_across_the_winter_follows_its_own_calendar():
    start = tick(datetime(2020, 11, 12, 8))
    for calendar, expected in (
        ("winter", "03-17 08:00 – 03-17 17:00"),
        ("standard", "11-17 08:00 – 11-17 17:00"),
    ):
        made = plan(
            [task("a", 2), task("b", 1)], Link("a", "b", LinkKind.FINISH_START, DAY, calendar),
            calendars=(STATE, winter()), start=start, rules=Rules.PRIMAVERA,
        )  # fmt: skip
        assert dates(made)["b"] == ("03-17 08:00 – 03-17 17:00" if calendar == "winter" else expected)


def test_a_shutdown_written_without_a_year_comes_every_year():
    made = from_toml(
        b"""
        [plan]
        start = 2020-11-12
        calendar = "winter"
        [[calendar]]
        key = "winter"
        [[calendar.off]]
        first = "11-15"
        last = "03-15"
        [[activity]]
        id = "a"
        name = "a"
        duration = "4d"
        """
    )
    assert dates(made)["a"] == "11-12 08:00 – 03-17 17:00"
    assert isinstance(made.activities[0], Activity)

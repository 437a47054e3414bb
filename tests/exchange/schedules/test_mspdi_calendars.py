"""Calendars as Project writes them: exceptions old and new, recurring ones, calendars that rest on others."""

from datetime import date

import pytest

from duban.engine.schedule import DAY, HOUR, OFFICE
from duban.exchange.schedules import mspdi
from tests.exchange.schedules.test_mspdi import WEEK, calendar, exception, project, task, within


def days(data, uid="1"):
    """Days of 2020 and 2021 that differ from Monday to Friday 8–17."""
    (made,) = (c for c in mspdi.network(data).calendars if c.key == uid)
    first, last = date(2020, 1, 1).toordinal(), date(2021, 12, 31).toordinal()
    spans = {}
    for a, b in made.spans(first, last):
        spans.setdefault(a // DAY, []).append((a % DAY, b - a // DAY * DAY))
    usual = {d: list(OFFICE) if (d + 6) % 7 < 5 else [] for d in range(first, last + 1)}
    return {
        date.fromordinal(d).isoformat(): sum(b - a for a, b in spans.get(d, ())) / HOUR
        for d in usual
        if spans.get(d, []) != usual[d]
    }


def test_a_holiday_and_a_make_up_sunday():
    more = within(exception("2020-10-01", "2020-10-08"), exception("2020-09-27", "2020-09-27", working=1))
    found = days(project(task(1), calendar(more=more)))
    assert found["2020-09-27"] == 8
    assert [found.get(f"2020-10-0{d}") for d in range(1, 9)] == [0, 0, None, None, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        (6, "<Period>2</Period><DaysOfWeek>4</DaysOfWeek>", ["2020-03-03", "2020-03-17", "2020-03-31"]),
        (4, "<Period>1</Period><MonthDay>12</MonthDay>", ["2020-03-12"]),
        (5, "<Period>1</Period><MonthItem>4</MonthItem><MonthPosition>1</MonthPosition>", ["2020-03-09"]),
        (5, "<Period>1</Period><MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>", ["2020-03-27"]),
        (2, "<Month>2</Month><MonthDay>12</MonthDay>", ["2020-03-12"]),
        (3, "<Month>2</Month><MonthItem>5</MonthItem><MonthPosition>0</MonthPosition>", ["2020-03-03"]),
    ],
    ids=[
        "every other Tuesday",
        "the 12th",
        "second Monday",
        "last Friday",
        "12 March",
        "first Tuesday of March",
    ],
)
def test_recurring_exceptions(kind, more, expected):
    found = days(project(task(1), calendar(more=within(exception("2020-03-01", "2020-03-31", kind, more)))))
    assert list(found) == expected


def test_old_files_keep_exceptions_among_the_week_days():
    day = (
        "<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2020-10-01T00:00:00</FromDate>"
        "<ToDate>2020-10-02T23:59:00</ToDate></TimePeriod></WeekDay>"
    )
    assert days(project(task(1), calendar(week=WEEK + day))) == {"2020-10-01": 0, "2020-10-02": 0}


def test_a_calendar_takes_from_its_base_what_it_does_not_say():
    friday = "<WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>"
    base = calendar(1, within(exception("2020-10-01", "2020-10-01")))
    found = days(project(task(1), base + calendar(2, week=friday, base=1)), "2")
    assert (found["2020-10-01"], found["2020-10-09"], found.get("2020-10-08")) == (0, 0, None)


def test_night_shift_ends_at_midnight():
    night = "<WorkingTime><FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime>"
    week = "".join(
        f"<WeekDay><DayType>{k}</DayType><DayWorking>1</DayWorking><WorkingTimes>{night}</WorkingTimes></WeekDay>"
        for k in range(1, 8)
    )
    (made,) = mspdi.network(project(task(1), calendar(week=week))).calendars
    assert made.week[0] == ((22 * HOUR, 24 * HOUR),)

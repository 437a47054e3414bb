"""Tables of calendars that are kept: shared where they say the same, never where they do not."""

from __future__ import annotations

from duban.engine.schedule import OFFICE, Calendar, calendars
from duban.engine.schedule.calculus import between
from duban.engine.schedule.calendars import kept_tables, tables
from duban.engine.schedule.ticks import DAY, HOUR

FIRST, LAST = 737_675, 737_700
"""7 September 2020 and twenty-five days on."""


def office(off=()):
    return Calendar("office", "Office", (OFFICE,) * 5 + ((), ()), days=dict.fromkeys(off, ()))


def test_plans_of_the_same_years_share_what_their_calendars_say():
    calendar = office()
    one, places = kept_tables([calendar], FIRST, LAST)
    assert kept_tables([calendar], FIRST + 3, LAST + 9)[0] is one
    plain, _ = tables([calendar], FIRST, LAST)
    whole = (FIRST * DAY, LAST * DAY)
    assert between(one, places["office"], *whole) == between(plain, 1, *whole) == 19 * 8 * HOUR


def test_calendars_that_differ_are_kept_apart():
    with_holiday = kept_tables([office(off=[FIRST])], FIRST, LAST)[0]
    without = kept_tables([office()], FIRST, LAST)[0]
    assert between(without, 1, FIRST * DAY, (FIRST + 1) * DAY) == 8 * HOUR
    assert between(with_holiday, 1, FIRST * DAY, (FIRST + 1) * DAY) == 0


def test_what_is_large_is_not_kept_and_the_end_of_days_is_no_obstacle(monkeypatch):
    calendar = office()
    monkeypatch.setattr(calendars, "_MOST_SPANS", 10)
    assert kept_tables([calendar], FIRST, LAST)[0] is not kept_tables([calendar], FIRST, LAST)[0]
    last = kept_tables([calendar], 3_652_000, 3_652_059)[0]
    assert last.spans[-1].end <= 3_652_060 * DAY
    first = kept_tables([calendar], 1, 30)[0]
    assert first.spans[0].start >= DAY

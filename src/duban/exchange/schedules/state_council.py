"""The State Council's working days as a calendar of working hours."""

from __future__ import annotations

from chinese_calendar import constants

from duban.engine.schedule import OFFICE, Calendar

KEY = "state"


def state_council(key: str = KEY) -> Calendar:
    """Return eight hours a day, Monday to Friday, with holidays and make-up days 调休 as far as they are published."""
    days = {day.toordinal(): () for day in constants.holidays}
    worked = {day.toordinal(): OFFICE for day in constants.workdays}
    return Calendar(key, "国务院放假安排", (OFFICE,) * 5 + ((), ()), (), {**days, **worked})

"""The working calendar as the State Council published it, from ``chinesecalendar``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays, in_lieu_days, workdays

from duban.orgs.services import publish_years
from duban.orgs.types import Actor

__all__ = ["SOURCE", "bring_in_calendar", "published_days", "published_years"]

SOURCE = f"国务院办公厅放假通知（chinesecalendar {chinese_calendar.__version__}）"
_MONDAY_TO_FRIDAY = 5


def published_years() -> range:
    """Return the years whose notice the library carries."""
    days = [*holidays, *workdays, *in_lieu_days]
    return range(min(days).year, max(days).year + 1)


def published_days() -> dict[date, tuple[bool, str]]:
    """Return every day that differs from Monday-to-Friday, as (is worked, name)."""
    years = published_years()
    day, end = date(years.start, 1, 1), date(years.stop - 1, 12, 31)
    found: dict[date, tuple[bool, str]] = {}
    while day <= end:
        works = chinese_calendar.is_workday(day)
        if works != (day.weekday() < _MONDAY_TO_FRIDAY):
            _off, name = chinese_calendar.get_holiday_detail(day)
            found[day] = (works, name or "")
        day += timedelta(days=1)
    return found


def bring_in_calendar(*, actor: Actor, at: datetime) -> int:
    """Take the published years into the calendar table and return how many days are new; corrections stay."""
    return publish_years(actor=actor, days=published_days(), years=published_years(), source=SOURCE, at=at)

"""Time as whole numbers: tenths of a minute since the year 1, and the calendar that never rests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

MINUTE = 10
"""Ticks of a minute."""
HOUR = 60 * MINUTE
DAY = 24 * HOUR

CLOCK = ""
"""The calendar that never rests: elapsed durations and lags run by it."""


def tick(moment: datetime) -> int:
    """Return the tick of a moment."""
    return (
        moment.toordinal() * DAY + moment.hour * HOUR + moment.minute * MINUTE + moment.second * MINUTE // 60
    )


def tick_of_day(day: date) -> int:
    """Return the tick at which a day begins."""
    return day.toordinal() * DAY


def moment(at: int) -> datetime:
    """Return the moment of a tick."""
    day, rest = divmod(at, DAY)
    return datetime.fromordinal(day) + timedelta(seconds=rest * 6)

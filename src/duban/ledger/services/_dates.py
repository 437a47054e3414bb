"""Days the ledger works out: the day to accept by, and the day of the next report."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from duban.engine.calendars import DayUnit, WorkCalendar
from duban.ledger.selectors.lights import Lights
from duban.ledger.types import Frequency, Urgency

__all__ = ["accept_by", "next_report"]

_DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.FORTNIGHTLY: 14}
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}


def accept_by(on: date, urgency: str, lights: Lights) -> date:
    """Return the day by which what is handed out on *on* is accepted: working days by urgency, from the next day."""
    days = lights.rule.accept_days[Urgency(urgency)]
    return lights.calendar.add(on, days, DayUnit.WORKING, count_first=False).day


def next_report(on: date, frequency: str, calendar: WorkCalendar, held: date | None = None) -> date | None:
    """
    Return the working day of the next report after one on *on*; never earlier than the day already *held*.

    Reporting ahead of the day does not bring the next one nearer.
    """
    asked = Frequency(frequency)
    if asked is Frequency.NONE:
        return None
    day = on + timedelta(days=_DAYS[asked]) if asked in _DAYS else _months_on(on, _MONTHS[asked])
    rolled = calendar.roll(day).day
    return rolled if held is None else max(rolled, held)


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

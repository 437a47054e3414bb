"""When a person may be disturbed: office hours on working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from duban.engine.calendars._calendar import WorkCalendar

_ONE_DAY = timedelta(days=1)
_LONGEST_BREAK = 31
"""No holiday of the State Council comes near it; a calendar that has none in so many days is broken."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From *starts* until *ends* on working days, or on any day. Outside them is quiet."""

    starts: time = time(8, 30)
    ends: time = time(18, 0)
    workdays_only: bool = True

    def is_open(self, moment: datetime, calendar: WorkCalendar) -> bool:
        """Return whether *moment*, in local time, lies within; *starts* does and *ends* does not."""
        return self.starts <= moment.time() < self.ends and self._counts(moment, calendar)

    def next_open(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """Return *moment* itself if it lies within, otherwise when the quiet hours after it end."""
        if self.is_open(moment, calendar):
            return moment
        opening = datetime.combine(moment.date(), self.starts, moment.tzinfo)
        if opening < moment:
            opening += _ONE_DAY
        for _ in range(_LONGEST_BREAK):
            if self._counts(opening, calendar):
                return opening
            opening += _ONE_DAY
        return opening

    def _counts(self, moment: datetime, calendar: WorkCalendar) -> bool:
        return not self.workdays_only or calendar.is_workday(moment.date())

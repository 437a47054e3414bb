"""Days by the State Council calendar: how many lie between, and which day a term ends."""

from duban.engine.calendars._calendar import DayCount, DayUnit, Due, WorkCalendar

__all__ = ["DayCount", "DayUnit", "Due", "WorkCalendar"]

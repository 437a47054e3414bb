"""Days by the State Council calendar: how many lie between, which day a term ends, who held a thing how long."""

from duban.engine.calendars._calendar import DayCount, DayUnit, Due, WorkCalendar
from duban.engine.calendars._held import Handover, days_held
from duban.engine.calendars._hours import OfficeHours

__all__ = ["DayCount", "DayUnit", "Due", "Handover", "OfficeHours", "WorkCalendar", "days_held"]

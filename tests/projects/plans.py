"""Small schedules to reason about by hand."""

from datetime import date

from duban.engine.schedule import HOUR, tick_of_day
from duban.projects.types import PlannedActivity, PlannedLink, Schedule

D = 8 * HOUR
MORNING, EVENING = 8 * HOUR, 17 * HOUR


def day(month, number, hour=MORNING, year=2020):
    return tick_of_day(date(year, month, number)) + hour


def activity(key, days, name="", **more):
    return PlannedActivity(id=key, name=name or f"任务{key}", code=key, duration=days * D, **more)


def three(**more):
    """Ten days, then five, then two, from Monday 7 September 2020: finished on Tuesday 29 September."""
    settings = {"start": date(2020, 9, 7), "deadline": date(2020, 9, 30), "data_date": None} | more
    return Schedule(
        activities=(activity("1", 10), activity("2", 5), activity("3", 2)),
        links=(PlannedLink("1", "2"), PlannedLink("2", "3")),
        **settings,
    )

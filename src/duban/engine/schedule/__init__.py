"""Computes plans of linked activities in working time, as Microsoft Project and Primavera do and as Duban plans itself."""

from duban.engine.schedule.calendars import OFFICE, ROUND_THE_CLOCK, Calendar, Exceptions, Spans, standard
from duban.engine.schedule.solve import schedule
from duban.engine.schedule.ticks import CLOCK, DAY, HOUR, MINUTE, moment, tick, tick_of_day
from duban.engine.schedule.types import (
    Activity,
    Bound,
    Crew,
    FloatOf,
    Kind,
    Link,
    LinkKind,
    Network,
    Options,
    Progress,
    Result,
    Rules,
)

__all__ = [
    "CLOCK",
    "DAY",
    "HOUR",
    "MINUTE",
    "OFFICE",
    "ROUND_THE_CLOCK",
    "Activity",
    "Bound",
    "Calendar",
    "Crew",
    "Exceptions",
    "FloatOf",
    "Kind",
    "Link",
    "LinkKind",
    "Network",
    "Options",
    "Progress",
    "Result",
    "Rules",
    "Spans",
    "moment",
    "schedule",
    "standard",
    "tick",
    "tick_of_day",
]

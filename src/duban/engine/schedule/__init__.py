"""Computes plans of linked activities in working time, as Microsoft Project and Primavera do and as Duban plans itself."""

from duban.engine.schedule.asking import against, from_date
from duban.engine.schedule.backwards import BackPlan, Crash, LastStart, crash_list, last_starts, plan_back
from duban.engine.schedule.calendars import OFFICE, ROUND_THE_CLOCK, Calendar, Exceptions, Spans, standard
from duban.engine.schedule.chances import simulate
from duban.engine.schedule.earning import Curve, Earned, Piece, earned, planned_curve, planned_shares
from duban.engine.schedule.quantities import Count, Pace, Quantity, pace
from duban.engine.schedule.reasons import Reason, Why, chain, reason
from duban.engine.schedule.rings import unhindered
from duban.engine.schedule.risks import PERCENTILES, Risk, Weight
from duban.engine.schedule.ruler import Ruler
from duban.engine.schedule.solve import Computed, compute, schedule
from duban.engine.schedule.spreads import Shape, Spread
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
    "PERCENTILES",
    "ROUND_THE_CLOCK",
    "Activity",
    "BackPlan",
    "Bound",
    "Calendar",
    "Computed",
    "Count",
    "Crash",
    "Crew",
    "Curve",
    "Earned",
    "Exceptions",
    "FloatOf",
    "Kind",
    "LastStart",
    "Link",
    "LinkKind",
    "Network",
    "Options",
    "Pace",
    "Piece",
    "Progress",
    "Quantity",
    "Reason",
    "Result",
    "Risk",
    "Ruler",
    "Rules",
    "Shape",
    "Spans",
    "Spread",
    "Weight",
    "Why",
    "against",
    "chain",
    "compute",
    "crash_list",
    "earned",
    "from_date",
    "last_starts",
    "moment",
    "pace",
    "plan_back",
    "planned_curve",
    "planned_shares",
    "reason",
    "schedule",
    "simulate",
    "standard",
    "tick",
    "tick_of_day",
    "unhindered",
]

"""
The values of a schedule: activities, links, calendars' names, options, and what a pass finds.

Time is whole tenths of a minute since the year 1 (a *tick*): Microsoft Project keeps durations in them, and Primavera's minutes
fit. Named tuples rather than dataclasses where there are tens of thousands: they are as frozen and four times as quick to make.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import NamedTuple

from duban.engine.kernel import Problem
from duban.engine.schedule.calendars import Calendar
from duban.engine.schedule.ticks import CLOCK, HOUR


class Kind(IntEnum):
    """What an activity is to the pass."""

    TASK = 0
    START_MILESTONE = 1
    FINISH_MILESTONE = 2
    EFFORT = 3
    """Level of effort: as long as what it accompanies."""
    SPAN = 4
    """A summary activity of Primavera: as long as its branch of the breakdown."""
    SUMMARY = 5
    """A heading: rolled up from what stands below it."""
    OUTSIDE = 6
    """Belongs to another project: its dates are given and move nothing but others."""
    INACTIVE = 7
    """Kept for the record: neither moved nor moving."""
    BRANCH = 8
    """A branch of the breakdown that is no line of the plan: only summary activities look at it."""


class LinkKind(IntEnum):
    """Which end of the predecessor holds which end of the successor."""

    FINISH_FINISH = 0
    FINISH_START = 1
    START_FINISH = 2
    START_START = 3


class Bound(IntEnum):
    """A constraint on an activity's dates."""

    NONE = 0
    AS_LATE_AS_POSSIBLE = 1
    MUST_START = 2
    """Starts then, whatever its predecessors say."""
    MUST_FINISH = 3
    START_NO_EARLIER = 4
    START_NO_LATER = 5
    FINISH_NO_EARLIER = 6
    FINISH_NO_LATER = 7
    START_ON = 8
    """No earlier and no later; predecessors may still push it."""
    FINISH_ON = 9


class Rules(StrEnum):
    """Whose scheduling rules hold."""

    MICROSOFT = "microsoft"
    PRIMAVERA = "primavera"


class Progress(StrEnum):
    """What predecessors still mean to work that has begun out of turn."""

    RETAINED = "retained"
    """The rest waits for the predecessors (retained logic)."""
    OVERRIDE = "override"
    """The rest goes on from the data date."""


class FloatOf(StrEnum):
    """Which end total float is measured at."""

    START = "start"
    FINISH = "finish"
    SMALLEST = "smallest"


class Crew(NamedTuple):
    """An assignment that drives its activity's dates."""

    calendar: str
    span: int
    """Working time from first to last hour of the whole assignment, in ticks of its calendar."""
    left: int
    """The part still ahead."""
    delay: int = 0


class Activity(NamedTuple):
    """One line of a plan. Moments and durations are ticks; ``None`` where there is none."""

    id: str
    code: str = ""
    name: str = ""
    kind: Kind = Kind.TASK
    parent: str | None = None
    calendar: str = CLOCK
    duration: int = 0
    remaining: int = 0
    bound: Bound = Bound.NONE
    bound_at: int | None = None
    second: Bound = Bound.NONE
    second_at: int | None = None
    deadline: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    resume: int | None = None
    """When interrupted work goes on."""
    stopped: int | None = None
    """When it was interrupted."""
    expected_finish: int | None = None
    given: tuple[int, int] | None = None
    """Start and finish of what is not computed: planned by hand, or outside."""
    crews: tuple[Crew, ...] = ()
    delay: int = 0
    """Levelling delay, by the clock."""
    project: str = ""
    milestone: bool = False
    no_earlier: int | None = None
    """Start held by something outside this plan."""
    no_later: int | None = None
    """Finish held by something outside this plan."""
    actual_duration: int = 0
    staffed: bool = True
    """Whether anybody is assigned: an expected finish that has passed then changes nothing."""


class Link(NamedTuple):
    """The successor waits for the predecessor."""

    before: str
    after: str
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0
    calendar: str | None = None
    """Calendar the lag is counted in; ``None``: the successor's own."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the plan wants to be computed. Defaults are Duban's own: retained logic, float at the finish."""

    rules: Rules = Rules.PRIMAVERA
    start: int = 0
    data_date: int | None = None
    finish_by: int | None = None
    """Late dates are counted back from here instead of from the early finish."""
    finish_by_project: tuple[tuple[str, int], ...] = ()
    """The same for each of several projects in one plan."""
    start_of: tuple[tuple[str, int], ...] = ()
    data_date_of: tuple[tuple[str, int], ...] = ()
    """Start and data date of each of several projects in one plan."""
    from_finish: bool = False
    """Planned back from *finish_by*: the start is what comes out."""
    day: int = 8 * HOUR
    """Ticks that are called one day where durations are shown."""
    day_of: tuple[tuple[str, int], ...] = ()
    """The same for single calendars."""
    calendar: str = ""
    """The plan's own calendar, kept by whatever names no other."""
    critical_limit: int = 0
    """Total float up to here is critical."""
    longest_path: bool = False
    """Critical is what the last finish hangs on, not what has little float."""
    progress: Progress = Progress.RETAINED
    float_of: FloatOf = FloatOf.FINISH
    float_per_project: bool = True
    """Late dates are counted back from each project's own end, not from the last one's."""
    open_ends_critical: bool = False
    critical_paths: bool = False
    """Microsoft's several critical paths: whatever has no successor ends one of its own."""
    expected_finish: bool = True
    lag_from_actual_start: bool = False
    """The lag of a start link runs from the actual start, however little has been done since."""


@dataclass(frozen=True, slots=True)
class Network:
    """A plan, ready to be computed."""

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    calendars: tuple[Calendar, ...]
    options: Options = field(default_factory=Options)


@dataclass(slots=True)
class Result:
    """What a pass found, in columns that follow ``network.activities``; floats in ticks of each activity's calendar."""

    network: Network
    early_start: list[int | None]
    early_finish: list[int | None]
    late_start: list[int | None]
    late_finish: list[int | None]
    total_float: list[int | None]
    free_float: list[int | None]
    critical: list[bool]
    start: int | None
    finish: int | None
    problems: tuple[Problem, ...] = ()

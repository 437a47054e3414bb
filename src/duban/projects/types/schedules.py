"""What others may hold of kept schedules: their content, and what is changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from zlib import crc32

from duban.engine.calendars import WorkCalendar
from duban.engine.schedule import CLOCK, Bound, Calendar, LinkKind
from duban.projects.types.names import Called

WORK, SITE, DAILY = "work", "site", "daily"
"""The zone's calendars: working days; the same less the winter shutdown; every day less the winter shutdown."""
ZONE_CALENDARS = (WORK, SITE, DAILY, CLOCK)


class SpanScope(StrEnum):
    """Which of the zone's calendars dated days change."""

    SITE = "site"
    """Work on site alone: 冬歇期."""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Counted:
    """Work that is counted: 1,400 of so many furnaces, 台."""

    total: Decimal
    done: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OwnProgress:
    """What the plan itself held of an activity before a report spoke of it; it stands again once none does."""

    actual_start: int | None = None
    actual_finish: int | None = None
    remaining: int | None = None
    percent: int = 0
    done: Decimal | None = None
    """Of what is counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """Whose word an activity's progress is: the newest reviewed report that speaks of it."""

    report: int
    on: date
    """The day that report is of; what remains, remains from the next morning."""
    own: OwnProgress
    is_start_said: bool = False
    """Whether somebody says when it began, and not only the first count does."""


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """One line of a kept schedule. Moments and durations are the engine's ticks."""

    id: str
    name: str
    code: str = ""
    parent: str | None = None
    heading: bool = False
    calendar: str = WORK
    duration: int = 0
    remaining: int | None = None
    """What is left of what has begun; nothing: the whole."""
    bound: Bound = Bound.NONE
    bound_at: int | None = None
    second: Bound = Bound.NONE
    second_at: int | None = None
    deadline: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    percent: int = 0
    quantity: Counted | None = None
    cause: str = ""
    """Coded cause of its delay (domain.md 4.4)."""
    risk: str = ""
    """Coded cause that may slip it; empty: the cause of its delay, where one is told. One cause's activities move together."""
    shortest: int | None = None
    longest: int | None = None
    """The whole duration at best and at worst, in ticks; the duration itself is the likeliest."""
    post_id: int | None = None
    """Who is responsible for it; nothing: the project's head."""
    name_en: str = ""
    told: Told | None = None
    """Where its progress is from; nothing: it was typed in the plan."""

    @property
    def called(self) -> Called:
        """What it is called."""
        return Called(self.name, self.name_en)

    @property
    def milestone(self) -> bool:
        """Whether it takes no time."""
        return not self.heading and self.duration == 0


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """The second activity waits for the first; the lag in ticks, by the clock or by the successor's calendar."""

    before: str
    after: str
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0
    by_clock: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole schedule as kept: activities in their order, links, dates, and calendars of its own where a file had some."""

    start: date
    activities: tuple[PlannedActivity, ...] = ()
    links: tuple[PlannedLink, ...] = ()
    deadline: date | None = None
    """What it is counted back from 倒排."""
    data_date: date | None = None
    """Everything still ahead is ahead of the morning of this day."""
    calendars: tuple[Calendar, ...] = ()
    hours_per_day: int = 8
    told_to: date | None = None
    """The newest day of the reviewed reports its progress is from; the data date is then after it."""
    own_date: date | None = None
    """The data date somebody set, where reports have moved it on."""


def numbers_of(schedule: Schedule) -> dict[str, str]:
    """Return each line's outline number: 1, 1.1, 1.2, 2 …"""
    counts: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for activity in schedule.activities:
        above = numbers.get(activity.parent or "", "")
        counts[above] = counts.get(above, 0) + 1
        numbers[activity.id] = f"{above}.{counts[above]}" if above else str(counts[above])
    return numbers


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """Dated days that are not worked 停工, or are 加班, in the zone's calendars: the winter shutdown 冬歇期."""

    starts: date
    ends: date
    works: bool = False
    scope: SpanScope = SpanScope.SITE
    name: str = ""


def hash_of(spans: tuple[CalendarSpan, ...]) -> int:
    """Return a number that changes when one of the spans does, the same in every process."""
    return crc32(repr([(s.starts, s.ends, s.works, s.scope.value) for s in spans]).encode())


@dataclass(frozen=True, slots=True)
class ZoneCalendars:
    """The zone's working days and its dated exceptions; what every kept schedule is computed by."""

    days: WorkCalendar
    spans: tuple[CalendarSpan, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Changes when a day of any calendar does."""
        return f"{self.days.fingerprint}:{hash_of(self.spans)}"


@dataclass(frozen=True, slots=True)
class ChangeActivity:
    """Set fields of an activity; ``None`` empties one."""

    id: str
    values: Mapping[str, object] = field(hash=False)


@dataclass(frozen=True, slots=True)
class AddActivity:
    """Put a new activity after another, or last."""

    activity: PlannedActivity
    after: str | None = None


@dataclass(frozen=True, slots=True)
class DropActivity:
    """Take an activity out, with what stands below it and its links."""

    id: str


@dataclass(frozen=True, slots=True)
class MoveActivity:
    """Put an activity, with what stands below it, after another line and under another heading."""

    id: str
    after: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Replace everything an activity waits for."""

    id: str
    links: tuple[PlannedLink, ...]


@dataclass(frozen=True, slots=True)
class PutLink:
    """Let an activity wait for another in one more way."""

    id: str
    before: str
    kind: LinkKind = LinkKind.FINISH_START


@dataclass(frozen=True, slots=True)
class DropLink:
    """Let an activity no longer wait for another in this way."""

    id: str
    before: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class ChangeDates:
    """Set the schedule's own dates: ``start``, ``deadline``, ``data_date``."""

    values: Mapping[str, date | None] = field(hash=False)


ScheduleEdit = (
    ChangeActivity | AddActivity | DropActivity | MoveActivity | LinkTo | PutLink | DropLink | ChangeDates
)

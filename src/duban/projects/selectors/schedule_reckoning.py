"""A kept schedule computed: by the zone's calendars, against its deadline, as of its data date or a later day."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

from duban.core.errors import Invalid
from duban.core.reading import once
from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import (
    CLOCK,
    DAY,
    HOUR,
    OFFICE,
    Activity,
    Calendar,
    Computed,
    Kind,
    Link,
    Network,
    Options,
    Reason,
    Ruler,
    Spans,
    chain,
    compute,
    tick_of_day,
)
from duban.orgs.selectors import work_calendar
from duban.projects.models import Span
from duban.projects.types import (
    DAILY,
    SITE,
    WORK,
    CalendarSpan,
    Called,
    ChainStep,
    PlannedActivity,
    Schedule,
    SpanScope,
    Standing,
    ZoneCalendars,
    numbers_of,
)

__all__ = [
    "Reckoned",
    "Shelf",
    "days_between",
    "drawn_calendars",
    "evening",
    "morning",
    "network_of",
    "reckon",
    "ruler_over",
    "standing_of",
    "zone_calendars",
]

_MORNING, _EVENING = 8 * HOUR, 17 * HOUR
T = TypeVar("T")


def morning(day: date) -> int:
    """Return when work begins on a day."""
    return tick_of_day(day) + _MORNING


def evening(day: date) -> int:
    """Return when work ends on a day."""
    return tick_of_day(day) + _EVENING


@once
def zone_calendars(*, zone_id: int) -> ZoneCalendars:
    """Return the zone's working days and its dated exceptions as they stand."""
    rows = Span.objects.filter(zone_id=zone_id, withdrawn_at=None).order_by("starts", "id")
    spans = tuple(CalendarSpan(s.starts, s.ends, s.works, SpanScope(s.scope), s.name) for s in rows)
    return ZoneCalendars(work_calendar(), spans)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A schedule and what computing it found."""

    schedule: Schedule
    calendars: ZoneCalendars
    computed: Computed
    index: dict[str, int]
    """Where each activity stands in the columns of ``computed.result``."""
    ruler: Ruler
    estimated: bool
    """Whether its days reach into a year whose working days are not yet published."""

    starts: tuple[int | None, ...]
    """When each line begins: what has begun, when it did; a heading, when the first below it does."""

    @property
    def dates(self) -> dict[str, tuple[int, int]]:
        """Start and finish of each activity that has them."""
        finishes = self.computed.result.early_finish
        pairs = {key: (self.starts[k], finishes[k]) for key, k in self.index.items()}
        return {key: (a, b) for key, (a, b) in pairs.items() if a is not None and b is not None}


class Shelf(Generic[T]):
    """Keeps the last answers that never change: what they are asked by says all they hang on."""

    def __init__(self, most: int) -> None:
        """Keep so many."""
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under *key*, made where it is not; two who make it at once make the same."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
            while len(self._kept) > self._most:
                self._kept.pop(next(iter(self._kept)), None)
        return found


_reckoned_kept: Shelf[Reckoned] = Shelf(24)


def reckon(
    schedule: Schedule, calendars: ZoneCalendars, *, on: date | None = None, key: str = ""
) -> Reckoned:
    """
    Compute a schedule; with *on*, what has not begun begins no earlier than that day.

    With a *key*, the digest of a revision, the answer is kept: the same revision, calendars and day are computed once.

    :raises Invalid: what the engine refuses: a ring, a calendar without work, dates too far away
    """
    if key:
        return _reckoned_kept.get(
            (key, calendars.fingerprint, on), lambda: _reckoned(schedule, calendars, on)
        )
    return _reckoned(schedule, calendars, on)


def _reckoned(schedule: Schedule, calendars: ZoneCalendars, on: date | None) -> Reckoned:
    drawn = network_of(schedule, calendars, on=on)
    try:
        computed = compute(drawn)
    except Unfit as unfit:
        raise Invalid(*_refused(schedule, drawn, unfit)) from unfit
    network, result = computed.plan.network, computed.result
    moments = [m for m in (result.start, result.finish, network.options.finish_by) if m is not None]
    first, last = min(moments, default=network.options.start), max(moments, default=network.options.start)
    days = [date.fromordinal(max(1, m // DAY)) for m in (first, last)]
    return Reckoned(
        schedule,
        calendars,
        computed,
        {a.id: k for k, a in enumerate(network.activities)},
        Ruler(network.calendars, first, last, day=network.options.day),
        estimated=not calendars.days.knows(days[0], days[1]),
        starts=_starts(schedule, result.early_start),
    )


def _refused(schedule: Schedule, drawn: Network, unfit: Unfit) -> Sequence[Problem]:
    """Return why a schedule cannot be computed, its lines named by the numbers its table shows."""
    numbers = numbers_of(schedule)
    lines = tuple(a._replace(code=numbers[a.id]) for a in drawn.activities)
    try:
        compute(replace(drawn, activities=lines))
    except Unfit as said:
        return said.problems
    return unfit.problems


def _starts(schedule: Schedule, early: Sequence[int | None]) -> tuple[int | None, ...]:
    """Return when each line begins; the engine tells of begun work when the rest of it goes on."""
    found = [
        early[k] if a.actual_start is None else a.actual_start for k, a in enumerate(schedule.activities)
    ]
    place = {a.id: k for k, a in enumerate(schedule.activities)}
    for k in range(len(found) - 1, -1, -1):
        above, own = place.get(schedule.activities[k].parent or ""), found[k]
        if above is None or own is None:
            continue
        top = found[above]
        found[above] = own if top is None else min(own, top)
    return tuple(found)


def network_of(schedule: Schedule, calendars: ZoneCalendars, *, on: date | None = None) -> Network:
    """Return the schedule as the engine has it: Duban's own rules, late dates counted back from the deadline."""
    start = morning(schedule.start)
    held = morning(on) if on is not None else None
    day = schedule.hours_per_day * HOUR
    gone = _gone_on(schedule, calendars)
    options = Options(
        start=start,
        data_date=None if schedule.data_date is None else morning(schedule.data_date),
        finish_by=None if schedule.deadline is None else evening(schedule.deadline),
        calendar=WORK,
        day=day,
        day_of=((CLOCK, 24 * HOUR),),
        longest_path=True,
    )
    return Network(
        tuple(_activity(a, held, gone.get(a.id, 0)) for a in schedule.activities),
        tuple(Link(x.before, x.after, x.kind, x.lag, CLOCK if x.by_clock else None) for x in schedule.links),
        (*drawn_calendars(calendars), *schedule.calendars),
        options,
    )


def _gone_on(schedule: Schedule, calendars: ZoneCalendars) -> dict[str, int]:
    """
    Return how much of begun work has gone on as last said, since then and up to the data date.

    Reports that speak of other activities move the data date on. Silence is not taken for idleness: what nobody spoke of
    goes on, and is over by the data date at most where nobody said so.
    """
    if schedule.told_to is None or schedule.data_date is None:
        return {}
    until, found = morning(schedule.data_date), {}
    ruler: Ruler | None = None
    for activity in schedule.activities:
        since = _said_at(schedule, activity)
        if since is None or since >= until:
            continue
        if ruler is None:
            first = min(m for m in (_said_at(schedule, a) for a in schedule.activities) if m is not None)
            ruler = Ruler((*drawn_calendars(calendars), *schedule.calendars), first, until, day=8 * HOUR)
        found[activity.id] = ruler.ticks(activity.calendar, since, until)
    return found


def _said_at(schedule: Schedule, activity: PlannedActivity) -> int | None:
    """Return as of when an activity's progress was said; nothing where it has not begun, or is over."""
    if activity.heading or activity.actual_start is None or activity.actual_finish is not None:
        return None
    day = schedule.own_date if activity.told is None else activity.told.on + timedelta(days=1)
    return None if day is None else max(morning(day), activity.actual_start)


def _activity(activity: PlannedActivity, held: int | None, gone: int) -> Activity:
    begun = activity.actual_start is not None
    remaining = activity.remaining if activity.remaining is not None and begun else activity.duration
    remaining = max(0, remaining - gone)
    kind = Kind.SUMMARY if activity.heading else Kind.TASK if activity.duration else Kind.FINISH_MILESTONE
    return Activity(
        id=activity.id,
        code=activity.code,
        name=activity.name,
        kind=kind,
        parent=activity.parent,
        calendar=activity.calendar,
        duration=0 if activity.heading else activity.duration,
        remaining=0 if activity.actual_finish is not None or activity.heading else remaining,
        bound=activity.bound,
        bound_at=activity.bound_at,
        second=activity.second,
        second_at=activity.second_at,
        deadline=activity.deadline,
        actual_start=activity.actual_start,
        actual_finish=activity.actual_finish,
        milestone=activity.milestone,
        no_earlier=None if begun or activity.heading else held,
    )


def drawn_calendars(calendars: ZoneCalendars) -> tuple[Calendar, ...]:
    """Return the zone's three calendars with their hours; the same zone calendars are drawn once."""
    return _zone_calendars(_Key(calendars))


class _Key:
    """Zone calendars told apart by their fingerprint."""

    def __init__(self, calendars: ZoneCalendars) -> None:
        self.calendars = calendars

    def __hash__(self) -> int:
        return hash(self.calendars.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.calendars.fingerprint == self.calendars.fingerprint


_rulers: dict[str, tuple[int, int, Ruler]] = {}


def ruler_over(calendars: ZoneCalendars, first: int, last: int) -> Ruler:
    """Return a ruler of the zone's calendars over at least these moments; one is enough for a whole list."""
    found = _rulers.get(calendars.fingerprint)
    if found is None or first < found[0] or last > found[1]:
        low, high = first - 400 * DAY, last + 400 * DAY
        _rulers.clear()
        _rulers[calendars.fingerprint] = found = (
            low,
            high,
            Ruler(drawn_calendars(calendars), low, high, day=8 * HOUR),
        )
    return found[2]


@lru_cache(maxsize=16)
def _zone_calendars(key: _Key) -> tuple[Calendar, ...]:
    known = {d.toordinal(): OFFICE if works else () for d, works in key.calendars.days.exceptions.items()}
    everyone = {**known, **_days(s for s in key.calendars.spans if s.scope is SpanScope.ALL)}
    site = _days(s for s in key.calendars.spans if s.scope is SpanScope.SITE)
    all_only = _days(s for s in key.calendars.spans if s.scope is SpanScope.ALL)
    week = (OFFICE,) * 5 + ((), ())
    return (
        Calendar(WORK, "工作日", week, (), everyone),  # zh: data
        Calendar(SITE, "工地（冬歇期停工）", week, (), {**everyone, **site}),  # zh: data
        Calendar(DAILY, "连续施工（冬歇期停工）", (OFFICE,) * 7, (), {**all_only, **site}),  # zh: data
    )


def _days(spans: Iterable[CalendarSpan]) -> dict[int, Spans]:
    found: dict[int, Spans] = {}
    for span in spans:
        day = span.starts
        while day <= span.ends:
            found[day.toordinal()] = OFFICE if span.works else ()
            day += timedelta(days=1)
    return found


def standing_of(reckoned: Reckoned, *, with_chain: bool = True) -> Standing:
    """Return the finish against the deadline, and the chain that makes it."""
    result, options = reckoned.computed.result, reckoned.computed.plan.network.options
    deadline, finish = options.finish_by, result.finish
    late = None
    if deadline is not None and finish is not None:
        late = reckoned.ruler.days(_last_calendar(reckoned), deadline, finish)
    return Standing(result.start, finish, deadline, late, _chain(reckoned) if with_chain else ())


def _last_calendar(reckoned: Reckoned) -> str:
    """Return the calendar of what finishes last: a delay is counted in the days it could be worked on."""
    last = _last(reckoned)
    return WORK if last is None else last.calendar


def _last(reckoned: Reckoned) -> PlannedActivity | None:
    result = reckoned.computed.result
    ends = [
        (result.early_finish[k] or 0, k)
        for k, a in enumerate(reckoned.schedule.activities)
        if not a.heading and a.actual_finish is None
    ]
    return reckoned.schedule.activities[max(ends)[1]] if ends else None


def _chain(reckoned: Reckoned) -> tuple[ChainStep, ...]:
    last = _last(reckoned)
    if last is None:
        return ()
    names = {a.id: a.called for a in reckoned.schedule.activities}
    steps: tuple[Reason, ...] = chain(reckoned.computed, last.id)
    return tuple(_step(step, names.get(step.activity, Called(""))) for step in steps)


def _step(step: Reason, called: Called) -> ChainStep:
    return ChainStep(step.activity, called.name, step.why.value, step.at, called.name_en)


def days_between(reckoned: Reckoned, calendar: str, start: int | None, finish: int | None) -> Decimal | None:
    """Return working days from one moment to another; nothing where either is missing."""
    if start is None or finish is None:
        return None
    return reckoned.ruler.days(calendar, start, finish)

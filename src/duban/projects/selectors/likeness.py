"""How long an activity may take: its own three points, else how like work in the zone slipped, else the zone's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import filterfalse

from duban.engine.schedule import Kind, Network, Shape, Spread
from duban.projects.models import Baseline, Outlook, Revision
from duban.projects.selectors.planned_schedules import original_baselines
from duban.projects.selectors.schedule_codec import decode, decode_dates
from duban.projects.selectors.schedule_reckoning import ruler_over
from duban.projects.types import (
    ZONE_CALENDARS,
    ChanceRule,
    PlannedActivity,
    Schedule,
    SpreadFrom,
    ZoneCalendars,
)

__all__ = ["History", "Known", "counts_of", "history_of", "known_spreads", "likeness"]

_MOST = 10_000
_PLACES = Decimal("0.0001")
_NUMERALS = frozenset("0123456789０１２３４５６７８９ⅠⅡⅢⅣⅤ#＃")


def likeness(name: str) -> str:
    """Return what activities of like work share: the name without numbers, spaces and marks. “2 号厂房主体” is like “1号厂房主体”."""
    return "".join(c for c in name if c not in _NUMERALS and c.isalnum()).casefold()


@dataclass(slots=True)
class History:
    """Actual over planned duration of finished work, by likeness and by cause."""

    by_name: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    by_cause: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    samples: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """An activity's spread, what it is from, and from how many finished activities."""

    spread: Spread
    source: SpreadFrom
    samples: int = 0


def history_of(revision: Revision, calendars: ZoneCalendars) -> History:
    """
    Return how finished work in the zone's newest schedules slipped.

    What was planned is the original baseline's length where one is approved, else the duration as it stands. Illustrative
    schedules are a history for illustrative ones only.
    """
    rows = Outlook.objects.filter(zone_id=revision.zone_id).select_related("revision").order_by("project_id")
    if not revision.is_sample:
        rows = rows.exclude(revision__is_sample=True)
    rows = rows[:_MOST]
    against = original_baselines(o.project_id for o in rows)
    found = History()
    for outlook in rows:
        schedule = decode(outlook.revision.body)
        for activity, ratio in _ratios(schedule, against.get(outlook.project_id), calendars):
            found.samples += 1
            found.by_name[likeness(activity.name)].append(ratio)
            if cause := activity.risk or activity.cause:
                found.by_cause[cause].append(ratio)
    return found


def _ratios(
    schedule: Schedule, baseline: Baseline | None, calendars: ZoneCalendars
) -> Iterator[tuple[PlannedActivity, Decimal]]:
    dates = {} if baseline is None else decode_dates(baseline.dates)
    for activity in filterfalse(_unfinished, schedule.activities):
        start, finish = activity.actual_start, activity.actual_finish
        assert start is not None and finish is not None  # noqa: S101, PT018 - else it is unfinished
        planned = dates.get(activity.id)
        moments = (start, finish, *(planned or ()))
        ruler = ruler_over(calendars, min(moments), max(moments))
        wanted = activity.duration if planned is None else ruler.ticks(activity.calendar, *planned)
        if wanted > 0:
            worked = ruler.ticks(activity.calendar, start, finish)
            yield activity, (Decimal(worked) / wanted).quantize(_PLACES)


def _unfinished(activity: PlannedActivity) -> bool:
    """Return whether an activity tells nothing: unfinished, a heading, a milestone, or by a calendar of a file's own."""
    return (
        activity.heading
        or activity.duration <= 0
        or activity.actual_start is None
        or activity.actual_finish is None
        or activity.calendar not in ZONE_CALENDARS
    )


def known_spreads(
    schedule: Schedule, network: Network, rule: ChanceRule, history: History
) -> dict[str, Known]:
    """Return the spread of each activity that has not finished, by id."""
    plans = {a.id: a for a in schedule.activities}
    open_ = (
        a.id
        for a in network.activities
        if a.kind is Kind.TASK and a.actual_finish is None and a.remaining > 0
    )
    return {key: _known(plans[key], rule, history) for key in open_}


def _known(activity: PlannedActivity, rule: ChanceRule, history: History) -> Known:
    cause = activity.risk or activity.cause
    together = rule.together if cause else Decimal(0)
    plain = Spread(activity.id, Shape.PERT, rule.low, Decimal(1), rule.high, (), cause, together)
    if activity.shortest is not None and activity.longest is not None and activity.duration:
        low, high = (Decimal(d) / activity.duration for d in (activity.shortest, activity.longest))
        return Known(replace(plain, low=low, high=high), SpreadFrom.POINTS)
    looked = (
        (SpreadFrom.NAME, history.by_name.get(likeness(activity.name))),
        (SpreadFrom.CAUSE, history.by_cause.get(cause) if cause else None),
    )
    for source, ratios in looked:
        if ratios is not None and len(ratios) >= rule.least:
            drawn = tuple(sorted(ratios)[:_MOST])
            return Known(replace(plain, shape=Shape.SLIPPAGE, history=drawn), source, len(drawn))
    return Known(plain, SpreadFrom.RULE)


def counts_of(known: Iterable[Known]) -> Mapping[SpreadFrom, int]:
    """Return how many spreads are from each source."""
    found = dict.fromkeys(SpreadFrom, 0)
    for one in known:
        found[one.source] += 1
    return found

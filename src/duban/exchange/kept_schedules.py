"""Files of plans into a project's kept schedule, with everything said that does not come over; and kept schedules out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import IO

from django.utils.translation import gettext as _

from duban.core.errors import Invalid
from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import (
    CLOCK,
    DAY,
    HOUR,
    Activity,
    Bound,
    Calendar,
    Kind,
    LinkKind,
    Network,
    Result,
    moment,
    schedule,
)
from duban.exchange import listing
from duban.exchange.listing import Heading
from duban.exchange.schedules.files import parse
from duban.exchange.schedules.mspdi_writer import written
from duban.exchange.schedules.state_council import KEY as STATE
from duban.orgs.types import Actor
from duban.papers.cells import Value
from duban.projects.selectors import computed_schedule
from duban.projects.types import WORK, PlannedActivity, PlannedLink, Schedule

__all__ = ["Brought", "bring_schedule", "schedule_mspdi", "schedule_sheet"]

_CALENDAR = "file:"
_HEADINGS = (Kind.SUMMARY, Kind.BRANCH, Kind.SPAN, Kind.EFFORT)
_LONGEST_NAME = 200
_KINDS = {
    LinkKind.FINISH_START: "FS",
    LinkKind.START_START: "SS",
    LinkKind.FINISH_FINISH: "FF",
    LinkKind.START_FINISH: "SF",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """A file's plan as a kept schedule would have it, and what is different there."""

    schedule: Schedule
    notes: tuple[Problem, ...]
    file_finish: int | None
    """When it finishes by the file's own rules."""


def bring_schedule(content: bytes, name: str) -> Brought:
    """
    Read a plan of Microsoft Project (XML), Primavera (XER), Excel or TOML as a schedule that can be kept.

    :raises Invalid: what the reader, or the engine, refuses
    """
    try:
        network = parse(content, name)
        found = schedule(network)
    except Unfit as unfit:
        raise Invalid(*unfit.problems) from unfit
    brought, notes = _kept(network)
    return Brought(brought, (*found.problems, *notes), found.finish)


def _kept(network: Network) -> tuple[Schedule, list[Problem]]:
    options = network.options
    acts = [a for a in _in_outline(network.activities) if a.kind is not Kind.INACTIVE]
    top = [a for a in acts if a.parent is None]
    # Microsoft Project's line 0 is the project itself.
    root = top[0].id if len(top) == 1 and top[0].id == "0" and top[0].kind is Kind.SUMMARY else None
    acts = [a for a in acts if a.id != root]
    keys = {a.id for a in acts}
    activities = tuple(_activity(a, keys) for a in acts)
    notes = list(_notes(network, acts))
    links = tuple({(x.before, x.after, x.kind): x for x in _links(network, keys)}.values())
    data = options.data_date
    latest = max(
        (m for a in activities for m in (a.actual_start, a.actual_finish) if m is not None), default=None
    )
    data_date = None if data is None else moment(data).date()
    if latest is not None and (data_date is None or data_date < moment(latest).date()):
        day = moment(latest).date()
        # There is no day after the calendar's last; whoever keeps the schedule refuses such days in words.
        data_date = min(day, date.max - timedelta(days=1)) + timedelta(days=1)
    used = {a.calendar.removeprefix(_CALENDAR) for a in activities if a.calendar.startswith(_CALENDAR)}
    return (
        Schedule(
            start=_start(options.start, activities),
            activities=activities,
            links=links,
            deadline=None if options.finish_by is None else moment(options.finish_by).date(),
            data_date=data_date,
            calendars=tuple(_calendar(c) for c in network.calendars if c.key in used),
            hours_per_day=max(1, min(24, round(options.day / HOUR))),
        ),
        notes,
    )


def _start(start: int, activities: Iterable[PlannedActivity]) -> date:
    moments = [m for a in activities for m in (a.actual_start, a.bound_at) if m is not None]
    return moment(start if start >= DAY else min(moments, default=DAY)).date()


def _in_outline(activities: Iterable[Activity]) -> Iterator[Activity]:
    """Yield each line after the heading it stands under, otherwise in the file's order."""
    below: dict[str | None, list[Activity]] = {}
    rows = list(activities)
    ids = {a.id for a in rows}
    for activity in rows:
        parent = activity.parent if activity.parent in ids and activity.parent != activity.id else None
        below.setdefault(parent, []).append(activity)
    waiting = [*reversed(below.get(None, []))]
    while waiting:
        activity = waiting.pop()
        yield activity
        waiting += reversed(below.pop(activity.id, []))


def _activity(activity: Activity, keys: set[str]) -> PlannedActivity:
    heading = activity.kind in _HEADINGS
    calendar = {CLOCK: CLOCK, STATE: WORK}.get(activity.calendar, _CALENDAR + activity.calendar)
    begun = activity.actual_start is not None
    duration = 0 if heading or activity.milestone else activity.duration
    percent = 0
    if activity.actual_finish is not None:
        percent = 100
    elif begun and duration > 0:
        percent = max(0, min(100, round((duration - activity.remaining) * 100 / duration)))
    kept = PlannedActivity(
        id=activity.id,
        name=(activity.name.strip() or activity.code or activity.id)[:_LONGEST_NAME],
        code=activity.code if activity.code != activity.id or not activity.id.isdigit() else activity.id,
        parent=activity.parent if activity.parent in keys else None,
        heading=heading,
        calendar=WORK if heading else calendar,
        duration=duration,
        remaining=activity.remaining if begun and not heading else None,
        bound=activity.bound,
        bound_at=activity.bound_at,
        second=activity.second,
        second_at=activity.second_at,
        deadline=activity.deadline,
        actual_start=None if heading else activity.actual_start,
        actual_finish=None if heading else activity.actual_finish,
        percent=0 if heading else percent,
    )
    if activity.given is not None and not begun and not heading:
        return replace(kept, bound=Bound.START_NO_EARLIER, bound_at=activity.given[0])
    return kept


def _by_hand(activity: Activity) -> bool:
    return activity.given is not None and activity.kind is not Kind.SUMMARY


def _calendar(calendar: Calendar) -> Calendar:
    return replace(calendar, key=_CALENDAR + calendar.key, within=None)


def _links(network: Network, keys: set[str]) -> Iterator[PlannedLink]:
    for link in network.links:
        if link.before in keys and link.after in keys and link.before != link.after:
            yield PlannedLink(link.before, link.after, link.kind, link.lag, by_clock=link.calendar == CLOCK)


def _notes(network: Network, acts: list[Activity]) -> Iterator[Problem]:
    """Yield what does not come over as it stands in the file."""
    kinds = Counter(a.kind for a in acts)
    counted = (
        ("projects.file_headings", kinds[Kind.SUMMARY] + kinds[Kind.BRANCH]),
        ("projects.file_kinds", kinds[Kind.EFFORT] + kinds[Kind.SPAN]),
        ("projects.file_crews", sum(1 for a in acts if a.crews)),
        ("projects.file_given", sum(1 for a in acts if _by_hand(a) and a.actual_start is None)),
        ("projects.file_lags", sum(1 for x in network.links if x.lag and x.calendar not in (None, CLOCK))),
    )
    yield from (Problem(code, "", (str(n),)) for code, n in counted if n)
    projects = {a.project for a in acts}
    if len(projects) > 1:
        yield Problem("projects.file_project", "", (str(len(projects)),))


def schedule_mspdi(*, actor: Actor, zone_id: int, code: str, number: int | None = None) -> bytes:
    """
    Return a kept schedule, as computed, as Microsoft Project's XML.

    :raises NotFound: if the project, or the revision, is not within reach
    """
    found = computed_schedule(actor=actor, zone_id=zone_id, code=code, number=number)
    return written(found.plan.network, found.result)


def schedule_sheet(*, actor: Actor, zone_id: int, code: str, number: int | None = None) -> IO[bytes]:
    """
    Return a kept schedule as an Excel task table, which can be read in again.

    :raises NotFound: if the project, or the revision, is not within reach
    """
    found = computed_schedule(actor=actor, zone_id=zone_id, code=code, number=number)
    headings = [
        Heading(_("序号"), 8),
        Heading(_("任务名称"), 36),
        Heading(_("工期"), 12),
        Heading(_("开始"), 12),
        Heading(_("完成"), 12),
        Heading(_("前置任务"), 22),
        Heading(_("实际开始"), 12),
        Heading(_("实际完成"), 12),
        Heading(_("剩余工期"), 12),
        Heading(_("期限"), 12),
        Heading(_("最迟开始"), 12),
        Heading(_("最迟完成"), 12),
        Heading(_("总时差（天）"), 12),
    ]
    return listing.xlsx_file(_("进度计划"), headings, _rows(found.plan.network, found.result))


def _rows(network: Network, result: Result) -> Iterator[tuple[Value, ...]]:
    numbers = _numbers(network)
    into: dict[str, list[str]] = {}
    for link in network.links:
        lag = _length(link.lag, by_clock=link.calendar == CLOCK, day=network.options.day, sign=True)
        into.setdefault(link.after, []).append(f"{numbers[link.before]}{_KINDS[link.kind]}{lag}")
    for k, a in enumerate(network.activities):
        heading = a.kind is Kind.SUMMARY
        clock = a.calendar == CLOCK
        slack = result.total_float[k]
        day = 24 * HOUR if clock else network.options.day
        begun = a.actual_start is not None and a.actual_finish is None
        yield (
            numbers[a.id],
            a.name,
            "" if heading else _length(a.duration, by_clock=clock, day=network.options.day),
            _day(a.actual_start if a.actual_start is not None else result.early_start[k]),
            _day(result.early_finish[k]),
            "; ".join(into.get(a.id, ())),
            _day(a.actual_start),
            _day(a.actual_finish),
            _length(a.remaining, by_clock=clock, day=network.options.day) if begun else "",
            _day(a.deadline),
            _day(result.late_start[k]),
            _day(result.late_finish[k]),
            None if slack is None else (Decimal(slack) / day).quantize(Decimal("0.1")),
        )


def _numbers(network: Network) -> dict[str, str]:
    """Return outline numbers: 1, 1.1, 1.2, 2 …"""
    counts: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for activity in network.activities:
        above = numbers.get(activity.parent or "", "")
        counts[above] = counts.get(above, 0) + 1
        numbers[activity.id] = f"{above}.{counts[above]}" if above else str(counts[above])
    return numbers


def _length(ticks: int, *, by_clock: bool, day: int, sign: bool = False) -> str:
    """Return a duration as the table's reader reads it: 10工作日, 7自然日, 4小时, 45分钟."""
    if sign and not ticks:
        return ""
    plus = "+" if sign and ticks > 0 else ""
    if by_clock:
        return f"{plus}{_decimal(ticks, DAY)}自然日"
    if ticks % day == 0 or ticks * 100 % day == 0:
        return f"{plus}{_decimal(ticks, day)}工作日"
    return f"{plus}{_decimal(ticks, 10)}分钟"


def _decimal(ticks: int, unit: int) -> str:
    text = f"{Decimal(ticks) / unit:.4f}".rstrip("0").rstrip(".")
    return text or "0"


def _day(at: int | None) -> date | None:
    return None if at is None else moment(at).date()

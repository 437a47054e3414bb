"""Changes to a schedule as a form or the chart sends them, read into what the services take; every fault told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.engine.schedule import CLOCK, DAY, HOUR, Bound, LinkKind
from duban.exchange.schedules.words import amount, lag_of, predecessors
from duban.projects.types import (
    WORK,
    AddActivity,
    ChangeActivity,
    ChangeDates,
    Counted,
    DropActivity,
    DropLink,
    LinkTo,
    MoveActivity,
    PlannedActivity,
    PlannedLink,
    PutLink,
    Schedule,
    ScheduleEdit,
    numbers_of,
)
from duban.web.parts import number

__all__ = ["activity_edits", "date_edits", "posted_edits"]

_MORNING, _EVENING = 8 * HOUR, 17 * HOUR
_MOST = 500
"""Changes taken at once."""


class _Reader:
    """Reads fields of one activity and collects what cannot be read."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.day = schedule.hours_per_day * HOUR
        self.problems: list[Problem] = []

    def moment(self, text: str, where: str, *, ends: bool = False) -> int | None:
        """Read a day: it begins at 8:00 and ends at 17:00."""
        day = self.date(text, where)
        return None if day is None else day.toordinal() * DAY + (_EVENING if ends else _MORNING)

    def date(self, text: str, where: str) -> date | None:
        text = text.strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problems.append(Problem("schedules.bad_date", where, (text[:40],)))
            return None

    def duration(self, text: str, where: str) -> tuple[int, bool] | None:
        """Read a duration; the second says whether it is by the clock."""
        found = amount(text, self.day) if text.strip() else None
        if found is None or found.percent is not None or found.ticks < 0:
            self.problems.append(Problem("schedules.bad_duration", where, (text[:40],)))
            return None
        return found.ticks, found.by_clock

    def count(self, text: str, where: str) -> Decimal | None:
        text = text.replace(",", "").replace("，", "").strip()
        if not text:
            return None
        try:
            found = Decimal(text)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or abs(found) > 10**12:
            self.problems.append(Problem("core.not_a_number", where, (text[:40],)))
            return None
        return found

    def percent(self, text: str) -> int:
        text = text.strip().rstrip("%％")
        found = number(text or "0")
        if found is None:
            self.problems.append(Problem("core.not_a_number", "percent", (text[:40],)))
        return found or 0

    def links(self, text: str, key: str) -> tuple[PlannedLink, ...]:
        """Read ``1.2FS+2工作日; 3SS``: outline numbers, or ids."""
        befores, bad = predecessors(text, self.day)
        self.problems += [Problem("schedules.bad_link", "after", (part[:40],)) for part in bad]
        ids = {n: i for i, n in numbers_of(self.schedule).items()}
        known = {a.id: a for a in self.schedule.activities}
        links = []
        for before in befores:
            found = ids.get(before.id, before.id)
            if found not in known:
                self.problems.append(Problem("projects.no_predecessor", "after", (before.id[:40],)))
                continue
            lag, calendar = lag_of(before.lag, known[found].duration)
            links.append(PlannedLink(found, key, before.kind, lag, by_clock=calendar == CLOCK))
        return tuple(links)


def activity_edits(schedule: Schedule, posted: Mapping[str, str], *, may_edit: bool) -> list[ScheduleEdit]:
    """
    Read an activity's form: of an activity there is, or of a new one.

    Only what the form carries is changed. Whoever only reports has no plan to change: those fields are not read.

    :raises Invalid: with everything that cannot be read
    """
    reader = _Reader(schedule)
    key = posted.get("id", "")
    there = next((a for a in schedule.activities if a.id == key), None)
    edits: list[ScheduleEdit] = []
    if there is None:
        there = PlannedActivity(
            id=_new_id(schedule),
            name="",
            parent=posted.get("parent") or None,
            heading=posted.get("heading") == "1",
        )
        last = [a.id for a in schedule.activities if a.parent == there.parent]
        edits.append(AddActivity(there, posted.get("place") or (last[-1] if last else there.parent)))
    values: dict[str, object] = _progress(reader, there, posted)
    if may_edit:
        values |= _planned(reader, there, posted)
    if values:
        edits.append(ChangeActivity(there.id, values))
    if may_edit and "after" in posted:
        edits.append(LinkTo(there.id, reader.links(posted["after"], there.id)))
    if may_edit and "parent" in posted and edits and not isinstance(edits[0], AddActivity):
        edits += _placed(schedule, there, posted["parent"] or None)
    if reader.problems:
        raise Invalid(*reader.problems)
    return edits


def _new_id(schedule: Schedule) -> str:
    known = {a.id for a in schedule.activities}
    while (made := uuid4().hex[:8]) in known:
        pass
    return made


def _placed(schedule: Schedule, there: PlannedActivity, parent: str | None) -> list[ScheduleEdit]:
    if parent == there.parent:
        return []
    last = [a.id for a in schedule.activities if a.parent == parent and a.id != there.id]
    return [MoveActivity(there.id, last[-1] if last else parent, parent)]


def _planned(reader: _Reader, there: PlannedActivity, posted: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    if "name" in posted:
        values["name"] = posted["name"].strip()
    if "name_en" in posted:
        values["name_en"] = posted["name_en"].strip()
    if posted.get("calendar", there.calendar) != there.calendar:
        values["calendar"] = posted["calendar"]
    if "duration" in posted and not there.heading:
        values |= _long_as(reader, str(values.get("calendar", there.calendar)), posted["duration"])
    if "no_earlier" in posted:
        values |= _held(reader, there, posted["no_earlier"])
    if "deadline" in posted:
        values["deadline"] = reader.moment(posted["deadline"], "deadline", ends=True)
    values |= _uncertain(reader, there, posted)
    if "post" in posted:
        values["post_id"] = number(posted["post"])
    return values


def _long_as(reader: _Reader, calendar: str, text: str) -> dict[str, object]:
    """Read a duration; calendar days 自然日 take the calendar that never rests, working days another."""
    found = reader.duration(text or "0", "duration")
    if found is None:
        return {}
    ticks, by_clock = found
    if ticks and by_clock != (calendar == CLOCK):
        return {"duration": ticks, "calendar": CLOCK if by_clock else WORK}
    return {"duration": ticks}


def _uncertain(reader: _Reader, there: PlannedActivity, posted: Mapping[str, str]) -> dict[str, object]:
    """Read what may slip an activity, and how long it takes at best and at worst."""
    values: dict[str, object] = {}
    if "risk" in posted:
        values["risk"] = posted["risk"][:20]
    if "shortest" in posted and not there.heading:
        values |= {name: _point(reader, posted.get(name, ""), name) for name in ("shortest", "longest")}
    return values


def _point(reader: _Reader, text: str, where: str) -> int | None:
    """Read the shortest or the longest duration; nothing where none is given."""
    found = reader.duration(text, where) if text.strip() else None
    return None if found is None else found[0]


def _held(reader: _Reader, there: PlannedActivity, text: str) -> dict[str, object]:
    """Read "no earlier than"; another kind of constraint stays until a day is given."""
    at = reader.moment(text, "no_earlier")
    if at is not None:
        same = there.bound_at is not None and there.bound_at // DAY == at // DAY
        if there.bound is Bound.START_NO_EARLIER and same:
            return {}
        return {"bound": Bound.START_NO_EARLIER, "bound_at": at}
    return {"bound": Bound.NONE, "bound_at": None} if there.bound is Bound.START_NO_EARLIER else {}


def _actual(reader: _Reader, there: PlannedActivity, posted: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, ends in (("actual_start", False), ("actual_finish", True)):
        if name not in posted:
            continue
        at, was = reader.moment(posted[name], name, ends=ends), getattr(there, name)
        # A file's own minute stays where the day is the same.
        if _day(at) != _day(was):
            values[name] = at
    return values


def _day(at: int | None) -> int | None:
    return None if at is None else at // DAY


def _progress(reader: _Reader, there: PlannedActivity, posted: Mapping[str, str]) -> dict[str, object]:
    values = _actual(reader, there, posted)
    if "percent" in posted and (percent := reader.percent(posted["percent"])) != there.percent:
        values["percent"] = percent
    if posted.get("remaining", "").strip():
        found = reader.duration(posted["remaining"], "remaining")
        if found is not None and found[0] != there.remaining:
            values["remaining"] = found[0]
    if "total" in posted:
        values |= _counted(reader, there, posted)
    if "cause" in posted:
        values["cause"] = posted["cause"][:20]
    return values


def _counted(reader: _Reader, there: PlannedActivity, posted: Mapping[str, str]) -> dict[str, object]:
    total = reader.count(posted["total"], "total")
    if total is None:
        return {} if there.quantity is None else {"quantity": None}
    # Where reports say how many stand, the form has no field for it: what the plan holds stays as it is.
    kept = Decimal(0) if there.quantity is None else there.quantity.done
    done = kept if "done" not in posted else reader.count(posted["done"], "done") or Decimal(0)
    counted = Counted(total, done, posted.get("unit", "").strip()[:16])
    return {} if counted == there.quantity else {"quantity": counted}


def date_edits(schedule: Schedule, posted: Mapping[str, str], *, may_edit: bool) -> list[ScheduleEdit]:
    """
    Read the schedule's own dates from a form.

    :raises Invalid: with every day that cannot be read
    """
    reader = _Reader(schedule)
    names = ("start", "deadline", "data_date") if may_edit else ("data_date",)
    values = {name: reader.date(posted[name], name) for name in names if name in posted}
    if reader.problems:
        raise Invalid(*reader.problems)
    return [ChangeDates(values)] if values else []


def posted_edits(schedule: Schedule, text: str) -> list[ScheduleEdit]:
    """
    Read the chart's changes, one after another.

    :raises Invalid: with the place of each that cannot be read
    """
    try:
        told = json.loads(text)
        # Half of a character written as an escape is none that any answer or table could repeat.
        json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, list) or len(told) > _MOST:
        raise Invalid(Problem("projects.bad_edit", "edits", ("1",)))
    edits: list[ScheduleEdit] = []
    problems: list[Problem] = []
    for place, one in enumerate(told, 1):
        read = _READERS.get(str(one.get("op"))) if isinstance(one, dict) else None
        found = None if read is None or not isinstance(one.get("id"), str) else read(schedule, one)
        if found is None:
            problems.append(Problem("projects.bad_edit", "edits", (str(place),)))
        else:
            edits.append(found)
    if problems:
        raise Invalid(*problems)
    return edits


def _start(schedule: Schedule, one: dict[str, Any]) -> ScheduleEdit | None:
    try:
        at = date.fromisoformat(str(one.get("day"))).toordinal() * DAY + _MORNING
    except ValueError:
        return None
    return ChangeActivity(one["id"], {"bound": Bound.START_NO_EARLIER, "bound_at": at})


def _long(schedule: Schedule, one: dict[str, Any]) -> ScheduleEdit | None:
    """Read a length in days of the activity's own calendar; of what has begun it is what remains."""
    length = one.get("days")
    there = next((a for a in schedule.activities if a.id == one["id"]), None)
    if there is None or not isinstance(length, int) or isinstance(length, bool) or not 0 <= length <= 15_000:
        return None
    ticks = length * (DAY if there.calendar == CLOCK else schedule.hours_per_day * HOUR)
    if there.actual_start is not None:
        return ChangeActivity(one["id"], {"remaining": ticks})
    return ChangeActivity(one["id"], {"duration": ticks})


def _drop(schedule: Schedule, one: dict[str, Any]) -> ScheduleEdit | None:
    return DropActivity(one["id"])


def _link(schedule: Schedule, one: dict[str, Any]) -> ScheduleEdit | None:
    ends = _ends(one)
    return None if ends is None else PutLink(one["id"], *ends)


def _unlink(schedule: Schedule, one: dict[str, Any]) -> ScheduleEdit | None:
    ends = _ends(one)
    return None if ends is None else DropLink(one["id"], *ends)


def _ends(one: dict[str, Any]) -> tuple[str, LinkKind] | None:
    """Return the predecessor and the kind of a link."""
    before, kind = one.get("before"), one.get("kind")
    if not isinstance(before, str) or not isinstance(kind, int) or kind not in set(LinkKind):
        return None
    return before, LinkKind(kind)


_READERS: dict[str, Callable[[Schedule, dict[str, Any]], ScheduleEdit | None]] = {
    "start": _start,
    "days": _long,
    "drop": _drop,
    "link": _link,
    "unlink": _unlink,
}

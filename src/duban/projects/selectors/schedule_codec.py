"""A kept schedule as bytes: one JSON document, its defaults left out, compressed; the same schedule is the same bytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from duban.engine.schedule import Bound, Calendar, Exceptions, LinkKind, Spans
from duban.projects.types import Counted, OwnProgress, PlannedActivity, PlannedLink, Schedule, Told

__all__ = ["decode", "decode_dates", "digest_of", "encode", "encode_dates"]

_FORM = 1
_LEVEL = 6
_PLAIN = (
    "code", "parent", "calendar", "duration", "remaining", "bound_at", "second_at", "deadline", "actual_start",
    "actual_finish", "percent", "cause", "risk", "shortest", "longest", "post_id", "name_en",
)  # fmt: skip
_DEFAULTS = PlannedActivity("", "")


def encode(schedule: Schedule) -> bytes:
    """Return the schedule as bytes."""
    document: dict[str, object] = {
        "form": _FORM,
        "start": schedule.start.isoformat(),
        "deadline": schedule.deadline and schedule.deadline.isoformat(),
        "data_date": schedule.data_date and schedule.data_date.isoformat(),
        "hours": schedule.hours_per_day,
        "calendars": [_calendar(c) for c in schedule.calendars],
        "activities": [_activity(a) for a in schedule.activities],
        "links": [[x.before, x.after, int(x.kind), x.lag, int(x.by_clock)] for x in schedule.links],
    }
    if schedule.told_to is not None:
        own = schedule.own_date and schedule.own_date.isoformat()
        document |= {"told_to": schedule.told_to.isoformat(), "own_date": own}
    return _packed(document)


def digest_of(body: bytes) -> str:
    """Return what tells one body from every other."""
    return sha256(body).hexdigest()


def decode(body: bytes | memoryview) -> Schedule:
    """Return the schedule that bytes hold; what was read once is kept."""
    return _decoded(bytes(body))


def encode_dates(dates: Mapping[str, tuple[int, int]]) -> bytes:
    """Return start and finish of each activity as bytes."""
    return _packed({key: list(pair) for key, pair in sorted(dates.items())})


def decode_dates(body: bytes | memoryview) -> dict[str, tuple[int, int]]:
    """Return start and finish of each activity."""
    return {key: (pair[0], pair[1]) for key, pair in json.loads(zlib.decompress(bytes(body))).items()}


def _packed(document: object) -> bytes:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), _LEVEL)


@lru_cache(maxsize=32)
def _decoded(body: bytes) -> Schedule:
    document = json.loads(zlib.decompress(body))
    return Schedule(
        start=date.fromisoformat(document["start"]),
        activities=tuple(_read_activity(a) for a in document["activities"]),
        links=tuple(PlannedLink(b, a, LinkKind(k), lag, bool(c)) for b, a, k, lag, c in document["links"]),
        deadline=_day(document["deadline"]),
        data_date=_day(document["data_date"]),
        calendars=tuple(_read_calendar(c) for c in document["calendars"]),
        hours_per_day=document["hours"],
        told_to=_day(document.get("told_to")),
        own_date=_day(document.get("own_date")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _activity(activity: PlannedActivity) -> dict[str, object]:
    told: dict[str, object] = {"id": activity.id, "name": activity.name}
    for name in _PLAIN:
        value = getattr(activity, name)
        if value != getattr(_DEFAULTS, name):
            told[name] = value
    if activity.heading:
        told["heading"] = 1
    for name in ("bound", "second"):
        if (bound := getattr(activity, name)) is not Bound.NONE:
            told[name] = int(bound)
    if (counted := activity.quantity) is not None:
        told["quantity"] = [str(counted.total), str(counted.done), counted.unit]
    if (said := activity.told) is not None:
        own = said.own
        done = None if own.done is None else str(own.done)
        kept = [own.actual_start, own.actual_finish, own.remaining, own.percent, done]
        told["told"] = [said.report, said.on.isoformat(), kept, int(said.is_start_said)]
    return told


def _read_activity(told: dict[str, Any]) -> PlannedActivity:
    if "bound" in told:
        told["bound"] = Bound(told["bound"])
    if "second" in told:
        told["second"] = Bound(told["second"])
    if "heading" in told:
        told["heading"] = True
    if "quantity" in told:
        total, done, unit = told["quantity"]
        told["quantity"] = Counted(Decimal(total), Decimal(done), unit)
    if "told" in told:
        report, on, (start, finish, remaining, percent, done), is_said = told["told"]
        kept = OwnProgress(start, finish, remaining, percent, None if done is None else Decimal(done))
        told["told"] = Told(report, date.fromisoformat(on), kept, bool(is_said))
    return PlannedActivity(**told)


def _calendar(calendar: Calendar) -> dict[str, object]:
    return {
        "key": calendar.key,
        "name": calendar.name,
        "week": calendar.week,
        "ranges": [[r.first, r.last, r.week] for r in calendar.ranges],
        "days": sorted((calendar.days or {}).items()),
    }


def _read_calendar(told: dict[str, Any]) -> Calendar:
    return Calendar(
        told["key"],
        told["name"],
        tuple(_spans(day) for day in told["week"]),
        tuple(
            Exceptions(first, last, tuple(None if day is None else _spans(day) for day in week))
            for first, last, week in told["ranges"]
        ),
        {day: _spans(spans) for day, spans in told["days"]},
    )


def _spans(told: list[list[int]]) -> Spans:
    return tuple((a, b) for a, b in told)

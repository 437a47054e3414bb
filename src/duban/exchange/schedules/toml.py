"""
Duban's own form of a plan, for people who keep plans as text.

``[plan]`` says start, data date and deadline; ``[[calendar]]`` hours, days off and winter shutdowns; ``[[activity]]`` the rest.
"""

from __future__ import annotations

import tomllib
from datetime import MAXYEAR, date, datetime
from typing import Any

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import HOUR, Bound, Calendar, Network, Spans, tick, tick_of_day
from duban.exchange.schedules.drafts import Draft, Line
from duban.exchange.schedules.drafts import network as drafted
from duban.exchange.schedules.state_council import KEY, state_council
from duban.exchange.schedules.texts import clock

Table = dict[str, Any]
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MORNING, _EVENING = 8 * HOUR, 17 * HOUR
_YEARS = 40
"""Years from the start that a yearly shutdown is written out for."""
_BOUNDS = {
    "start_no_earlier": Bound.START_NO_EARLIER,
    "start_no_later": Bound.START_NO_LATER,
    "finish_no_earlier": Bound.FINISH_NO_EARLIER,
    "finish_no_later": Bound.FINISH_NO_LATER,
    "must_start": Bound.MUST_START,
    "must_finish": Bound.MUST_FINISH,
}
_ENDS = {
    "finish",
    "finish_by",
    "deadline",
    "actual_finish",
    "finish_no_earlier",
    "finish_no_later",
    "must_finish",
}


def network(data: bytes) -> Network:
    """
    Read a document.

    :raises Unfit: ``schedules.bad_toml`` and every problem of every line
    """
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unfit(Problem("schedules.bad_toml", "", (str(error)[:200],))) from error
    plan = _table(document.get("plan"))
    problems: list[Problem] = []
    draft = Draft(
        calendars=(),
        default=str(plan.get("calendar", KEY)),
        day=round(_number(plan.get("hours_per_day"), 8.0) * HOUR) or 8 * HOUR,
        start=_moment(plan, "start", "plan", problems),
        data_date=_moment(plan, "data_date", "plan", problems),
        finish_by=_moment(plan, "finish_by", "plan", problems),
        problems=problems,
    )
    draft.calendars = _calendars(document, draft)
    for place, activity in enumerate(_tables(document.get("activity")), 1):
        draft.lines.append(_line(activity, f"activity {place}", draft))
    known = {c.key for c in draft.calendars}
    problems += [
        Problem("schedules.unknown_calendar", line.where, (line.calendar or draft.default,))
        for line in draft.lines
        if (line.calendar or draft.default) not in known
    ]
    return drafted(draft)


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> list[Table]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and 0 < value <= 24 else otherwise


def _moment(table: Table, key: str, where: str, problems: list[Problem]) -> int | None:
    """Return a moment: a bare day begins at 8:00 and ends at 17:00."""
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        return tick(value)
    if isinstance(value, date):
        return tick_of_day(value) + (_EVENING if key in _ENDS else _MORNING)
    problems.append(Problem("schedules.bad_date", where, (f"{key} = {value}",)))
    return None


def _line(activity: Table, where: str, draft: Draft) -> Line:
    def at(key: str) -> int | None:
        return _moment(activity, key, where, draft.problems)

    bounds: list[tuple[Bound, int | None]] = [
        (bound, at(key)) for key, bound in _BOUNDS.items() if key in activity
    ]
    if activity.get("as_late_as_possible") is True:
        bounds.append((Bound.AS_LATE_AS_POSSIBLE, None))
    after = activity.get("after", "")
    return Line(
        id=str(activity.get("id", "")) or where,
        where=where,
        name=str(activity.get("name", "")),
        duration=str(activity.get("duration", "")),
        remaining=str(activity.get("remaining", "")),
        after=";".join(map(str, after)) if isinstance(after, list) else str(after),
        calendar=str(activity.get("calendar", "")),
        parent=str(activity["parent"]) if "parent" in activity else None,
        bounds=tuple(bounds),
        heading=activity.get("heading") is True,
        milestone=activity.get("milestone") is True,
        start=at("start"),
        finish=at("finish"),
        actual_start=at("actual_start"),
        actual_finish=at("actual_finish"),
        deadline=at("deadline"),
    )


def _calendars(document: Table, draft: Draft) -> tuple[Calendar, ...]:
    made: dict[str, Calendar] = {KEY: state_council()}
    for place, table in enumerate(_tables(document.get("calendar")), 1):
        where = f"calendar {place}"
        base = made.get(str(table.get("base", KEY)), made[KEY])
        week = tuple(
            _spans(_table(table.get("week"))[d], where, draft)
            if d in _table(table.get("week"))
            else base.week[k]
            for k, d in enumerate(_WEEK)
        )
        days = dict(base.days or {})
        for off in _tables(table.get("off")):
            days.update(dict.fromkeys(_days(off, where, draft), ()))
        for on in _tables(table.get("on")):
            hours = _spans(on.get("hours", ["08:00-12:00", "13:00-17:00"]), where, draft)
            days.update(dict.fromkeys(_days(on, where, draft), hours))
        key = str(table.get("key", where))
        made[key] = Calendar(key, str(table.get("name", key)), week, (), days)
    return tuple(made.values())


def _spans(value: object, where: str, draft: Draft) -> Spans:
    found = []
    for text in value if isinstance(value, list) else [value]:
        first, _, last = str(text).partition("-")
        begin, end = clock(first), clock(last)
        if begin is None or end is None or not begin < end <= 24 * HOUR:
            draft.problems.append(Problem("schedules.bad_hours", where, (str(text),)))
        else:
            found.append((begin, end))
    return tuple(sorted(found))


def _days(table: Table, where: str, draft: Draft) -> list[int]:
    """Return days by ordinal: from ``first`` through ``last``, or, written ``11-15`` and ``03-15``, those of every year."""
    first, last = table.get("first", table.get("day")), table.get("last", table.get("day"))
    last = first if last is None else last
    if isinstance(first, date) and isinstance(last, date):
        return list(range(first.toordinal(), last.toordinal() + 1))[: 366 * _YEARS]
    try:
        return _yearly(str(first), str(last), draft)
    except ValueError:
        draft.problems.append(Problem("schedules.bad_date", where, (f"{first} – {last}",)))
        return []


def _yearly(first: str, last: str, draft: Draft) -> list[int]:
    begin, end = (tuple(map(int, text.split("-"))) for text in (first, last))
    (m1, d1), (m2, d2) = begin, end
    year = date.fromordinal(draft.start // (24 * HOUR)).year if draft.start is not None else 2000
    days: list[int] = []
    for y in range(max(1, year - 1), min(MAXYEAR - 1, year + _YEARS)):
        a = date(y, m1, d1)
        b = date(y if (m2, d2) >= (m1, d1) else y + 1, m2, d2)
        days += range(a.toordinal(), b.toordinal() + 1)
    return days

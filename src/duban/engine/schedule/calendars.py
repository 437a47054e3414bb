"""Calendars of working hours, and the tables a pass looks moments up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from duban.engine.schedule.calculus import Reach, Span, Tables
from duban.engine.schedule.ticks import CLOCK, DAY, HOUR

Spans = tuple[tuple[int, int], ...]
"""Working spans of one day, in ticks from its midnight; an end may be the next midnight."""

OFFICE: Spans = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
ROUND_THE_CLOCK: Spans = ((0, DAY),)


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Days from one ordinal through another that follow a week of their own, or no work at all."""

    first: int
    last: int
    week: tuple[Spans | None, ...]
    """Monday to Sunday; ``None`` leaves the day as it was."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A week, and the days that differ from it."""

    key: str
    name: str
    week: tuple[Spans, ...]
    """Monday to Sunday."""
    ranges: tuple[Exceptions, ...] = ()
    """Later ones go before earlier ones, and single days before all."""
    days: Mapping[int, Spans] | None = None
    within: Calendar | None = None
    """Work is done only when this one works too."""

    def weekly(self) -> int:
        """Return the ticks of work in an ordinary week."""
        return sum(b - a for day in self.week for a, b in day)

    def work(self, start: int, finish: int) -> int:
        """Return the ticks of work from one moment to a later one."""
        spans = self.spans(start // DAY, finish // DAY)
        return sum(max(0, min(b, finish) - max(a, start)) for a, b in spans)

    def spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the working spans of the days from ordinal *first* through *last*, as moments, joined where they touch."""
        week = self.week
        plan: dict[int, Spans] = {}
        for these in self.ranges:
            for day in range(max(first, these.first), min(last, these.last) + 1):
                if (own := these.week[(day + 6) % 7]) is not None:
                    plan[day] = own
        if self.days:
            plan.update((day, own) for day, own in self.days.items() if first <= day <= last)
        found = [
            (day * DAY + a, day * DAY + b)
            for day in range(first, last + 1)
            for a, b in (plan.get(day) if day in plan else week[(day + 6) % 7]) or ()
        ]
        joined = _joined(found)
        return joined if self.within is None else _common(joined, self.within.spans(first, last))


def standard(key: str = "standard", name: str = "Standard") -> Calendar:
    """Return eight hours from Monday to Friday, 8:00–12:00 and 13:00–17:00."""
    return Calendar(key, name, (OFFICE,) * 5 + ((), ()))


def tables(calendars: Iterable[Calendar], first: int, last: int) -> tuple[Tables, dict[str, int]]:
    """Return the tables of *calendars* for the days from *first* through *last*, and each key's place in them."""
    index = {CLOCK: 0}
    reaches = [Reach(0, 0)]
    spans: list[Span] = []
    for calendar in calendars:
        low, done = len(spans), 0
        for a, b in calendar.spans(first, last):
            spans.append(Span(a, b, done, done + b - a))
            done += b - a
        index[calendar.key] = len(reaches)
        reaches.append(Reach(low, len(spans)))
    return Tables(reaches, spans, [s.start for s in spans], [s.before for s in spans]), index


_YEAR, _LAST_DAY = 366, date.max.toordinal()
_MOST_KEPT, _MOST_SPANS = 12, 60_000
_kept: dict[tuple[int, ...], tuple[tuple[Calendar, ...], Tables, dict[str, int]]] = {}
"""Tables asked for lately, by their calendars and the years they cover."""


def kept_tables(calendars: Iterable[Calendar], first: int, last: int) -> tuple[Tables, dict[str, int]]:
    """
    Return the tables of *calendars* for at least the days from *first* through *last*, and each key's place in them.

    Whole years are laid out, so that the many plans of one zone, and the counted work in them, share what is not large.
    """
    asked = tuple(calendars)
    first, last = (
        min(first, max(1, first - first % _YEAR)),
        max(last, min(_LAST_DAY, last + _YEAR - last % _YEAR)),
    )
    key = (*map(id, asked), first, last)
    found = _kept.get(key)
    if found is None:
        # The calendars are held with their tables, so that no others are ever known by their numbers.
        found = (asked, *tables(asked, first, last))
        if len(found[1].spans) > _MOST_SPANS:
            return found[1:]
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found[1:]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if all(spans[k][1] < spans[k + 1][0] for k in range(len(spans) - 1)):
        return [s for s in spans if s[0] < s[1]]
    joined: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        elif a < b:
            joined.append((a, b))
    return joined


def _common(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    k = 0
    for a, b in one:
        while k < len(other) and other[k][1] <= a:
            k += 1
        j = k
        while j < len(other) and other[j][0] < b:
            found.append((max(a, other[j][0]), min(b, other[j][1])))
            j += 1
    return found

"""
Working time as arithmetic: from a moment, so much work on; between two moments, how much work.

Every function here also runs compiled (see ``compiled``), so it uses integers, indexing and bisection alone. Calendars
stand one after another in flat tables; calendar 0 is the clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

FAR = 1 << 50
"""A moment outside the tables: they are then widened and the pass is run again."""

Numbers = Sequence[int]


class Reach(NamedTuple):
    """Where one calendar's spans stand among all."""

    low: int
    high: int
    """One past the last."""


class Span(NamedTuple):
    """Unbroken working time, and the work done by when it begins and ends."""

    start: int
    end: int
    before: int
    after: int


class Tables(NamedTuple):
    """The working spans of every calendar, in order."""

    calendars: Sequence[Reach]
    spans: Sequence[Span]
    starts: Numbers
    """Of each span, once more by themselves to be searched."""
    befores: Numbers


def begun(cal: Tables, c: int, t: int) -> int:
    """Return the last span of calendar *c* that begins at or before *t*; the one before its first, where none does."""
    return bisect_right(cal.starts, t, cal.calendars[c].low, cal.calendars[c].high) - 1


def reached(cal: Tables, c: int, w: int) -> int:
    """Return the last span of calendar *c* before which no more than *w* is done; the one before its first, where *w* < 0."""
    return bisect_right(cal.befores, w, cal.calendars[c].low, cal.calendars[c].high) - 1


def worked(cal: Tables, c: int, t: int) -> int:
    """Return the work in calendar *c* from the beginning of its table to moment *t*."""
    if c == 0:
        return t
    k = begun(cal, c, t)
    if k < cal.calendars[c].low:
        return 0
    span = cal.spans[k]
    return span.before + t - span.start if t < span.end else span.after


def shift(cal: Tables, c: int, t: int, d: int) -> int:
    """
    Return the moment *d* ticks of work after *t* (before it where *d* is negative).

    Forward it is the earliest such moment, the end of a working span; backward the latest, the beginning of one.
    """
    if c == 0 or d == 0:
        return t + d
    goal = worked(cal, c, t) + d
    if d > 0:
        return FAR if t <= -FAR else ended(cal, c, goal)
    if goal < 0 or cal.calendars[c].low == cal.calendars[c].high:
        return -FAR
    span = cal.spans[reached(cal, c, goal)]
    return FAR if t >= FAR else span.start + goal - span.before


def ended(cal: Tables, c: int, w: int) -> int:
    """Return the earliest moment at which *w* ticks of calendar *c* are done: the end of a working span, where *w* > 0."""
    low, high = cal.calendars[c].low, cal.calendars[c].high
    if low == high or w > cal.spans[high - 1].after:
        return FAR
    span = cal.spans[reached(cal, c, w - 1 if w > 0 else 0)]
    return span.end - span.after + w


def opening(cal: Tables, c: int, t: int) -> int:
    """Return *t* if work can begin then, otherwise the next moment it can."""
    if c == 0:
        return t
    k = begun(cal, c, t)
    if k >= cal.calendars[c].low and t < cal.spans[k].end:
        return t
    return FAR if k + 1 >= cal.calendars[c].high else cal.spans[k + 1].start


def closing(cal: Tables, c: int, t: int) -> int:
    """Return *t* if work can end then, otherwise the last moment before it that it could."""
    if c == 0:
        return t
    k = begun(cal, c, t - 1)
    return -FAR if k < cal.calendars[c].low else min(t, cal.spans[k].end)


def between(cal: Tables, c: int, a: int, b: int) -> int:
    """Return the work from *a* to *b*; negative where *b* is earlier."""
    return 0 if a == b else worked(cal, c, b) - worked(cal, c, a)

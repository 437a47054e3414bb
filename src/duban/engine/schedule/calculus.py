"""
Working time as arithmetic: from a moment, so much work on; between two moments, how much work.

Every function here also runs compiled (see ``compiled``), so it uses integers, indexing and bisection alone. Calendars
stand one after another in flat tables; calendar 0 is the clock.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

FAR = 1 << 50
"""A moment outside the tables: they are then widened and the pass is run again."""

Numbers = Sequence[int]


class Tables(NamedTuple):
    """The working spans of every calendar, in order, with the work done before and after each."""

    first: Numbers
    """Where each calendar's spans begin; one more than there are calendars."""
    start: Numbers
    end: Numbers
    before: Numbers
    after: Numbers


def worked(cal: Tables, c: int, t: int) -> int:
    """Return the work in calendar *c* from the beginning of its table to moment *t*."""
    if c == 0:
        return t
    low = cal.first[c]
    k = bisect_right(cal.start, t, low, cal.first[c + 1]) - 1
    if k < low:
        return 0
    end = cal.end[k]
    return cal.before[k] + (t if t < end else end) - cal.start[k]


def shift(cal: Tables, c: int, t: int, d: int) -> int:
    """
    Return the moment *d* ticks of work after *t* (before it where *d* is negative).

    Forward it is the earliest such moment, the end of a working span; backward the latest, the beginning of one.
    """
    if c == 0 or d == 0:
        return t + d
    low = cal.first[c]
    high = cal.first[c + 1]
    goal = worked(cal, c, t) + d
    if d > 0:
        k = bisect_left(cal.after, goal, low, high)
        return FAR if k == high or t <= -FAR else cal.end[k] - cal.after[k] + goal
    if goal < 0 or high == low:
        return -FAR
    k = bisect_right(cal.before, goal, low, high) - 1
    return FAR if t >= FAR else cal.start[k] + goal - cal.before[k]


def opening(cal: Tables, c: int, t: int) -> int:
    """Return *t* if work can begin then, otherwise the next moment it can."""
    if c == 0:
        return t
    low = cal.first[c]
    high = cal.first[c + 1]
    k = bisect_right(cal.start, t, low, high) - 1
    if k >= low and t < cal.end[k]:
        return t
    return FAR if k + 1 >= high else cal.start[k + 1]


def closing(cal: Tables, c: int, t: int) -> int:
    """Return *t* if work can end then, otherwise the last moment before it that it could."""
    if c == 0:
        return t
    low = cal.first[c]
    k = bisect_left(cal.start, t, low, cal.first[c + 1]) - 1
    if k < low:
        return -FAR
    return t if t <= cal.end[k] else cal.end[k]


def between(cal: Tables, c: int, a: int, b: int) -> int:
    """Return the work from *a* to *b*; negative where *b* is earlier."""
    return 0 if a == b else worked(cal, c, b) - worked(cal, c, a)

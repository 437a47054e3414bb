"""
A plan lived through hour by hour, by people who look at the clock: no passes, no calendars' arithmetic.

Every hour each activity asks whether it may begin; if it may, and the hour is worked, an hour of it is done. Float is found by
holding an activity back, longer and longer, until the end of the plan moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Work:
    hours: int
    worked: frozenset
    """Hours of the week (0 to 167) its calendar works."""
    waits: list = field(default_factory=list)
    """(other, "finish" or "start", hours of its own calendar to wait)"""


def lived(works, held=None, most=24 * 400):
    """Return each activity's first and last worked hour; *held* is held back so many of its worked hours."""
    left = {key: work.hours for key, work in works.items()}
    first, last, waited = {}, {}, {}
    holding = dict([held] if held else [])
    for hour in range(most):
        if len(last) == len(works):
            return first, last
        before = dict(first), dict(last)
        for key, work in works.items():
            if key in last or hour % 168 not in work.worked:
                continue
            if key not in first and not _begins(key, work, before, waited, holding):
                continue
            first.setdefault(key, hour)
            left[key] -= 1
            if left[key] == 0:
                last[key] = hour
    raise AssertionError("it never ended")


def _begins(key, work, before, waited, holding):
    if not _may_begin(key, work, before, waited):
        return False
    if holding.get(key, 0) > 0:
        holding[key] -= 1
        return False
    return True


def _may_begin(key, work, before, waited):
    begun, ended = before
    may = True
    for n, (other, end, lag) in enumerate(work.waits):
        happened = other in (ended if end == "finish" else begun)
        if not happened:
            may = False
            continue
        count = waited.setdefault((key, n), 0)
        if count < lag:
            waited[key, n] = count + 1
            may = False
    return may


def float_of(works, key, most=400):
    """Return how many of its worked hours an activity can be held back without the end moving."""
    end = max(lived(works)[1].values())
    for hours in range(1, most):
        if max(lived(works, (key, hours))[1].values()) > end:
            return hours - 1
    return most

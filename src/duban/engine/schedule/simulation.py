"""
Thousands of forward passes, compiled, one after another on every core.

A trial counts in the working time of each activity's own calendar, so where neighbours share a calendar nothing has to be
looked up. Chance comes from a hash of seed, activity and trial: no trial depends on which core runs it, or when.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numba import njit, prange

from duban.engine.schedule.calculus import FAR, Tables, ended, reached, worked
from duban.engine.schedule.grids import Array
from duban.engine.schedule.machine import machined, register

register(worked)
register(ended)

BLOCK = 64
"""Trials that are run in one go; small enough to share out, large enough to be worth it."""
_GOLDEN, _MIX1, _MIX2 = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53
_CAUSES = 1 << 40
"""Streams of causes begin here; activities' own lie below."""
_COINS = 1 << 41


class Trial(NamedTuple):
    """What a trial needs of the rows, in the working time of each row's calendar."""

    cal: Array
    dur: Array
    floor: Array
    """No earlier start."""
    cap: Array
    """No later start, whatever the links say."""
    until: Array
    """No earlier finish."""
    project: Array
    into: Array
    into_end: Array
    before: Array
    kind: Array
    lag: Array
    lag_cal: Array


class Chance(NamedTuple):
    """How each row's duration is drawn: from a table of quantiles of a factor."""

    spread: Array
    """Which table; -1 where the duration is certain."""
    cause: Array
    """Which cause; -1 for none."""
    together: Any
    quantiles: Any
    """One table a row: the factor at 0, 1/1024, 2/1024, … 1."""
    steps: Array
    """1 where a table is a list of what happened, with nothing in between."""


@njit(inline="always")
def _mixed(x: Any) -> Any:  # noqa: ANN401 - numba's protocol
    x = (x ^ (x >> _S30)) * _MIX1
    x = (x ^ (x >> _S27)) * _MIX2
    return x ^ (x >> _S31)


@njit(inline="always")
def chance(seed: Any, stream: Any, trial: Any) -> Any:  # noqa: ANN401 - numba's protocol
    """Return a number from 0 to 1 that depends on its arguments alone (splitmix64 over a counter)."""
    x = _mixed(np.uint64(seed) + _GOLDEN * np.uint64(stream + 1))
    x = _mixed(x + _GOLDEN * np.uint64(trial + 1))
    return float(x >> _S11) * _UNIT


@njit(inline="always")
def drawn(chances: Chance, seed: int, i: int, trial: int) -> float:
    """Return the quantile at which row *i* is drawn: its cause's, or its own."""
    c = chances.cause[i]
    if c >= 0 and chance(seed, _COINS + c, trial) < chances.together[i]:
        return float(chance(seed, _CAUSES + c, trial))
    return float(chance(seed, i, trial))


@njit(inline="always")
def _factor(chances: Chance, which: int, u: float) -> float:
    tables = chances.quantiles
    last = tables.shape[1] - 1
    at = u * last
    k = min(int(at), last - 1)
    if chances.steps[which] == 1:
        return float(tables[which, k])
    return float(tables[which, k] + (at - k) * (tables[which, k + 1] - tables[which, k]))


@njit()
def moment_of(cal: Tables, c: int, w: int, begins: bool) -> int:  # noqa: FBT001 - compiled code has no keywords
    """Return the moment at which *w* ticks of calendar *c* are done: where work begins again, or where it ended."""
    if c == 0:
        return w
    if not begins:
        return ended(cal, c, w)
    span = cal.spans[reached(cal, c, w)]
    return FAR if w >= cal.spans[cal.calendars[c].high - 1].after else span.start + w - span.before


@njit(inline="always")
def _turned(cal: Tables, c: int, to: int, w: int, begins: bool) -> int:  # noqa: FBT001
    if c == to:
        return w
    t = moment_of(cal, c, w, begins)
    return FAR if t >= FAR else worked(cal, to, t)


@njit(inline="always")
def _by_link(rows: Trial, cal: Tables, k: int, i: int, ends: Any, span: Any) -> int:  # noqa: ANN401
    """Return the start link *k* gives row *i*; *span* is the first row of its group, and its duration in this trial."""
    starts, finishes = ends
    p, kind = rows.before[k], rows.kind[k]
    from_start = kind >= 2
    w = starts[p - span[0]] if from_start else finishes[p - span[0]]
    c, via, to = rows.cal[p], rows.lag_cal[k], rows.cal[i]
    if c != via or via != to:
        if rows.lag[k] != 0:
            w = _turned(cal, c, via, w, from_start) + rows.lag[k]
            c = via
        w = _turned(cal, c, to, w, from_start)
    else:
        w += rows.lag[k]
    return int(w - span[1] if kind % 2 == 0 else w)


@njit(inline="always")
def _pass(rows: Trial, cal: Tables, chances: Chance, draw: Any, span: Any, ends: Any, driver: Any) -> None:  # noqa: ANN401
    starts, finishes = ends
    seed, trial = draw
    for i in range(span[0], span[1]):
        dur = rows.dur[i]
        table = chances.spread[i]
        if table >= 0:
            dur = int(dur * _factor(chances, table, drawn(chances, seed, i, trial)) + 0.5)
        s, by = rows.floor[i], -1
        for k in range(rows.into[i], rows.into_end[i]):
            w = _by_link(rows, cal, k, i, ends, (span[0], dur))
            if w > s or (w == s and by < 0):
                s, by = w, rows.before[k]
        if s > rows.cap[i]:
            s, by = rows.cap[i], -1
        starts[i - span[0]] = s
        finishes[i - span[0]] = max(s + dur, rows.until[i])
        driver[i - span[0]] = by


@njit(inline="always")
def _last(rows: Trial, cal: Tables, span: Any, finishes: Any, who: Any) -> None:  # noqa: ANN401
    """Write each project's finish as working time of the calendar of the row that makes it, and that row."""
    low = span[0]
    who[:] = -1
    for i in range(low, span[1]):
        p = rows.project[i] - span[2]
        j = who[p]
        w = finishes[i - low]
        if j < 0:
            who[p] = i
        elif rows.cal[i] == rows.cal[j]:
            if w > finishes[j - low]:
                who[p] = i
        elif moment_of(cal, rows.cal[i], w, False) > moment_of(cal, rows.cal[j], finishes[j - low], False):  # noqa: FBT003
            who[p] = i


@partial(machined, parallel=True)
def run(rows: Trial, cal: Tables, chances: Chance, seed: int, trials: int, groups: Array) -> Any:  # noqa: ANN401
    """
    Return each project's finish in each trial, and how often each row was on the chain that made it.

    *groups* holds, for rows that hang together, the first row, the row after the last, the first project and the one after
    the last.
    """
    n, blocks = len(rows.cal), (trials + BLOCK - 1) // BLOCK
    finish = np.zeros((groups[len(groups) - 1][3], trials), np.int64)
    critical = np.zeros((blocks, n), np.int32)
    for unit in prange(blocks * len(groups)):
        b, group = unit % blocks, groups[unit // blocks]
        low, size = group[0], group[1] - group[0]
        ends = (np.zeros(size, np.int64), np.zeros(size, np.int64))
        driver = np.zeros(size, np.int64)
        who = np.zeros(group[3] - group[2], np.int64)
        for trial in range(b * BLOCK, min(trials, (b + 1) * BLOCK)):
            _pass(rows, cal, chances, (seed, trial), group, ends, driver)
            _last(rows, cal, group, ends[1], who)
            for p in range(group[2], group[3]):
                i = who[p - group[2]]
                if i >= 0:
                    finish[p, trial] = moment_of(cal, rows.cal[i], ends[1][i - low], False)  # noqa: FBT003
                while i >= 0:
                    critical[b, i] += 1
                    i = driver[i - low]
    return finish, critical.sum(axis=0)


@partial(machined, parallel=True)
def sensitivity(project: Array, chances: Chance, seed: int, ranks: Any) -> Any:  # noqa: ANN401
    """Return the rank correlation of each row's duration with its project's finish: a duration's rank is its quantile's."""
    n, trials = len(project), ranks.shape[1]
    found = np.zeros(n)
    for i in prange(n):
        if chances.spread[i] < 0:
            continue
        sx = sxx = sxy = 0.0
        for t in range(trials):
            u = drawn(chances, seed, i, t)
            sx += u
            sxx += u * u
            sxy += u * ranks[project[i], t]
        mean = sx / trials
        spread = sxx / trials - mean * mean
        if spread > 0:
            found[i] = sxy / trials / np.sqrt(spread)
    return found

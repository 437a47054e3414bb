"""
Primavera's passes, which are Duban's own too.

What has begun goes on from the data date; with retained logic the rest of it waits for its predecessors, and work that
is finished hands on what its own predecessors still owe. Constraints hold back but never pull forward, except the
mandatory ones. Also runs compiled (see ``compiled``).
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import NamedTuple

from duban.engine.schedule.arrays import FIRST, JOIN, NONE, Net, Row
from duban.engine.schedule.calculus import FAR, Tables, closing, opening, shift, worked

Column = MutableSequence[int]

FF, FS, SF, SS = 0, 1, 2, 3
ALAP, MUST_START, MUST_FINISH = 1, 2, 3
START_NO_EARLIER, START_NO_LATER, FINISH_NO_EARLIER, FINISH_NO_LATER = 4, 5, 6, 7
START_ON, FINISH_ON = 8, 9
START_MILESTONE, FINISH_MILESTONE, OUTSIDE = 1, 2, 6


class Wish(NamedTuple):
    """What the options come to."""

    base: Row
    """By row: no work before here."""
    data: Row
    """By row: the data date."""
    override: int
    """1 where what has begun does not wait."""
    expect: int
    """1 where an expected finish sets what remains."""


def run_on(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return when row *i* ends, the rest of it going on from *t*."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return shift(cal, net.cal[i], t, net.rem[i])
    last = -FAR
    for k in range(low, high):
        last = max(last, shift(cal, net.crew_cal[k], t, net.crew_left[k]))
    return last


def run_back(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return when the rest of row *i* must go on to end at *t*."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return shift(cal, net.cal[i], t, -net.rem[i])
    first = FAR
    for k in range(low, high):
        first = min(first, shift(cal, net.crew_cal[k], t, -net.crew_left[k]))
    return first


def open_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the first moment from *t* at which row *i* can go on; a finish milestone stands where it is."""
    if net.kind[i] == FINISH_MILESTONE or net.kind[i] >= JOIN:
        return t
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return opening(cal, net.cal[i], t)
    first = FAR
    for k in range(low, high):
        first = min(first, opening(cal, net.crew_cal[k], t))
    return first


def close_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the last moment up to *t* at which row *i* can end."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return closing(cal, net.cal[i], t)
    last = -FAR
    for k in range(low, high):
        last = max(last, closing(cal, net.crew_cal[k], t))
    return last


def lag_left(net: Net, cal: Tables, k: int, wish: Wish) -> int:
    """Return what is left of link *k*'s lag at the data date, once the end it counts from has happened."""
    p, lag, kind = net.link_from[k], net.link_lag[k], net.link_kind[k]
    since = net.act_start[p] if kind == SS or kind == SF else net.act_finish[p]
    if since == NONE:
        return lag
    if lag < 0 or (kind == FS and net.act_start[net.link_to[k]] != NONE):
        return 0
    if lag == 0 or since > wish.data[p]:
        return lag
    gone = worked(cal, net.link_cal[k], wish.data[p]) - worked(cal, net.link_cal[k], since)
    return max(0, lag - gone)


def by_link(net: Net, cal: Tables, k: int, starts: Column, finishes: Column, wish: Wish) -> int:
    """Return the start (of what remains) that link *k* gives its successor."""
    p, i, kind = net.link_from[k], net.link_to[k], net.link_kind[k]
    t = starts[p] if kind == SS or kind == SF else finishes[p]
    lag = lag_left(net, cal, k, wish)
    if kind == FF and net.act_finish[p] != NONE:
        t, lag = net.act_finish[p], net.link_lag[k]
    if lag < 0:
        t = max(wish.data[i], shift(cal, net.link_cal[k], t, lag))
    elif lag > 0:
        t = shift(cal, net.link_cal[k], t, lag)
    elif kind == SS and net.act_start[p] == NONE and net.kind[p] < JOIN:
        t = opening(cal, net.link_cal[k], t)
    if net.kind[i] < JOIN and (kind == FF or kind == SF):
        t = run_back(net, cal, i, t)
    return max(t, wish.base[i])


def _held(net: Net, cal: Tables, i: int, con: int, at: int, t: int) -> int:
    """Return start *t* of row *i* held by a constraint."""
    if at == NONE:
        return t
    if con == START_NO_EARLIER or con == START_ON:
        return max(t, at)
    if con == FINISH_NO_EARLIER or con == FINISH_ON:
        return max(t, run_back(net, cal, i, at))
    if con == MUST_START:
        return at
    return run_back(net, cal, i, at) if con == MUST_FINISH else t


def start_of(net: Net, cal: Tables, i: int, links: int, wish: Wish) -> int:
    """Return when row *i*, or what remains of it, goes on: *links* is what its predecessors say, or ``NONE``."""
    t = max(wish.base[i], net.held[i])
    if net.act_finish[i] != NONE:
        return max(wish.data[i], links)
    if net.act_start[i] != NONE:
        t = max(wish.data[i], net.resume[i])
        if links != NONE and wish.override == 0:
            t = max(t, links)
        return open_at(net, cal, i, t)
    t = max(t, links)
    t = _held(net, cal, i, net.con[i], net.con_at[i], t)
    t = _held(net, cal, i, net.con2[i], net.con2_at[i], t)
    return open_at(net, cal, i, t)


def finish_of(net: Net, cal: Tables, i: int, t: int, wish: Wish) -> int:
    """Return when row *i* ends, going on from *t*."""
    if net.act_finish[i] != NONE or net.kind[i] >= JOIN:
        return t
    if wish.expect == 1 and net.expected[i] != NONE:
        return max(t, net.expected[i])
    if net.con[i] == MUST_FINISH and net.con_at[i] != NONE:
        return net.con_at[i]
    return run_on(net, cal, i, t)


def forward(net: Net, cal: Tables, wish: Wish, early: tuple[Column, Column]) -> None:
    """Write the early dates: of what has begun, those of the rest; of what is finished, what it hands on."""
    es, ef = early
    for i in range(len(net.at)):
        if net.given_start[i] != NONE:
            es[i], ef[i] = net.given_start[i], net.given_finish[i]
            continue
        links = NONE
        for k in range(net.into[i], net.into[i + 1]):
            t = by_link(net, cal, k, es, ef, wish)
            if links == NONE or (t < links if net.kind[i] == FIRST else t > links):
                links = t
        if net.kind[i] >= JOIN:
            es[i] = ef[i] = wish.base[i] if links == NONE else links
            continue
        es[i] = start_of(net, cal, i, links, wish)
        ef[i] = finish_of(net, cal, i, es[i], wish)
        if net.act_finish[i] == NONE:
            ef[i] = _as_linked(net, cal, i, (es, ef), wish)


def _as_linked(net: Net, cal: Tables, i: int, early: tuple[Column, Column], wish: Wish) -> int:
    """Return the early finish as a finish link gives it, where no work lies between: the next morning stays one."""
    es, ef = early
    t = ef[i]
    for k in range(net.into[i], net.into[i + 1]):
        if net.link_kind[k] == FF:
            end = shift(cal, net.link_cal[k], ef[net.link_from[k]], lag_left(net, cal, k, wish))
            if end > t and worked(cal, net.cal[i], end) == worked(cal, net.cal[i], t):
                t = end
    return t


def _late_as_linked(net: Net, cal: Tables, i: int, ls: Column, wish: Wish) -> int:
    """Return the late start as a start link gives it, where no work lies between: the evening before stays one."""
    t = ls[i]
    for n in range(net.out[i], net.out[i + 1]):
        k = net.out_link[n]
        if net.link_kind[k] == SS:
            begin = shift(cal, net.link_cal[k], ls[net.link_to[k]], -lag_left(net, cal, k, wish))
            if begin < t and worked(cal, net.cal[i], begin) == worked(cal, net.cal[i], t):
                t = begin
    return t


def late_by_link(net: Net, cal: Tables, k: int, ls: Column, lf: Column, wish: Wish) -> int:
    """Return the late finish that link *k* leaves its predecessor."""
    p, i, kind = net.link_from[k], net.link_to[k], net.link_kind[k]
    t = lf[i] if kind == FF or kind == SF else ls[i]
    lag = lag_left(net, cal, k, wish)
    if lag != 0:
        t = shift(cal, net.link_cal[k], t, -lag)
    if net.kind[p] < JOIN and (kind == SS or kind == SF):
        t = run_on(net, cal, p, open_at(net, cal, p, t))
    return t


def _due(net: Net, cal: Tables, i: int, con: int, at: int, t: int) -> int:
    """Return late finish *t* of row *i* held by a constraint."""
    if at == NONE:
        return t
    if con == FINISH_NO_LATER or con == FINISH_ON:
        return min(t, at)
    if con == MUST_FINISH:
        return at
    if net.act_start[i] != NONE:
        return t
    if con == START_NO_LATER or con == START_ON:
        return min(t, run_on(net, cal, i, at))
    return run_on(net, cal, i, at) if con == MUST_START else t


def finish_by(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the late finish of row *i*, *t* being what its successors leave it."""
    t = _due(net, cal, i, net.con[i], net.con_at[i], t)
    t = _due(net, cal, i, net.con2[i], net.con2_at[i], t)
    if net.due[i] != NONE:
        t = min(t, net.due[i])
    if net.deadline[i] != NONE:
        t = min(t, net.deadline[i])
    if net.kind[i] == START_MILESTONE:
        return t
    return close_at(net, cal, i, t)


def backward(net: Net, cal: Tables, wish: Wish, last: Row, es: Column, late: tuple[Column, Column]) -> None:
    """Write the late dates; *last* is where each row's project ends."""
    ls, lf = late
    for i in range(len(net.at) - 1, -1, -1):
        t = last[i]
        for n in range(net.out[i], net.out[i + 1]):
            k = net.out_link[n]
            s = net.link_to[k]
            if wish.override == 1 and net.act_start[s] != NONE:
                continue
            if net.kind[s] == FIRST and es[s] != es[i]:
                continue
            t = min(t, late_by_link(net, cal, k, ls, lf, wish))
        if net.kind[i] >= JOIN:
            ls[i] = lf[i] = t
            continue
        if net.act_finish[i] != NONE:
            ls[i] = lf[i] = t
            continue
        lf[i] = finish_by(net, cal, i, t)
        ls[i] = run_back(net, cal, i, lf[i])
        if net.rem[i] > 0:
            ls[i] = open_at(net, cal, i, ls[i])
        if net.act_start[i] == NONE:
            ls[i] = _late_as_linked(net, cal, i, ls, wish)


def latest(net: Net, cal: Tables, wish: Wish, last: Row, early: tuple[Column, Column]) -> None:
    """Move what is to be as late as possible up to its successors' early dates: it then has no free float."""
    es, ef = early
    for i in range(len(net.at) - 1, -1, -1):
        if net.con[i] != ALAP or net.act_start[i] != NONE:
            continue
        t = last[i]
        for n in range(net.out[i], net.out[i + 1]):
            t = min(t, late_by_link(net, cal, net.out_link[n], es, ef, wish))
        t = open_at(net, cal, i, run_back(net, cal, i, close_at(net, cal, i, t)))
        if t > es[i]:
            es[i] = t
            ef[i] = run_on(net, cal, i, t)

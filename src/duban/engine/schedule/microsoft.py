"""
Microsoft Project's passes.

The rules, each of which the reference page names: links give a start (an end is turned into a start through the
remaining duration), constraints move what predecessors forbid, work that has begun keeps its actual start, late dates
are counted back from the last early finish and never lie beyond it. Also runs compiled (see ``compiled``).
"""

from __future__ import annotations

from collections.abc import MutableSequence

from duban.engine.schedule.arrays import FIRST, GATE, JOIN, NONE, Net
from duban.engine.schedule.calculus import FAR, Tables, closing, opening, shift

Column = MutableSequence[int]

FF, FS, SF, SS = 0, 1, 2, 3
ALAP, MUST_START, MUST_FINISH = 1, 2, 3
START_NO_EARLIER, START_NO_LATER, FINISH_NO_EARLIER, FINISH_NO_LATER = 4, 5, 6, 7


def end_of(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return when row *i*, begun at *t*, ends."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return shift(cal, net.cal[i], t, net.dur[i])
    last = -FAR
    for k in range(low, high):
        begun = shift(cal, net.crew_cal[k], t, net.crew_delay[k])
        last = max(last, shift(cal, net.crew_cal[k], begun, net.crew_span[k]))
    return last


def begin_of(net: Net, cal: Tables, i: int, t: int, rest: bool) -> int:  # noqa: FBT001 - compiled code has no keywords
    """Return when row *i* (or the *rest* of it) must begin to end at *t*."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return shift(cal, net.cal[i], t, -(net.rem[i] if rest else net.dur[i]))
    first = FAR
    for k in range(low, high):
        begun = shift(cal, net.crew_cal[k], t, -(net.crew_left[k] if rest else net.crew_span[k]))
        first = min(first, shift(cal, net.crew_cal[k], begun, -net.crew_delay[k]))
    return first


def open_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the first moment from *t* at which row *i* can begin; a milestone may sit at the end of a day."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return _opening(net, cal, i, net.cal[i], t)
    first = FAR
    for k in range(low, high):
        first = min(first, _opening(net, cal, i, net.crew_cal[k], t))
    return first


def _opening(net: Net, cal: Tables, i: int, c: int, t: int) -> int:
    found = opening(cal, c, t)
    if found > t and net.milestone[i] and closing(cal, c, t) == t:
        return t
    return found


def close_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the last moment up to *t* at which row *i* can end."""
    low, high = net.crew[i], net.crew[i + 1]
    if low == high:
        return closing(cal, net.cal[i], t)
    last = -FAR
    for k in range(low, high):
        last = max(last, closing(cal, net.crew_cal[k], t))
    return last


def by_link(net: Net, cal: Tables, k: int, starts: Column, finishes: Column, base: int) -> int:
    """Return the start that link *k* gives its successor, from its predecessor's *starts* and *finishes*."""
    p, i, kind = net.link_from[k], net.link_to[k], net.link_kind[k]
    if kind == FS:
        t = finishes[p]
    elif kind == SS:
        t = starts[p]
    elif net.kind[i] >= JOIN:
        t = finishes[p] if kind == FF else starts[p]
    elif kind == FF:
        t = begin_of(net, cal, i, finishes[p], True)
    else:
        t = begin_of(net, cal, i, starts[p], False)
    t = shift(cal, net.link_cal[k], t, net.link_lag[k])
    return max(t, base) if kind == FF else t


def start_of(net: Net, cal: Tables, i: int, links: int, base: int) -> int:
    """Return the early start of row *i* that has not begun: *links* is what its predecessors say, or ``NONE``."""
    con, at = net.con[i], net.con_at[i]
    if at == NONE:
        con = 0
    if links != NONE:
        t = links
    elif con == START_NO_EARLIER:
        t = at
    elif con == FINISH_NO_EARLIER:
        t = begin_of(net, cal, i, at, False)
    else:
        t = open_at(net, cal, i, base) + net.delay[i]
    return _bounded(net, cal, i, con, open_at(net, cal, i, t))


def _bounded(net: Net, cal: Tables, i: int, con: int, t: int) -> int:
    at = net.con_at[i]
    if con == START_NO_EARLIER:
        return max(t, at)
    if con == START_NO_LATER:
        return min(t, at)
    if con == FINISH_NO_EARLIER:
        return max(t, begin_of(net, cal, i, at, False))
    if con == FINISH_NO_LATER:
        return min(t, begin_of(net, cal, i, at, False))
    return _must(net, cal, i, con, t)


def _must(net: Net, cal: Tables, i: int, con: int, t: int) -> int:
    if con == MUST_START:
        return net.con_at[i]
    if con == MUST_FINISH:
        return begin_of(net, cal, i, net.con_at[i], False)
    return t


def finish_of(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the early finish of row *i* whose early start is *t*."""
    if net.act_finish[i] != NONE:
        return net.act_finish[i]
    if net.act_start[i] == NONE:
        if net.con[i] == MUST_FINISH and net.con_at[i] != NONE:
            return net.con_at[i]
        if net.con[i] == FINISH_NO_EARLIER and net.con_at[i] != NONE and net.into[i] == net.into[i + 1]:
            return net.con_at[i]
        return end_of(net, cal, i, t)
    if net.resume[i] != NONE:
        return shift(cal, net.cal[i], net.resume[i], net.rem[i])
    end = end_of(net, cal, i, t)
    if net.con[i] == FINISH_NO_EARLIER and net.con_at[i] != NONE:
        return max(end, net.con_at[i])
    return end


def forward(net: Net, cal: Tables, base: int, early: tuple[Column, Column], late: tuple[Column, Column]) -> None:
    """
    Write the early dates. *late* is empty at first; afterwards it holds late dates, which successors of work that is
    put as late as possible then wait for.
    """
    es, ef = early
    ls, lf = late
    for i in range(len(net.at)):
        if net.given_start[i] != NONE:
            es[i], ef[i] = net.given_start[i], net.given_finish[i]
            continue
        links = NONE
        for k in range(net.into[i], net.into[i + 1]):
            p = net.link_from[k]
            if len(ls) > 0 and net.con[p] == ALAP and net.con[i] != ALAP:
                t = by_link(net, cal, k, ls, lf, base)
            else:
                t = by_link(net, cal, k, es, ef, base)
            if links == NONE or (t < links if net.kind[i] == FIRST else t > links):
                links = t
        if net.kind[i] >= JOIN:
            es[i] = ef[i] = base if links == NONE else links
            continue
        if net.act_start[i] != NONE:
            es[i] = net.act_start[i]
        else:
            es[i] = start_of(net, cal, i, links, base)
        ef[i] = finish_of(net, cal, i, es[i])


def late_by_link(net: Net, cal: Tables, k: int, ls: Column, lf: Column, last: int) -> int:
    """Return the late finish that link *k* leaves its predecessor; *ls* are starts counted back from *lf*."""
    p, i, kind = net.link_from[k], net.link_to[k], net.link_kind[k]
    if net.kind[p] >= JOIN:
        t = lf[i] if kind == FF or kind == SF else ls[i]
        return min(last, shift(cal, net.link_cal[k], t, -net.link_lag[k]))
    if kind == FS:
        t = shift(cal, net.link_cal[k], ls[i], -net.link_lag[k])
    elif kind == FF:
        t = shift(cal, net.link_cal[k], lf[i], -net.link_lag[k])
    elif kind == SF:
        t = shift(cal, net.link_cal[k], end_of(net, cal, p, lf[i]), -net.link_lag[k])
    elif net.act_start[p] != NONE or net.act_start[i] != NONE:
        t = last
    else:
        t = shift(cal, net.link_cal[k], opening(cal, net.cal[p], ls[i]), -net.link_lag[k])
        t = end_of(net, cal, p, t)
    return min(t, last)


def _bounded_late(net: Net, cal: Tables, i: int, t: int) -> int:
    con, at = net.con[i], net.con_at[i]
    if at != NONE:
        if con == MUST_START:
            t = end_of(net, cal, i, at)
        elif con == MUST_FINISH:
            t = at
        elif con == START_NO_LATER:
            t = min(t, end_of(net, cal, i, at))
        elif con == FINISH_NO_LATER:
            t = min(t, at)
    if net.deadline[i] != NONE:
        t = min(t, net.deadline[i])
    return close_at(net, cal, i, t)


def backward(net: Net, cal: Tables, last: int, es: Column, late: tuple[Column, Column]) -> None:
    """Write the late dates, counted back from *last*. A start in ``late`` is counted back from its finish, begun or not."""
    ls, lf = late
    for i in range(len(net.at) - 1, -1, -1):
        if net.act_finish[i] != NONE:
            lf[i] = net.act_finish[i]
            ls[i] = begin_of(net, cal, i, lf[i], True)
            continue
        t = last
        for n in range(net.out[i], net.out[i + 1]):
            k = net.out_link[n]
            s = net.link_to[k]
            if net.act_finish[s] != NONE or (net.kind[s] == FIRST and es[s] != es[i]):
                continue
            t = min(t, late_by_link(net, cal, k, ls, lf, last))
        if net.kind[i] >= JOIN:
            ls[i] = lf[i] = t
            continue
        lf[i] = _bounded_late(net, cal, i, t)
        ls[i] = begin_of(net, cal, i, lf[i], net.given_start[i] == NONE)


__all__ = ["GATE", "backward", "forward"]

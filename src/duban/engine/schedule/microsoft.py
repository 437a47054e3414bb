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
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high:
        return shift(cal, row.cal, t, row.dur)
    last = -FAR
    for k in range(low, high):
        begun = shift(cal, net.crews[k].cal, t, net.crews[k].delay)
        last = max(last, shift(cal, net.crews[k].cal, begun, net.crews[k].span))
    return last


def begin_of(net: Net, cal: Tables, i: int, t: int, rest: bool) -> int:  # noqa: FBT001 - compiled code has no keywords
    """Return when row *i* (or the *rest* of it) must begin to end at *t*."""
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high:
        return shift(cal, row.cal, t, -(row.rem if rest else row.dur))
    first = FAR
    for k in range(low, high):
        begun = shift(cal, net.crews[k].cal, t, -(net.crews[k].left if rest else net.crews[k].span))
        if not rest or row.act_start == NONE:
            begun = shift(cal, net.crews[k].cal, begun, -net.crews[k].delay)
        first = min(first, begun)
    return first


def open_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the first moment from *t* at which row *i* can begin; a milestone may sit at the end of a day."""
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high:
        return _opening(net, cal, i, row.cal, t)
    first = FAR
    for k in range(low, high):
        first = min(first, _opening(net, cal, i, net.crews[k].cal, t))
    return first


def _opening(net: Net, cal: Tables, i: int, c: int, t: int) -> int:
    found = opening(cal, c, t)
    if found > t and net.rows[i].milestone and closing(cal, c, t) == t:
        return t
    return found


def stand_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return when row *i* begins if its predecessors leave it *t*: what takes no time at once, be it in the night."""
    return t if net.rows[i].milestone else open_at(net, cal, i, t)


def close_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the last moment up to *t* at which row *i* can end."""
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high:
        return closing(cal, row.cal, t)
    last = -FAR
    for k in range(low, high):
        last = max(last, closing(cal, net.crews[k].cal, t))
    return last


def _left_at(net: Net, k: int, starts: Column, finishes: Column) -> int:
    """Return the moment link *k* speaks of, a lag by the clock included: that runs from the predecessor's own end."""
    link = net.links[k]
    t = finishes[link.before] if link.kind == FF or link.kind == FS else starts[link.before]
    return t + link.lag if link.cal == 0 else t


def by_link(net: Net, cal: Tables, k: int, starts: Column, finishes: Column, base: int) -> int:
    """Return the start that link *k* gives its successor, from its predecessor's *starts* and *finishes*."""
    link = net.links[k]
    i, kind = link.after, link.kind
    t = _left_at(net, k, starts, finishes)
    if (kind == FF or kind == SF) and net.rows[i].kind < JOIN:
        t = begin_of(net, cal, i, t, kind == FF)
    if link.lag != 0 and link.cal != 0:
        t = shift(cal, link.cal, t, link.lag)
    return max(t, base) if kind == FF else t


def start_of(net: Net, cal: Tables, i: int, links: int, base: int) -> int:
    """
    Return the early start of row *i* that has not begun: *links* is what its predecessors say, or ``NONE``.

    A levelling delay is part of it: https://support.microsoft.com, "Early Start (task field)".
    """
    row = net.rows[i]
    con, at = row.con, row.con_at
    if at == NONE:
        con = 0
    if links != NONE:
        t = max(links, row.held)
    elif con == START_NO_EARLIER:
        t = max(at, row.held)
    elif con == FINISH_NO_EARLIER:
        t = max(begin_of(net, cal, i, at, False), row.held)
    else:
        t = max(base, row.held)
    dated = con == START_NO_EARLIER or con == FINISH_NO_EARLIER
    t = stand_at(net, cal, i, t) if dated or links != NONE else open_at(net, cal, i, t)
    if con != 0:
        t = stand_at(net, cal, i, _bounded(net, cal, i, con, t))
    delay = levelled(net, i)
    return t if delay == 0 else open_at(net, cal, i, t + delay)


def _bounded(net: Net, cal: Tables, i: int, con: int, t: int) -> int:
    at = net.rows[i].con_at
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
    row = net.rows[i]
    if con == MUST_START:
        return row.con_at
    if con == MUST_FINISH:
        return begin_of(net, cal, i, row.con_at, False)
    return t


def _gone_on(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return when what remains of row *i*, gone on with at *t*, ends."""
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high:
        return shift(cal, row.cal, t, row.rem)
    last = t
    for k in range(low, high):
        last = max(last, shift(cal, net.crews[k].cal, t, net.crews[k].left))
    return last


def levelled(net: Net, i: int) -> int:
    """Return the levelling delay in the early dates of row *i*: what goes before has none of it to spare."""
    row = net.rows[i]
    if row.delay == 0 or row.con == MUST_START or row.con == MUST_FINISH or row.act_start != NONE:
        return 0
    return row.delay


def finish_of(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the early finish of row *i* whose early start is *t*."""
    row = net.rows[i]
    if row.act_finish != NONE:
        return row.act_finish
    if row.act_start == NONE:
        if row.con == MUST_FINISH and row.con_at != NONE:
            return row.con_at
        if row.con == FINISH_NO_EARLIER and row.con_at != NONE and row.into == row.into_end:
            return row.con_at
        return end_of(net, cal, i, t)
    if row.resume != NONE:
        return _gone_on(net, cal, i, row.resume)
    end = end_of(net, cal, i, t)
    if row.con == FINISH_NO_EARLIER and row.con_at != NONE:
        return max(end, row.con_at)
    return end


def forward(
    net: Net, cal: Tables, base: int, early: tuple[Column, Column], late: tuple[Column, Column]
) -> None:
    """
    Write the early dates. *late* is empty at first; afterwards it holds late dates, which successors of work that is
    put as late as possible then wait for.
    """
    for i in range(len(net.rows)):
        _forward_row(net, cal, i, base, early, late)


def again(
    net: Net, cal: Tables, base: int, early: tuple[Column, Column], late: tuple[Column, Column], dirty: Column
) -> None:
    """Write the early dates once more: of the rows marked in *dirty*, and of those that hang on what then changed."""
    for i in range(len(net.rows)):
        if dirty[i] == 0:
            continue
        es, ef = early[0][i], early[1][i]
        _forward_row(net, cal, i, base, early, late)
        if early[0][i] != es or early[1][i] != ef:
            for n in range(net.rows[i].out, net.rows[i].out_end):
                dirty[net.links[net.out_link[n]].after] = 1


def _forward_row(
    net: Net, cal: Tables, i: int, base: int, early: tuple[Column, Column], late: tuple[Column, Column]
) -> None:
    es, ef = early
    ls, lf = late
    row = net.rows[i]
    if row.given_start != NONE:
        es[i], ef[i] = row.given_start, row.given_finish
        return
    links = tied = NONE
    for k in range(row.into, row.into_end):
        p, kind = net.links[k].before, net.links[k].kind
        put_off = len(ls) > 0 and net.rows[p].con == ALAP and row.con != ALAP
        t = by_link(net, cal, k, ls, lf, base) if put_off else by_link(net, cal, k, es, ef, base)
        if (kind == FF or kind == SF) and (net.links[k].lag == 0 or net.links[k].cal == 0):
            tied = max(tied, _left_at(net, k, ls, lf) if put_off else _left_at(net, k, es, ef))
        if links == NONE or (t < links if row.kind == FIRST else t > links):
            links = t
    if row.kind >= JOIN:
        es[i] = ef[i] = base if links == NONE else links
        return
    es[i] = row.act_start if row.act_start != NONE else start_of(net, cal, i, links, base)
    ef[i] = finish_of(net, cal, i, es[i])
    if (
        tied > ef[i]
        and row.act_start == NONE
        and _ends_freely(row.con)
        and close_at(net, cal, i, tied) == ef[i]
    ):
        # Tied to the end of other work, it ends with it, be it in the night.
        ef[i] = tied


def _ends_freely(con: int) -> bool:
    return con < MUST_START or con == START_NO_EARLIER or con == FINISH_NO_EARLIER


def late_by_link(net: Net, cal: Tables, k: int, ls: Column, lf: Column, last: int) -> int:
    """Return the late finish that link *k* leaves its predecessor; *ls* are starts counted back from *lf*."""
    link = net.links[k]
    p, i, kind = link.before, link.after, link.kind
    stand_in = net.rows[p].kind >= JOIN
    if net.rows[p].given_start != NONE and kind >= SF:
        # Nothing that hangs on the start of what is planned by hand presses its finish.
        return min(last, lf[i]) if net.rows[i].out == net.rows[i].out_end else last
    if kind >= SF and not stand_in and net.rows[p].act_start != NONE:
        # What has begun has no start to be late.
        return last
    delay = levelled(net, i)
    if kind == FS or (kind == SS and stand_in):
        t = _late_rest(net, i, ls[i]) - delay
    elif kind == FF or stand_in:
        t = lf[i] - delay
    elif kind == SF:
        t = end_of(net, cal, p, lf[i] - delay - (link.lag if link.cal == 0 else 0))
    else:
        t = opening(cal, net.rows[p].cal, _late_rest(net, i, ls[i]) - delay)
    if link.lag != 0 and (kind != SF or stand_in or link.cal != 0):
        t = shift(cal, link.cal, t, -link.lag)
    if kind == SS and not stand_in:
        t = end_of(net, cal, p, t)
    return min(t, last)


def _late_rest(net: Net, i: int, ls: int) -> int:
    """Return the late start of what is left of row *i*, which is no sooner than it goes on."""
    row = net.rows[i]
    if row.act_start == NONE:
        return ls
    return max(ls, row.act_start if row.resume == NONE else row.resume)


def _bounded_late(net: Net, cal: Tables, i: int, t: int) -> int:
    row = net.rows[i]
    con, at = row.con, row.con_at
    if at != NONE:
        if con == MUST_START:
            t = end_of(net, cal, i, at)
        elif con == MUST_FINISH:
            t = at
        elif con == START_NO_LATER:
            t = min(t, end_of(net, cal, i, at))
        elif con == FINISH_NO_LATER:
            t = min(t, at)
    if row.due != NONE:
        t = min(t, row.due)
    if row.deadline != NONE:
        t = min(t, row.deadline)
    # What takes no time is late when its successor is, even in the morning.
    return t if row.given_start != NONE or row.dur == 0 else close_at(net, cal, i, t)


def backward(
    net: Net, cal: Tables, last: int, early: tuple[Column, Column], late: tuple[Column, Column], several: int
) -> None:
    """
    Write the late dates, counted back from *last*; with *several* critical paths, what has no successor from its own end.

    A start in ``late`` is counted back from its finish, begun or not.
    """
    es, ef = early
    ls, lf = late
    for i in range(len(net.rows) - 1, -1, -1):
        row = net.rows[i]
        if row.act_finish != NONE:
            lf[i] = row.act_finish
            ls[i] = begin_of(net, cal, i, lf[i], True)
            continue
        t = ef[i] if several == 1 and row.out == row.out_end else last
        for n in range(row.out, row.out_end):
            k = net.out_link[n]
            s = net.links[k].after
            if net.rows[s].act_finish != NONE or (net.rows[s].kind == FIRST and es[s] != es[i]):
                continue
            t = min(t, late_by_link(net, cal, k, ls, lf, last))
        if row.kind >= JOIN:
            ls[i] = lf[i] = t
            continue
        lf[i] = _bounded_late(net, cal, i, t)
        ls[i] = begin_of(net, cal, i, lf[i], row.given_start == NONE)


__all__ = ["GATE", "backward", "forward"]

"""
Primavera's passes, which are Duban's own too.

What has begun goes on from the data date; with retained logic the rest of it waits for its predecessors, and work that
is finished hands on what its own predecessors still owe. Constraints hold back but never pull forward, except the
mandatory ones. Also runs compiled (see ``compiled``).
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import NamedTuple

from duban.engine.schedule.arrays import FIRST, JOIN, NONE, Net
from duban.engine.schedule.calculus import FAR, Numbers, Tables, closing, opening, shift, worked
from duban.engine.schedule.ticks import DAY

Column = MutableSequence[int]

FF, FS, SF, SS = 0, 1, 2, 3
ALAP, MUST_START, MUST_FINISH = 1, 2, 3
START_NO_EARLIER, START_NO_LATER, FINISH_NO_EARLIER, FINISH_NO_LATER = 4, 5, 6, 7
START_ON, FINISH_ON = 8, 9
START_MILESTONE, FINISH_MILESTONE, OUTSIDE = 1, 2, 6


class Wish(NamedTuple):
    """What the options come to."""

    base: Numbers
    """By row: no work before here."""
    data: Numbers
    """By row: the data date."""
    override: int
    """1 where what has begun does not wait."""
    expect: int
    """1 where an expected finish sets what remains."""
    from_actual: int
    """1 where the lag of a start link runs from an actual start, whatever has been done since."""
    open_ends: int
    """1 where what has no successor may not be later than it is."""
    left: Column
    """By row: what remains. An expected finish changes it on the way forward."""


def run_on(net: Net, cal: Tables, wish: Wish, i: int, t: int) -> int:
    """Return when row *i* ends, the rest of it going on from *t*."""
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high or wish.left[i] != row.rem:
        return shift(cal, row.cal, t, wish.left[i])
    last = -FAR
    for k in range(low, high):
        last = max(last, shift(cal, net.crews[k].cal, t, net.crews[k].left))
    return last


def run_back(net: Net, cal: Tables, wish: Wish, i: int, t: int) -> int:
    """Return when the rest of row *i* must go on to end at *t*."""
    row = net.rows[i]
    low, high = row.crew, row.crew_end
    if low == high or wish.left[i] != row.rem:
        return shift(cal, row.cal, t, -wish.left[i])
    first = FAR
    for k in range(low, high):
        first = min(first, shift(cal, net.crews[k].cal, t, -net.crews[k].left))
    return first


def open_at(net: Net, cal: Tables, i: int, t: int) -> int:
    """Return the first moment from *t* at which row *i* can go on; a finish milestone may stand where work ends."""
    row = net.rows[i]
    if row.kind >= JOIN or (row.kind == FINISH_MILESTONE and closing(cal, row.cal, t) == t):
        return t
    low, high = row.crew, row.crew_end
    if low == high:
        return opening(cal, row.cal, t)
    first = FAR
    for k in range(low, high):
        first = min(first, opening(cal, net.crews[k].cal, t))
    return first


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


def _gone(net: Net, cal: Tables, k: int, since: int, data: int) -> int:
    """Return the work from a moment to the data date in link *k*'s calendar, less what its predecessor was interrupted."""
    c, row = net.links[k].cal, net.rows[net.links[k].before]
    gone = worked(cal, c, data) - worked(cal, c, since)
    if row.stop == NONE or row.stop >= data or net.links[k].kind < SF:
        return gone
    again = data if row.resume == NONE else min(row.resume, data)
    return gone - max(0, worked(cal, c, again) - worked(cal, c, max(row.stop, since)))


def lag_left(net: Net, cal: Tables, k: int, wish: Wish) -> int:
    """Return what is left of link *k*'s lag at the data date, once the end it counts from has happened."""
    p, lag, kind = net.links[k].before, net.links[k].lag, net.links[k].kind
    if lag == 0:
        return 0
    since = net.rows[p].act_start if kind == SS or kind == SF else net.rows[p].act_finish
    if since == NONE:
        return lag
    if lag < 0:
        return 0
    if since > wish.data[p]:
        return lag
    return max(0, lag - _gone(net, cal, k, since, wish.data[p]))


def by_link(net: Net, cal: Tables, k: int, starts: Column, finishes: Column, wish: Wish) -> int:
    """Return the start (of what remains) that link *k* gives its successor."""
    p, i, kind = net.links[k].before, net.links[k].after, net.links[k].kind
    t = starts[p] if kind == SS or kind == SF else finishes[p]
    if net.rows[i].act_finish != NONE and (
        net.rows[p].act_finish != NONE or (kind >= SF and net.rows[p].act_start != NONE)
    ):
        # What is finished hands on what the begun work before it owes: no lag is waited for in between.
        return max(t, wish.base[i])
    lag = lag_left(net, cal, k, wish)
    if kind == SS and wish.from_actual == 1 and net.rows[p].act_start != NONE:
        return max(wish.data[i], shift(cal, net.links[k].cal, net.rows[p].act_start, net.links[k].lag))
    if lag < 0:
        t = max(wish.data[i], shift(cal, net.links[k].cal, t, lag))
    elif lag > 0:
        t = shift(cal, net.links[k].cal, t, lag)
    elif kind == SS and net.rows[p].act_start == NONE and net.rows[p].kind < JOIN:
        t = opening(cal, net.links[k].cal, t)
    if net.rows[i].kind < JOIN and (kind == FF or kind == SF):
        t = run_back(net, cal, wish, i, t)
    return max(t, wish.base[i])


def _held(net: Net, cal: Tables, wish: Wish, i: int, con: int, at: int, t: int) -> int:
    """Return start *t* of row *i* held by a constraint."""
    if at == NONE:
        return t
    if con == START_NO_EARLIER and at % DAY == 0 and t % DAY != 0 and at // DAY >= t // DAY:
        # A date without a time takes the time of day of what it holds back, where work is done then.
        same = at + t % DAY
        return same if open_at(net, cal, i, same) // DAY == at // DAY else max(t, at)
    if con == START_NO_EARLIER or con == START_ON:
        return max(t, at)
    if con == FINISH_NO_EARLIER or con == FINISH_ON:
        return max(t, run_back(net, cal, wish, i, at))
    if con == MUST_START:
        return at
    return run_back(net, cal, wish, i, at) if con == MUST_FINISH else t


def start_of(net: Net, cal: Tables, i: int, links: int, wish: Wish) -> int:
    """Return when row *i*, or what remains of it, goes on: *links* is what its predecessors say, or ``NONE``."""
    row = net.rows[i]
    t = max(wish.base[i], row.held)
    if row.act_finish != NONE:
        return wish.data[i] if wish.override == 1 else max(wish.data[i], row.resume, links)
    if row.act_start != NONE:
        t = max(wish.data[i], row.resume, links)
        if wish.override == 0:
            t = max(t, row.held)
        return open_at(net, cal, i, t)
    t = max(t, links)
    t = _held(net, cal, wish, i, row.con, row.con_at, t)
    t = _held(net, cal, wish, i, row.con2, row.con2_at, t)
    return open_at(net, cal, i, t)


def finish_of(net: Net, cal: Tables, i: int, t: int, wish: Wish) -> int:
    """Return when row *i* ends, going on from *t*."""
    row = net.rows[i]
    if row.act_finish != NONE or row.kind >= JOIN:
        return t
    if wish.expect == 1 and row.expected != NONE:
        end = closing(cal, row.cal, row.expected)
        left = max(0, worked(cal, row.cal, end) - worked(cal, row.cal, t))
        if left > 0 or row.staffed == 0:
            # Nobody's work that can no longer be done is done; somebody's stays.
            wish.left[i] = left
            return max(t, end) if left > 0 else t
    if (
        row.con == MUST_FINISH
        and row.con_at != NONE
        and row.act_start == NONE
        and row.kind != START_MILESTONE
    ):
        return row.con_at
    return run_on(net, cal, wish, i, t)


def forward(net: Net, cal: Tables, wish: Wish, early: tuple[Column, Column]) -> None:
    """Write the early dates: of what has begun, those of the rest; of what is finished, what it hands on."""
    for i in range(len(net.rows)):
        _forward_row(net, cal, wish, i, early)


def again(net: Net, cal: Tables, wish: Wish, early: tuple[Column, Column], dirty: Column) -> None:
    """Write the early dates once more: of the rows marked in *dirty*, and of those that hang on what then changed."""
    for i in range(len(net.rows)):
        if dirty[i] == 0:
            continue
        es, ef = early[0][i], early[1][i]
        _forward_row(net, cal, wish, i, early)
        if early[0][i] != es or early[1][i] != ef:
            for n in range(net.rows[i].out, net.rows[i].out_end):
                dirty[net.links[net.out_link[n]].after] = 1


def _forward_row(net: Net, cal: Tables, wish: Wish, i: int, early: tuple[Column, Column]) -> None:
    es, ef = early
    row = net.rows[i]
    if row.given_start != NONE:
        es[i], ef[i] = row.given_start, row.given_finish
        return
    links = NONE
    for k in range(row.into, row.into_end):
        if wish.override == 1 and row.act_start != NONE and net.links[k].kind != FF:
            continue
        t = by_link(net, cal, k, es, ef, wish)
        if links == NONE or (t < links if row.kind == FIRST else t > links):
            links = t
    if row.kind >= JOIN:
        es[i] = ef[i] = wish.base[i] if links == NONE else links
        return
    es[i] = start_of(net, cal, i, links, wish)
    ef[i] = finish_of(net, cal, i, es[i], wish)
    if row.act_start == NONE:
        ef[i] = _as_linked(net, cal, i, early, wish)


def _as_linked(net: Net, cal: Tables, i: int, early: tuple[Column, Column], wish: Wish) -> int:
    """Return the early finish as a finish link gives it, where no work lies between: the next morning stays one."""
    row = net.rows[i]
    ef = early[1]
    t = ef[i]
    for k in range(row.into, row.into_end):
        if net.links[k].kind == FF and net.links[k].lag <= 0:
            end = shift(cal, net.links[k].cal, ef[net.links[k].before], lag_left(net, cal, k, wish))
            if end > t and worked(cal, row.cal, end) == worked(cal, row.cal, t):
                t = opening(cal, row.cal, end)
    return t


def _late_as_linked(net: Net, cal: Tables, i: int, ls: Column, wish: Wish) -> int:
    """Return the late start as a start link gives it, where no work lies between: the evening before stays one."""
    row = net.rows[i]
    t = ls[i]
    for n in range(row.out, row.out_end):
        k = net.out_link[n]
        if net.links[k].kind == SS:
            begin = shift(cal, net.links[k].cal, ls[net.links[k].after], -lag_left(net, cal, k, wish))
            if begin < t and worked(cal, row.cal, begin) == worked(cal, row.cal, t):
                t = begin
    return t


def _lag_behind(net: Net, cal: Tables, k: int, wish: Wish) -> int:
    """
    Return how much of link *k*'s lag still keeps the late dates of its ends apart.

    Of work that is not finished, before work that is: nothing. Before work that has begun, a lead no more either.
    """
    p, i, kind = net.links[k].before, net.links[k].after, net.links[k].kind
    if net.links[k].lag == 0:
        return 0
    lag = lag_left(net, cal, k, wish)
    if net.rows[p].act_finish != NONE or kind == FF:
        return lag
    begun = net.rows[p].act_start != NONE
    if net.rows[i].act_finish != NONE:
        return 0 if kind == FS or begun else lag
    if begun and kind == FS and lag < 0 and net.rows[i].act_start != NONE:
        return 0
    if begun and kind == SF and net.rows[i].act_start == NONE:
        return 0
    return lag


def late_by_link(net: Net, cal: Tables, k: int, ls: Column, lf: Column, wish: Wish) -> int:
    """Return the late finish that link *k* leaves its predecessor."""
    p, i, kind = net.links[k].before, net.links[k].after, net.links[k].kind
    t = lf[i] if kind == FF or kind == SF else ls[i]
    lag = _lag_behind(net, cal, k, wish)
    if lag != 0:
        t = shift(cal, net.links[k].cal, t, -lag)
    if net.rows[p].kind < JOIN and (kind == SS or kind == SF):
        t = run_on(net, cal, wish, p, open_at(net, cal, p, t))
    return t


def _due(net: Net, cal: Tables, wish: Wish, i: int, con: int, at: int, t: int) -> int:
    """Return late finish *t* of row *i* held by a constraint."""
    if at == NONE:
        return t
    if con == FINISH_NO_LATER or con == FINISH_ON:
        return min(t, at)
    if con == MUST_FINISH:
        return at
    if net.rows[i].act_start != NONE:
        return t
    if con == START_NO_LATER or con == START_ON:
        return min(t, run_on(net, cal, wish, i, at))
    return run_on(net, cal, wish, i, at) if con == MUST_START else t


def finish_by(net: Net, cal: Tables, wish: Wish, i: int, t: int) -> int:
    """Return the late finish of row *i*, *t* being what its successors leave it."""
    row = net.rows[i]
    t = _due(net, cal, wish, i, row.con, row.con_at, t)
    t = _due(net, cal, wish, i, row.con2, row.con2_at, t)
    if row.due != NONE:
        t = min(t, row.due)
    if row.deadline != NONE:
        t = min(t, row.deadline)
    if row.kind == START_MILESTONE:
        return t
    return close_at(net, cal, i, t)


def _left_by_links(
    net: Net, cal: Tables, wish: Wish, i: int, t: int, es: Column, late: tuple[Column, Column]
) -> tuple[int, int]:
    """Return the late finish that successors leave row *i*, *t* at most, and the kind of the link that says so."""
    by = FS
    for n in range(net.rows[i].out, net.rows[i].out_end):
        k = net.out_link[n]
        s = net.links[k].after
        if wish.override == 1 and net.rows[s].act_start != NONE:
            continue
        if net.rows[s].kind == FIRST and es[s] != es[i]:
            continue
        left = late_by_link(net, cal, k, late[0], late[1], wish)
        if left < t:
            t, by = left, net.links[k].kind
    return t, by


def backward(
    net: Net, cal: Tables, wish: Wish, last: Numbers, es: Column, late: tuple[Column, Column]
) -> None:
    """Write the late dates; *last* is where each row's project ends."""
    ls, lf = late
    for i in range(len(net.rows) - 1, -1, -1):
        row = net.rows[i]
        t = last[i]
        if row.out == row.out_end:
            t = es[i] if wish.open_ends == 1 else row.due if row.due != NONE else t
            if wish.open_ends == 1 and row.act_finish == NONE and row.kind < JOIN:
                t = run_on(net, cal, wish, i, t)
        t, by = _left_by_links(net, cal, wish, i, t, es, late)
        if row.kind >= JOIN or row.act_finish != NONE:
            ls[i] = lf[i] = t
            continue
        lf[i] = finish_by(net, cal, wish, i, t)
        ls[i] = run_back(net, cal, wish, i, lf[i])
        if row.kind == FINISH_MILESTONE and by == SS and close_at(net, cal, i, t) == lf[i]:
            ls[i] = t
        if wish.left[i] > 0:
            ls[i] = open_at(net, cal, i, ls[i])
        if row.act_start == NONE:
            ls[i] = _late_as_linked(net, cal, i, ls, wish)


def latest(net: Net, cal: Tables, wish: Wish, last: Numbers, early: tuple[Column, Column]) -> None:
    """Move what is to be as late as possible up to its successors' early dates: it then has no free float."""
    es, ef = early
    for i in range(len(net.rows) - 1, -1, -1):
        row = net.rows[i]
        if row.con != ALAP or row.act_start != NONE:
            continue
        t = last[i]
        for n in range(row.out, row.out_end):
            t = min(t, late_by_link(net, cal, net.out_link[n], es, ef, wish))
        t = open_at(net, cal, i, run_back(net, cal, wish, i, close_at(net, cal, i, t)))
        if t > es[i]:
            es[i] = t
            ef[i] = run_on(net, cal, wish, i, t)

"""
Total and free float, and what is critical, as each program counts them.

The two loops also run compiled (see ``compiled``).
"""

from __future__ import annotations

from collections.abc import MutableSequence

from duban.engine.schedule.arrays import GATE, JOIN, NONE, Net
from duban.engine.schedule.calculus import FAR, Numbers, Tables, between, shift, worked
from duban.engine.schedule.longest import longest
from duban.engine.schedule.microsoft import by_link, levelled, stand_at
from duban.engine.schedule.plan import Dates, Plan, wish
from duban.engine.schedule.primavera import Wish, lag_left
from duban.engine.schedule.types import FloatOf, Result, Rules

Column = MutableSequence[int]

FF, FS, SF, SS = 0, 1, 2, 3
ALAP, MUST_START, MUST_FINISH = 1, 2, 3
AT_START, AT_FINISH, SMALLEST = 0, 1, 2
SENSES = {FloatOf.START: AT_START, FloatOf.FINISH: AT_FINISH, FloatOf.SMALLEST: SMALLEST}


def microsoft(
    net: Net,
    cal: Tables,
    early: tuple[Column, Column],
    late: tuple[Column, Column],
    floats: tuple[Column, Column],
    done: tuple[Column, Column],
) -> None:
    """
    Write total and free float, counted in each row's own calendar.

    *done* is room for the work up to each early start and finish: neighbours that share a calendar then need not look up.
    """
    total, free = floats
    for i in range(len(net.rows)):
        c = net.rows[i].cal
        done[0][i] = worked(cal, c, early[0][i])
        done[1][i] = worked(cal, c, early[1][i])
    for i in range(len(net.rows)):
        row = net.rows[i]
        total[i] = _total_microsoft(net, cal, i, early, late, done)
        if row.act_finish != NONE:
            free[i] = 0
            continue
        least = FAR
        for n in range(row.out, row.out_end):
            link = net.links[net.out_link[n]]
            there = net.rows[link.after]
            if link.source < 0 or there.act_finish != NONE:
                continue
            # Written out here: a call costs more than this does.
            plain = there.cal == row.cal and there.kind != GATE and row.con != ALAP and there.con != ALAP
            plain = plain and there.delay == 0 and there.resume == NONE
            if plain and (link.cal != 0 or row.cal == 0 or link.lag == 0):
                b = done[0][link.after] if link.kind == SS or link.kind == FS else done[1][link.after]
                gap = b - (done[0][i] if link.kind >= SF else done[1][i]) - link.lag
            else:
                gap = _gap_microsoft(net, cal, net.out_link[n], early, late)
            least = min(least, gap)
        free[i] = max(0, min(least, total[i]))


def _total_microsoft(
    net: Net,
    cal: Tables,
    i: int,
    early: tuple[Column, Column],
    late: tuple[Column, Column],
    done: tuple[Column, Column],
) -> int:
    row = net.rows[i]
    if row.con == ALAP:
        return 0
    at_finish = worked(cal, row.cal, late[1][i]) - done[1][i]
    if row.act_start != NONE:
        return at_finish
    total = min(at_finish, worked(cal, row.cal, late[0][i]) - done[0][i])
    return (
        total if row.con == 0 or row.into == row.into_end else min(total, _conflict(net, cal, i, early, late))
    )


def _conflict(
    net: Net, cal: Tables, i: int, early: tuple[Column, Column], late: tuple[Column, Column]
) -> int:
    """Return the float between when row *i* could begin, were its date not held against its predecessors, and its late start."""
    row = net.rows[i]
    if row.given_start != NONE:
        return FAR
    t = -FAR
    for k in range(row.into, row.into_end):
        t = max(t, by_link(net, cal, k, early[0], early[1], -FAR))
    t = stand_at(net, cal, i, t)
    return FAR if t <= early[0][i] else between(cal, row.cal, t, late[0][i])


def _gap_microsoft(
    net: Net,
    cal: Tables,
    k: int,
    early: tuple[Column, Column],
    late: tuple[Column, Column],
) -> int:
    """Return by how much the end of link *k* may move before its successor does."""
    link = net.links[k]
    p, s, kind = link.before, link.after, link.kind
    from_start = kind == SS or kind == SF
    to_start = kind == SS or kind == FS
    there, c = net.rows[s], net.rows[p].cal
    a = _end(net, p, from_start, early, late)
    b = _first_below(net, s, early) if there.kind == GATE else _end(net, s, to_start, early, late)
    b -= levelled(net, s)
    if b < a and there.resume != NONE:
        # Begun out of turn: its rest is what waits.
        b = max(b, there.resume)
    if link.cal == 0 and c != 0:
        return between(cal, c, a, shift(cal, 0, b, -link.lag))
    return between(cal, c, a, b) - link.lag


def _end(net: Net, i: int, start: bool, early: tuple[Column, Column], late: tuple[Column, Column]) -> int:  # noqa: FBT001 - compiled code has no keywords
    if net.rows[i].con == ALAP:
        return late[0][i] if start else late[1][i]
    return early[0][i] if start else early[1][i]


def _first_below(net: Net, gate: int, early: tuple[Column, Column]) -> int:
    """Return the early start of the heading a gate stands for."""
    first = FAR
    for n in range(net.rows[gate].out, net.rows[gate].out_end):
        first = min(first, early[0][net.links[net.out_link[n]].after])
    return early[0][gate] if first == FAR else first


def primavera(
    net: Net,
    cal: Tables,
    dates: tuple[Column, Column, Column, Column],
    sense: int,
    ends: Numbers,
    wish: Wish,
    floats: tuple[Column, Column],
) -> None:
    """Write total and free float; *ends* is the early end of each row's project."""
    es, ef, ls, lf = dates
    total, free = floats
    for i in range(len(net.rows)):
        row = net.rows[i]
        c = row.cal
        total[i] = between(cal, c, ef[i], lf[i])
        if sense != AT_FINISH and row.act_start == NONE:
            at_start = between(cal, c, es[i], ls[i])
            total[i] = at_start if sense == AT_START else min(at_start, total[i])
        free[i] = _free_primavera(net, cal, i, (es, ef), ends[i], wish)


def _free_primavera(net: Net, cal: Tables, i: int, early: tuple[Column, Column], end: int, wish: Wish) -> int:
    row = net.rows[i]
    if row.con == MUST_FINISH:
        return 0
    least = FAR
    for n in range(row.out, row.out_end):
        k = net.out_link[n]
        least = min(least, _gap_primavera(net, cal, k, early, wish))
    if least != FAR:
        return max(0, least)
    return 0 if row.con == MUST_START else max(0, between(cal, row.cal, early[1][i], end))


def _gap_primavera(net: Net, cal: Tables, k: int, early: tuple[Column, Column], wish: Wish) -> int:
    p, s, kind = net.links[k].before, net.links[k].after, net.links[k].kind
    a = early[0][p] if kind == SS or kind == SF else early[1][p]
    b = early[0][s] if kind == SS or kind == FS else early[1][s]
    lag = net.links[k].lag if kind == SF else lag_left(net, cal, k, wish)
    t = shift(cal, net.links[k].cal, a, lag)
    if lag < 0:
        t = max(t, wish.data[p])
    return between(cal, net.rows[p].cal, t, b)


def project_ends(plan: Plan, ef: Numbers) -> list[int]:
    """Return the early end of each row's project, or of the whole plan where float is counted so."""
    net = plan.net
    ends: dict[int, int] = {}
    for row, finish in zip(net.rows, ef, strict=True):
        if row.kind < JOIN:
            ends[row.project] = max(ends.get(row.project, finish), finish)
    last = max(ends.values(), default=0)
    per_project = plan.network.options.float_per_project
    return [ends.get(row.project, last) if per_project else last for row in net.rows]


def write(plan: Plan, dates: Dates, found: Result) -> None:
    """Write floats and what is critical, and turn what the passes count with into what is shown."""
    net = plan.net
    n = len(net.rows)
    total, free = [0] * n, [0] * n
    if plan.network.options.rules is Rules.MICROSOFT:
        microsoft(
            net, plan.cal, (dates.es, dates.ef), (dates.ls, dates.lf), (total, free), ([0] * n, [0] * n)
        )
    else:
        sense = SENSES[plan.network.options.float_of]
        primavera(
            net,
            plan.cal,
            (dates.es, dates.ef, dates.ls, dates.lf),
            sense,
            project_ends(plan, dates.ef),
            wish(plan),
            (total, free),
        )
    for r, row in enumerate(net.rows):
        if (k := row.at) >= 0:
            found.total_float[k], found.free_float[k] = total[r], free[r]
    _show(plan, dates, found, total)


def _show(plan: Plan, dates: Dates, found: Result, total: list[int]) -> None:
    """Write what is critical, and the actual dates of what has begun or is finished."""
    net, options = plan.net, plan.network.options
    ours = options.rules is Rules.PRIMAVERA
    on_path = longest(plan, dates) if ours and options.longest_path else None
    for r, row in enumerate(net.rows):
        k = row.at
        if k < 0:
            continue
        if row.act_finish == NONE and not plan.network.activities[k].vague:
            found.critical[k] = total[r] <= options.critical_limit if on_path is None else r in on_path
            if options.open_ends_critical and row.out == row.out_end:
                found.critical[k] = True
        if ours and row.act_finish != NONE:
            found.early_start[k] = found.late_start[k] = row.act_start
            found.early_finish[k] = found.late_finish[k] = row.act_finish
            found.total_float[k] = found.free_float[k] = None
        elif not ours and row.act_start != NONE:
            found.late_start[k] = row.act_start

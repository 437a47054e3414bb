"""Total and free float, and what is critical, as each program counts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from duban.engine.schedule.arrays import GATE, JOIN, NONE
from duban.engine.schedule.calculus import between, shift
from duban.engine.schedule.longest import longest
from duban.engine.schedule.types import Bound, FloatOf, Kind, Result, Rules

if TYPE_CHECKING:
    from duban.engine.schedule.solve import Dates, Plan

FF, FS, SF, SS = 0, 1, 2, 3


def write(plan: Plan, dates: Dates, found: Result) -> None:
    """Write floats and what is critical, and turn what the passes count with into what is shown."""
    if plan.network.options.rules is Rules.MICROSOFT:
        _microsoft(plan, dates, found)
    else:
        _primavera(plan, dates, found)


def _microsoft(plan: Plan, dates: Dates, found: Result) -> None:
    net, cal = plan.net, plan.cal
    limit = plan.network.options.critical_limit
    for r, k in enumerate(net.at):
        if k < 0:
            continue
        if net.act_start[r] != NONE:
            found.late_start[k] = net.act_start[r]
        total = _total_microsoft(plan, dates, r)
        free = _free_microsoft(plan, dates, r, total)
        found.total_float[k], found.free_float[k] = total, free
        found.critical[k] = total <= limit and net.act_finish[r] == NONE and cal is not None


def _total_microsoft(plan: Plan, dates: Dates, r: int) -> int:
    net, cal = plan.net, plan.cal
    c = net.cal[r]
    if net.con[r] == Bound.AS_LATE_AS_POSSIBLE:
        return 0
    at_finish = between(cal, c, dates.ef[r], dates.lf[r])
    if net.act_start[r] != NONE:
        return at_finish
    return min(at_finish, between(cal, c, dates.es[r], dates.ls[r]))


def _free_microsoft(plan: Plan, dates: Dates, r: int, total: int) -> int:
    net = plan.net
    if net.act_finish[r] != NONE:
        return 0
    gaps = [
        _gap_microsoft(plan, dates, net.out_link[n])
        for n in range(net.out[r], net.out[r + 1])
        if net.act_finish[net.link_to[net.out_link[n]]] == NONE and net.source[net.out_link[n]] >= 0
    ]
    return max(0, min(gaps, default=total))


def _gap_microsoft(plan: Plan, dates: Dates, k: int) -> int:
    """Return by how much the end of link *k* may move before its successor does."""
    net, cal = plan.net, plan.cal
    p, s, kind, lag = net.link_from[k], net.link_to[k], net.link_kind[k], net.link_lag[k]
    here = (dates.ls, dates.lf) if net.con[p] == Bound.AS_LATE_AS_POSSIBLE else (dates.es, dates.ef)
    there = (dates.ls, dates.lf) if net.con[s] == Bound.AS_LATE_AS_POSSIBLE else (dates.es, dates.ef)
    a = here[0 if kind in (SS, SF) else 1][p]
    b = _first_below(plan, dates, s) if net.kind[s] == GATE else there[0 if kind in (SS, FS) else 1][s]
    c = net.cal[p]
    if net.link_cal[k] != c and net.link_cal[k] == 0:
        return between(cal, c, a, shift(cal, 0, b, -lag))
    return between(cal, c, a, b) - lag


def _first_below(plan: Plan, dates: Dates, gate: int) -> int:
    """Return the early start of the heading a gate stands for."""
    net = plan.net
    below = [net.link_to[net.out_link[n]] for n in range(net.out[gate], net.out[gate + 1])]
    return min((dates.es[b] for b in below), default=dates.es[gate])


def _primavera(plan: Plan, dates: Dates, found: Result) -> None:
    net, options = plan.net, plan.network.options
    ends = _project_ends(plan, dates)
    on_path = longest(plan, dates) if options.longest_path else set()
    for r, k in enumerate(net.at):
        if k < 0:
            continue
        if net.act_finish[r] != NONE:
            _show_actual(plan, found, r, k)
            continue
        total = total_primavera(plan, dates, r)
        found.total_float[k] = total
        found.free_float[k] = _free_primavera(plan, dates, r, ends[net.project[r]])
        found.critical[k] = r in on_path if options.longest_path else total <= options.critical_limit
        if options.open_ends_critical and net.out[r] == net.out[r + 1]:
            found.critical[k] = True


def _show_actual(plan: Plan, found: Result, r: int, k: int) -> None:
    net = plan.net
    found.early_start[k] = found.late_start[k] = net.act_start[r] if net.act_start[r] != NONE else None
    found.early_finish[k] = found.late_finish[k] = net.act_finish[r]


def _project_ends(plan: Plan, dates: Dates) -> dict[int, int]:
    ends: dict[int, int] = {}
    for r, p in enumerate(plan.net.project):
        if plan.net.kind[r] < JOIN:
            ends[p] = max(ends.get(p, dates.ef[r]), dates.ef[r])
    if not plan.network.options.float_per_project and ends:
        ends = dict.fromkeys(ends, max(ends.values()))
    return ends


def total_primavera(plan: Plan, dates: Dates, r: int) -> int:
    """Return the total float of row *r*, in ticks of its own calendar."""
    net, cal, of = plan.net, plan.cal, plan.network.options.float_of
    c = net.crew_cal[net.crew[r]] if net.crew[r] < net.crew[r + 1] else net.cal[r]
    at_finish = between(cal, c, dates.ef[r], dates.lf[r])
    if of is FloatOf.FINISH or net.act_start[r] != NONE:
        return at_finish
    at_start = between(cal, c, dates.es[r], dates.ls[r])
    return at_start if of is FloatOf.START else min(at_start, at_finish)


def _free_primavera(plan: Plan, dates: Dates, r: int, end: int) -> int:
    net, cal = plan.net, plan.cal
    if net.con[r] == Bound.MUST_FINISH:
        return 0
    begun = net.act_start[r] != NONE
    gaps = [
        _gap_primavera(plan, dates, net.out_link[n])
        for n in range(net.out[r], net.out[r + 1])
        if not (begun and net.link_kind[net.out_link[n]] == SS)
    ]
    if not gaps and net.con[r] == Bound.MUST_START:
        return 0
    return max(0, min(gaps) if gaps else between(cal, net.cal[r], dates.ef[r], end))


def _gap_primavera(plan: Plan, dates: Dates, k: int) -> int:
    net, cal = plan.net, plan.cal
    p, s, kind, lag = net.link_from[k], net.link_to[k], net.link_kind[k], net.link_lag[k]
    a = dates.es[p] if kind in (SS, SF) else dates.ef[p]
    b = dates.es[s] if kind in (SS, FS) else dates.ef[s]
    return between(cal, net.cal[p], a, shift(cal, net.link_cal[k], b, -lag))


__all__: Sequence[str] = ("total_primavera", "write")

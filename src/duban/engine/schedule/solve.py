"""One pass over a plan: checks, early dates, late dates, floats, what is critical, and the headings above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import checks, efforts, floats, microsoft, primavera, rollup
from duban.engine.schedule.arrays import Graph, graph, in_order, lay_out
from duban.engine.schedule.calendars import kept_tables
from duban.engine.schedule.plan import Dates, Plan, ends, wish
from duban.engine.schedule.ticks import DAY, HOUR
from duban.engine.schedule.types import Bound, Network, Result, Rules

_YEAR = 366
_WEEK_OF_WORK = 40 * HOUR
_LONGEST = 300 * _YEAR
"""Days a plan may reach from its start, either way; a file that claims more is not worth its memory."""
_LAST_DAY = 3_652_059
"""31 December 9999, as an ordinal."""


def schedule(network: Network) -> Result:
    """
    Compute a plan.

    :raises Unfit: as ``compute``
    """
    return compute(network).result


class Computed(NamedTuple):
    """A computed plan with what it was computed from, for questions about it."""

    plan: Plan
    dates: Dates
    result: Result


def compute(network: Network) -> Computed:
    """
    Compute a plan and keep the columns it was computed in.

    Links that lead nowhere are left out and told as problems; a ring, or a calendar without any work, cannot be
    computed.

    :raises Unfit: ``schedules.ring``, ``schedules.no_work``, ``schedules.too_far``
    """
    usable, problems = checks.usable_links(network)
    found = graph(network, usable)
    order, rings = in_order(found)
    if rings:
        raise Unfit(*problems, *checks.ring_problems(network, found, rings))
    window = _window(network, found, order)
    while True:
        plan = _lay(network, found, order, window, problems)
        dates = passes(plan)
        if not _beyond(dates):
            return Computed(plan, dates, _result(plan, dates))
        wider = _widened(network, window, 3)
        if wider == window:
            raise Unfit(*problems, Problem("schedules.too_far", "", (str(_LONGEST // _YEAR),)))
        window = wider


def lay(network: Network, room: int = 1) -> Plan:
    """
    Lay a plan out for many passes, its tables *room* times as long as one pass should need.

    :raises Unfit: as ``schedule``
    """
    usable, problems = checks.usable_links(network)
    found = graph(network, usable)
    order, rings = in_order(found)
    if rings:
        raise Unfit(*problems, *checks.ring_problems(network, found, rings))
    return _lay(network, found, order, _widened(network, _window(network, found, order), room - 1), problems)


def _lay(
    network: Network,
    found: Graph,
    order: Sequence[int],
    window: tuple[int, int],
    problems: tuple[Problem, ...],
) -> Plan:
    calendars = checks.used_calendars(network, found)
    cal, index = kept_tables(calendars, *window)
    idle = [c for c in calendars if cal.calendars[index[c.key]].low == cal.calendars[index[c.key]].high]
    if idle:
        raise Unfit(*problems, *(Problem("schedules.no_work", c.name or c.key) for c in idle))
    return Plan(network, lay_out(network, found, order, index), cal, index, problems)


def _window(network: Network, found: Graph, order: Sequence[int]) -> tuple[int, int]:
    """Return the days the tables cover at first: every moment named, and the longest chain in the shortest week."""
    options = network.options
    moments = [m for m in (options.start, options.data_date, options.finish_by) if m]
    for a in network.activities:
        moments += [m for m in (a.bound_at, a.actual_start, a.actual_finish, a.deadline, a.resume) if m]
        if a.given:
            moments += a.given
    first, last = min(moments, default=DAY), max(moments, default=DAY)
    week = min((w for c in network.calendars if (w := c.weekly()) > 0), default=_WEEK_OF_WORK)
    days = _chain(network, found, order) * 7 // week
    return _widened(network, (first // DAY - _YEAR, last // DAY + days + days // 8 + _YEAR), 0)


def _widened(network: Network, window: tuple[int, int], times: int) -> tuple[int, int]:
    """Return a window wider by so many times itself on either side, but never further from the plan's start than plans reach."""
    first, last = window
    span, centre = (last - first) * times, network.options.start // DAY
    least, most = max(1, centre - _LONGEST), min(_LAST_DAY, centre + _LONGEST)
    return max(least, min(first - span, most)), min(most, max(last + span, least))


def _chain(network: Network, found: Graph, order: Sequence[int]) -> int:
    """Return the length of the longest chain, links counted as if each waited for the whole of its predecessor."""
    acts = network.activities
    length = [0] * len(order)
    for r, k in enumerate(found.rows):
        if k >= 0:
            length[r] = max(acts[k].duration, acts[k].remaining, *(c.span for c in acts[k].crews), 0)
    nexts: list[list[tuple[int, int]]] = [[] for _ in order]
    for a, b, _, lag, *_ in found.links:
        nexts[a].append((b, abs(lag)))
    before = [0] * len(order)
    for r in order:
        end = before[r] + length[r]
        for b, lag in nexts[r]:
            before[b] = max(before[b], end + lag)
    return max((before[r] + length[r] for r in order), default=0)


def _beyond(dates: Dates) -> bool:
    """Return whether any date fell outside the tables, or outside the years that are counted."""
    first, last = DAY, (_LAST_DAY + 1) * DAY - 1
    return any(max(column, default=first) > last or min(column, default=first) < first for column in dates)


def passes(plan: Plan) -> Dates:
    """Run the passes over a plan once."""
    n = len(plan.net.rows)
    dates = Dates([0] * n, [0] * n, [0] * n, [0] * n)
    run: Callable[[Plan, Dates], None] = (
        _microsoft if plan.network.options.rules is Rules.MICROSOFT else _primavera
    )
    run(plan, dates)
    return dates


def _microsoft(plan: Plan, dates: Dates) -> None:
    net, cal, options = plan.net, plan.cal, plan.network.options
    early, late = (dates.es, dates.ef), (dates.ls, dates.lf)
    base = options.start
    if options.from_finish and options.finish_by is not None:
        microsoft.backward(net, cal, options.finish_by, early, late, 0)
        base = min(dates.ls, default=base)
    microsoft.forward(net, cal, base, early, ([], []))
    last = max(dates.ef, default=base) if options.finish_by is None else options.finish_by
    microsoft.backward(net, cal, last, early, late, int(options.critical_paths))
    if any(row.con == Bound.AS_LATE_AS_POSSIBLE for row in net.rows):
        microsoft.forward(net, cal, base, early, (dates.ls, dates.lf))


def _primavera(plan: Plan, dates: Dates) -> None:
    net, cal = plan.net, plan.cal
    early, wanted = (dates.es, dates.ef), wish(plan)
    primavera.forward(net, cal, wanted, early)
    last = ends(plan, dates.ef)
    primavera.backward(net, cal, wanted, last, dates.es, (dates.ls, dates.lf))
    if any(row.con == Bound.AS_LATE_AS_POSSIBLE for row in net.rows):
        primavera.latest(net, cal, wanted, last, early)


def _result(plan: Plan, dates: Dates) -> Result:
    network, net = plan.network, plan.net
    n = len(network.activities)
    blank: list[int | None] = [None] * n
    found = Result(
        network,
        blank[:],
        blank[:],
        blank[:],
        blank[:],
        blank[:],
        blank[:],
        [False] * n,
        None,
        None,
        plan.problems,
    )
    for r, row in enumerate(net.rows):
        k = row.at
        if k < 0:
            continue
        found.early_start[k], found.early_finish[k] = dates.es[r], dates.ef[r]
        found.late_start[k], found.late_finish[k] = dates.ls[r], dates.lf[r]
    floats.write(plan, dates, found)
    efforts.write(plan, dates, found)
    rollup.write(plan, found)
    return found

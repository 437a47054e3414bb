"""
The same passes as machine code, for plans that are computed again and again: simulated, dragged, tried out.

The rules stand once, in ``microsoft``, ``primavera``, ``floats`` and ``calculus``, in the part of Python that numba
compiles. Compiling costs seconds the first time and is then kept on disk; a single computation from the command line does
without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from duban.engine.schedule import calculus, floats, microsoft, primavera
from duban.engine.schedule.arrays import Edge, Net, Row, Squad
from duban.engine.schedule.grids import Array, Gridded, array, gridded, records
from duban.engine.schedule.machine import machined, register
from duban.engine.schedule.plan import Plan, ends, wish
from duban.engine.schedule.types import Bound, Rules

_HELPERS: tuple[Callable[..., Any], ...] = (
    calculus.worked, calculus.shift, calculus.ended, calculus.opening, calculus.closing, calculus.between,
    microsoft.end_of, microsoft.begin_of, microsoft._opening, microsoft.open_at, microsoft.stand_at, microsoft.close_at,  # noqa: SLF001
    microsoft._gone_on, microsoft.levelled, microsoft._left_at, microsoft.by_link, microsoft._must, microsoft._bounded,  # noqa: SLF001
    microsoft.start_of, microsoft.finish_of, microsoft._ends_freely,  # noqa: SLF001
    microsoft._forward_row, microsoft._late_rest, microsoft.late_by_link, microsoft._bounded_late,  # noqa: SLF001
    primavera.run_on, primavera.run_back, primavera.open_at, primavera.close_at, primavera.lag_left,
    primavera._gone, primavera.by_link, primavera._held, primavera.start_of, primavera.finish_of,  # noqa: SLF001
    primavera._as_linked, primavera._lag_behind, primavera.late_by_link, primavera._late_as_linked,  # noqa: SLF001
    primavera._forward_row, primavera._due, primavera.finish_by, primavera._left_by_links,  # noqa: SLF001
    floats._end, floats._first_below, floats._conflict, floats._gap_microsoft, floats._total_microsoft, floats._gap_primavera,  # noqa: SLF001
    floats._free_primavera,  # noqa: SLF001
)  # fmt: skip


class Kernels(NamedTuple):
    """The compiled passes."""

    microsoft_forward: Callable[..., None]
    microsoft_backward: Callable[..., None]
    microsoft_floats: Callable[..., None]
    forward: Callable[..., None]
    backward: Callable[..., None]
    latest: Callable[..., None]
    floats: Callable[..., None]
    microsoft_again: Callable[..., None]
    again: Callable[..., None]


@cache
def kernels() -> Kernels:
    """Return the passes, compiled when first called."""
    for helper in _HELPERS:
        register(helper)
    return Kernels(
        machined(microsoft.forward),
        machined(microsoft.backward),
        machined(floats.microsoft),
        machined(primavera.forward),
        machined(primavera.backward),
        machined(primavera.latest),
        machined(floats.primavera),
        machined(microsoft.again),
        machined(primavera.again),
    )


class Ready(NamedTuple):
    """A plan whose columns are arrays; to try something, replace a column and run again."""

    plan: Plan
    net: Net
    cal: Gridded
    late_work: bool
    """Whether anything is put as late as possible."""


class Computed(NamedTuple):
    """What one compiled computation found, by row of ``Ready.net``."""

    es: Array
    ef: Array
    ls: Array
    lf: Array
    total: Array
    free: Array


def ready(plan: Plan) -> Ready:
    """Return a plan as arrays."""
    net = Net(
        records(plan.net.rows, Row),
        records(plan.net.links, Edge),
        records(plan.net.crews, Squad),
        array(plan.net.out_link),
    )
    late = any(row.con == Bound.AS_LATE_AS_POSSIBLE for row in plan.net.rows)
    return Ready(plan, net, gridded(plan.cal), late)


def run(made: Ready) -> Computed:
    """Compute a plan: early and late dates and floats."""
    found = Computed(*(np.zeros(len(made.net.rows), np.int64) for _ in range(6)))
    if made.plan.network.options.rules is Rules.MICROSOFT:
        _microsoft(made, found)
    else:
        _primavera(made, found)
    return found


def _microsoft(made: Ready, found: Computed) -> None:
    net, cal, options, fast = made.net, made.cal, made.plan.network.options, kernels()
    early, late, nothing = (found.es, found.ef), (found.ls, found.lf), np.zeros(0, np.int64)
    base = options.start
    if options.from_finish and options.finish_by is not None:
        fast.microsoft_backward(net, cal, options.finish_by, early, late, 0)
        base = int(found.ls.min(initial=base))
    fast.microsoft_forward(net, cal, base, early, (nothing, nothing))
    last = int(found.ef.max(initial=base)) if options.finish_by is None else options.finish_by
    fast.microsoft_backward(net, cal, last, early, late, int(options.critical_paths))
    if made.late_work:
        fast.microsoft_forward(net, cal, base, early, late)
    done = (np.empty(len(net.rows), np.int64), np.empty(len(net.rows), np.int64))
    fast.microsoft_floats(net, cal, early, late, (found.total, found.free), done)


def _primavera(made: Ready, found: Computed) -> None:
    net, cal, fast = made.net, made.cal, kernels()
    plain = wish(made.plan)
    wanted = plain._replace(base=array(plain.base), data=array(plain.data), left=array(plain.left))
    early, late = (found.es, found.ef), (found.ls, found.lf)
    fast.forward(net, cal, wanted, early)
    last = array(ends(made.plan, found.ef.tolist()))
    fast.backward(net, cal, wanted, last, found.es, late)
    if made.late_work:
        fast.latest(net, cal, wanted, last, early)
    sense = floats.SENSES[made.plan.network.options.float_of]
    closes = array(floats.project_ends(made.plan, found.ef.tolist()))
    fast.floats(net, cal, (*early, *late), sense, closes, wanted, (found.total, found.free))


__all__ = ["Computed", "Kernels", "Ready", "array", "kernels", "ready", "run"]

"""A network laid out for the passes, and what the passes write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duban.engine.kernel import Problem
from duban.engine.schedule import primavera
from duban.engine.schedule.arrays import Net
from duban.engine.schedule.calculus import Tables
from duban.engine.schedule.types import Network, Progress


class Plan(NamedTuple):
    """A network laid out, with its tables."""

    network: Network
    net: Net
    cal: Tables
    places: dict[str, int]
    """Each calendar's place in the tables."""
    problems: tuple[Problem, ...]


class Dates(NamedTuple):
    """The columns the passes write, by row."""

    es: list[int]
    ef: list[int]
    ls: list[int]
    lf: list[int]


def wish(plan: Plan) -> primavera.Wish:
    """Return what the options come to in Primavera's passes."""
    options, acts = plan.network.options, plan.network.activities
    data = options.start if options.data_date is None else options.data_date
    datas, starts = dict(options.data_date_of), dict(options.start_of)
    names = [acts[row.at].project if row.at >= 0 else "" for row in plan.net.rows]
    by_row = [datas.get(name, data) for name in names]
    return primavera.Wish(
        [max(starts.get(name, options.start), at) for name, at in zip(names, by_row, strict=True)],
        by_row,
        int(options.progress is Progress.OVERRIDE),
        int(options.expected_finish),
        int(options.lag_from_actual_start),
        int(options.open_ends_critical),
        [row.rem for row in plan.net.rows],
    )


def ends(plan: Plan, ef: Sequence[int]) -> list[int]:
    """Return, for each row, where late dates are counted back from."""
    net, options = plan.net, plan.network.options
    acts = plan.network.activities
    names = list(dict.fromkeys(acts[row.at].project if row.at >= 0 else "" for row in net.rows))
    by = dict(options.finish_by_project)
    if options.finish_by is not None:
        return [options.finish_by] * len(net.rows)
    if not options.float_per_project:
        last = max(ef, default=0)
        return [by.get(names[row.project], last) for row in net.rows]
    lasts: dict[int, int] = {}
    for row, t in zip(net.rows, ef, strict=True):
        lasts[row.project] = max(lasts.get(row.project, t), t)
    for p, name in enumerate(names):
        if name in by:
            lasts[p] = by[name]
    return [lasts[row.project] for row in net.rows]

"""A plan run thousands of times with durations drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import simulation
from duban.engine.schedule.arrays import NONE, Edge, Row
from duban.engine.schedule.calculus import FAR, shift, worked
from duban.engine.schedule.grids import Array, array, gridded
from duban.engine.schedule.plan import Dates, Plan, wish
from duban.engine.schedule.primavera import lag_left
from duban.engine.schedule.risks import MOST_TRIALS, PERCENTILES, Risk, Weight, six
from duban.engine.schedule.solve import lay, passes
from duban.engine.schedule.spreads import Shape, Spread, checked
from duban.engine.schedule.types import Bound, LinkKind, Network, Rules

_STEPS = 1024
_ROOM = 3


def run_trials(
    network: Network, spreads: tuple[Spread, ...], *, trials: int, seed: int, by: int | None = None
) -> tuple[Risk, ...]:
    """
    Run a plan many times: what ``risks.simulate`` answers.

    :raises Unfit: as ``risks.simulate``
    """
    wanted = checked(spreads)
    if not 1 <= trials <= MOST_TRIALS:
        raise Unfit(Problem("schedules.trials", "", (str(MOST_TRIALS),)))
    room = _ROOM
    draw = seed & (2**62 - 1)
    while True:
        plan = lay(network, room)
        rows, order = _rows(plan, passes(plan))
        chances = _chances(plan, wanted, order)
        cal = gridded(plan.cal)
        finish, critical = simulation.run(rows, cal, chances, draw, trials, _groups(plan, rows))
        if not finish.size or finish.max() < FAR:
            break
        if room > _ROOM**6:
            raise Unfit(Problem("schedules.too_far", "", ("300",)))
        room *= _ROOM
    weights = simulation.sensitivity(rows.project, chances, draw, _ranks(finish))
    found = _Found(plan, order, rows.project, critical, weights)
    return tuple(_risk(found, p, finish[p], by) for p in range(len(finish)))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the trials found, row by row in the order they were run in."""

    plan: Plan
    order: Array
    project: Array
    critical: Array
    weights: Array


def _groups(plan: Plan, rows: simulation.Trial) -> Array:
    """Return the projects as groups of their own, or all as one where links cross from one to another."""
    n = len(rows.project)
    projects = int(rows.project.max(initial=-1)) + 1
    crossing = any(plan.net.rows[k.before].project != plan.net.rows[k.after].project for k in plan.net.links)
    if crossing or projects < 2:
        return array([[0, n, 0, max(1, projects)]])
    firsts = np.searchsorted(rows.project, np.arange(projects + 1))
    return array([[firsts[p], firsts[p + 1], p, p + 1] for p in range(projects)])


def _ranks(finish: Array) -> Array:
    """Return ranks with mean 0 and variance 1, ties sharing theirs."""
    ranks = np.empty(finish.shape)
    for p, row in enumerate(finish):
        _, place, counts = np.unique(row, return_inverse=True, return_counts=True)
        middle = np.cumsum(counts) - (counts - 1) / 2
        centred = middle[place] - middle[place].mean()
        deviation = centred.std()
        ranks[p] = centred / deviation if deviation > 0 else 0
    return ranks


def _risk(found: _Found, p: int, finish: Array, by: int | None) -> Risk:
    acts, rows = found.plan.network.activities, found.plan.net.rows
    trials = len(finish)
    ordered = np.sort(finish)
    mine = [(int(r), rows[found.order[r]].at) for r in np.flatnonzero(found.project == p)]
    mine = [(r, k) for r, k in mine if k >= 0]
    risk = Risk(
        project=acts[mine[0][1]].project if mine else "",
        trials=trials,
        percentiles=tuple((q, int(ordered[-(-q * trials // 100) - 1])) for q in PERCENTILES),
        mean=round(float(ordered.mean())),
        by=by,
        probability=None,
        error=None,
        weights=tuple(
            Weight(acts[k].id, six(found.critical[r] / trials), six(found.weights[r])) for r, k in mine
        ),
        finishes=ordered.tolist(),
    )
    if by is None:
        return risk
    probability, error = risk.finished_by(by)
    return replace(risk, probability=probability, error=error)


def _rows(plan: Plan, dates: Dates) -> tuple[simulation.Trial, Array]:
    """
    Return the rows as trials count them, and where each stood in the plan: projects one after another.

    What the plain pass decided once stays decided.
    """
    rows, links = plan.net.rows, plan.net.links
    order = np.argsort(array([row.project for row in rows]), kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    counted = array([_counted(plan, dates, r) for r in range(len(rows))]).reshape(len(rows), 5)[order]
    into = array([(row.project, row.into, row.into if _settled(row) else row.into_end) for row in rows])
    into = into.reshape(len(rows), 3)[order]
    edges = array([(k.before, k.kind, lag, k.cal) for k, lag in zip(links, _lags(plan, dates), strict=True)])
    edges = edges.reshape(len(links), 4)
    columns = [array(c) for c in (*counted.T, *into.T, place[edges[:, 0]], *edges.T[1:])]
    return simulation.Trial(*columns), order


def _lags(plan: Plan, dates: Dates) -> list[int]:
    """Return each link's lag, as it runs from what the trials move: of an end that has happened, what is left of it."""
    links = plan.net.links
    if plan.network.options.rules is Rules.PRIMAVERA:
        wanted = wish(plan)
        left = [lag_left(plan.net, plan.cal, k, wanted) for k in range(len(links))]
        if not plan.network.options.lag_from_actual_start:
            return left
        return [_from_actual(plan, dates, k, lag) for k, lag in zip(links, left, strict=True)]
    return [k.lag - _run(plan, dates, k) for k in links]


def _from_actual(plan: Plan, dates: Dates, k: Edge, left: int) -> int:
    """Return a start lag as it runs from the rest of its predecessor, where it is counted from the actual start."""
    begun = plan.net.rows[k.before].act_start
    if k.kind != LinkKind.START_START or begun == NONE:
        return left
    return k.lag - worked(plan.cal, k.cal, dates.es[k.before]) + worked(plan.cal, k.cal, begun)


def _run(plan: Plan, dates: Dates, k: Edge) -> int:
    """Return what a lag has run by the time the rest of its predecessor goes on: Microsoft counts from the actual start."""
    row = plan.net.rows[k.before]
    if k.kind < LinkKind.START_FINISH or row.act_start == NONE or row.act_finish != NONE:
        return 0
    c, left, *_ = _counted(plan, dates, k.before)
    rest = shift(plan.cal, c, dates.ef[k.before], -left)
    return worked(plan.cal, k.cal, rest) - worked(plan.cal, k.cal, row.act_start)


def _settled(row: Row) -> bool:
    """Return whether links no longer move a row: finished, given, or fixed."""
    fixed = row.con in (Bound.MUST_START, Bound.MUST_FINISH) and row.con_at != NONE
    return row.act_finish != NONE or row.given_start != NONE or fixed


def _counted(plan: Plan, dates: Dates, r: int) -> tuple[int, int, int, int, int]:
    """Return calendar, duration, floor, cap and least finish of a row, in its calendar's working time."""
    row, cal, options = plan.net.rows[r], plan.cal, plan.network.options
    c, left = row.cal, row.rem
    for k in range(row.crew, row.crew_end):
        if plan.net.crews[k].left > left or k == row.crew:
            c, left = plan.net.crews[k].cal, plan.net.crews[k].left
    start, finish = worked(cal, c, dates.es[r]), worked(cal, c, dates.ef[r])
    if row.act_finish != NONE or row.given_start != NONE:
        return c, max(0, finish - start), start, FAR, -FAR
    if row.act_start != NONE:
        begun = finish - left
        return c, left, begun, FAR if options.rules is Rules.PRIMAVERA else begun, -FAR
    if _settled(row):
        return c, left, start, start, -FAR
    return (c, left, *_held(plan, row, c, left))


def _held(plan: Plan, row: Row, c: int, left: int) -> tuple[int, int, int]:
    """Return floor, cap and least finish that constraints give a row that has not begun."""
    cal, options = plan.cal, plan.network.options
    base = max(options.start, options.data_date or 0) if options.rules is Rules.PRIMAVERA else options.start
    floor, cap, until = max(worked(cal, c, base), _at(plan, c, row.held)), FAR, -FAR
    for con, at in ((row.con, row.con_at), (row.con2, row.con2_at)):
        w = _at(plan, c, at)
        if at == NONE:
            continue
        if con in (Bound.START_NO_EARLIER, Bound.START_ON):
            floor = max(floor, w)
        elif con in (Bound.FINISH_NO_EARLIER, Bound.FINISH_ON):
            floor, until = max(floor, w - left), w
        elif options.rules is Rules.MICROSOFT and con in (Bound.START_NO_LATER, Bound.FINISH_NO_LATER):
            cap = w if con == Bound.START_NO_LATER else w - left
    return floor, cap, until


def _at(plan: Plan, c: int, at: int) -> int:
    return -FAR if at == NONE else worked(plan.cal, c, at)


def _chances(plan: Plan, spreads: Sequence[Spread], order: Array) -> simulation.Chance:
    known = {a.id for a in plan.network.activities}
    unknown = [s.activity for s in spreads if s.activity not in known]
    if unknown:
        raise Unfit(*(Problem("schedules.spread_unknown", a, (a,)) for a in unknown))
    by_id = {s.activity: s for s in spreads}
    causes = {c: k for k, c in enumerate(dict.fromkeys(s.cause for s in spreads if s.cause))}
    tables: dict[tuple[object, ...], int] = {}
    curves: list[Array] = []
    steps: list[int] = []
    spread, cause, together = [], [], []
    for row in (plan.net.rows[r] for r in order):
        mine = by_id.get(plan.network.activities[row.at].id) if row.at >= 0 else None
        if mine is None or row.act_finish != NONE:
            spread.append(-1)
            cause.append(-1)
            together.append(0.0)
            continue
        key = (mine.shape, mine.low, mine.likely, mine.high, mine.history)
        if key not in tables:
            tables[key] = len(curves)
            curves.append(quantiles(mine))
            steps.append(int(mine.shape is Shape.SLIPPAGE))
        spread.append(tables[key])
        cause.append(causes.get(mine.cause, -1))
        together.append(float(mine.together))
    return simulation.Chance(
        array(spread),
        array(cause),
        np.array(together, dtype=float),
        np.array(curves or [np.ones(_STEPS + 1)]),
        array(steps or [0]),
    )


def quantiles(spread: Spread) -> Array:
    """Return the factor of the duration at 0, 1/1024, … 1."""
    u = np.linspace(0, 1, _STEPS + 1)
    low, likely, high = float(spread.low), float(spread.likely), float(spread.high)
    if spread.shape is Shape.SLIPPAGE:
        ordered = np.sort(np.array([float(h) for h in spread.history]))
        middle = u + 1 / (2 * _STEPS)
        return ordered[np.minimum((middle * len(ordered)).astype(int), len(ordered) - 1)]
    if high <= low:
        return np.full(_STEPS + 1, low)
    if spread.shape is Shape.TRIANGULAR:
        split = (likely - low) / (high - low)
        return np.where(
            u < split,
            low + np.sqrt(u * (high - low) * (likely - low)),
            high - np.sqrt((1 - u) * (high - low) * (high - likely)),
        )
    return _pert(u, low, likely, high)


def _pert(u: Array, low: float, likely: float, high: float) -> Array:
    """Return quantiles of the beta of PERT, its density summed up finely and read backwards."""
    a = 1 + 4 * (likely - low) / (high - low)
    b = 1 + 4 * (high - likely) / (high - low)
    x = np.linspace(0, 1, 64 * _STEPS + 1)
    middle = (x[1:] + x[:-1]) / 2
    density = middle ** (a - 1) * (1 - middle) ** (b - 1)
    share = np.concatenate(([0.0], np.cumsum(density)))
    return low + (high - low) * np.interp(u, share / share[-1], x)

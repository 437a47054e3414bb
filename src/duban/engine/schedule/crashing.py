"""
What shortening each activity of the chain buys.

Only how early things can be is asked, so each answer passes forward over what hangs on the shortened activity; where that
is many rows many times, compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from duban.engine.schedule import microsoft, primavera
from duban.engine.schedule.arrays import NONE, Net, Row
from duban.engine.schedule.plan import Dates, Plan, wish
from duban.engine.schedule.reasons import Why, last_activity
from duban.engine.schedule.solve import Computed, compute
from duban.engine.schedule.types import Activity, Bound, Kind, Network, Rules

_MUCH = 400_000
"""Rows passed over from which compiling is worth its time."""

Finish = Callable[[int, int], int]
"""From a row and by how much it is shortened to when the plan then finishes."""


@dataclass(frozen=True, slots=True)
class Crash:
    """What shortening one activity of the chain brings the finish forward by."""

    activity: str
    first_day: Decimal
    """Working days gained by taking one day out of it."""
    at_most: Decimal
    """Working days gained if nothing remained of it: other chains then decide."""


def gains(found: Computed, because: list[tuple[str, Why]], days: Callable[[int], Decimal]) -> list[Crash]:
    """Return what each activity of a chain gains, most first; *days* counts working days from a moment to the finish now."""
    network = found.plan.network
    acts = {a.id: a for a in network.activities}
    rows = {network.activities[row.at].id: r for r, row in enumerate(found.plan.net.rows) if row.at >= 0}
    worth = [
        acts[key]
        for key, why in because
        if why is not Why.GIVEN and acts[key].actual_finish is None and acts[key].remaining > 0
    ]
    if last_activity(found) is None or not worth:
        return []
    finish = _asked(found.plan, found.dates, len(worth))
    crashes = []
    for activity in worth:
        one = min(network.options.day, activity.remaining)
        first = finish(rows[activity.id], one)
        most = finish(rows[activity.id], activity.remaining)
        crashes.append(Crash(activity.id, days(first), days(most)))
    return sorted(crashes, key=lambda c: (-c.at_most, -c.first_day, c.activity))


def _asked(plan: Plan, dates: Dates, times: int) -> Finish:
    options = plan.network.options
    if options.from_finish or any(row.con == Bound.AS_LATE_AS_POSSIBLE for row in plan.net.rows):
        return _anew(plan)
    make = _compiled if 2 * times * len(plan.net.rows) > _MUCH else _plainly
    return make(plan, dates)


def _shorter(row: Row, by: int) -> Row:
    return row._replace(dur=max(0, row.dur - by), rem=max(0, row.rem - by))


def _squads(net: Net, r: int, by: int) -> list[tuple[int, int, int]]:
    """Return the place, the span and what is left of each assignment of a row that is shortened."""
    row = net.rows[r]
    return [
        (k, max(0, net.crews[k].span - by), max(0, net.crews[k].left - by))
        for k in range(row.crew, row.crew_end)
    ]


def _marked(n: int, r: int) -> list[int]:
    dirty = [0] * n
    dirty[r] = 1
    return dirty


def _plainly(plan: Plan, dates: Dates) -> Finish:
    n, base, done = len(plan.net.rows), plan.network.options.start, _done(plan)

    def finish(r: int, by: int) -> int:
        rows, crews = list(plan.net.rows), list(plan.net.crews)
        rows[r] = _shorter(rows[r], by)
        for k, span, left in _squads(plan.net, r, by):
            crews[k] = crews[k]._replace(span=span, left=left)
        changed = plan._replace(net=plan.net._replace(rows=rows, crews=crews))
        early = (dates.es.copy(), dates.ef.copy())
        if plan.network.options.rules is Rules.MICROSOFT:
            microsoft.again(changed.net, plan.cal, base, early, ([], []), _marked(n, r))
        else:
            primavera.again(changed.net, plan.cal, wish(changed), early, _marked(n, r))
        return max(done, max((early[1][k] for k in range(n) if _counts(rows[k])), default=done))

    return finish


def _compiled(plan: Plan, dates: Dates) -> Finish:
    from duban.engine.schedule import compiled  # noqa: PLC0415 - loads the compiler

    made, fast, base = compiled.ready(plan), compiled.kernels(), plan.network.options.start
    plain = wish(plan)
    wanted = plain._replace(base=compiled.array(plain.base), data=compiled.array(plain.data))
    found = [compiled.array(column) for column in (dates.es, dates.ef, plain.left)]
    es, ef, rest, dirty = (compiled.array(column).copy() for column in (*found, [0] * len(plan.net.rows)))
    counting = compiled.array([k for k, row in enumerate(plan.net.rows) if _counts(row)])
    nothing, done = compiled.array([]), _done(plan)

    def finish(r: int, by: int) -> int:
        before = plan.net.rows[r]
        after = _shorter(before, by)
        squads = _squads(plan.net, r, by)
        dirty[:], es[:], ef[:], rest[:] = 0, *found
        dirty[r], rest[r] = 1, after.rem
        _put(made.net, r, after, squads)
        if plan.network.options.rules is Rules.MICROSOFT:
            fast.microsoft_again(made.net, made.cal, base, (es, ef), (nothing, nothing), dirty)
        else:
            fast.again(made.net, made.cal, wanted._replace(left=rest), (es, ef), dirty)
        _put(made.net, r, before, _squads(plan.net, r, 0))
        return int(ef[counting].max(initial=done))

    return finish


def _put(net: Net, r: int, row: Row, squads: list[tuple[int, int, int]]) -> None:
    """Write a row's durations into columns that are arrays."""
    net.rows["dur"][r], net.rows["rem"][r] = row.dur, row.rem  # type: ignore[call-overload]
    for k, span, left in squads:
        net.crews["span"][k], net.crews["left"][k] = span, left  # type: ignore[call-overload]


def _done(plan: Plan) -> int:
    """Return the last actual finish, or the plan's start."""
    ended = (row.act_finish for row in plan.net.rows if row.act_finish != NONE)
    return max(ended, default=plan.network.options.start)


def _counts(row: Row) -> bool:
    """Return whether a row's early finish may be the plan's: it stands for an activity that is not done."""
    return row.at >= 0 and row.kind <= Kind.FINISH_MILESTONE and row.act_finish == NONE


def _anew(plan: Plan) -> Finish:
    """Compute the whole plan again for each: what is as late as possible moves with the rest."""
    network = plan.network

    def finish(r: int, by: int) -> int:
        at = plan.net.rows[r].at
        activity = network.activities[at]
        changed = (*network.activities[:at], _cut(activity, by), *network.activities[at + 1 :])
        found = compute(Network(changed, network.links, network.calendars, network.options))
        return found.result.finish if found.result.finish is not None else network.options.start

    return finish


def _cut(activity: Activity, by: int) -> Activity:
    return activity._replace(
        duration=max(0, activity.duration - by),
        remaining=activity.remaining - by,
        crews=tuple(c._replace(span=max(0, c.span - by), left=max(0, c.left - by)) for c in activity.crews),
    )


__all__ = ["Crash", "gains"]

"""
A plan counted back from its deadline 倒排工期, beside the forecast it does not overwrite.

What must start today at the latest, whether it is already too late and because of which chain, how early it could finish,
and what shortening each link of that chain would buy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT
from duban.engine.schedule.asking import against
from duban.engine.schedule.calculus import between
from duban.engine.schedule.reasons import Reason, Why, chain, last_activity
from duban.engine.schedule.solve import Computed, compute
from duban.engine.schedule.ticks import DAY
from duban.engine.schedule.types import Activity, Kind, Network

_WORTH_COMPILING = 20_000


@dataclass(frozen=True, slots=True)
class LastStart:
    """The latest an activity may start for the deadline to hold."""

    activity: str
    latest: int
    forecast: int
    """When it will start as things stand."""
    days_left: Decimal
    """Working days from the day asked for until then; negative where it has passed."""


@dataclass(frozen=True, slots=True)
class Crash:
    """What shortening one activity of the chain brings the finish forward by."""

    activity: str
    first_day: Decimal
    """Working days gained by taking one day out of it."""
    at_most: Decimal
    """Working days gained if nothing remained of it: other chains then decide."""


@dataclass(frozen=True, slots=True)
class BackPlan:
    """A plan against its deadline."""

    deadline: int
    finish: int
    """The best achievable finish: everything as early as it can be."""
    late_by: Decimal
    """Working days past the deadline; negative where there is room."""
    because: tuple[Reason, ...]
    """The chain that makes the finish, from its beginning."""
    computed: Computed


def plan_back(network: Network, deadline: int) -> BackPlan:
    """
    Count a plan back from *deadline*.

    :raises Unfit: as ``schedule``
    """
    found = compute(against(network, deadline))
    last = last_activity(found)
    finish = found.result.finish if found.result.finish is not None else network.options.start
    late = Decimal(0) if last is None else _days(found, _calendar(found, last), deadline, finish)
    return BackPlan(deadline, finish, late, () if last is None else chain(found, last), found)


def last_starts(back: BackPlan, on: int, *, within: int = 0) -> tuple[LastStart, ...]:
    """Return what has not begun and must by the end of the day of *on*, or of *within* days later: most pressing first."""
    until = (on // DAY + 1 + within) * DAY
    found = back.computed
    acts, result = found.plan.network.activities, found.result
    pressing = []
    for k, activity in enumerate(acts):
        latest, forecast = result.late_start[k], result.early_start[k]
        if not _ahead(activity) or latest is None or forecast is None or latest >= until:
            continue
        left = _days(found, found.plan.places.get(activity.calendar, 0), on, latest)
        pressing.append(LastStart(activity.id, latest, forecast, left))
    return tuple(sorted(pressing, key=lambda x: (x.latest, x.activity)))


def _ahead(activity: Activity) -> bool:
    return activity.kind <= Kind.FINISH_MILESTONE and activity.actual_start is None and activity.given is None


def crash_list(back: BackPlan, *, most: int | None = None) -> tuple[Crash, ...]:
    """
    Return what shortening each activity of the chain buys, most first.

    The plan is computed again twice for each; with *most*, only for so many of those with the most left of them.
    """
    found = back.computed
    acts = {a.id: a for a in found.plan.network.activities}
    wanted = [
        activity
        for link in back.because
        if (activity := acts[link.activity]).actual_finish is None
        and activity.remaining > 0
        and link.why is not Why.GIVEN
    ]
    if most is not None and len(wanted) > most:
        wanted = sorted(wanted, key=lambda a: (-a.remaining, a.id))[:most]
    finish_without = _finisher(back, len(wanted))
    crashes = []
    for activity in wanted:
        one = min(found.plan.network.options.day, activity.remaining)
        gains = [_earlier(back, finish_without(activity, by)) for by in (one, activity.remaining)]
        crashes.append(Crash(activity.id, *gains))
    return tuple(sorted(crashes, key=lambda c: (-c.at_most, -c.first_day, c.activity)))


def _finisher(back: BackPlan, times: int) -> Callable[[Activity, int], int]:
    """Return what computes the finish with an activity shortened: compiled where that is worth loading numba."""
    network = back.computed.plan.network
    if times * len(network.activities) <= _WORTH_COMPILING or any(a.crews for a in network.activities):
        return lambda activity, by: _finish_without(back, activity, by)
    from duban.engine.schedule.trying import finisher  # noqa: PLC0415 - numba, only where much is tried

    return finisher(back.computed.plan)


def _finish_without(back: BackPlan, activity: Activity, by: int) -> int:
    network = back.computed.plan.network
    shorter = activity._replace(
        duration=max(0, activity.duration - by),
        remaining=activity.remaining - by,
        crews=tuple(c._replace(span=max(0, c.span - by), left=max(0, c.left - by)) for c in activity.crews),
    )
    changed = tuple(shorter if a.id == activity.id else a for a in network.activities)
    finish = compute(Network(changed, network.links, network.calendars, network.options)).result.finish
    return back.finish if finish is None else finish


def _earlier(back: BackPlan, finish: int) -> Decimal:
    last = last_activity(back.computed)
    if last is None:
        return Decimal(0)
    return _days(back.computed, _calendar(back.computed, last), finish, back.finish)


def _calendar(found: Computed, activity: str) -> int:
    for row in found.plan.net.rows:
        if row.at >= 0 and found.plan.network.activities[row.at].id == activity:
            return row.cal
    return 0


def _days(found: Computed, c: int, a: int, b: int) -> Decimal:
    """Return working days from *a* to *b* by calendar *c*, to four places."""
    with localcontext(EXACT):
        ticks = between(found.plan.cal, c, a, b)
        length = found.plan.network.options.day if c else DAY
        return (Decimal(ticks) / Decimal(length)).quantize(Decimal("0.0001"))


__all__ = ["BackPlan", "Crash", "LastStart", "crash_list", "last_starts", "plan_back"]

"""
A plan counted back from its deadline 倒排工期, beside the forecast it does not overwrite.

What must start today at the latest, whether it is already too late and because of which chain, how early it could finish,
and what shortening each link of that chain would buy.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT
from duban.engine.schedule.asking import against
from duban.engine.schedule.calculus import between
from duban.engine.schedule.crashing import Crash, gains
from duban.engine.schedule.reasons import Reason, chain, last_activity
from duban.engine.schedule.solve import Computed, compute
from duban.engine.schedule.ticks import DAY
from duban.engine.schedule.types import Activity, Kind, Network


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


def crash_list(back: BackPlan) -> tuple[Crash, ...]:
    """Return what shortening each activity of the chain buys, most first."""
    found = back.computed
    last = last_activity(found)
    if last is None:
        return ()
    c = _calendar(found, last)
    because = [(link.activity, link.why) for link in back.because]
    return tuple(gains(found, because, lambda finish: _days(found, c, finish, back.finish)))


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

"""The door to the trials, which loads numba only when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from duban.engine.schedule.risks import Risk
from duban.engine.schedule.spreads import Spread
from duban.engine.schedule.types import Network


def simulate(
    network: Network, spreads: Iterable[Spread], *, trials: int, seed: int, by: int | None = None
) -> tuple[Risk, ...]:
    """
    Run a plan many times and return what that says, one answer for each project in it.

    The same plan, spreads, trials and seed give the same answer on any number of cores. Only what has not finished is
    uncertain; what several assignments drive runs by the longest.

    :raises Unfit: as ``schedule``; ``schedules.trials``, ``schedules.spread_unknown``, ``schedules.spread_order``, …
    """
    from duban.engine.schedule.trials import run_trials  # noqa: PLC0415 - numba, only where trials are asked for

    return run_trials(network, tuple(spreads), trials=trials, seed=seed, by=by)

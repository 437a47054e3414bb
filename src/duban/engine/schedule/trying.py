"""A plan tried again and again with one activity shorter, compiled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from duban.engine.schedule.compiled import Array, ready, run
from duban.engine.schedule.plan import Plan
from duban.engine.schedule.types import Activity

__all__ = ["finisher"]


def finisher(plan: Plan) -> Callable[[Activity, int], int]:
    """Return what computes the plan's last early finish with an activity so many ticks shorter."""
    made = ready(plan)
    acts = plan.network.activities
    row_of = {acts[row.at].id: r for r, row in enumerate(plan.net.rows) if row.at >= 0}
    lines = np.array([row.at >= 0 for row in plan.net.rows])

    def finish(activity: Activity, by: int) -> int:
        r = row_of[activity.id]
        rows: Array = made.net.rows.copy()  # type: ignore[attr-defined]
        rows["dur"][r] = max(0, activity.duration - by)
        rows["rem"][r] = activity.remaining - by
        found = run(made._replace(net=made.net._replace(rows=rows)))
        return int(found.ef[lines].max())

    return finish

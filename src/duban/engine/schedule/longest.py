"""The longest path: what the last finish hangs on, link by link."""

from __future__ import annotations

from duban.engine.schedule import primavera
from duban.engine.schedule.arrays import JOIN, NONE
from duban.engine.schedule.plan import Dates, Plan, wish
from duban.engine.schedule.types import Kind


def longest(plan: Plan, dates: Dates) -> set[int]:
    """Return the rows on the longest path (Primavera's rules)."""
    net, cal, wanted = plan.net, plan.cal, wish(plan)
    live = [r for r in range(len(net.rows)) if net.rows[r].act_finish == NONE and net.rows[r].kind < JOIN]
    last = max((dates.ef[r] for r in live), default=0)
    found = {r for r in live if dates.ef[r] == last}
    open_ = list(found)
    while open_:
        r = open_.pop()
        for k in range(net.rows[r].into, net.rows[r].into_end):
            p = net.links[k].before
            if p in found or net.rows[p].act_finish != NONE:
                continue
            t = primavera.by_link(net, cal, k, dates.es, dates.ef, wanted)
            if primavera.open_at(net, cal, r, t) == dates.es[r] or (
                net.rows[r].kind == Kind.FINISH_MILESTONE and t == dates.es[r]
            ):
                found.add(p)
                open_.append(p)
    return found

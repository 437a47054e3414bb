"""What can still be said of a plan with a ring of links: the early dates of whatever does not wait for it."""

from __future__ import annotations

from dataclasses import replace

from duban.engine.kernel import Unfit
from duban.engine.schedule import checks
from duban.engine.schedule.arrays import Graph, graph, in_order
from duban.engine.schedule.solve import compute
from duban.engine.schedule.types import Kind, Network, Result


def unhindered(network: Network) -> Result | None:
    """
    Return the early dates of what neither stands on a ring nor waits for one; nothing for a plan without a ring, or one
    that is unfit besides.

    Late dates and floats are counted back from the end of the plan, which nobody knows: there are none.
    """
    usable, _ = checks.usable_links(network)
    found = graph(network, usable)
    order, rings = in_order(found)
    if not rings:
        return None
    free = _free(network, found, order)
    rest = replace(
        network,
        activities=tuple(a for a in network.activities if a.id in free),
        links=tuple(x for n in usable if {(x := network.links[n]).before, x.after} <= free),
    )
    try:
        return _early_only(network, compute(rest).result) if rest.activities else None
    except Unfit:
        return None


def _free(network: Network, found: Graph, order: list[int]) -> set[str]:
    """Return the activities the order holds, and what is neither in it nor left out of it; no heading over what is left out."""
    acts = network.activities
    ahead = {found.rows[r] for r in order}
    stuck = {acts[k].id for k in found.rows if k >= 0 and k not in ahead}
    above = {a.id: a.parent for a in acts}
    over: set[str] = set()
    for key in stuck:
        parent = above.get(key)
        while parent is not None and parent not in over:
            over.add(parent)
            parent = above.get(parent)
    spans_nobody_knows = {a.id for a in acts if a.kind in (Kind.EFFORT, Kind.SPAN)}
    return {a.id for a in acts} - stuck - over - spans_nobody_knows


def _early_only(network: Network, rest: Result) -> Result:
    place = {a.id: k for k, a in enumerate(rest.network.activities)}
    at = [place.get(a.id) for a in network.activities]
    n = len(network.activities)
    none: list[int | None] = [None] * n
    return Result(
        network,
        [None if k is None else rest.early_start[k] for k in at],
        [None if k is None else rest.early_finish[k] for k in at],
        none[:],
        none[:],
        none[:],
        none[:],
        [False] * n,
        None,
        None,
    )


__all__ = ["unhindered"]

"""How many items there are of each kind. What was counted is counted again only after something was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Q

from duban.audit.selectors import head_digest
from duban.core.reach import Reach
from duban.ledger.lifecycle import CLOSED_STATES, OPEN_STATES
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.filters import in_view, items_of
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.types import Counts, ItemFilter, ItemState, Order, View

__all__ = ["counts_of", "tally", "total_of"]

_KEPT = 512
_OF_STATES: dict[View, list[ItemState]] = {
    View.OPEN: [ItemState(state) for state in OPEN_STATES],
    View.CLOSED: [ItemState(state) for state in CLOSED_STATES],
    View.ALL: [*ItemState],
}


@dataclass(frozen=True, slots=True)
class _WholeZone:
    """Whoever reads the whole zone: they all count the same."""

    zone_ids: frozenset[int]
    unit_ids: frozenset[int] = frozenset()


def counts_of(actor: Reach, zone_id: int, asked: ItemFilter, on: date) -> Counts:
    """Return how many items a filter asks for, in its own view, in every other, and in every state."""
    if _may_keep(actor, zone_id):
        return _counts_kept(head_digest(), zone_id, _unordered(asked), on)
    return _counts(actor, zone_id, asked, lights_on(zone_id, on))


def total_of(actor: Reach, zone_id: int, asked: ItemFilter, lights: Lights) -> int:
    """Return how many items a filter asks for."""
    if _may_keep(actor, zone_id):
        return _total_kept(head_digest(), zone_id, _unordered(asked), lights.on)
    return items_of(actor, zone_id, asked, lights).count()


def tally(
    rows: ItemQuerySet, states: Iterable[ItemState], views: Mapping[View, Q]
) -> tuple[dict[ItemState, int], dict[View, int]]:
    """Count the items by state and by view in one pass; grouped, SQLite would walk the whole zone by its states."""
    wanted = {f"state_{state.value}": Count("id", filter=Q(state=state.value)) for state in states}
    wanted |= {f"view_{view.value}": Count("id", filter=condition) for view, condition in views.items()}
    found = rows.order_by().aggregate(**wanted)
    by_state = {state: n for state in states if (n := found[f"state_{state.value}"])}
    return by_state, {view: found[f"view_{view.value}"] for view in views}


def _may_keep(actor: Reach, zone_id: int) -> bool:
    """
    Return whether the zone's own counts serve this reader, and may be kept under the head of the record.

    Inside a transaction they may not: what it has written and not yet recorded, or takes back, has no head of its own.
    """
    return zone_id in actor.zone_ids and not connection.in_atomic_block


# Everything done in the ledger leaves a line in the record, which is written by one at a time and committed together
# with what was done: the same head, the same ledger. Read before counting, the head is never newer than the count.
@lru_cache(maxsize=_KEPT)
def _counts_kept(_head: str, zone_id: int, asked: ItemFilter, on: date) -> Counts:
    return _counts(_WholeZone(frozenset({zone_id})), zone_id, asked, lights_on(zone_id, on))


@lru_cache(maxsize=_KEPT)
def _total_kept(_head: str, zone_id: int, asked: ItemFilter, on: date) -> int:
    return items_of(_WholeZone(frozenset({zone_id})), zone_id, asked, lights_on(zone_id, on)).count()


def _unordered(asked: ItemFilter) -> ItemFilter:
    return replace(asked, order=Order.DUE, descending=False)


def _counts(actor: Reach, zone_id: int, asked: ItemFilter, lights: Lights) -> Counts:
    everything = items_of(actor, zone_id, asked, lights, view=View.ALL)
    views = [view for view in View if view not in _OF_STATES]
    # A narrow filter is gone through once for all views; of a whole zone each view has an index of its own.
    if replace(_unordered(asked), view=View.OPEN) != ItemFilter():
        by_state, by_view = tally(everything, ItemState, {v: in_view(v, zone_id, lights) for v in views})
    else:
        counted = everything.order_by().values_list("state").annotate(n=Count("id"))
        by_state = {ItemState(state): n for state, n in counted}
        by_view = {v: items_of(actor, zone_id, asked, lights, view=v).count() for v in views}
    by_view |= {view: sum(by_state.get(state, 0) for state in states) for view, states in _OF_STATES.items()}
    return Counts(total=by_view[asked.view], by_view=by_view, by_state=by_state)

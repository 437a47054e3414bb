"""How many items there are of each kind. What was counted is counted again only after something was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q

from duban.core.reach import Reach
from duban.core.reading import kept
from duban.ledger.lifecycle import CLOSED_STATES, OPEN_STATES
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.search import count as count_texts
from duban.ledger.selectors.filters import in_view, items_of
from duban.ledger.selectors.lights import lights_on
from duban.ledger.types import Counts, ItemFilter, ItemState, Order, View

__all__ = ["counts_of", "states_of", "total_of"]

_OF_OPEN = (View.OVERDUE, View.NEAR, View.BEHIND, View.UNACCEPTED, View.UNREPORTED)
"""The views that show open items only."""
_NEITHER = [state.value for state in ItemState if state.value not in {*OPEN_STATES, *CLOSED_STATES}]
"""States neither open nor closed: with the two, they are all items there are."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What of a person's reach decides how many items of a zone they count."""

    zone_ids: frozenset[int]
    unit_ids: frozenset[int]


def counts_of(actor: Reach, zone_id: int, asked: ItemFilter, on: date) -> Counts:
    """Return how many items a filter asks for, in its own view and in every other."""
    by_view = _by_view(_reader(actor, zone_id), zone_id, replace(_unordered(asked), view=View.OPEN), on)
    return Counts(total=by_view[asked.view], by_view=by_view)


def total_of(actor: Reach, zone_id: int, asked: ItemFilter, on: date) -> int:
    """Return how many items a filter asks for."""
    return _total(_reader(actor, zone_id), zone_id, _unordered(asked), on)


def states_of(rows: ItemQuerySet, states: Iterable[ItemState]) -> dict[ItemState, int]:
    """Count the items by state in one pass; grouped, SQLite would walk the whole zone by its states."""
    wanted = {state.value: Count("id", filter=Q(state=state.value)) for state in states}
    return {ItemState(name): n for name, n in rows.order_by().aggregate(**wanted).items()}


def _reader(actor: Reach, zone_id: int) -> _Reader:
    """Whoever reads the whole zone counts the same."""
    if zone_id in actor.zone_ids:
        return _Reader(frozenset({zone_id}), frozenset())
    return _Reader(frozenset(), frozenset(actor.unit_ids))


def _unordered(asked: ItemFilter) -> ItemFilter:
    return replace(asked, order=Order.DUE, descending=False)


@kept
def _by_view(reader: _Reader, zone_id: int, asked: ItemFilter, on: date) -> dict[View, int]:
    """Return how many there are in every view; *asked* is the open view of the filter."""
    lights = lights_on(zone_id, on)
    # Of a whole zone each view has an index of its own; a narrow filter's open items are gone through once for all.
    if asked == ItemFilter():
        found = {v: _total(reader, zone_id, replace(asked, view=v), on) for v in (*_OF_OPEN, View.OPEN)}
    else:
        wanted = {v.value: Count("id", filter=in_view(v, zone_id, lights)) for v in _OF_OPEN}
        rows = items_of(reader, zone_id, asked, lights).order_by()
        found = {View(v): n for v, n in rows.aggregate(**wanted, **{View.OPEN.value: Count("id")}).items()}
    found[View.ALL] = _total(reader, zone_id, replace(asked, view=View.ALL), on)
    rest = items_of(reader, zone_id, asked, lights, view=View.ALL, few=True).filter(state__in=_NEITHER)
    found[View.CLOSED] = found[View.ALL] - found[View.OPEN] - rest.count()
    return found


@kept
def _total(reader: _Reader, zone_id: int, asked: ItemFilter, on: date) -> int:
    if zone_id in reader.zone_ids and asked == ItemFilter(view=View.ALL, q=asked.q) and asked.q.strip():
        return count_texts(asked.q, zone_id)
    return items_of(reader, zone_id, asked, lights_on(zone_id, on)).count()

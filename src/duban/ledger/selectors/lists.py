"""Lists, counts, boards and trees of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.ledger.lifecycle import OPEN_STATES
from duban.ledger.models import Item
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.counting import counts_of, states_of, total_of
from duban.ledger.selectors.filters import items_of, ordered
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.selectors.rows import Names, names_on, rows_of, streamed
from duban.ledger.types import (
    Column,
    Counts,
    ItemFilter,
    ItemList,
    ItemRow,
    ItemState,
    TreeRow,
)
from duban.orgs.types import Actor

__all__ = ["count_items", "item_tree", "items_by_state", "iter_items", "list_items"]

_LARGEST_PAGE = 200
_COLUMN = 20
_DEEPEST = 12


def list_items(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
    page: int = 1,
    size: int = 50,
    total: int | None = None,
) -> ItemList:
    """
    Return a page of the items a filter asks for, lit as of a day; a page past the last is the last.

    *total*: how many there are, where :func:`count_items` has just said so.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    lights = lights_on(zone_id, on)
    total = total_of(actor, zone_id, filter, on) if total is None else total
    size = min(max(1, size), _LARGEST_PAGE)
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    wanted = ordered(items_of(actor, zone_id, filter, lights, few=True), filter)
    rows = _page_of(wanted, (page - 1) * size, size, lights, names_on(zone_id, on))
    return ItemList(rows=tuple(rows), total=total, page=page, pages=pages, rule=lights.rule)


def _page_of(wanted: ItemQuerySet, first: int, size: int, lights: Lights, names: Names) -> list[ItemRow]:
    """Return a page's rows; past the first the ids are read before them, from an index alone however far it lies."""
    if not first:
        return rows_of(wanted[:size], lights, names)
    ids = list(wanted.values_list("pk", flat=True)[first : first + size])
    found = {row.id: row for row in rows_of(Item.objects.filter(pk__in=ids), lights, names)}
    return [found[pk] for pk in ids if pk in found]


def count_items(*, actor: Actor, zone_id: int, on: date, filter: ItemFilter) -> Counts:  # noqa: A002
    """
    Return how many items a filter asks for, in its own view and in every other.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    return counts_of(actor, zone_id, filter, on)


def iter_items(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
) -> Iterator[ItemRow]:
    """
    Return every item a filter asks for, in its order, one after the other: what an export writes.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    lights = lights_on(zone_id, on)
    rows = ordered(items_of(actor, zone_id, filter, lights), filter)
    return streamed(rows, lights, names_on(zone_id, on))


def items_by_state(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
    size: int = _COLUMN,
) -> tuple[Column, ...]:
    """
    Return the open items a filter asks for as a board: a column a state, the first *size* of each.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    lights, names = lights_on(zone_id, on), names_on(zone_id, on)
    rows = items_of(actor, zone_id, filter, lights)
    states = [ItemState(state) for state in OPEN_STATES]
    counted = states_of(rows, states)
    first = [
        pk
        for state in OPEN_STATES
        for pk in ordered(rows.filter(state=state), filter).values_list("pk", flat=True)[:size]
    ]
    shown: dict[ItemState, list[ItemRow]] = defaultdict(list)
    for row in rows_of(ordered(Item.objects.filter(pk__in=first), filter), lights, names):
        shown[row.state].append(row)
    return tuple(Column(state, counted.get(state, 0), tuple(shown[state])) for state in states)


def item_tree(*, actor: Actor, zone_id: int, on: date, item_id: int) -> tuple[TreeRow, ...]:
    """
    Return an item with all its parts, below it and in order of their deadlines, parents before children.

    :raises NotFound: if the item is not within reach
    """
    lights, names = lights_on(zone_id, on), names_on(zone_id, on)
    within = Item.objects.of_zone(actor, zone_id)
    found = rows_of(within.filter(pk=item_id), lights, names)
    if not found:
        raise NotFound(Problem("core.not_found"))
    children: dict[int | None, list[ItemRow]] = defaultdict(list)
    level = found
    for _depth in range(_DEEPEST):
        if not (level := [row for row in level if row.children]):
            break
        below = within.filter(parent_id__in=[row.id for row in level])
        level = rows_of(ordered(below, ItemFilter()), lights, names)
        for row in level:
            children[row.parent_id].append(row)
    return tuple(_walked(found[0], children, 0))


def reach(actor: Actor, zone_id: int) -> None:
    """
    Let through whoever reads the zone or acts for a unit; the rows themselves are looked through again.

    :raises NotFound: for everybody else
    """
    if zone_id not in actor.zone_ids and not actor.unit_ids:
        raise NotFound(Problem("core.not_found"))


def _walked(row: ItemRow, children: dict[int | None, list[ItemRow]], depth: int) -> Iterator[TreeRow]:
    yield TreeRow(row, depth)
    for child in children.get(row.id, ()):
        yield from _walked(child, children, depth + 1)

"""The items that were split, each with its parts below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from duban.ledger.models import Item
from duban.ledger.selectors.filters import items_of, ordered
from duban.ledger.selectors.lights import lights_on
from duban.ledger.selectors.lists import reach
from duban.ledger.selectors.rows import names_on, rows_of
from duban.ledger.types import ItemFilter, ItemRow, TreeRow
from duban.orgs.types import Actor

__all__ = ["item_forest"]

_DEEPEST = 12
_LARGEST_PAGE = 100


def item_forest(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
    page: int = 1,
    size: int = 50,
) -> tuple[tuple[TreeRow, ...], int]:
    """
    Return a page of the items a filter asks for that were split and are no part themselves, and how many there are.

    Below each stand all its parts, whatever the filter, parents before children. A handful of queries a level,
    however many trees.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    lights, names = lights_on(zone_id, on), names_on(zone_id, on)
    split = Item.objects.filter(zone_id=zone_id, parent__isnull=False).values("parent_id")
    found = items_of(actor, zone_id, filter, lights).filter(parent__isnull=True, pk__in=split)
    total = found.count()
    size = min(max(1, size), _LARGEST_PAGE)
    first = (max(1, page) - 1) * size
    roots = rows_of(ordered(found, filter)[first : first + size], lights, names)
    within = Item.objects.of_zone(actor, zone_id)
    children: dict[int | None, list[ItemRow]] = defaultdict(list)
    level = roots
    for _depth in range(_DEEPEST):
        if not (parents := [row.id for row in level if row.children]):
            break
        level = rows_of(ordered(within.filter(parent_id__in=parents), ItemFilter()), lights, names)
        for row in level:
            children[row.parent_id].append(row)
    return tuple(one for root in roots for one in _walked(root, children, 0)), total


def _walked(row: ItemRow, children: dict[int | None, list[ItemRow]], depth: int) -> Iterator[TreeRow]:
    yield TreeRow(row, depth)
    for child in children.get(row.id, ()):
        yield from _walked(child, children, depth + 1)

"""What falls due on the days of a month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from duban.ledger.models import Item, Step
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.filters import items_of, ordered
from duban.ledger.selectors.lights import lights_on
from duban.ledger.selectors.lists import reach
from duban.ledger.selectors.rows import names_on, rows_of
from duban.ledger.types import CalendarDay, DueStep, ItemFilter, ItemRow
from duban.orgs.types import Actor

__all__ = ["items_calendar"]

_A_DAY = 20


def items_calendar(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
    month: date,
    size: int = _A_DAY,
) -> tuple[CalendarDay, ...]:
    """
    Return the days of a month on which items a filter asks for, or steps of their route maps, fall due.

    *month* is any day of it. A day shows its first *size* items and steps, and how many there are. Days without
    either are left out. Six queries, however many items.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    lights = lights_on(zone_id, on)
    rows = items_of(actor, zone_id, filter, lights)
    due = rows.filter(due__range=(first, last))
    totals: dict[date, int] = defaultdict(int)
    for day, n in due.order_by().values_list("due").annotate(n=Count("id")):
        if day is not None:
            totals[day] += n
    items: dict[date, list[ItemRow]] = defaultdict(list)
    shown = ordered(Item.objects.filter(pk__in=_first_of_each_day(due, size)), filter)
    for row in rows_of(shown, lights, names_on(zone_id, on)):
        if row.due is not None:
            items[row.due].append(row)
    steps = _steps(rows, first, last, size, totals)
    return tuple(
        CalendarDay(day, tuple(items[day]), tuple(steps[day]), totals[day]) for day in sorted({*totals})
    )


def _first_of_each_day(due: ItemQuerySet, size: int) -> list[int]:
    place = Window(RowNumber(), partition_by=F("due"), order_by=F("id").asc())
    numbered = due.order_by().annotate(place=place).filter(place__lte=size)
    return list(numbered.values_list("pk", flat=True))


def _steps(
    rows: ItemQuerySet, first: date, last: date, size: int, totals: dict[date, int]
) -> dict[date, list[DueStep]]:
    """Return the first steps due on each day, and add every one of them to the days' totals."""
    falling = Step.objects.filter(due__range=(first, last), item__in=rows)
    for day, n in falling.order_by().values_list("due").annotate(n=Count("id")):
        if day is not None:
            totals[day] += n
    place = Window(RowNumber(), partition_by=F("due"), order_by=[F("item_id").asc(), F("order").asc()])
    few = falling.annotate(place=place).filter(place__lte=size).order_by("due", "item_id", "order")
    found: dict[date, list[DueStep]] = defaultdict(list)
    for step in few.select_related("item"):
        if step.due is not None:
            of = step.item
            found[step.due].append(
                DueStep(step.item_id, of.number, of.title, step.title, step.done_on is not None)
            )
    return found

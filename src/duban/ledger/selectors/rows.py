"""Turning items into the lines a list shows; every line of a page for the same few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import Count

from duban.engine.calendars import DayUnit
from duban.ledger.models import Item
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.lights import Lights
from duban.ledger.types import ItemRow, ItemState, Urgency
from duban.orgs.selectors import holders_in, unit_names

__all__ = ["Names", "names_on", "rows_of", "streamed"]

_CHUNK = 2000


class Line(NamedTuple):
    """The columns of a line, in the order of ``_COLUMNS``."""

    id: int
    number: str
    title: str
    state: str
    lead_id: int | None
    responsible_id: int | None
    person_id: int | None
    start: date | None
    due: date | None
    unit: str
    percent: int
    urgency: str
    accept_due: date | None
    report_due: date | None
    last_report_at: datetime | None
    parent_id: int | None
    is_sample: bool
    version: int


_COLUMNS = Line._fields
_STATES = {state.value: state for state in ItemState}
_URGENCIES = {urgency.value: urgency for urgency in Urgency}
_UNITS = {unit.value: unit for unit in DayUnit}


class Names(NamedTuple):
    """What units and posts of a zone are called on a day, and who is in which post."""

    units: dict[int, str]
    posts: dict[int, str]
    holders: dict[int, str]

    def unit(self, unit_id: int | None) -> str:
        """Return what the unit is called; nothing where there is none."""
        return "" if unit_id is None else self.units.get(unit_id, "")

    def person(self, post_id: int | None) -> str:
        """Return who is in the post, or what the post is called while nobody is."""
        return "" if post_id is None else self.holders.get(post_id) or self.posts.get(post_id, "")


def names_on(zone_id: int, on: date) -> Names:
    """Return the names of the zone's units and posts on the day, in the reader's language."""
    units, posts = unit_names(zone_ids=[zone_id], on=on)
    return Names(units, posts, holders_in(zone_id=zone_id, on=on))


def rows_of(rows: ItemQuerySet, lights: Lights, names: Names) -> list[ItemRow]:
    """Return the items as lines; one query beside their own."""
    lines = [Line(*columns) for columns in rows.values_list(*_COLUMNS)]
    return list(_shown(lines, lights, names))


def streamed(rows: ItemQuerySet, lights: Lights, names: Names) -> Iterator[ItemRow]:
    """Yield the items as lines without ever holding them all."""
    columns = rows.values_list(*_COLUMNS).iterator(chunk_size=_CHUNK)
    while chunk := [Line(*line) for line in islice(columns, _CHUNK)]:
        yield from _shown(chunk, lights, names)


def children_of(item_ids: Collection[int]) -> dict[int, int]:
    """Return how many parts each of these items has."""
    counted = Item.objects.filter(parent_id__in=item_ids).values_list("parent_id").annotate(n=Count("id"))
    return {parent: n for parent, n in counted.order_by() if parent is not None}


def _shown(lines: Sequence[Line], lights: Lights, names: Names) -> Iterable[ItemRow]:
    children = children_of([line.id for line in lines])
    for line in lines:
        yield ItemRow(
            id=line.id,
            number=line.number,
            title=line.title,
            state=_STATES[line.state],
            lead_id=line.lead_id,
            lead=names.unit(line.lead_id),
            responsible_id=line.responsible_id,
            responsible=names.unit(line.responsible_id),
            person_id=line.person_id,
            person=names.person(line.person_id),
            start=line.start,
            due=line.due,
            unit=_UNITS[line.unit],
            percent=line.percent,
            urgency=_URGENCIES[line.urgency],
            standing=lights.of(
                state=line.state, start=line.start, due=line.due, unit=line.unit, percent=line.percent
            ),
            accept_due=line.accept_due,
            report_due=line.report_due,
            last_report_at=line.last_report_at,
            parent_id=line.parent_id,
            children=children.get(line.id, 0),
            is_sample=line.is_sample,
            version=line.version,
        )

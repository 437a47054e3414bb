"""Appending many rows at once, without making a model of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field

__all__ = ["append"]

_MOST_ROWS = 500
_TEXTS = (models.CharField, models.TextField)
_NUMBERS = (models.IntegerField, models.BooleanField, models.ForeignKey)


def append(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[int]:
    """
    Insert *rows* in their order and return the numbers they were given.

    *columns* name the values of a row (``zone_id`` for a foreign key); a field not named gets its default.
    Every value is checked and written by its field, as ``bulk_create`` does; spared are the model instances
    and the compiling of a statement for each batch, which are most of the time of a large import.
    """
    connection = connections[router.db_for_write(model)]
    fields = _fields(model)
    write = _writer(fields, columns, connection)
    most = min(_MOST_ROWS, (connection.features.max_query_params or _MOST_ROWS * len(fields)) // len(fields))
    statement = cache(lambda count: _insert(model, fields, count, connection))
    stream = map(write, rows)
    numbers: list[int] = []
    with connection.cursor() as cursor:
        while batch := list(islice(stream, most)):
            cursor.execute(statement(len(batch)), list(chain.from_iterable(batch)))
            numbers += [number for (number,) in cursor.fetchall()]
    return numbers


def _fields(model: type[models.Model]) -> list[_Field]:
    return [f for f in model._meta.concrete_fields if not f.primary_key]  # noqa: SLF001  Django's own documented door


def _insert(
    model: type[models.Model], fields: Sequence[_Field], rows: int, connection: BaseDatabaseWrapper
) -> str:
    quoted, told = connection.ops.quote_name, model._meta  # noqa: SLF001
    names = ", ".join(quoted(f.column or f.attname) for f in fields)
    line = f"({', '.join(['%s'] * len(fields))})"
    table, key = quoted(told.db_table), quoted(told.pk.column or told.pk.attname)
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([line] * rows)} RETURNING {key}"  # noqa: S608  names, no values


def _writer(
    fields: Sequence[_Field], columns: Sequence[str], connection: BaseDatabaseWrapper
) -> Callable[[Sequence[Any]], list[Any]]:
    places = {name: place for place, name in enumerate(columns)}
    if unknown := places.keys() - {f.attname for f in fields}:
        msg = f"no such columns: {sorted(unknown)}"
        raise ValueError(msg)
    defaults = [f.get_default() for f in fields if f.attname not in places]
    order = [places.get(f.attname) for f in fields]
    spare = iter(range(len(columns), len(columns) + len(defaults)))
    taken = [(next(spare) if place is None else place) for place in order]
    steps = [(place, _converter(f, connection)) for place, f in zip(taken, fields, strict=True)]

    def write(row: Sequence[Any]) -> list[Any]:
        whole = (*row, *defaults)
        return [convert(whole[place]) for place, convert in steps]

    return write


def _converter(field: _Field, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """Return how a value is written; texts and whole numbers are already what the database takes."""
    ready: type = str if isinstance(field, _TEXTS) else int if isinstance(field, _NUMBERS) else type(None)
    moments: dict[datetime, Any] = {}

    def convert(value: Any) -> Any:  # noqa: ANN401  whatever the field holds
        if value is None or isinstance(value, ready):
            return value
        if not isinstance(value, datetime):
            return field.get_db_prep_save(value, connection)
        if value not in moments:
            # Writing a moment is slow, and the rows of one import share theirs.
            moments[value] = field.get_db_prep_save(value, connection)
        return moments[value]

    return convert

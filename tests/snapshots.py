"""The demonstration, loaded once by its services and afterwards put back row by row: most tests begin with it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

AT = datetime(2026, 1, 5, 2, tzinfo=UTC)
_ROOMS = (
    "audit",
    "orgs",
    "notices",
    "blockers",
    "enterprises",
    "indicators",
    "projects",
    "ledger",
    "exchange",
)
_SAID = "ledger_item_said"
"""Where the text items are found by is kept; the index over it is made anew."""
_kept: dict[bool, list[tuple[str, tuple[str, ...], list[tuple]]]] = {}


def demonstration(*, work: bool) -> None:
    """Load the demonstration, with or without its ledger and plans."""
    from duban.demo.services import load
    from duban.orgs.models import Unit

    if Unit.objects.exists():
        load(name="测试", at=AT, work=work)
        return
    if work in _kept:
        _put_back(_kept[work])
        return
    before = {table: set(rows) for table, _columns, rows in _taken()}
    load(name="测试", at=AT, work=work)
    _kept[work] = [
        (table, columns, [row for row in rows if row not in before[table]])
        for table, columns, rows in _taken()
    ]


def _models():
    for room in _ROOMS:
        yield from apps.get_app_config(room).get_models(include_auto_created=True)


def _taken():
    with connection.cursor() as cursor:
        for model in _models():
            fields = [f for f in model._meta.concrete_fields if not f.generated]
            yield _read(cursor, model._meta.db_table, tuple(f.column for f in fields))
        yield _read(cursor, _SAID, ("item_id", "zone_id", "said"))


def _read(cursor, table, columns):
    cursor.execute(f"SELECT {_listed(columns)} FROM {table}")
    return table, columns, [tuple(_whole(value) for value in row) for row in cursor.fetchall()]


def _whole(value):
    """Return what may lie in a set and go back in: arrays and documents as they are written."""
    return tuple(value) if isinstance(value, list) else value


@transaction.atomic
def _put_back(kept):
    from duban.ledger import search

    with connection.cursor() as cursor:
        # No models' tables: emptying the database between tests leaves the words of items that are gone.
        cursor.execute(f"DELETE FROM {_SAID}")
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO ledger_item_words (ledger_item_words) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM ledger_item_words")
        for table, columns, rows in kept:
            if table == _SAID:
                search.index(rows)
            elif rows:
                marks = ", ".join(["%s"] * len(columns))
                given = [[list(v) if isinstance(v, tuple) else v for v in row] for row in rows]
                cursor.executemany(f"INSERT INTO {table} ({_listed(columns)}) VALUES ({marks})", given)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_models())):
            cursor.execute(statement)


def _listed(columns):
    return ", ".join(connection.ops.quote_name(c) for c in columns)

"""
The words of items know their zone, so that a zone's matches are counted without looking at the items.

PostgreSQL keeps the texts apart from their pairs, which made the table four times as large: what most items hold is
looked for in the texts.
"""

import re

from django.db import migrations

_RUN = re.compile(r"[^\W_]+")
_BATCH = 2000
_POSTGRES = (
    "CREATE TABLE ledger_item_said (item_id bigint PRIMARY KEY, zone_id bigint NOT NULL, said text NOT NULL)",
    "INSERT INTO ledger_item_said SELECT w.item_id, i.zone_id, w.said "
    "FROM ledger_item_words w JOIN ledger_item i ON i.id = w.item_id ORDER BY w.item_id",
    "ALTER TABLE ledger_item_words DROP COLUMN said",
)
_SQLITE = (
    "ALTER TABLE ledger_item_said ADD COLUMN zone_id integer NOT NULL DEFAULT 0",
    "UPDATE ledger_item_said SET zone_id = coalesce((SELECT zone_id FROM ledger_item WHERE id = item_id), 0)",
    "DELETE FROM ledger_item_said WHERE zone_id = 0",
)
_POSTGRES_BACK = (
    "ALTER TABLE ledger_item_words ADD COLUMN said text NOT NULL DEFAULT ''",
    "UPDATE ledger_item_words w SET said = s.said FROM ledger_item_said s WHERE s.item_id = w.item_id",
    "ALTER TABLE ledger_item_words ALTER COLUMN said DROP DEFAULT",
    "DROP TABLE ledger_item_said",
)
_EMPTY = "INSERT INTO ledger_item_words (ledger_item_words) VALUES ('delete-all')"
_DROP = "ALTER TABLE ledger_item_said DROP COLUMN zone_id"


def _pairs(said):
    runs = (run for run in _RUN.findall(said) if len(run) > 1)
    return " z ".join(" ".join(run[n : n + 2] for n in range(len(run) - 1)) for run in runs)


def _index(schema_editor, written):
    schema_editor.execute(_EMPTY)
    with schema_editor.connection.cursor() as cursor:
        last = 0
        while True:
            cursor.execute(
                "SELECT item_id, zone_id, said FROM ledger_item_said WHERE item_id > %s ORDER BY item_id LIMIT %s",
                [last, _BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            cursor.executemany(
                "INSERT INTO ledger_item_words (rowid, words) VALUES (%s, %s)",
                [(item_id, written(zone_id, _pairs(said))) for item_id, zone_id, said in rows],
            )


def make(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRES if is_postgres else _SQLITE:
        schema_editor.execute(statement)
    if not is_postgres:
        _index(schema_editor, lambda zone_id, pairs: f"zone{zone_id} z {pairs}")


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in _POSTGRES_BACK:
            schema_editor.execute(statement)
        return
    _index(schema_editor, lambda _zone_id, pairs: pairs)
    schema_editor.execute(_DROP)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_no_list_of_its_own")]
    operations = [migrations.RunPython(make, undo)]

"""The words of items, cut into two-character pieces: SQLite's full-text table, PostgreSQL's array index."""

from django.db import migrations

_SQLITE = (
    "CREATE TABLE ledger_item_said (item_id integer PRIMARY KEY, said text NOT NULL)",
    "CREATE VIRTUAL TABLE ledger_item_words USING "
    "fts5(words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE ledger_item_vocabulary USING fts5vocab(ledger_item_words, row)",
)
_POSTGRES = (
    "CREATE TABLE ledger_item_words (item_id bigint PRIMARY KEY, said text NOT NULL, words text[] NOT NULL)",
    "CREATE INDEX ledger_item_words_gin ON ledger_item_words USING gin (words)",
)


def make(apps, schema_editor):
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE ledger_item_vocabulary")
        schema_editor.execute("DROP TABLE ledger_item_said")
    schema_editor.execute("DROP TABLE ledger_item_words")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]

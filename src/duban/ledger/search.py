"""
Finding items by any piece of text, Chinese included, on either database.

Text is folded and cut into overlapping pairs of characters: 招商引资 → 招商, 商引, 引资. A search asks for the items that
hold every pair of what was typed, from an index, and then checks the text itself; so any substring of two
characters or more is found, and nothing else. SQLite keeps the pairs in an FTS5 table (its own trigram index
does not find two characters), PostgreSQL in an array under a GIN index (its pg_trgm needs three as well).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from duban.ledger.models import Item

__all__ = ["folded", "index", "matching", "near", "pieces", "shares", "text_of"]

_RUN = re.compile(r"[^\W_]+")
_FEW = 2
_CANDIDATES = 600
"""How many items are looked at for likeness: those that share the rarest pairs."""


def folded(text: str) -> str:
    """Return the text as it is compared: full-width and half-width, upper and lower case are one."""
    return unicodedata.normalize("NFKC", text).casefold()


def pieces(text: str) -> list[str]:
    """Return every pair of neighbouring letters or digits of a folded text, each once, in order."""
    found: dict[str, None] = {}
    for run in _RUN.findall(text):
        for n in range(len(run) - 1):
            found[run[n : n + _FEW]] = None
    return list(found)


def text_of(item: Item, tags: Iterable[str]) -> str:
    """Return what an item is found by. Each part is a line of its own, so that no pair of characters spans two."""
    said_of = (item.number, item.title, item.task, item.done_when, item.origin_text, item.basis, *tags)
    return "\n".join(part for part in said_of if part)


def index(rows: Iterable[tuple[int, str]]) -> None:
    """Remember what these items say, by id, in place of what they said before."""
    said = [(item_id, folded(text)) for item_id, text in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO ledger_item_words (item_id, said, words) VALUES (%s, %s, %s) "
                "ON CONFLICT (item_id) DO UPDATE SET said = EXCLUDED.said, words = EXCLUDED.words",
                [(item_id, text, pieces(text)) for item_id, text in said],
            )
            return
        cursor.executemany(
            "INSERT OR REPLACE INTO ledger_item_words (rowid, words, said) VALUES (%s, %s, %s)",
            [(item_id, " ".join(pieces(text)), text) for item_id, text in said],
        )


def matching(q: str) -> RawSQL:
    """Return a subquery of the ids of items that hold every word of *q*; words are parted by spaces."""
    words = folded(q).split()
    wanted = list(dict.fromkeys(piece for word in words for piece in pieces(word)))
    # A word that is one pair is found by the index alone; of a longer one the pairs may stand apart.
    checked = [word for word in words if word not in wanted]
    if connection.vendor == "postgresql":
        holds = "".join(" AND position(%s in said) > 0" for _ in checked)
        clause = "words @> %s::text[]" if wanted else "true"
        return RawSQL(  # noqa: S611 - what was typed goes in as parameters
            f"SELECT item_id FROM ledger_item_words WHERE {clause}{holds}",  # noqa: S608
            [*([wanted] if wanted else []), *checked],
        )
    holds = "".join(" AND instr(said, %s) > 0" for _ in checked)
    clause = "ledger_item_words MATCH %s" if wanted else "1"
    match = " AND ".join(f'"{piece}"' for piece in wanted)
    return RawSQL(  # noqa: S611 - what was typed goes in as parameters
        f"SELECT rowid FROM ledger_item_words WHERE {clause}{holds}",  # noqa: S608
        [*([match] if wanted else []), *checked],
    )


def shares(wanted: Sequence[str]) -> dict[str, float]:
    """
    Return roughly what share of all items holds each of these pairs.

    SQLite's index counts; PostgreSQL's own statistics name the common ones, and any other is rare.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT e, f FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS c(e, f) "
                "WHERE tablename = 'ledger_item_words' AND attname = 'words' AND schemaname = current_schema() "
                "AND e = ANY(%s)",
                [list(wanted)],
            )
            known = {piece: float(share) for piece, share in cursor.fetchall()}
            return {piece: known.get(piece, 0.0) for piece in wanted}
        cursor.execute("SELECT count(*) FROM ledger_item")
        of = max(1, int(cursor.fetchone()[0]))
        places = ", ".join(["%s"] * len(wanted))
        cursor.execute(
            f"SELECT term, doc FROM ledger_item_vocabulary WHERE term IN ({places})",  # noqa: S608
            list(wanted),
        )
        counted = {piece: int(n) / of for piece, n in cursor.fetchall()}
    return {piece: counted.get(piece, 0.0) for piece in wanted}


def near(wanted: Sequence[str], weights: Mapping[str, float]) -> list[int]:
    """Return the ids of items worth comparing: those that share several of the rarest pairs, and those with all."""
    rarest = sorted(wanted, key=lambda piece: -weights.get(piece, 0))[: max(2, len(wanted) // 2)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT item_id FROM ledger_item_words WHERE words && %s::text[] LIMIT %s",
                [rarest, _CANDIDATES],
            )
        else:
            cursor.execute(
                "SELECT rowid FROM ledger_item_words WHERE ledger_item_words MATCH %s LIMIT %s",
                [" OR ".join(f'"{piece}"' for piece in rarest), _CANDIDATES],
            )
        return [int(row[0]) for row in cursor.fetchall()]

"""
Finding items by any piece of text, Chinese included, on either database.

Text is folded and cut into overlapping pairs of characters: 招商引资 → 招商, 商引, 引资. Any substring of two characters or
more is found by an index, and nothing else is. SQLite keeps the pairs in order in an FTS5 table, where a word is a
phrase of pairs (its own trigram index does not find two characters). PostgreSQL keeps them in an array under a GIN
index (its pg_trgm needs three as well) and looks at the text of what holds every pair. One character alone is looked
for in the texts themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from duban.ledger.models import Item

__all__ = [
    "folded",
    "forget",
    "holding",
    "index",
    "is_common",
    "matching",
    "near",
    "pieces",
    "shares",
    "text_of",
]

_RUN = re.compile(r"[^\W_]+")
_FEW = 2
_PART = "z"
_BATCH = 500
_COMMON = 5000
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
        # The index keeps no text of its own: to take something out, it is told what that was.
        cursor.executemany(
            "INSERT INTO ledger_item_words (ledger_item_words, rowid, words) VALUES ('delete', %s, %s)",
            [(item_id, _phrased(text)) for item_id, text in _said_before([pk for pk, _ in said])],
        )
        cursor.executemany("INSERT OR REPLACE INTO ledger_item_said (item_id, said) VALUES (%s, %s)", said)
        cursor.executemany(
            "INSERT INTO ledger_item_words (rowid, words) VALUES (%s, %s)",
            [(item_id, _phrased(text)) for item_id, text in said],
        )


def forget(item_ids: Sequence[int]) -> None:
    """Take these items out of the index; before the items themselves."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM ledger_item_words WHERE item_id = ANY(%s)", [list(item_ids)])
            return
        cursor.executemany(
            "INSERT INTO ledger_item_words (ledger_item_words, rowid, words) VALUES ('delete', %s, %s)",
            [(item_id, _phrased(text)) for item_id, text in _said_before(item_ids)],
        )
        cursor.executemany("DELETE FROM ledger_item_said WHERE item_id = %s", [(pk,) for pk in item_ids])


def matching(q: str) -> RawSQL:
    """Return a subquery of the ids of items that hold every word of *q*; words are parted by spaces."""
    words = folded(q).split()
    if connection.vendor == "postgresql":
        return _in_array(words)
    phrases, checked = _phrases(words)
    holds = ["instr(said, %s) > 0" for _ in checked]
    if not phrases:
        return RawSQL(  # noqa: S611 - what was typed goes in as parameters
            f"SELECT item_id FROM ledger_item_said WHERE {' AND '.join(holds) or '1'}",  # noqa: S608
            checked,
        )
    text = "(SELECT said FROM ledger_item_said s WHERE s.item_id = w.rowid)"
    looked = "".join(f" AND instr({text}, %s) > 0" for _ in checked)
    return RawSQL(  # noqa: S611 - what was typed goes in as parameters
        f"SELECT w.rowid FROM ledger_item_words w WHERE w.ledger_item_words MATCH %s{looked}",  # noqa: S608
        [phrases, *checked],
    )


def is_common(q: str) -> bool:
    """
    Return whether so many items hold *q* that it is quicker to go through the list than through the matches.

    PostgreSQL's planner judges that itself.
    """
    if connection.vendor == "postgresql":
        return False
    phrases, _checked = _phrases(folded(q).split())
    if not phrases:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM ledger_item_words WHERE ledger_item_words MATCH %s LIMIT %s)",
            [phrases, _COMMON],
        )
        return int(cursor.fetchone()[0]) >= _COMMON


def holding(q: str) -> RawSQL:
    """Return the condition that an item of the outer query holds every word of *q*, by its text alone; SQLite's."""
    words = folded(q).split()
    text = "(SELECT said FROM ledger_item_said WHERE item_id = ledger_item.id)"
    return RawSQL(  # noqa: S611 - what was typed goes in as parameters
        " AND ".join(f"instr({text}, %s) > 0" for _ in words),
        words,
        output_field=BooleanField(),
    )


def _in_array(words: Sequence[str]) -> RawSQL:
    wanted = list(dict.fromkeys(piece for word in words for piece in pieces(word)))
    # A word that is one pair is found by the index alone; of a longer one the pairs may stand apart.
    checked = [word for word in words if word not in wanted]
    holds = "".join(" AND position(%s in said) > 0" for _ in checked)
    clause = "words @> %s::text[]" if wanted else "true"
    return RawSQL(  # noqa: S611 - what was typed goes in as parameters
        f"SELECT item_id FROM ledger_item_words WHERE {clause}{holds}",  # noqa: S608
        [*([wanted] if wanted else []), *checked],
    )


def _phrases(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return what FTS5 is asked, and the words it cannot answer for alone: with other signs, or of one character."""
    phrases: list[str] = []
    checked: list[str] = []
    for word in words:
        runs = _RUN.findall(word)
        phrases += [f'"{" ".join(_pairs(run))}"' for run in runs if len(run) > 1]
        if runs != [word] or len(word) == 1:
            checked.append(word)
    return " AND ".join(phrases), checked


def _pairs(run: str) -> list[str]:
    return [run[n : n + _FEW] for n in range(len(run) - 1)]


def _phrased(text: str) -> str:
    """Return a folded text's pairs in order, runs parted by a mark that is no pair: no phrase reaches across."""
    return f" {_PART} ".join(" ".join(_pairs(run)) for run in _RUN.findall(text) if len(run) > 1)


def _said_before(item_ids: Sequence[int]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        found: list[tuple[int, str]] = []
        for at in range(0, len(item_ids), _BATCH):
            some = item_ids[at : at + _BATCH]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"SELECT item_id, said FROM ledger_item_said WHERE item_id IN ({places})",  # noqa: S608
                list(some),
            )
            found += cursor.fetchall()
        return found


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

"""
Finding items by any piece of text, Chinese included, on either database.

Text is folded and cut into overlapping pairs of characters: 招商引资 → 招商, 商引, 引资. Any substring of two characters or
more is found by an index, and nothing else is. SQLite keeps the pairs in order in an FTS5 table, where a word is a
phrase of pairs (its own trigram index does not find two characters). PostgreSQL keeps them in an array under a GIN
index (its pg_trgm needs three as well) and looks at the text of what holds every pair; what most items hold it looks
for in the texts themselves, which are a fraction of the size. One character alone is looked for in the texts too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from duban.core.reading import once
from duban.ledger.models import Item
from duban.ledger.models.items import ItemQuerySet

__all__ = [
    "among",
    "count",
    "folded",
    "forget",
    "holding",
    "index",
    "is_common",
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
_MANY = 0.15
"""Items, and the share of all items, that make a word common: measured where looking at the texts becomes quicker."""
_CANDIDATES = 600
"""How many items are looked at for likeness: those that share the rarest pairs."""


def folded(text: str) -> str:
    """Return the text as it is compared: full-width and half-width, upper and lower case are one."""
    return unicodedata.normalize("NFKC", text).casefold()


def pieces(text: str) -> list[str]:
    """Return every pair of neighbouring letters or digits of a folded text, each once, in order."""
    return list(dict.fromkeys(pair for run in _RUN.findall(text) for pair in _pairs(run)))


def text_of(item: Item, tags: Iterable[str]) -> str:
    """Return what an item is found by. Each part is a line of its own, so that no pair of characters spans two."""
    said_of = (item.number, item.title, item.task, item.done_when, item.origin_text, item.basis, *tags)
    return "\n".join(part for part in said_of if part)


def index(rows: Iterable[tuple[int, int, str]]) -> None:
    """Remember what these items say, by id and zone, in place of what they said before."""
    said = [(item_id, zone_id, folded(text)) for item_id, zone_id, text in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO ledger_item_words (item_id, words) VALUES (%s, %s) "
                "ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words",
                [(item_id, pieces(text)) for item_id, _zone, text in said],
            )
        else:
            _unindex(cursor, [item_id for item_id, *_ in said])
            cursor.executemany("INSERT INTO ledger_item_words (rowid, words) VALUES (%s, %s)", _phrased(said))
        cursor.executemany(
            "INSERT INTO ledger_item_said (item_id, zone_id, said) VALUES (%s, %s, %s) "
            "ON CONFLICT (item_id) DO UPDATE SET zone_id = EXCLUDED.zone_id, said = EXCLUDED.said",
            said,
        )


def forget(item_ids: Sequence[int]) -> None:
    """Take these items out of the index; before the items themselves."""
    gone = [(item_id,) for item_id in item_ids]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany("DELETE FROM ledger_item_words WHERE item_id = %s", gone)
        else:
            _unindex(cursor, item_ids)
        cursor.executemany("DELETE FROM ledger_item_said WHERE item_id = %s", gone)


def among(rows: ItemQuerySet, q: str, zone_id: int) -> ItemQuerySet:
    """Return those of the zone's items that hold every word of *q*; words are parted by spaces."""
    found = _found(q, zone_id)
    ids = RawSQL(f"SELECT {found.id} FROM {found.where}", found.given)  # noqa: S608, S611 - typed text is in *given*
    if connection.vendor == "sqlite" and is_common(q):
        # An id that is an expression cannot be looked up one by one: the list's own index is walked instead.
        return rows.alias(own=F("pk") + 0).filter(own__in=ids)
    return rows.filter(pk__in=ids)


def count(q: str, zone_id: int) -> int:
    """Return how many of the zone's items :func:`among` finds: every one is in the index, and no other."""
    found = _found(q, zone_id)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {found.where}", found.given)  # noqa: S608 - what was typed is in *given*
        return int(cursor.fetchone()[0])


@once
def is_common(q: str) -> bool:
    """Return whether so many items hold *q* that it is quicker to look at the texts than to gather the matches."""
    words = folded(q).split()
    if connection.vendor == "postgresql":
        pairs = {pair for word in words for pair in pieces(word)}
        return min(shares(list(pairs)).values(), default=1) >= _MANY
    phrases, _checked = _phrases(words)
    if not phrases:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM ledger_item_words WHERE ledger_item_words MATCH %s LIMIT %s)",
            [" AND ".join(phrases), _COMMON],
        )
        return int(cursor.fetchone()[0]) >= _COMMON


def holding(q: str) -> RawSQL:
    """Return the condition that an item of the outer query holds every word of *q*, by its text alone."""
    words = folded(q).split()
    text = "(SELECT said FROM ledger_item_said WHERE item_id = ledger_item.id)"
    return RawSQL(  # noqa: S611 - what was typed goes in as parameters
        " AND ".join(_says(text) for _ in words),
        words,
        output_field=BooleanField(),
    )


class _Found(NamedTuple):
    """Where matches are read from."""

    id: str
    where: str
    given: list[Any]


def _found(q: str, zone_id: int) -> _Found:
    words = folded(q).split()
    if connection.vendor == "postgresql":
        return _in_texts(words, zone_id) if is_common(q) else _in_arrays(words, zone_id)
    phrases, checked = _phrases(words)
    return _in_phrases(phrases, checked, zone_id) if phrases else _in_texts(words, zone_id)


def _in_texts(words: Sequence[str], zone_id: int) -> _Found:
    holds = "".join(f" AND {_says('said')}" for _ in words)
    return _Found("item_id", f"ledger_item_said WHERE zone_id = %s{holds}", [zone_id, *words])


def _in_arrays(words: Sequence[str], zone_id: int) -> _Found:
    wanted = list(dict.fromkeys(piece for word in words for piece in pieces(word)))
    # A word that is one pair is found by the index alone; of a longer one the pairs may stand apart.
    checked = [word for word in words if word not in wanted]
    holds = "".join(f" AND {_says('s.said')}" for _ in checked)
    both = "ledger_item_words w JOIN ledger_item_said s ON s.item_id = w.item_id"
    where = f"{both} WHERE w.words @> %s::text[] AND s.zone_id = %s{holds}"
    return _Found("w.item_id", where, [wanted, zone_id, *checked])


def _in_phrases(phrases: Sequence[str], checked: Sequence[str], zone_id: int) -> _Found:
    text = "(SELECT said FROM ledger_item_said s WHERE s.item_id = w.rowid)"
    looked = "".join(f" AND {_says(text)}" for _ in checked)
    match = " AND ".join([*phrases, f'"{_zone_mark(zone_id)}"'])
    where = f"ledger_item_words w WHERE w.ledger_item_words MATCH %s{looked}"
    return _Found("w.rowid", where, [match, *checked])


def _says(text: str) -> str:
    """Return the condition that a text holds what is given."""
    return f"{'strpos' if connection.vendor == 'postgresql' else 'instr'}({text}, %s) > 0"


def _phrases(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what FTS5 is asked, and the words it cannot answer for alone: with other signs, or of one character."""
    phrases: list[str] = []
    checked: list[str] = []
    for word in words:
        runs = _RUN.findall(word)
        phrases += [f'"{" ".join(_pairs(run))}"' for run in runs if len(run) > 1]
        if runs != [word] or len(word) == 1:
            checked.append(word)
    return phrases, checked


def _pairs(run: str) -> list[str]:
    return [run[n : n + _FEW] for n in range(len(run) - 1)]


def _phrased(rows: Iterable[tuple[int, int, str]]) -> list[tuple[int, str]]:
    """Return folded texts' pairs in order, runs parted by a mark that is no pair: no phrase reaches across."""
    return [(item_id, f" {_PART} ".join([_zone_mark(zone), *_runs(said)])) for item_id, zone, said in rows]


def _runs(said: str) -> list[str]:
    return [" ".join(_pairs(run)) for run in _RUN.findall(said) if len(run) > 1]


def _zone_mark(zone_id: int) -> str:
    """Return the word that stands with every item of a zone; longer than any pair."""
    return f"zone{zone_id}"


def _unindex(cursor: CursorWrapper, item_ids: Sequence[int]) -> None:
    """Take items out of FTS5, which keeps no text of its own: it is told what they said."""
    cursor.executemany(
        "INSERT INTO ledger_item_words (ledger_item_words, rowid, words) VALUES ('delete', %s, %s)",
        _phrased(_said_before(item_ids)),
    )


def _said_before(item_ids: Sequence[int]) -> list[tuple[int, int, str]]:
    with connection.cursor() as cursor:
        found: list[tuple[int, int, str]] = []
        for at in range(0, len(item_ids), _BATCH):
            some = item_ids[at : at + _BATCH]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"SELECT item_id, zone_id, said FROM ledger_item_said WHERE item_id IN ({places})",  # noqa: S608
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

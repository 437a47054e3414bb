"""What the lines above a table say of all of it: its unit, and the period it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.exchange.sheets.periods import ONLY_A_YEAR, period_key, period_within
from duban.exchange.sheets.types import Row
from duban.exchange.sheets.units import is_unit, rate_unit
from duban.exchange.sheets.words import folded

__all__ = ["periods_in", "titles_of", "unit_in"]

_UNIT = re.compile(r"(?:计量|金额|数量)?单位:(?:人民币)?([^()]{1,30})")
_RANGE = re.compile("-|季度|半年|全年|前")


def titles_of(rows: Iterator[Row]) -> Iterator[str]:
    """Return every text of some rows, in the order they are read."""
    for row in rows:
        yield from (row.cells[c].text.strip() for c in sorted(row.cells) if row.cells[c].text.strip())


def unit_in(titles: Sequence[str], *, rates: bool) -> str:
    """Return the one unit of amounts the lines above the table state, or the one of rates beside it."""
    found: set[str] = set()
    for title in titles:
        for match in _UNIT.finditer(folded(title)):
            pieces = re.split(r"[、,;/和及]", match[1])
            found |= {p for p in pieces if is_unit(p) and bool(rate_unit(p)) is rates}
    return found.pop() if len(found) == 1 else ""


def periods_in(titles: Sequence[str], name: str = "") -> tuple[str, ...]:
    """
    Return the periods the titles and the sheet's name say, the fullest first; dates of printing are left aside.

    A year alone is none. Beside ``2020年1-8月`` a month alone in a title (``经发局 2020年9月``) is when it was made.
    """
    found = [period_within(t) for t in titles if not re.search("日期|时间|截止", t)]
    said = [p for p in found if p and not ONLY_A_YEAR.fullmatch(p)]
    ranges = [p for p in said if _RANGE.search(p)]
    own = period_key(name) or period_within(name)
    tab = [own] if own and not ONLY_A_YEAR.fullmatch(own) else []
    return tuple(sorted(dict.fromkeys((*(ranges or said), *tab)), key=len, reverse=True))

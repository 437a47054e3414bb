"""Which indicator a line means: names as tables write them, numbered, starred, spaced, with a unit behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from duban.engine.kernel import Problem
from duban.exchange.sheets.headings import split_unit
from duban.exchange.sheets.words import folded
from duban.indicators.types import Definition

__all__ = ["Called", "Names"]

_CIRCLED = re.compile(r"^\s*[①-⑳⓪❶-❿㊀-㊉]\s*")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,:]|第[一二三四五六七八九十]{1,3}[、:]?|[(\[][一二三四五六七八九十\d]{1,3}[)\]][、.]?"
    r"|\d{1,2}(?:\.\d{1,2})*[.、)](?!\d))"
)
_MARKS = re.compile(r"^[★☆※*●○■□◆◇▲△►→·√+\-]+")
_PART = re.compile(r"^(?:其中|#|:)+:?")
_GROWTH = re.compile(r"(?:同比|比上年同期)?(?:增速|增幅|增长率|增长)$|同比$")
_REMEMBERED = 4096
"""A sheet says the same few names over and over."""
_SAME = (("规模以上", "规上"), ("限额以上", "限上"))
"""The long and the short of one word, both official."""


@dataclass(frozen=True, slots=True)
class Called:
    """An indicator as a line calls it."""

    definition: Definition
    unit: str = ""
    """The unit behind the name: 工业总产值（亿元）."""
    is_growth: bool = False
    """Whether the name is of its growth: 工业总产值增速（%）."""


class Names:
    """Every name and code the zone's indicators go by."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        """Fold the names so that the two spellings of one word meet."""
        self._known: Mapping[str, Definition] = {
            _key(label): d for d in definitions for label in (d.code, d.name, d.name_en) if label
        }
        self._shown = {_key(d.name): d.name for d in definitions}
        self._found: dict[str, Called | None] = {}

    def find(self, text: str) -> Called | None:
        """Return the indicator meant. A remark that narrows it (现价, 不含农户) is never dropped."""
        if text not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> Called | None:
        for name, unit in _readings(text):
            found = self._known.get(_key(name))
            if found is not None:
                return Called(found, unit)
        for name, unit in _readings(text):
            bare = _GROWTH.sub("", name)
            found = self._known.get(_key(bare)) if bare != name else None
            if found is not None:
                return Called(found, unit, is_growth=True)
        return None

    def unknown(self, text: str, where: str) -> Problem:
        """Say that there is none of that name, and which one may be meant."""
        near = get_close_matches(_key(_bare(text)), self._shown, n=1, cutoff=0.6)
        if near:
            return Problem("exchange.unknown_but_near", where, (text, self._shown[near[0]]))
        return Problem("indicators.unknown", where, (text,))


def is_part(text: str) -> bool:
    """Return whether the line is a part of the one above: 其中：工业投资, #工业."""
    return _PART.match(_unnumbered(folded(text))) is not None


def _readings(text: str) -> Iterator[tuple[str, str]]:
    bare = _bare(text)
    yield folded(text), ""
    yield bare, ""
    name, unit = split_unit(bare)
    if unit and name:
        yield name, unit


def _bare(text: str) -> str:
    bare = folded(_CIRCLED.sub("", text))
    while (less := _PART.sub("", _unnumbered(bare))) != bare:
        bare = less
    return bare


def _unnumbered(bare: str) -> str:
    return _MARKS.sub("", _NUMBERED.sub("", bare))


def _key(name: str) -> str:
    bare = folded(name).lower()
    for long, short in _SAME:
        bare = bare.replace(long, short)
    return bare

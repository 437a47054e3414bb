"""Which rows below the headings are data, and which are totals, notes, titles or another table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from duban.exchange.sheets.headings import ColumnKind, Heading, PeriodColumn
from duban.exchange.sheets.periods import ONLY_A_YEAR, Unclear, period_of, period_within
from duban.exchange.sheets.titles import unit_in
from duban.exchange.sheets.types import Cell, Row
from duban.exchange.sheets.words import folded

__all__ = ["Skipped", "Sorter", "Stated", "TableRow", "Why", "counts_columns", "states_unit"]

_A_ROW = 3
"""Columns of its own that a line fills before it is a row whatever its first word."""
_TOTAL = re.compile(r"(?:.{0,12}(?:合计|总计|小计|共计)|总和|累计|合计数)(?:\(.*\))?:?")
_NOTE = re.compile(
    r"(?:备?注\d*[:.、\d]|说明\d*[:.、]|附注|填[报表](?:单位|人|日期|时间|说明)|制表|审核|复核|联系(?:人|电话)|(?:单位|统计|部门)?负责人"
    r"|(?:数据|资料)?来源[:]|(?:数据|资料)来源[于自]|报[送出](?:日期|时间|单位)|打印|第\d+页|共\d+页|续表|编制)"
)
_EXAMPLE = re.compile(r"[(\[【]?示例")
_UNIT_LINE = re.compile(r"\(?(?:计量)?单位:")
_COUNTED = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|\(?(\d{1,2})\)?(?:=[\d+\-*/×÷()%]+)?")


class Why(StrEnum):
    """Why a row was not taken as data."""

    TOTAL = "total"
    NOTE = "note"
    SECTION = "section"
    HEADING = "heading"
    EXAMPLE = "example"
    PART = "part"
    OTHER_TABLE = "other_table"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data: told to the person, never imported."""

    number: int
    why: Why
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of data: its number in the sheet and a cell for each column found."""

    number: int
    cells: Mapping[str, Cell]
    row: Row

    def at(self, column: int) -> Cell:
        """Return the cell of any column, for those that stand for periods."""
        return self.row.cell(column)

    @property
    def hidden(self) -> bool:
        """Whether the row is hidden in the sheet."""
        return self.row.hidden


@dataclass(frozen=True, slots=True)
class Stated:
    """What the lines above a table say of all of it."""

    unit: str
    rate: str
    periods: tuple[str, ...]
    year: int | None

    def differs(self, text: str, *, in_period: bool) -> bool:
        """Whether a line between the rows states another unit, or (*in_period*) is about another period."""
        if _UNIT_LINE.match(folded(text)):
            return (unit_in((text,), rates=False), unit_in((text,), rates=True)) != (self.unit, self.rate)
        said = period_within(text) if in_period else ""
        return bool(said) and ONLY_A_YEAR.fullmatch(said) is None and not self._says(said)

    def _says(self, period: str) -> bool:
        try:
            meant = period_of(period, self.year, cumulative=True)
            return not self.periods or meant == period_of(self.periods[0], self.year, cumulative=True)
        except Unclear:
            return True


class Sorter:
    """Tells data from totals, notes, repeated headings and a second table; every row of a table passes here."""

    def __init__(
        self,
        columns: Mapping[str, Heading],
        kinds: Mapping[str, ColumnKind],
        period_columns: Sequence[PeriodColumn],
        stated: Stated,
    ) -> None:
        """Take the table's columns and what stands above it."""
        self._columns = [(key, heading.column) for key, heading in columns.items()]
        figures = [columns[k] for k, kind in kinds.items() if kind is ColumnKind.VALUE]
        figures += [column.heading for column in period_columns]
        self._figures = {heading.column: _names(heading) for heading in figures}
        self._words = [k for k in columns if kinds[k] is not ColumnKind.VALUE]
        self._named = {key: _names(heading) for key, heading in columns.items()}
        self._stated = stated
        self._in_period = bool(figures) and "period" not in columns and not period_columns

    def sort(self, row: Row) -> TableRow | Skipped | None:
        """Return the row as data, or as skipped with the reason; none for one that shows nothing."""
        cells = {key: row.cell(column) for key, column in self._columns}
        texts = {key: cell.text.strip() for key, cell in cells.items()}
        first = _first(row)
        if first is None:
            first = next(filter(None, texts.values()), None)
        if first is None:
            return None
        why = self._why(row, cells, texts, first)
        where = f"{row.sheet}!A{row.number}"
        return Skipped(row.number, why, first, where) if why else TableRow(row.number, cells, row)

    def _why(self, row: Row, cells: Mapping[str, Cell], texts: Mapping[str, str], first: str) -> Why | None:
        bare = folded(first)
        has_figures = any(row.cells.get(c) for c in self._figures)
        keys = (folded(texts[k]) for k in self._words if not cells[k].anchor)
        if _EXAMPLE.match(bare):
            return Why.EXAMPLE
        if self._repeats(texts):
            return Why.HEADING if self._same_figures(row) else Why.OTHER_TABLE
        if _is_total(bare) or any(map(_is_total, keys)):
            return Why.TOTAL
        if _NOTE.match(bare) and not (has_figures and len(bare) < 4) and not self._is_told(cells, texts):
            return Why.NOTE
        return None if has_figures else self._between(row, cells, texts, first)

    def _between(
        self, row: Row, cells: Mapping[str, Cell], texts: Mapping[str, str], first: str
    ) -> Why | None:
        """Judge a row without figures: a title of what follows, a line of unit, or a row all the same."""
        if self._figures and _lone(row):
            if self._stated.differs(first, in_period=self._in_period):
                return Why.OTHER_TABLE
            if states_unit(row):
                return Why.NOTE
        return Why.SECTION if _is_section(row, cells, texts) else None

    def _same_figures(self, row: Row) -> bool:
        """Whether a repeated line of headings heads the same figures, in the same units and of the same months."""
        said = ((names, folded(row.cell(column).text)) for column, names in self._figures.items())
        return all(not text or text in names for names, text in said)

    def _is_told(self, cells: Mapping[str, Cell], texts: Mapping[str, str]) -> bool:
        """Whether a row of a table without figures fills several columns: 编制规划 is a task, 编制：张三 a note."""
        own = sum(1 for key, text in texts.items() if text and not cells[key].anchor)
        return not self._figures and own >= _A_ROW

    def _repeats(self, texts: Mapping[str, str]) -> bool:
        told = [(key, text) for key, text in texts.items() if text]
        same = sum(folded(text) in self._named[key] for key, text in told)
        return same >= 2 and same * 2 > len(told)


def _names(heading: Heading) -> frozenset[str]:
    return frozenset((folded(heading.cell.text), *heading.path, heading.name))


def _lone(row: Row) -> bool:
    """Whether one cell alone holds something."""
    return sum(1 for cell in row.cells.values() if cell.text.strip() or cell.formula) == 1


def states_unit(row: Row) -> bool:
    """Return whether the row is a line like ``单位：亿元``: it stands over the headings and is none."""
    said = [cell.text.strip() for cell in row.cells.values() if cell.text.strip()]
    return len(said) == 1 and _UNIT_LINE.match(folded(said[0])) is not None


def counts_columns(row: Row) -> bool:
    """Return whether the row only numbers the columns: 甲 乙 1 2 3=2/1."""
    told = [
        _COUNTED.fullmatch(folded(row.cells[c].text)) for c in sorted(row.cells) if row.cells[c].text.strip()
    ]
    if len(told) < 2 or not all(told):
        return False
    numbers = [int(match[1]) for match in told if match is not None and match[1]]
    return len(numbers) > 1 and numbers == list(range(1, 1 + len(numbers)))


def _first(row: Row) -> str | None:
    """Return the text of the row's first cell that shows something; a formula shows something, if only ""."""
    for column in sorted(row.cells):
        cell = row.cells[column]
        text = cell.text.strip()
        if text or cell.formula:
            return text
    return None


@lru_cache(maxsize=256)
def _is_total(bare: str) -> bool:
    return _TOTAL.fullmatch(bare) is not None


def _is_section(row: Row, cells: Mapping[str, Cell], texts: Mapping[str, str]) -> bool:
    """Whether a row without figures is a title across the columns, or says nothing of its own."""
    merged = [cell for cell in cells.values() if cell.anchor]
    across = any(cell.anchor.endswith(f"{row.number}") for cell in merged) and any(
        row.cells.get(cell.column) is None and _row_of(cell.anchor) == row.number for cell in merged
    )
    return across or not any(text for key, text in texts.items() if not cells[key].anchor)


def _row_of(ref: str) -> int:
    return int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)

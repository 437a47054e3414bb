"""What a sheet is made of, whichever file it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from duban.engine.kernel import Problem

Value = str | Decimal | date | bool | None


class Unreadable(Exception):
    """The file cannot be read; ``problems`` say why."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems."""
        super().__init__(*(p.code for p in problems))
        self.problems = problems


class Kind(StrEnum):
    """What stands in a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"


class Shows(StrEnum):
    """How a number format shows its number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    SCALED = "scaled"


class Format(NamedTuple):
    """A number format: how it shows the number, and the unit its own letters state (``0.00"亿元"``)."""

    shows: Shows = Shows.PLAIN
    unit: str = ""
    code: str = "General"


GENERAL = Format()


class Cell(NamedTuple):
    """
    One cell: ``row`` and ``column`` count from 1, as people read them.

    ``anchor`` names the merged range's first cell when this one only lies under it: ``value`` is then
    the anchor's, and whoever reads a figure must not take it a second time.
    """

    value: Value
    kind: Kind
    sheet: str
    row: int
    column: int
    format: Format = GENERAL
    formula: bool = False
    anchor: str = ""

    @property
    def ref(self) -> str:
        """``C5``."""
        return reference(self.row, self.column)

    @property
    def where(self) -> str:
        """``Sheet1!C5``, the ``where`` of a problem in this cell."""
        return f"{self.sheet}!{self.ref}"

    @property
    def percent(self) -> bool:
        """Whether the number is shown as a percentage: 0.27 stored, 27% seen."""
        return self.kind is Kind.NUMBER and self.format.shows is Shows.PERCENT

    @property
    def text(self) -> str:
        """The value in words, as near as may be to what the person sees."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, Decimal):
            return f"{self.value.scaleb(2):f}%" if self.percent else f"{self.value:f}"
        return str(self.value)


class Merge(NamedTuple):
    """A merged range, its four edges counted from 1 and included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something: its cells by column, and what merged ranges lay over it."""

    number: int
    sheet: str
    cells: Mapping[int, Cell]
    covered: Mapping[int, Cell]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """Return the cell of a column; an empty one where there is none."""
        found = self.cells.get(column)
        if found is not None and found.kind is not Kind.EMPTY:
            return found
        anchor = self.covered.get(column)
        if anchor is not None:
            return anchor._replace(row=self.number, column=column, anchor=anchor.ref)
        return found or Cell(None, Kind.EMPTY, self.sheet, self.number, column)

    @property
    def columns(self) -> Sequence[int]:
        """The columns that hold something, merged ones included, left to right."""
        return sorted(self.cells.keys() | self.covered.keys())


@dataclass(frozen=True, slots=True)
class Grid:
    """
    One sheet. Rows are read anew from the file at every call of ``rows``, so that size costs no memory.

    ``hidden`` sheets and rows are read like any other; the caller tells the person.
    """

    name: str
    merges: tuple[Merge, ...]
    source: Callable[[], Iterator[Row]]
    hidden: bool = False

    def rows(self) -> Iterator[Row]:
        """Return the rows that hold something, top to bottom, merged ranges laid over them."""
        return _merged(self.source(), self.merges)

    def head(self, count: int) -> tuple[Row, ...]:
        """Return the first rows that hold something."""
        return tuple(islice(self.rows(), count))


_WIDEST = 512
"""A merged range is laid over no more columns than this: headings end long before."""


def _merged(rows: Iterator[Row], merges: Sequence[Merge]) -> Iterator[Row]:
    waiting = sorted(merges, reverse=True)
    lying: list[tuple[Merge, Cell]] = []
    covered: dict[int, Cell] = {}
    for row in rows:
        stays = [(m, c) for m, c in lying if m.bottom >= row.number]
        changed = len(stays) != len(lying)
        lying = stays
        while waiting and waiting[-1].top <= row.number:
            merge = waiting.pop()
            anchor = row.cells.get(merge.left)
            if merge.top == row.number and anchor is not None and anchor.kind is not Kind.EMPTY:
                lying.append((merge, anchor))
                changed = True
        if changed:
            covered = {
                column: cell
                for merge, cell in lying
                for column in range(merge.left, min(merge.right, merge.left + _WIDEST) + 1)
            }
        yield Row(row.number, row.sheet, row.cells, covered, row.hidden) if covered else row


def letters(column: int) -> str:
    """Return a column's letters: 1 is A, 28 is AB."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def reference(row: int, column: int) -> str:
    """Return ``C5`` for row 5, column 3."""
    return f"{letters(column)}{row}"


def column_of(ref: str) -> int:
    """Return the column of ``AB12`` (28); 0 where there are no letters."""
    column = 0
    for letter in ref.rstrip("0123456789").replace("$", "").upper():
        if not "A" <= letter <= "Z":
            return 0
        column = column * 26 + ord(letter) - 64
    return column

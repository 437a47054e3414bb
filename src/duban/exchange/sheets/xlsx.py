"""Rows of an .xlsx, streamed: no sheet is ever whole in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from xml.parsers import expat

from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.packages import Package
from duban.exchange.sheets.types import GENERAL, Cell, Format, Grid, Kind, Row, column_of
from duban.exchange.sheets.values import cell_of_number, cell_of_text, decimal_of
from duban.exchange.sheets.watch import Attributes, local
from duban.exchange.sheets.workbook import SheetPart, Workbook, survey

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_TEXT = 32_767


class XlsxBook:
    """An .xlsx that has been looked through."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """
        Look the file through.

        :raises Unreadable: if it must not or cannot be read
        """
        self._package, self._limits = Package(content, limits), limits
        self.workbook: Workbook = survey(self._package, limits)

    @property
    def cells(self) -> int:
        """How many cells the file states, the empty ones included."""
        return sum(s.cells for s in self.workbook.sheets)

    def grids(self) -> tuple[Grid, ...]:
        """Return the sheets in the workbook's order."""
        return tuple(
            Grid(s.name, s.merges, lambda s=s: self._rows(s), s.hidden)  # type: ignore[misc]
            for s in self.workbook.sheets
        )

    @cached_property
    def _strings(self) -> tuple[str, ...]:
        part = self.workbook.strings
        if not part:
            return ()
        reader = _StringsReader()
        for chunk in self._package.chunks(part, self._limits.strings):
            reader.parser.Parse(chunk, False)  # noqa: FBT003  expat takes no keywords
        return tuple(reader.found)

    def _rows(self, sheet: SheetPart) -> Iterator[Row]:
        reader = _RowsReader(sheet.name, self.workbook, self._strings)
        for chunk in self._package.chunks(sheet.part):
            reader.parser.Parse(chunk, False)  # noqa: FBT003  expat takes no keywords
            yield from reader.done
            reader.done.clear()


def _plain_text(parts: list[str]) -> str:
    text = "".join(parts)[:_LONGEST_TEXT]
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


class _StringsReader:
    """The shared texts; the readings of characters (``rPh``) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._reading = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, _: Attributes) -> None:
        name = local(name)
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._reading += 1
        elif name == "t" and not self._reading:
            self.parser.CharacterDataHandler = self._parts.append

    def _end(self, name: str) -> None:
        name = local(name)
        if name == "t":
            self.parser.CharacterDataHandler = None
        elif name == "rPh":
            self._reading -= 1
        elif name == "si":
            self.found.append(_plain_text(self._parts))


class _RowsReader:
    """The cells of a sheet, row by row, into ``done``. Each cell passes here, so every step is short."""

    def __init__(self, sheet: str, workbook: Workbook, strings: tuple[str, ...]) -> None:
        self.done: list[Row] = []
        self._sheet, self._book, self._strings = sheet, workbook, strings
        self._columns: dict[str, int] = {}
        self._number = self._column = self._reading = 0
        self._hidden = self._formula = False
        self._cells: dict[int, Cell] = {}
        self._cell: Attributes = {}
        self._text: list[str] = []
        self._value = ""
        self._formats = {str(index): form for index, form in enumerate(workbook.formats)}
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append
        self._starts: dict[str, Callable[[Attributes], None] | None] = {}
        self._ends: dict[str, Callable[[], None] | None] = {}

    def _start(self, full: str, attributes: Attributes) -> None:
        try:
            taker = self._starts[full]
        except KeyError:
            taker = self._learn(full)
        if taker is not None:
            taker(attributes)

    def _end(self, full: str) -> None:
        taker = self._ends[full]
        if taker is not None:
            taker()

    def _learn(self, full: str) -> Callable[[Attributes], None] | None:
        name = local(full)
        starts = {
            "c": self._cell_starts,
            "v": self._value_starts,
            "t": self._value_starts,
            "row": self._row_starts,
        }
        starts |= {"f": self._formula_starts, "rPh": self._reading_starts}
        ends = {"c": self._cell_ends, "v": self._value_ends, "t": self._value_ends, "row": self._row_ends}
        ends |= {"rPh": self._reading_ends}
        self._ends[full] = ends.get(name)
        self._starts[full] = starts.get(name)
        return self._starts[full]

    def _row_starts(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        self._number = (
            int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 8 else self._number + 1
        )
        self._hidden = attributes.get("hidden", "0") in {"1", "true"}
        self._column, self._cells = 0, {}

    def _row_ends(self) -> None:
        if self._cells:
            self.done.append(Row(self._number, self._sheet, self._cells, {}, self._hidden))
            self._cells = {}

    def _cell_starts(self, attributes: Attributes) -> None:
        self._cell, self._value, self._formula = attributes, "", False
        ref = attributes.get("r", "").rstrip("0123456789")
        column = self._columns.get(ref)
        if column is None:
            column = self._columns[ref] = column_of(ref[:3])
        self._column = column or self._column + 1

    def _cell_ends(self) -> None:
        if self._value or self._formula:
            self._cells[self._column] = self._made()

    def _value_starts(self, _: Attributes) -> None:
        self._text.clear()

    def _value_ends(self) -> None:
        if not self._reading:
            self._value += "".join(self._text)

    def _formula_starts(self, _: Attributes) -> None:
        self._formula = True

    def _reading_starts(self, _: Attributes) -> None:
        self._reading += 1

    def _reading_ends(self) -> None:
        self._reading -= 1

    def _made(self) -> Cell:
        place = (self._sheet, self._number, self._column)
        form = self._formats.get(self._cell.get("s", ""), GENERAL)
        raw, kind, formula = self._value, self._cell.get("t", "n"), self._formula
        if kind == "s":
            return cell_of_text(self._shared(raw), place, form, formula=formula)
        if kind in {"str", "inlineStr"}:
            return cell_of_text(_plain_text([raw]), place, form, formula=formula)
        if kind == "e":
            return Cell(raw[:32], Kind.ERROR, *place, form, formula)
        if kind == "b":
            return Cell(raw.strip() in {"1", "true"}, Kind.BOOLEAN, *place, form, formula)
        return self._number_cell(raw.strip(), place, form)

    def _shared(self, raw: str) -> str:
        try:
            return self._strings[int(raw)] if "-" not in raw else ""
        except (ValueError, IndexError):
            return ""

    def _number_cell(self, raw: str, place: tuple[str, int, int], form: Format) -> Cell:
        if not raw:
            return Cell(None, Kind.EMPTY, *place, form, self._formula)
        number = decimal_of(raw)
        if number is None and self._cell.get("t") == "d":
            return cell_of_text(raw, place, form, formula=self._formula)
        return cell_of_number(number, place, form, formula=self._formula, since_1904=self._book.since_1904)

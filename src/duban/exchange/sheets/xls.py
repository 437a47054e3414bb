"""
Rows of an .xls (Excel 97—2003, and 5/95), streamed from its records.

Read here rather than by a library: the fast one ends the whole process on a crafted file, and none tells
percent formats and formulas, without which 0.27 and 27% are the same.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from decimal import Decimal

from duban.engine.kernel import Problem
from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.ole import CompoundFile
from duban.exchange.sheets.records import BoundSheet, Globals, Record, read_globals, records, text_of
from duban.exchange.sheets.types import GENERAL, Cell, Format, Grid, Kind, Merge, Row, Unreadable
from duban.exchange.sheets.values import cell_of_number, cell_of_text, decimal_of_float

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_ROW, _MERGED, _STRING = 0x0208, 0x00E5, 0x0207


class XlsBook:
    """An .xls that has been looked through."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """
        Look the file through.

        :raises Unreadable: if it must not or cannot be read
        """
        compound = CompoundFile(content)
        _refuse_names(compound.names)
        stream = compound.stream("Workbook") or compound.stream("Book")
        if not stream:
            raise Unreadable(Problem("exchange.not_workbook"))
        self._stream = stream
        self._globals = read_globals(stream, limits)
        self._merges: dict[str, tuple[Merge, ...]] = {}
        self.cells = 0
        for sheet in self._globals.sheets:
            self._survey(sheet, limits)

    def grids(self) -> tuple[Grid, ...]:
        """Return the sheets in the workbook's order."""
        return tuple(
            Grid(s.name, self._merges[s.name], lambda s=s: self._rows(s), s.hidden)  # type: ignore[misc]
            for s in self._globals.sheets
        )

    def _survey(self, sheet: BoundSheet, limits: Limits) -> None:
        rows = _RowsReader(sheet.name, self._globals)
        try:
            for record in records(self._stream, sheet.offset):
                self.cells += rows.take(record)
                rows.done.clear()
                if self.cells > limits.cells:
                    raise Unreadable(Problem("exchange.too_many_cells", "", (str(limits.cells),)))
        except (struct.error, IndexError):
            raise Unreadable(Problem("exchange.broken", "", (sheet.name,))) from None
        if len(rows.merges) > limits.merges:
            raise Unreadable(Problem("exchange.too_many_merges", "", (str(limits.merges),)))
        self._merges[sheet.name] = tuple(rows.merges)

    def _rows(self, sheet: BoundSheet) -> Iterator[Row]:
        reader = _RowsReader(sheet.name, self._globals)
        for record in records(self._stream, sheet.offset):
            reader.take(record)
            if reader.done:
                yield from reader.done
                reader.done.clear()
        yield from reader.last()


def _refuse_names(names: frozenset[str]) -> None:
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Unreadable(Problem("exchange.password", "", ("",)))
    if "_VBA_PROJECT_CUR" in names or "VBA" in names or "_VBA_PROJECT" in names:
        raise Unreadable(Problem("exchange.macros", "", ("",)))
    if "WordDocument" in names or "PowerPoint Document" in names:
        raise Unreadable(Problem("exchange.wrong_type", "", ("Word / PowerPoint",)))


class _RowsReader:
    """Gather cells into rows; a row is done when a cell of another row comes."""

    def __init__(self, sheet: str, book: Globals) -> None:
        self.done: list[Row] = []
        self.merges: list[Merge] = []
        self._sheet, self._book = sheet, book
        self._hidden: set[int] = set()
        self._number = 0
        self._cells: dict[int, Cell] = {}
        self._waiting: Cell | None = None
        self._takers: dict[int, Callable[[bytes], int]] = {
            0x0203: self._float,
            0x027E: self._rk,
            0x00BD: self._rks,
            0x00FD: self._shared,
            0x0204: self._label,
            0x00D6: self._label,
            0x0205: self._boolean_or_error,
            0x0006: self._formula,
            0x0206: self._formula,
            0x0406: self._formula,
            _STRING: self._formula_text,
            _ROW: self._row,
            _MERGED: self._merged,
        }

    def take(self, record: Record) -> int:
        """Take one record; return how many cells it held."""
        taker = self._takers.get(record.kind)
        if taker is None:
            return 0
        return sum(
            taker(data) for data in record.pieces[: len(record.pieces) if record.kind == _MERGED else 1]
        )

    def last(self) -> list[Row]:
        """Return the last row, which nothing follows."""
        self._finish()
        return self.done

    def _finish(self) -> None:
        if self._cells:
            hidden = self._number - 1 in self._hidden
            self.done.append(Row(self._number, self._sheet, self._cells, {}, hidden))
            self._cells = {}

    def _place(self, data: bytes) -> tuple[tuple[str, int, int], Format]:
        row, column, style = struct.unpack_from("<3H", data)
        if row + 1 < self._number:
            raise IndexError  # Excel writes rows in order; a second helping would pass as another row
        if row + 1 != self._number:
            self._finish()
            self._number = row + 1
        return (self._sheet, row + 1, column + 1), self._format(style)

    def _format(self, style: int) -> Format:
        return self._book.formats[style] if style < len(self._book.formats) else GENERAL

    def _keep(self, cell: Cell) -> int:
        if cell.kind is not Kind.EMPTY or cell.formula:
            self._cells[cell.column] = cell
        return 1

    def _keep_number(
        self, number: float | None, place: tuple[str, int, int], form: Format, *, formula: bool
    ) -> int:
        exact: Decimal | None = None if number is None else decimal_of_float(number)
        return self._keep(
            cell_of_number(exact, place, form, formula=formula, since_1904=self._book.since_1904)
        )

    def _float(self, data: bytes) -> int:
        place, form = self._place(data)
        return self._keep_number(struct.unpack_from("<d", data, 6)[0], place, form, formula=False)

    def _rk(self, data: bytes) -> int:
        place, form = self._place(data)
        return self._keep_number(_packed(data, 6), place, form, formula=False)

    def _rks(self, data: bytes) -> int:
        (sheet, row, column), _ = self._place(data)
        count = (len(data) - 6) // 6
        for index in range(count):
            form = self._format(struct.unpack_from("<H", data, 4 + 6 * index)[0])
            self._keep_number(_packed(data, 6 + 6 * index), (sheet, row, column + index), form, formula=False)
        return count

    def _shared(self, data: bytes) -> int:
        place, form = self._place(data)
        index = struct.unpack_from("<I", data, 6)[0]
        text = self._book.strings[index] if index < len(self._book.strings) else ""
        return self._keep(cell_of_text(text, place, form))

    def _label(self, data: bytes) -> int:
        place, form = self._place(data)
        length = struct.unpack_from("<H", data, 6)[0]
        return self._keep(
            cell_of_text(text_of(data[8:], length, self._book.version, self._book.encoding), place, form)
        )

    def _boolean_or_error(self, data: bytes) -> int:
        place, form = self._place(data)
        value, is_error = data[6], data[7]
        if is_error:
            return self._keep(Cell(_ERRORS.get(value, "#N/A"), Kind.ERROR, *place, form))
        return self._keep(Cell(bool(value), Kind.BOOLEAN, *place, form))

    def _formula(self, data: bytes) -> int:
        place, form = self._place(data)
        result = data[6:14]
        if result[6:8] != b"\xff\xff":
            return self._keep_number(struct.unpack("<d", result)[0], place, form, formula=True)
        if result[0] == 1:
            return self._keep(Cell(bool(result[2]), Kind.BOOLEAN, *place, form, formula=True))
        if result[0] == 2:
            return self._keep(Cell(_ERRORS.get(result[2], "#N/A"), Kind.ERROR, *place, form, formula=True))
        self._waiting = Cell(None, Kind.EMPTY, *place, form, formula=True)
        return self._keep(self._waiting)

    def _formula_text(self, data: bytes) -> int:
        if self._waiting is not None:
            length = struct.unpack_from("<H", data)[0]
            text = text_of(data[2:], length, self._book.version, self._book.encoding)
            cell = self._waiting
            self._keep(cell_of_text(text, (cell.sheet, cell.row, cell.column), cell.format, formula=True))
            self._waiting = None
        return 0

    def _row(self, data: bytes) -> int:
        number = struct.unpack_from("<H", data)[0]
        if struct.unpack_from("<H", data, 12)[0] & 0x20:
            self._hidden.add(number)
        return 0

    def _merged(self, data: bytes) -> int:
        count = struct.unpack_from("<H", data)[0]
        for at in range(2, min(2 + 8 * count, len(data) - 7), 8):
            top, bottom, left, right = struct.unpack_from("<4H", data, at)
            self.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
        return 0


def _packed(data: bytes, at: int) -> float:
    """Return an RK number: 30 bits of a double or of a whole number, perhaps of hundredths."""
    bits: int = struct.unpack_from("<i", data, at)[0]
    if bits & 2:
        number: float = bits >> 2
    else:
        number = struct.unpack("<d", struct.pack("<q", (bits & ~3) << 32))[0]
    return number / 100 if bits & 1 else number

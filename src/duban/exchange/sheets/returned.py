"""The workbook sent back: the person's own, bad cells coloured, a reason in each, and one list of all."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import FileKind, Inspected
from duban.exchange.sheets.types import Cell, Grid, column_of
from duban.papers.cells import safe_text

_COLOUR = "FFC7CE"
_BAD = PatternFill("solid", fgColor=_COLOUR)
_PLAIN = PatternFill()
_LARGE = 300_000
"""Cells from which a workbook is written anew, values only: editing it would take a gigabyte."""
_AREA = 3_000_000
"""Cells between the first and the last, filled or not, from which the same is done."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST_COMMENT = 2_000
_WRONG_FOR_OPENPYXL = (ValueError, TypeError, KeyError, AttributeError, IndexError, zipfile.BadZipFile)
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True, slots=True)
class ReturnWords:
    """The words of the returned workbook, translated: the list's sheet name, its four headings, who comments."""

    sheet: str = "问题清单"
    headings: tuple[str, str, str, str] = ("工作表", "单元格", "原值", "原因")
    author: str = "督办"


@dataclass(frozen=True, slots=True)
class _Entry:
    sheet: str
    ref: str
    reasons: tuple[str, ...]

    @property
    def comment(self) -> str:
        return "\n".join(self.reasons)[:_LONGEST_COMMENT]


def mark_problems(
    inspected: Inspected, reasons: Mapping[str, Sequence[str]], words: ReturnWords | None = None
) -> bytes:
    """
    Return the file as .xlsx with bad cells coloured and commented, and a sheet that lists every problem.

    ``reasons`` maps a problem's ``where`` (``Sheet1!C5``, ``Sheet1`` or anything else) to its sentences. Marks of
    an earlier return are taken off. An .xlsx keeps its sheets and looks; .xls, .csv and very large files come
    back with their values.
    """
    words = words or ReturnWords()
    entries = tuple(_entry(where, said) for where, said in reasons.items())
    if inspected.kind is FileKind.XLSX and inspected.cells <= _LARGE:
        try:
            return _edited(inspected.content, entries, words)
        except _WRONG_FOR_OPENPYXL:
            pass  # some programs write styles that openpyxl does not take; the values still go back
    return _rewritten(read(inspected), entries, words)


def _entry(where: str, said: Sequence[str]) -> _Entry:
    sheet, mark, ref = where.rpartition("!")
    if mark and _ADDRESS.fullmatch(ref):
        return _Entry(sheet, ref, tuple(said))
    return _Entry(where, "", tuple(said))


def _edited(content: bytes, entries: Sequence[_Entry], words: ReturnWords) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), keep_links=False)
    if words.sheet in book.sheetnames and len(book.sheetnames) > 1:
        del book[words.sheet]
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if sum(sheet.max_row * sheet.max_column for sheet in sheets.values()) > _AREA:
        raise ValueError  # a cell in the last corner: going over it would make every cell between
    for sheet in sheets.values():
        _clear(sheet, words.author)
    listed: list[tuple[str, str, str, str]] = []
    for entry in entries:
        sheet_or_none = sheets.get(entry.sheet)
        shown = ""
        if sheet_or_none is not None and entry.ref:
            shown = _mark(sheet_or_none, entry, words.author)
        listed.extend((entry.sheet, entry.ref, shown, reason) for reason in entry.reasons)
    _list(book, listed, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _clear(sheet: Worksheet, author: str) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == author and isinstance(cell, BookCell):
                cell.comment = None
                if cell.fill.fgColor.rgb in {_COLOUR, f"00{_COLOUR}", f"FF{_COLOUR}"}:
                    cell.fill = _PLAIN


def _mark(sheet: Worksheet, entry: _Entry, author: str) -> str:
    cell = sheet[entry.ref]
    shown = "" if cell.value is None else str(cell.value)
    if isinstance(cell, MergedCell):
        covering = next((r for r in sheet.merged_cells.ranges if entry.ref in r), None)
        if covering is None:
            return shown
        cell = sheet.cell(covering.min_row, covering.min_col)
    cell.fill = _BAD
    said = entry.comment if cell.comment is None else f"{cell.comment.text}\n{entry.comment}"
    cell.comment = Comment(said[:_LONGEST_COMMENT], author, height=110, width=280)
    return shown


def _list(book: Workbook, listed: Sequence[tuple[str, str, str, str]], words: ReturnWords) -> None:
    sheet = book.create_sheet(words.sheet)
    for index, (heading, width) in enumerate(zip(words.headings, (18, 10, 24, 80), strict=True), start=1):
        sheet.cell(1, index, safe_text(heading)).font = Font(bold=True)
        sheet.column_dimensions["ABCD"[index - 1]].width = width
    for row, line in enumerate(listed, start=2):
        for index, value in enumerate(line, start=1):
            sheet.cell(row, index, safe_text(value) or None)
    sheet.freeze_panes = "A2"


def _rewritten(grids: Sequence[Grid], entries: Sequence[_Entry], words: ReturnWords) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = _Styles(book)
    shown: dict[tuple[str, str], str] = {}
    wanted = {(e.sheet, e.ref): e for e in entries if e.ref}
    names = _sheet_names(grids, words.sheet)
    for grid in grids:
        if grid.name == words.sheet and len(grids) > 1:
            continue
        _write_grid(book.add_worksheet(next(names)), grid, wanted, styles, shown, words.author)
    sheet = book.add_worksheet(words.sheet)
    lines = [
        (e.sheet, e.ref, shown.get((e.sheet, e.ref), ""), reason) for e in entries for reason in e.reasons
    ]
    for row, line in enumerate([words.headings, *lines]):
        for column, text in enumerate(line):
            sheet.write_string(row, column, safe_text(text))
    book.close()
    return out.getvalue()


class _Styles:
    """The few formats a rewritten workbook needs, by number format and by whether the cell is bad."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], object] = {}

    def of(self, cell: Cell, *, bad: bool) -> object:
        code = ""
        if isinstance(cell.value, date):
            code = "yyyy-mm-dd"
        elif isinstance(cell.value, Decimal):
            code = "0.00%" if cell.percent else ("" if cell.format.code.startswith("#") else cell.format.code)
        key = (code, bad)
        if key not in self._made:
            look = {"num_format": code} if code else {}
            self._made[key] = self._book.add_format(look | ({"bg_color": f"#{_COLOUR}"} if bad else {}))
        return self._made[key]


def _write_grid(
    sheet: xlsxwriter.worksheet.Worksheet,
    grid: Grid,
    wanted: Mapping[tuple[str, str], _Entry],
    styles: _Styles,
    shown: dict[tuple[str, str], str],
    author: str,
) -> None:
    bad: dict[int, dict[int, _Entry]] = {}
    for (name, ref), entry in wanted.items():
        if name == grid.name:
            bad.setdefault(int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), {})[column_of(ref)] = entry
    for row in grid.rows():
        if row.number > _LAST_ROW:
            return
        told = bad.get(row.number, {})
        for column in sorted(row.cells.keys() | told.keys()):
            if column > _LAST_COLUMN:
                break
            cell = row.cells.get(column) or row.cell(column)._replace(value=None)
            _writer(sheet, cell)(row.number - 1, column - 1, styles.of(cell, bad=column in told))
            if column in told:
                shown[grid.name, cell.ref] = row.cell(column).text
                sheet.write_comment(
                    row.number - 1, column - 1, told[column].comment, {"author": author, "x_scale": 2}
                )


def _writer(sheet: xlsxwriter.worksheet.Worksheet, cell: Cell) -> Callable[[int, int, object], object]:
    value = cell.value
    if isinstance(value, bool):
        return lambda row, column, style: sheet.write_boolean(row, column, value, style)
    if isinstance(value, Decimal):
        return lambda row, column, style: sheet.write_number(row, column, float(value), style)
    if isinstance(value, date):
        return lambda row, column, style: sheet.write_datetime(row, column, value, style)
    if value is None:
        return lambda row, column, style: sheet.write_blank(row, column, None, style)
    return lambda row, column, style: sheet.write_string(row, column, safe_text(cell.text), style)


def _sheet_names(grids: Sequence[Grid], aside: str) -> Iterator[str]:
    used = {aside.lower()}
    for number, grid in enumerate(grids, start=1):
        name = re.sub(r"[\[\]:*?/\\']", "", grid.name)[:31]
        if not name or name.lower() in used or name.lower() == "history":
            name = f"Sheet{number}"
        used.add(name.lower())
        yield name

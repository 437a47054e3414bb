"""Lists of any length as CSV or .xlsx, row by row: memory stays the same however many rows there are."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

import xlsxwriter

from duban.papers.cells import UNRUN, Value, in_csv, safe_text

_CHUNK = 500
_BOM = "\ufeff"
_SPOOLED = 4 * 1024 * 1024
_INK, _LINE, _HEAD = "#1D2530", "#D5DBE1", "#F0F2F4"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a list: its label and its width in characters."""

    label: str
    width: int = 12


def csv_parts(headings: Iterable[Heading], rows: Iterable[Iterable[Value]]) -> Iterator[bytes]:
    """Return a CSV file in parts, with a byte-order mark for Excel and WPS; no cell of it is a formula."""
    out = io.StringIO(newline="")
    out.write(_BOM)
    writer = csv.writer(out)
    writer.writerow([safe_text(h.label) for h in headings])
    for n, row in enumerate(rows, start=1):
        writer.writerow([in_csv(value) for value in row])
        if n % _CHUNK == 0:
            yield _taken(out)
    yield _taken(out)


def xlsx_file(name: str, headings: Iterable[Heading], rows: Iterable[Iterable[Value]]) -> IO[bytes]:
    """Return an open temporary file with the list as a workbook: days as days, a frozen header."""
    made = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 - the response closes it
    columns = list(headings)
    with xlsxwriter.Workbook(made, {"constant_memory": True, **UNRUN}) as book:
        page = book.add_worksheet(name[:31])
        _set_up(book, page, columns)
        _fill(book, page, rows)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    made.seek(0)
    return made


def file_parts(made: IO[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """Return an open file in parts, and close it at the end."""
    with made:
        while part := made.read(size):
            yield part


def _set_up(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, columns: list[Heading]) -> None:
    head = book.add_format(
        {"bold": True, "bg_color": _HEAD, "font_color": _INK, "border": 1, "border_color": _LINE}
    )
    for n, column in enumerate(columns):
        page.set_column(n, n, column.width)
        page.write_string(0, n, column.label, head)
    page.freeze_panes(1, 2)


def _fill(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, rows: Iterable[Iterable[Value]]
) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for down, row in enumerate(rows, start=1):
        for across, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(down, across, safe_text(value))
            elif isinstance(value, date):
                page.write_datetime(down, across, value, day)
            elif value is not None:
                page.write_number(down, across, value)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()

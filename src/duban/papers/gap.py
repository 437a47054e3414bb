"""The gap board as a workbook or a CSV file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import xlsxwriter

from duban.engine.kernel import decimals
from duban.papers.cells import UNRUN, Value, in_csv, safe_text

__all__ = ["Column", "GapSheet", "Kind", "to_csv", "to_xlsx"]

_DASH = "—"
_INK, _QUIET, _LINE, _HEAD = "#1D2530", "#566170", "#D5DBE1", "#F0F2F4"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label and width in characters."""

    label: str
    kind: Kind = Kind.NUMBER
    width: int = 12


@dataclass(frozen=True, slots=True)
class GapSheet:
    """A board as printed: every word already in the reader's language, every figure exact."""

    name: str
    title: str
    facts: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    legend: tuple[str, ...] = ()


def to_xlsx(sheet: GapSheet) -> bytes:
    """Return the board as an .xlsx workbook: figures as numbers, a frozen header, A4 landscape."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **UNRUN}) as book:
        page = book.add_worksheet(sheet.name[:31])
        _set_up(page, sheet)
        page.write_string(
            0, 0, sheet.title, book.add_format({"bold": True, "font_size": 15, "font_color": _INK})
        )
        quiet = book.add_format({"font_color": _QUIET, "font_size": 9})
        for n, fact in enumerate(sheet.facts, start=1):
            page.write_string(n, 0, fact, quiet)
        top = len(sheet.facts) + 2
        _table(book, page, sheet, top)
        for n, line in enumerate(sheet.legend, start=top + len(sheet.rows) + 2):
            page.write_string(n, 0, line, quiet)
    return out.getvalue()


def to_csv(sheet: GapSheet) -> bytes:
    """Return the board as UTF-8 CSV with a byte-order mark, which Excel and WPS both read; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_text(column.label) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([in_csv(value, _DASH) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _set_up(page: xlsxwriter.worksheet.Worksheet, sheet: GapSheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.repeat_rows(len(sheet.facts) + 2)
    page.freeze_panes(len(sheet.facts) + 3, 2)
    page.set_footer("&R&P / &N")
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width)


def _table(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, sheet: GapSheet, top: int
) -> None:
    base = {"border": 1, "border_color": _LINE, "font_color": _INK, "valign": "vcenter"}
    head = book.add_format({**base, "bold": True, "bg_color": _HEAD, "text_wrap": True, "align": "center"})
    text = book.add_format({**base, "text_wrap": True})
    empty = book.add_format({**base, "align": "right", "font_color": _QUIET})
    formats: dict[int, xlsxwriter.format.Format] = {}
    for n, column in enumerate(sheet.columns):
        page.write_string(top, n, column.label, head)
    for down, row in enumerate(sheet.rows, start=top + 1):
        for across, value in enumerate(row):
            if value is None:
                page.write_string(down, across, _DASH, empty)
            elif isinstance(value, str):
                page.write_string(down, across, safe_text(value), text)
            else:
                places = decimals(value) if isinstance(value, Decimal) else 0
                if places not in formats:
                    mask = "0" if places == 0 else f"0.{'0' * places}"
                    formats[places] = book.add_format({**base, "num_format": mask})
                page.write_number(down, across, value, formats[places])

"""The empty table a person downloads, fills and sends back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from duban.papers.cells import safe_text

Filling = str | Decimal | date | int | None

_THIN = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="F2EDE3")
_NEEDED = PatternFill("solid", fgColor="F6DEDB")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """
    One column: what stands over it, what is said about it, what may be chosen, how it is shown.

    ``number_format`` ``@`` keeps Excel from turning 1-8 into a date. ``example`` stands in the example row.
    """

    heading: str
    note: str = ""
    choices: tuple[str, ...] = ()
    number_format: str = "General"
    width: int = 14
    required: bool = False
    example: Filling = None


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """
    A table to fill. All words come translated from the caller.

    ``example_mark`` (示例：) begins the example row, which the import leaves out. ``prefilled`` rows stand below
    it, as wide as ``columns`` or narrower. ``refused`` is what Excel says to a value outside the choices.
    """

    sheet: str
    title: str
    columns: tuple[TemplateColumn, ...]
    unit_line: str = ""
    notes_sheet: str = "说明"
    notes: tuple[str, ...] = ()
    choices_sheet: str = "选项"
    example_mark: str = "示例："
    prefilled: tuple[tuple[Filling, ...], ...] = ()
    refused: str = ""
    author: str = "督办"
    rows: int = 500


def draw_template(spec: TemplateSpec) -> bytes:
    """Return the template as .xlsx: title, headings with notes and drop-downs, example row, a sheet of notes."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one
    sheet.title = spec.sheet
    _title(sheet, spec)
    _headings(sheet, spec)
    _filling(sheet, spec)
    _page(sheet)
    _notes(book.create_sheet(spec.notes_sheet), spec)
    _choices(book, sheet, spec)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_HEADING_ROW = 3


def _title(sheet: Worksheet, spec: TemplateSpec) -> None:
    last = len(spec.columns)
    sheet.cell(1, 1, safe_text(spec.title)).font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = _MIDDLE
    sheet.row_dimensions[1].height = 30
    if last > 1:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    unit = sheet.cell(2, last, safe_text(spec.unit_line) or None)
    unit.alignment = Alignment(horizontal="right")


def _headings(sheet: Worksheet, spec: TemplateSpec) -> None:
    for index, column in enumerate(spec.columns, start=1):
        cell = sheet.cell(_HEADING_ROW, index, safe_text(column.heading))
        cell.font, cell.alignment, cell.border = Font(bold=True), _MIDDLE, _GRID
        cell.fill = _NEEDED if column.required else _HEAD
        if column.note:
            cell.comment = Comment(column.note, spec.author, height=120, width=260)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.row_dimensions[_HEADING_ROW].height = 32
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"


def _filling(sheet: Worksheet, spec: TemplateSpec) -> None:
    example = [column.example for column in spec.columns]
    rows: list[tuple[Filling, ...]] = []
    if any(value is not None for value in example):
        rows.append((f"{spec.example_mark}{'' if example[0] is None else example[0]}", *example[1:]))
    marked = len(rows)
    rows.extend(spec.prefilled)
    for offset in range(max(spec.rows, len(rows))):
        filled = rows[offset] if offset < len(rows) else ()
        for index, column in enumerate(spec.columns, start=1):
            cell = sheet.cell(_HEADING_ROW + 1 + offset, index)
            cell.number_format, cell.border = column.number_format, _GRID
            value = filled[index - 1] if index <= len(filled) else None
            cell.value = safe_text(value) if isinstance(value, str) else value
            if offset < marked:
                cell.font = Font(italic=True, color="808080")


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"


def _notes(sheet: Worksheet, spec: TemplateSpec) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    sheet.cell(1, 1, safe_text(spec.notes_sheet)).font = Font(bold=True, size=14)
    for index, note in enumerate(spec.notes, start=2):
        sheet.cell(index, 1, safe_text(note))
    start = len(spec.notes) + 3
    for index, column in enumerate(spec.columns, start=start):
        sheet.cell(index, 1, safe_text(column.heading)).font = Font(bold=True)
        sheet.cell(index, 2, safe_text(column.note)).alignment = Alignment(wrap_text=True, vertical="top")


def _choices(book: Workbook, sheet: Worksheet, spec: TemplateSpec) -> None:
    """Put the choices on a hidden sheet: a list written into the rule itself may hold 255 characters only."""
    if not any(column.choices for column in spec.columns):
        return
    aside = book.create_sheet(spec.choices_sheet)
    aside.sheet_state = "hidden"
    for index, column in enumerate(spec.columns, start=1):
        if not column.choices:
            continue
        letter = get_column_letter(index)
        for row, choice in enumerate(column.choices, start=1):
            aside.cell(row, index, safe_text(choice))
        source = f"{quote_sheetname(spec.choices_sheet)}!${letter}$1:${letter}${len(column.choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.error = spec.refused[:250] or None
        rule.add(
            f"{letter}{_HEADING_ROW + 1}:{letter}{_HEADING_ROW + max(spec.rows, len(spec.prefilled) + 1)}"
        )
        sheet.add_data_validation(rule)

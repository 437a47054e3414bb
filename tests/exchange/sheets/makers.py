"""Files made for the tests: workbooks, their parts changed by hand, and .xls written record by record."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import openpyxl

from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.sheets.limits import LIMITS, Limits
from duban.exchange.sheets.types import GENERAL, Cell, Format, Grid, Kind, Shows, Value

PERCENT = Format(Shows.PERCENT, "", "0%")


def cell(
    value: Value | int | float, form: Format = GENERAL, *, formula: bool = False, anchor: str = ""
) -> Cell:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = Decimal(str(value))
    kinds = {bool: Kind.BOOLEAN, Decimal: Kind.NUMBER, str: Kind.TEXT, date: Kind.DATE}
    kind = kinds.get(type(value), Kind.EMPTY) if value != "" else Kind.EMPTY
    return Cell(value, kind, "Sheet1", 5, 3, form, formula, anchor)


def xlsx(
    rows: Sequence[Sequence[object]],
    *,
    merges: Sequence[str] = (),
    formats: dict[str, str] | None = None,
    name: str = "Sheet1",
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    for ref, code in (formats or {}).items():
        sheet[ref].number_format = code
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes, name: str = "月报.xlsx", limits: Limits = LIMITS) -> Inspected:
    found = inspect(name, content, limits)
    assert isinstance(found, Inspected), found
    return found


def grid(content: bytes, name: str = "月报.xlsx") -> Grid:
    return read(opened(content, name))[0]


def values(sheet: Grid) -> list[list[Value]]:
    return [[row.cell(column).value for column in row.columns] for row in sheet.rows()]


def codes(name: str, content: bytes, limits: Limits = LIMITS) -> list[str]:
    found = inspect(name, content, limits)
    return [] if isinstance(found, Inspected) else [problem.code for problem in found]


def changed(content: bytes, change: Callable[[str, bytes], bytes] | None = None, **added: bytes) -> bytes:
    """Write the zip anew with parts changed; ``added`` names parts with ``__`` for ``/`` and a ``_`` before the end."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(info.filename, data) if change else data)
        for name, data in added.items():
            new.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """Return the workbook with one more part."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return out.getvalue()


_SHARED = (
    b'<Relationship Id="shared" Target="/xl/sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)


def with_sheet(xml: bytes, strings: bytes | None = None) -> bytes:
    """Return a workbook whose only sheet is this XML, with these shared texts."""

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return xml
        if strings is not None and name == "xl/_rels/workbook.xml.rels":
            return data.replace(b"</Relationships>", _SHARED)
        return data

    made = changed(xlsx([[1]]), change)
    return made if strings is None else with_part(made, "xl/sharedStrings.xml", strings)


def sheet_xml(rows: bytes, after: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"
    )


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _wide(text: str, width: str = "<H") -> bytes:
    return struct.pack(width, len(text)) + b"\1" + text.encode("utf-16-le")


FORMATS = {"0.00%": 10, "yyyy-m-d": 14}


def xls(
    rows: Sequence[Sequence[object]],
    *,
    merges: Sequence[tuple[int, int, int, int]] = (),
    formats: dict[tuple[int, int], int] | None = None,
    extra: bytes = b"",
    name: str = "表一",
) -> bytes:
    """Write a small BIFF8 workbook. ``formats`` gives built-in format numbers by (row, column) from 0."""
    formats = formats or {}
    styles = [0, *sorted(set(formats.values()))]
    strings = list(
        dict.fromkeys(v for row in rows for v in row if isinstance(v, str) and not v.startswith("="))
    )
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            style = styles.index(formats.get((r, c), 0))
            body += _cell_record(struct.pack("<3H", r, c, style), value, strings)
    ranges = b"".join(struct.pack("<4H", *merge) for merge in merges)
    if merges:
        body += record(0x00E5, struct.pack("<H", len(merges)) + ranges)
    body += record(0x000A)
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + extra
    head += record(0x0042, struct.pack("<H", 1200))
    for number in styles:
        head += record(0x00E0, struct.pack("<HHHBBBBIIH", 0, number, 0, 0, 0, 0, 0, 0, 0, 0))
    shared = struct.pack("<II", len(strings), len(strings)) + b"".join(_wide(s) for s in strings)
    tail = record(0x00FC, shared) + record(0x000A)
    bound_size = 4 + 8 + 2 * len(name)
    offset = len(head) + bound_size + len(tail)
    bound = record(0x0085, struct.pack("<IBB", offset, 0, 0) + _wide(name, "<B"))
    return ole({"Workbook": head + bound + tail + body})


def _cell_record(place: bytes, value: object, strings: Sequence[str]) -> bytes:
    if isinstance(value, bool):
        return record(0x0205, place + bytes([value, 0]))
    if isinstance(value, (int, float)):
        return record(0x0203, place + struct.pack("<d", value))
    if isinstance(value, str) and value.startswith("="):
        return record(0x0006, place + struct.pack("<dHIH", float(value[1:]), 0, 0, 0))
    if isinstance(value, str):
        return record(0x00FD, place + struct.pack("<I", strings.index(value)))
    return record(0x0201, place)


def ole(streams: dict[str, bytes]) -> bytes:
    """Write a compound file of large streams (each padded past the mini-stream's bound)."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        start = len(sectors)
        pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        sectors.extend(pieces)
        fat.extend([*range(start + 1, start + len(pieces)), 0xFFFFFFFE])
        return start

    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, stream in streams.items():
        data = stream.ljust(4096, b"\0")
        entries.append((name, 2, store(data), len(data)))
    directory = b""
    for index, (name, kind, start, size) in enumerate(entries):
        raw = name.encode("utf-16-le")
        child = 1 if index == 0 and len(entries) > 1 else 0xFFFFFFFF
        right = index + 1 if 0 < index < len(entries) - 1 else 0xFFFFFFFF
        directory += raw.ljust(64, b"\0") + struct.pack(
            "<HBB3I", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child
        )
        directory += b"\0" * 36 + struct.pack("<III", start, size, 0)
    first_dir = store(directory)
    count = -(-(len(fat) + 2) // 128)
    fat_at = len(sectors)
    fat.extend([0xFFFFFFFD] * count)
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(512 * count, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 10
    )
    header += struct.pack("<IIIIIIIII", count, first_dir, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, fat_at)
    header += b"".join(struct.pack("<I", fat_at + i) for i in range(1, count))
    return header.ljust(512, b"\xff") + b"".join(sectors) + packed


def with_records(records: bytes) -> bytes:
    """Return an .xls whose only sheet holds these records and nothing else."""
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + records + record(0x000A)
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)) + record(0x00E0, bytes(20))
    name = _wide("表一", "<B")
    offset = len(head) + 4 + 6 + len(name) + 4
    bound = record(0x0085, struct.pack("<IBB", offset, 0, 0) + name)
    return ole({"Workbook": head + bound + record(0x000A) + sheet})

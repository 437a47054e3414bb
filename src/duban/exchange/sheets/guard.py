"""The door: what kind of file this is, and whether it may come in at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn, Protocol

from duban.engine.kernel import Problem
from duban.exchange.sheets import ole
from duban.exchange.sheets.limits import LIMITS, Limits
from duban.exchange.sheets.texts import CsvBook
from duban.exchange.sheets.types import Grid, Unreadable
from duban.exchange.sheets.xls import XlsBook
from duban.exchange.sheets.xlsx import XlsxBook


class FileKind(StrEnum):
    """The kinds of file that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


class Book(Protocol):
    """A file that has been looked through."""

    @property
    def cells(self) -> int:
        """How many cells it states."""

    def grids(self) -> tuple[Grid, ...]:
        """Return its sheets."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be read: its kind by content, its bytes as they came, how many cells it states."""

    name: str
    kind: FileKind
    content: bytes = field(repr=False)
    cells: int
    book: Book = field(repr=False, compare=False)


_EXTENSIONS = {
    "xlsx": FileKind.XLSX,
    "xlsm": FileKind.XLSX,
    "xls": FileKind.XLS,
    "et": FileKind.XLS,
    "csv": FileKind.CSV,
    "txt": FileKind.CSV,
}
_OTHER = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"BM", "BMP"),
)
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|meta|table|style|script|body|div)\b|^mime-version:", re.IGNORECASE
)
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"


def inspect(name: str, content: bytes, limits: Limits = LIMITS) -> Inspected | tuple[Problem, ...]:
    """
    Look a file through before anything reads it: an ``Inspected`` if it may be read, else the reasons why not.

    The kind is told by the content; the name only has to belong to a table (.xlsx, .xls, .csv, .txt).
    Time and memory are bounded by ``limits``, whatever the file states about itself.
    """
    try:
        kind = _kind(name, content, limits)
        book = _opened(kind, content, limits)
    except Unreadable as refusal:
        return tuple(Problem(p.code, name, p.args) for p in refusal.problems)
    return Inspected(name, kind, content, book.cells, book)


def _opened(kind: FileKind, content: bytes, limits: Limits) -> Book:
    match kind:
        case FileKind.XLSX:
            return XlsxBook(content, limits)
        case FileKind.XLS:
            return XlsBook(content, limits)
        case FileKind.CSV:
            return CsvBook(content, limits)


def _kind(name: str, content: bytes, limits: Limits) -> FileKind:
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        _refuse("exchange.empty_file")
    if len(content) > limits.upload:
        _refuse("exchange.too_large", str(limits.upload // (1024 * 1024)))
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    stated = _EXTENSIONS.get(extension)
    if stated is None:
        _refuse("exchange.extension", extension)
    found = _by_content(content)
    if found is FileKind.CSV and stated is not FileKind.CSV:
        _refuse("exchange.text_renamed", extension)
    if found is not FileKind.CSV and stated is FileKind.CSV:
        _refuse("exchange.wrong_type", f".{found}")
    return found


def _by_content(content: bytes) -> FileKind:
    if content.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    if content.startswith(ole.MAGIC):
        return FileKind.XLS
    if content.startswith(_OLD):
        _refuse("exchange.too_old")
    label = next((label for magic, label in _OTHER if content.startswith(magic)), "")
    if label:
        _refuse("exchange.wrong_type", label)
    _refuse_markup(content)
    return FileKind.CSV


def _refuse_markup(content: bytes) -> None:
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _XML_TABLE in head:
        _refuse("exchange.xml_table")
    if _HTML.search(head[:2048]):
        _refuse("exchange.html_renamed")
    if head.startswith(b"<?xml"):
        _refuse("exchange.wrong_type", "XML")


def _refuse(code: str, *args: str) -> NoReturn:
    raise Unreadable(Problem(code, "", args))

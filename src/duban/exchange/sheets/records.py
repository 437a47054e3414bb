"""The records of an .xls workbook stream: what is in it, and what must not be."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from duban.engine.kernel import Problem
from duban.exchange.sheets.formats import built_in, format_of
from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.types import Format, Unreadable

BIFF8 = 0x0600
_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_WORKSHEET = 0
_CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 1252: "cp1252", 65001: "utf-8", 1200: "cp1252"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number and its pieces (more than one where it was continued)."""

    kind: int
    pieces: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The first piece."""
        return self.pieces[0]


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet as the workbook lists it: its name and where its records begin."""

    name: str
    offset: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Globals:
    """What an .xls says once for all its sheets."""

    version: int
    sheets: tuple[BoundSheet, ...]
    formats: tuple[Format, ...]
    strings: tuple[str, ...]
    encoding: str
    since_1904: bool


def records(stream: bytes, offset: int = 0) -> Iterator[Record]:
    """
    Return the records from an offset to the end of their substream.

    :raises Unreadable: if a record reaches past the stream
    """
    at, deep = offset, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        pieces = [stream[at + 4 : at + 4 + length]]
        at += 4 + length
        while at + 4 <= len(stream) and struct.unpack_from("<H", stream, at)[0] == _CONTINUE:
            length = struct.unpack_from("<H", stream, at + 2)[0]
            pieces.append(stream[at + 4 : at + 4 + length])
            at += 4 + length
        deep += (kind == _BOF) - (kind == _EOF)
        yield Record(kind, tuple(pieces))
        if deep == 0:
            return
    _refuse("exchange.broken", "")


def read_globals(stream: bytes, limits: Limits) -> Globals:
    """
    Read the workbook's own records.

    :raises Unreadable: if it is protected, holds macros or links outside, or is broken
    """
    try:
        return _Gatherer(stream, limits).gather()
    except (struct.error, IndexError, UnicodeDecodeError):
        _refuse("exchange.broken", "")


class _Gatherer:
    def __init__(self, stream: bytes, limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        self._version, self._encoding, self._since_1904 = BIFF8, "gb18030", False
        self._sheets: list[BoundSheet] = []
        self._codes: dict[int, Format] = {}
        self._numbers: list[int] = []
        self._strings: tuple[str, ...] = ()
        self._takers = {
            0x0042: self._code_page,
            0x0022: self._date_mode,
            0x0085: self._sheet,
            0x041E: self._format,
            0x00E0: self._style,
            0x00FC: self._shared,
            0x01AE: self._book,
            0x0017: self._old_link,
            0x002F: self._protected,
            0x00D3: self._macros,
        }

    def gather(self) -> Globals:
        for record in records(self._stream):
            if record.kind == _BOF:
                self._version = struct.unpack_from("<H", record.data)[0]
            elif record.kind in self._takers:
                self._takers[record.kind](record)
        if self._version not in {BIFF8, 0x0500} or not self._sheets:
            _refuse("exchange.no_sheets")
        formats = tuple(self._codes.get(n) or built_in(n) for n in self._numbers)
        return Globals(
            self._version, tuple(self._sheets), formats, self._strings, self._encoding, self._since_1904
        )

    def _code_page(self, record: Record) -> None:
        self._encoding = _CODE_PAGES.get(struct.unpack_from("<H", record.data)[0], "gb18030")

    def _date_mode(self, record: Record) -> None:
        self._since_1904 = bool(struct.unpack_from("<H", record.data)[0])

    def _sheet(self, record: Record) -> None:
        offset, state, kind, length = struct.unpack_from("<IBBB", record.data)
        if kind == 1:
            _refuse("exchange.macros", "")
        if kind != _WORKSHEET:
            return
        name = text_of(record.data[7:], length, self._version, self._encoding)
        self._sheets.append(BoundSheet(name, offset, bool(state & 3)))
        if len(self._sheets) > self._limits.sheets:
            _refuse("exchange.too_many_sheets", str(self._limits.sheets))

    def _format(self, record: Record) -> None:
        if self._version == BIFF8:
            number, length = struct.unpack_from("<HH", record.data)
            code = text_of(record.data[4:], length, self._version, self._encoding)
        else:
            number, length = struct.unpack_from("<HB", record.data)
            code = text_of(record.data[3:], length, self._version, self._encoding)
        self._codes[number] = format_of(code)

    def _style(self, record: Record) -> None:
        self._numbers.append(struct.unpack_from("<H", record.data, 2)[0])

    def _shared(self, record: Record) -> None:
        self._strings = tuple(_SharedReader(record.pieces).read())

    def _book(self, record: Record) -> None:
        # a book that is this one, or Excel's own functions, states so in place of a name
        if len(record.data) != 4 or struct.unpack_from("<H", record.data, 2)[0] not in {0x0401, 0x3A01}:
            _refuse("exchange.external_links", "")

    def _old_link(self, record: Record) -> None:
        if self._version != BIFF8 and record.data[1:2] == b"\1":
            _refuse("exchange.external_links", "")

    def _protected(self, _: Record) -> None:
        _refuse("exchange.password", "")

    def _macros(self, _: Record) -> None:
        _refuse("exchange.macros", "")


def text_of(data: bytes, length: int, version: int, encoding: str) -> str:
    """Return a text of *length* characters: BIFF8 states one or two bytes for each, BIFF5 a code page."""
    if version != BIFF8:
        return data[:length].decode(encoding, "replace")
    if not data:
        return ""
    if data[0] & 1:
        return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return data[1 : 1 + length].decode("latin-1")


class _SharedReader:
    """The shared texts (SST), which run over continued records with a new width mark at each seam."""

    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self._pieces, self._index, self._at = pieces, 0, 0

    def read(self) -> Iterator[str]:
        _, count = struct.unpack_from("<II", self._pieces[0])
        self._at = 8
        for _ in range(count):
            if self._index >= len(self._pieces):
                return
            yield self._string()

    def _string(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        parts, wide = [], flags & 1
        while length:
            room = (len(self._pieces[self._index]) - self._at) >> wide
            taken = min(length, max(0, room))
            raw = self._pieces[self._index][self._at : self._at + (taken << wide)]
            parts.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._at += taken << wide
            length -= taken
            if length:
                self._next()
                wide = self._take(1)[0] & 1
        self._skip(runs * 4 + extra)
        return "".join(parts)

    def _take(self, count: int) -> bytes:
        if self._at >= len(self._pieces[self._index]):
            self._next()
        self._at += count
        return self._pieces[self._index][self._at - count : self._at]

    def _skip(self, count: int) -> None:
        while count:
            room = len(self._pieces[self._index]) - self._at
            step = min(room, count)
            self._at += step
            count -= step
            if count:
                self._next()
        if self._at >= len(self._pieces[self._index]):
            self._index, self._at = self._index + 1, 0

    def _next(self) -> None:
        self._index, self._at = self._index + 1, 0
        if self._index >= len(self._pieces):
            raise IndexError


def _refuse(code: str, *args: str) -> NoReturn:
    raise Unreadable(Problem(code, "", args))

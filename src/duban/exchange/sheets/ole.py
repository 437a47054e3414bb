"""The compound file that an .xls (and a password-protected .xlsx) is: directory and streams, bounded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from duban.engine.kernel import Problem
from duban.exchange.sheets.types import Unreadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A compound file. Every chain is walked at most once round, so a ring cannot hold the reader."""

    def __init__(self, content: bytes) -> None:
        """
        Read the directory.

        :raises Unreadable: if it is broken
        """
        self._content = content
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError):
            raise Unreadable(Problem("exchange.broken", "", ("",))) from None

    def _open(self) -> None:
        shift, self._mini_shift = struct.unpack_from("<HH", self._content, 30)
        if shift not in {9, 12} or self._mini_shift != 6:
            raise IndexError
        self._size = 1 << shift
        first_dir, self._cutoff = struct.unpack_from("<I4xI", self._content, 48)
        first_mini, _, difat, _ = struct.unpack_from("<4I", self._content, 60)
        fat: list[int] = []
        for sector in self._fat_sectors(difat):
            fat.extend(self._numbers(self._sector(sector)))
        self._fat = fat
        directory = b"".join(self._chain(first_dir))
        self.entries = tuple(_entry(directory, at) for at in range(0, len(directory) - 127, 128))
        self._mini_fat = self._numbers(b"".join(self._chain(first_mini)))
        root = next((e for e in self.entries if e.kind == 5), None)
        self._mini = b"".join(self._chain(root.start)) if root else b""

    def _fat_sectors(self, difat: int) -> Iterator[int]:
        yield from (s for s in struct.unpack_from("<109I", self._content, 76) if s < _END)
        for _ in range(len(self._content) // self._size + 1):
            if difat >= _END:
                return
            *sectors, difat = self._numbers(self._sector(difat))
            yield from (s for s in sectors if s < _END)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise IndexError
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _chain(self, sector: int) -> Iterator[bytes]:
        for _ in range(len(self._fat) + 1):
            if sector >= _END:
                return
            yield self._sector(sector)
            sector = self._fat[sector]
        raise IndexError

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and folders."""
        return frozenset(e.name for e in self.entries if e.kind)

    def stream(self, name: str) -> bytes | None:
        """
        Return a stream's bytes; ``None`` if there is none of that name.

        :raises Unreadable: if it is broken
        """
        entry = next((e for e in self.entries if e.kind == 2 and e.name == name), None)
        if entry is None:
            return None
        try:
            data = b"".join(
                self._chain(entry.start) if entry.size >= self._cutoff else self._mini_chain(entry.start)
            )
        except (struct.error, IndexError):
            raise Unreadable(Problem("exchange.broken", "", ("",))) from None
        return data[: entry.size]

    def _mini_chain(self, sector: int) -> Iterator[bytes]:
        for _ in range(len(self._mini_fat) + 1):
            if sector >= _END:
                return
            yield self._mini[sector << 6 : (sector + 1) << 6]
            sector = self._mini_fat[sector]
        raise IndexError


def _entry(directory: bytes, at: int) -> _Entry:
    length, kind = struct.unpack_from("<HB", directory, at + 64)
    name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<II", directory, at + 116)
    return _Entry(name, kind, start, size)

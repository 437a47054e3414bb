"""The zip that an .xlsx is, opened without trusting a word of what it says about itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from duban.engine.kernel import Problem
from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.types import Unreadable

CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"


class Package:
    """An opened zip; every reading is bounded by the limits, whatever sizes the headers state."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """
        Open the zip.

        :raises Unreadable: if it is broken, encrypted, doubled, or states more than the limits allow
        """
        self._limits = limits
        if content.count(_ENTRY) > limits.entries:
            self._refuse("exchange.bomb")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            self._refuse("exchange.broken")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._stated = 0
        for info in self._zip.infolist():
            self._admit(info)

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = info.filename.replace("\\", "/").lstrip("/")
        if info.flag_bits & 0x1:
            self._refuse("exchange.password")
        if name.lower() in self._entries or info.compress_type not in _METHODS:
            self._refuse("exchange.malicious", name)
        self._entries[name.lower()] = info
        self._stated += info.file_size
        if self._stated > self._limits.inflated:
            self._refuse("exchange.bomb", name)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names in small letters, as the package spells paths (``xl/workbook.xml``)."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def packed(self, name: str) -> int:
        """Return a part's packed size as stated."""
        return max(1, self._entries[name.lower()].compress_size)

    def chunks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """
        Unpack a part piece by piece, up to ``most`` bytes (the limit for one part unless given).

        :raises Unreadable: if it is broken or unpacks to more
        """
        cap, size = most or self._limits.part, 0
        try:
            with self._zip.open(self._entries[name.lower()]) as part:
                while chunk := part.read(CHUNK):
                    size += len(chunk)
                    if size > cap or self._swells(size, name):
                        self._refuse("exchange.bomb", name)
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ):
            self._refuse("exchange.broken", name)

    def _swells(self, size: int, name: str) -> bool:
        return size > self._limits.ratio_from and size > self.packed(name) * self._limits.ratio

    def _refuse(self, code: str, *args: str) -> NoReturn:
        raise Unreadable(Problem(code, "", args or ("",)))

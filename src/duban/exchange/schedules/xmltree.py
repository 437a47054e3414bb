"""
XML from strangers, read in one stream into plain dictionaries.

Only the elements asked for are kept. A document type, an entity, too deep a nesting: refused before anything is expanded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from duban.engine.kernel import Problem, Unfit

Record = dict[str, Any]
"""Leaf elements by name, and for each kind of record inside it a list under its name."""

_DEEPEST = 60
_CHUNK = 1 << 20


class _Reader:
    """Keeps the record being read and those around it."""

    def __init__(self, records: frozenset[str], skipped: frozenset[str]) -> None:
        self._records = records
        self._skipped = skipped
        self._open: list[Record] = [{}]
        self._text: list[str] = []
        self._skipping = 0
        self._depth = 0
        self.root: Record = self._open[0]

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._skipping:
            self._skipping += 1
            return
        if name in self._skipped:
            self._skipping = 1
            return
        if name in self._records:
            record: Record = {}
            self._open[-1].setdefault(name, []).append(record)
            self._open.append(record)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unfit(Problem("schedules.too_deep"))
        if self._text:
            self._text.clear()

    def end(self, name: str) -> None:
        """Close an element."""
        if self._skipping:
            self._skipping -= 1
            return
        self._depth -= 1
        if name in self._records:
            self._open.pop()
        elif self._text:
            self._open[-1][name] = self._text[0] if len(self._text) == 1 else "".join(self._text)
        self._text.clear()

    def text(self, data: str) -> None:
        """Take text."""
        if not self._skipping:
            self._text.append(data)


def _refuse(*_: object) -> None:
    raise Unfit(Problem("schedules.unsafe_xml"))


def read(data: bytes, records: frozenset[str], skipped: frozenset[str]) -> Record:
    """
    Read a document: every element named in *records* becomes a dictionary, those in *skipped* are passed over.

    :raises Unfit: ``schedules.bad_xml``, ``schedules.unsafe_xml``, ``schedules.too_deep``
    """
    reader = _Reader(records, skipped)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse  # type: ignore[assignment]
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unfit(
            Problem("schedules.bad_xml", "", (str(error.lineno), expat.ErrorString(error.code) or ""))
        ) from error
    except (LookupError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(Problem("schedules.bad_encoding")) from error
    return reader.root

"""
XML from strangers, read in one stream into plain dictionaries.

Only the elements asked for are kept. A document type, an entity, too deep a nesting: refused before anything is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from duban.engine.kernel import Problem, Unfit

Record = dict[str, Any]
"""Leaf elements by name, and for each kind of record inside it a list under its name."""

_CHINESE = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']gb""", re.IGNORECASE)
_PREFIXED = re.compile(rb"<([A-Za-z_][\w.-]{0,30}):Project[\s>]")
_WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DEEPEST = 60
_CHUNK = 1 << 20


def _handlers(  # noqa: C901 - two small closures over one state
    records: frozenset[str], skipped: frozenset[str], root: Record, text: list[str]
) -> tuple[Callable[[str, Mapping[str, str]], None], Callable[[str], None]]:
    """
    Return what to do where an element opens and closes. Closures over plain lists: they run a million times.

    Text is put into *text* by the parser itself.
    """
    open_ = [root]
    skipping = 0

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal skipping
        if skipping:
            skipping += 1
        elif name in skipped:
            skipping = 1
        elif name in records:
            record: Record = {}
            open_[-1].setdefault(name, []).append(record)
            open_.append(record)
            if len(open_) > _DEEPEST:
                raise Unfit(Problem("schedules.too_deep"))
        text.clear()

    def end(name: str) -> None:
        nonlocal skipping
        if skipping:
            skipping -= 1
        elif name in records:
            open_.pop()
        elif text:
            open_[-1][name] = text[0] if len(text) == 1 else "".join(text)
        text.clear()

    return start, end


def _refuse(*_: object) -> None:
    raise Unfit(Problem("schedules.unsafe_xml"))


def _transcoded(data: bytes) -> tuple[bytes, str | None]:
    """
    Return what the parser does not know, Chinese and 16-bit text, as UTF-8, whatever it calls itself; nothing stands before
    it. Names lose a prefix they all carry.
    """
    data, wide = _narrowed(data.lstrip(b" \t\r\n"))
    prefix = _PREFIXED.search(data[:4096])
    if prefix is not None:
        data = data.replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")
    if wide or not _CHINESE.match(data[:200]):
        return data, "utf-8" if wide else None
    try:
        return data.decode("gb18030").encode(), "utf-8"
    except UnicodeDecodeError as error:
        raise Unfit(Problem("schedules.bad_encoding")) from error


def _narrowed(data: bytes) -> tuple[bytes, bool]:
    """Return UTF-16 as UTF-8, and whether it was."""
    kind = next((k for mark, k in _WIDE if data.startswith(mark)), None)
    if kind is None:
        return data, False
    try:
        return data.decode(kind).lstrip("\ufeff").encode(), True
    except UnicodeDecodeError as error:
        raise Unfit(Problem("schedules.bad_encoding")) from error


def read(data: bytes, records: frozenset[str], skipped: frozenset[str]) -> Record:
    """
    Read a document: every element named in *records* becomes a dictionary, those in *skipped* are passed over.

    :raises Unfit: ``schedules.bad_xml``, ``schedules.unsafe_xml``, ``schedules.too_deep``
    """
    root: Record = {}
    text: list[str] = []
    data, encoding = _transcoded(data)
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler, parser.EndElementHandler = _handlers(records, skipped, root, text)
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse  # type: ignore[assignment]
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK])
        parser.Parse(b"", True)  # noqa: FBT003 - the end
    except expat.ExpatError as error:
        raise Unfit(
            Problem("schedules.bad_xml", "", (str(error.lineno), expat.ErrorString(error.code) or ""))
        ) from error
    except (LookupError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(Problem("schedules.bad_encoding")) from error
    return root

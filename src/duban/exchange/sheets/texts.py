"""CSV as Chinese offices save it: UTF-8, UTF-16 or GB18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from duban.engine.kernel import Problem
from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.types import Cell, Grid, Row, Unreadable
from duban.exchange.sheets.values import cell_of_text

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_DELIMITERS = (",", "\t", ";", "，", "|")
SHEET = "CSV"
"""The name of the one sheet a .csv has."""


class CsvBook:
    """A .csv that has been looked through; every cell is text."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """
        Decode it and find its delimiter.

        :raises Unreadable: if it is not text, or not a table, or larger than the limits
        """
        self._text = decoded(content)
        self._delimiter = _delimiter(self._text)
        self.cells = 0
        try:
            for number, fields in enumerate(self._records(), start=1):
                self.cells += len(fields)
                if number > limits.rows:
                    _refuse("exchange.too_many_rows", str(limits.rows))
                if self.cells > limits.cells:
                    _refuse("exchange.too_many_cells", str(limits.cells))
        except csv.Error:
            _refuse("exchange.broken", "")

    def grids(self) -> tuple[Grid, ...]:
        """Return the one sheet."""
        return (Grid(SHEET, (), self._rows),)

    def _records(self) -> Iterator[list[str]]:
        return csv.reader(io.StringIO(self._text, newline=""), delimiter=self._delimiter)

    def _rows(self) -> Iterator[Row]:
        for number, fields in enumerate(self._records(), start=1):
            cells: dict[int, Cell] = {
                column: cell_of_text(text, (SHEET, number, column))
                for column, text in enumerate(fields, start=1)
                if text.strip()
            }
            if cells:
                yield Row(number, SHEET, cells, {})


def decoded(content: bytes) -> str:
    """
    Return the text: by its mark if it has one, else strictly UTF-8, else strictly GB18030.

    :raises Unreadable: if it is none of these, or holds what no text holds
    """
    encodings = [e for mark, e in _MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    text = next((t for t in (_strictly(content, e) for e in encodings) if t is not None), None)
    if text is None:
        _refuse("exchange.encoding")
    if "\0" in text or _CONTROL.search(text):
        _refuse("exchange.not_text")
    return text


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> str:
    """Return the mark that cuts the first lines into the most, and the most even, pieces."""
    lines = [line for line in text[:65_536].splitlines() if line.strip()][:30]
    best, best_score = ",", 0
    for mark in _DELIMITERS:
        counts = Counter(line.count(mark) for line in lines)
        counts.pop(0, None)
        if counts:
            pieces, times = max(counts.items(), key=lambda item: (item[1], item[0]))
            if pieces * times > best_score:
                best, best_score = mark, pieces * times
    return best


def _refuse(code: str, *args: str) -> NoReturn:
    raise Unreadable(Problem(code, "", args))

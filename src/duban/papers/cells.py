"""What a cell of an export holds: text that a spreadsheet will show and never run, figures as they were published."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from duban.engine.kernel import plain

__all__ = ["CSV", "LONGEST", "UNRUN", "XLSX", "Value", "in_csv", "safe_text"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
UNRUN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of an XlsxWriter workbook in which a text stays a text."""

Value = str | int | Decimal | date | None

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_HARMLESS = re.compile(r"[-+]?(?:\d+(?:,\d{3})*(?:\.\d+)?%?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767
"""Characters a cell holds."""


def safe_text(value: str) -> str:
    """
    Return a text for a cell of an export (.csv or .xlsx) that no spreadsheet takes for a formula.

    A text that begins with = + - @, tab or line end (after white space too, or full-width) gets a ``'`` in
    front; a plain number (−5.2, +27%) and a lone dash stay. Control characters are dropped, length is cut
    to what a cell holds.
    """
    clean = _CONTROL.sub("", value)
    if clean.lstrip(" \u00a0\u3000\ufeff").startswith(_RUNS) and not _HARMLESS.fullmatch(clean):
        clean = "'" + clean
    return clean[:LONGEST]


def in_csv(value: Value, absent: str = "") -> str:
    """Return a value for a cell of a CSV file: decimals as published, days as ISO writes them, nothing as *absent*."""
    if value is None:
        return absent
    if isinstance(value, str):
        return safe_text(value)
    return plain(value) if isinstance(value, Decimal) else str(value)

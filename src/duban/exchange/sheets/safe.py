"""Text that a spreadsheet will show and never run."""

from __future__ import annotations

import re

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

"""Moments, durations and flags as the files write them."""

from __future__ import annotations

import re
from datetime import date

from duban.engine.schedule import DAY, HOUR, MINUTE

_SPAN = re.compile(r"-?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:([aApP])\.?[mM]\.?)?")
_FLAGS = {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False}
_days: dict[str, int] = {}
_spans: dict[str, int] = {}
_MOST_KEPT = 100_000


def stamp(text: str | None) -> int | None:
    """Read ``2020-09-16T17:00:00`` or ``2020-09-16 17:00`` as a tick; ``None`` for nothing and for what is no moment."""
    if not text or len(text) < 10:
        return None
    day = _days.get(text[:10])
    try:
        if day is None:
            day = date(int(text[:4]), int(text[5:7]), int(text[8:10])).toordinal() * DAY
            if len(_days) < _MOST_KEPT:
                _days[text[:10]] = day
        if len(text) < 16:
            return day
        seconds = int(text[17:19]) if len(text) >= 19 else 0
        return day + int(text[11:13]) * HOUR + int(text[14:16]) * MINUTE + seconds // 6
    except ValueError:
        return None


def clock(text: str | None) -> int | None:
    """Read ``08:00:00``, ``8:00`` or ``1:00 PM`` as ticks since midnight."""
    match = _CLOCK.fullmatch((text or "").strip())
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2])
    if match[3]:
        hours = hours % 12 + (12 if match[3] in "pP" else 0)
    return hours * HOUR + minutes * MINUTE if hours <= 24 and minutes < 60 else None


def span(text: str | None) -> int:
    """Read ``PT8H0M0S`` as ticks; nothing is zero."""
    if not text:
        return 0
    known = _spans.get(text)
    if known is None:
        known = _read_span(text)
        if len(_spans) < _MOST_KEPT:
            _spans[text] = known
    return known


def _read_span(text: str) -> int:
    match = _SPAN.fullmatch(text)
    if match is None:
        return 0
    days, hours, minutes, seconds = (int(g) if g else 0 for g in match.groups())
    ticks = days * DAY + hours * HOUR + minutes * MINUTE + (seconds + 3) // 6
    return -ticks if text[0] == "-" else ticks


def flag(text: str | None, *, otherwise: bool = False) -> bool:
    """Read ``1``, ``0``, ``true`` or ``false``; nothing, and anything else, is what it is taken for otherwise."""
    return _FLAGS.get(text or "", otherwise)


def whole(text: str | None, otherwise: int = 0) -> int:
    """Read a whole number; a fraction is cut off."""
    try:
        return int(text) if text else otherwise
    except ValueError:
        try:
            return int(float(text or ""))
        except (ValueError, OverflowError):
            return otherwise


def number(text: str | None, otherwise: float = 0.0) -> float:
    """Read a number with a decimal point or comma; whichever stands last is the decimal sign, the other groups digits."""
    if not text:
        return otherwise
    plain = text.replace(" ", "").replace("\u00a0", "")
    if "," in plain and "." in plain:
        grouping = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(grouping, "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return otherwise
    return value if abs(value) < 1e12 else otherwise

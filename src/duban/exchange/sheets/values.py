"""Numbers and dates as files store them, turned into exact values."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from duban.exchange.sheets.types import GENERAL, Cell, Format, Kind, Shows, Value

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_LARGEST = 30
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet's dates have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_465


def decimal_of(text: str) -> Decimal | None:
    """
    Return a stored number exactly as people typed it: ``65.129999999999995`` is 65.13.

    Sheets keep binary doubles, true to 15 significant digits; nothing past them was ever typed.
    ``None`` if the text is no number, or beyond 10^30.
    """
    if _NUMBER.fullmatch(text) is None:
        return None
    number = Decimal(text) if len(text) <= 15 else Decimal(format(float(text), ".15g"))
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return None if number else Decimal(0)
    return number


def decimal_of_float(number: float) -> Decimal | None:
    """Return a binary double as people typed it, to 15 significant digits."""
    return decimal_of(format(number, ".15g"))


def date_of(serial: Decimal, *, since_1904: bool = False) -> date | None:
    """
    Return the day (or the moment) of a serial number; ``None`` where it names no day.

    Serials below 61 carry Excel's invented 29 February 1900 and are not taken as dates.
    """
    if not (61 <= serial <= _LAST_SERIAL):
        return None
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=int(serial))
    rest = serial - int(serial)
    if not rest:
        return moment.date()
    return moment + timedelta(seconds=round(float(rest) * 86400))


def cell_of_number(
    number: Decimal | None, place: tuple[str, int, int], form: Format, *, formula: bool, since_1904: bool
) -> Cell:
    """Return the cell of a stored number: a date where its format shows one. ``place``: sheet, row, column."""
    if number is None:
        return Cell("#NUM!", Kind.ERROR, *place, form, formula)
    if form.shows is Shows.DATE:
        day = date_of(number, since_1904=since_1904)
        if day is not None:
            return Cell(day, Kind.DATE, *place, form, formula)
    return Cell(number, Kind.NUMBER, *place, form, formula)


def cell_of_text(
    text: str, place: tuple[str, int, int], form: Format = GENERAL, *, formula: bool = False
) -> Cell:
    """Return the cell of a text; white space alone is nothing."""
    value: Value = text if text.strip() else None
    return Cell(value, Kind.TEXT if value is not None else Kind.EMPTY, *place, form, formula)

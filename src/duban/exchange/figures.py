"""
How figures, days and periods are written, in the reader's language.

One rule for amounts: where people compare them they have their indicator's decimals, and "where from?" gives them
whole; as published they stand only where what was published is the matter (vintages, sources side by side). From
10,000 on, thousands are set apart.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language

from duban.engine.kernel import Period, plain, shown

DASH = "—"
MINUS = "\u2212"
_TEN_THOUSAND = 10_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Named(Protocol):
    """Anything with a Chinese and an English name."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def name_en(self) -> str: ...  # noqa: D102


def in_chinese() -> bool:
    """Return whether the reader reads Chinese."""
    return (get_language() or "zh").startswith("zh")


def name_of(thing: Named) -> str:
    """Return the thing's name in the reader's language, where it has one there."""
    return thing.name if in_chinese() or not thing.name_en else thing.name_en


def figure(value: Decimal | int | None, places: int | None = None) -> str:
    """Write a figure as published, or rounded half up to *places*; "—" where there is none."""
    if value is None:
        return DASH
    exact = Decimal(value)
    return _grouped(exact if places is None else shown(exact, places)).replace("-", MINUS)


def signed(value: Decimal | None, places: int | None = None) -> str:
    """Write a change with its sign: +14.7, −8.0, 0."""
    if value is None:
        return DASH
    exact = value if places is None else shown(value, places)
    text = _grouped(abs(exact))
    if exact == 0:
        return text
    return f"{'+' if exact > 0 else MINUS}{text}"


def _grouped(value: Decimal) -> str:
    """Write a figure with its thousands set apart where there are ten and more: 9999.5, 10,000."""
    return f"{value:,f}" if abs(value) >= _TEN_THOUSAND else plain(value)


def pct(value: Decimal | None, places: int | None = None) -> str:
    """Write a share in per cent."""
    return DASH if value is None else f"{figure(value, places)}%"


def growth(value: Decimal | None) -> str:
    """Write a growth rate as published, with its sign."""
    return DASH if value is None else f"{signed(value)}%"


def day(value: date | datetime | None, *, short: bool = False) -> str:
    """Write a day: 2020年9月16日 or 16 Sep 2020; *short* leaves the year out."""
    if value is None:
        return DASH
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if in_chinese():
        return f"{'' if short else f'{local.year}年'}{local.month}月{local.day}日"
    return f"{local.day} {_MONTHS[local.month - 1]}{'' if short else f' {local.year}'}"


def month(number: int) -> str:
    """Write a month by its number: 9月 or Sep."""
    return f"{number}月" if in_chinese() else _MONTHS[number - 1]


def moment(value: datetime | None) -> str:
    """Write a moment to the minute, where the zone is."""
    return DASH if value is None else f"{day(value)} {timezone.localtime(value):%H:%M}"


def period(value: Period, *, short: bool = False) -> str:
    """Write a period: 2020年1—8月 or Jan–Aug 2020; *short* leaves the year out."""
    if in_chinese():
        return f"{'' if short else f'{value.year}年'}1—{value.month}月"
    return f"Jan–{_MONTHS[value.month - 1]}{'' if short else f' {value.year}'}"

"""Durations and predecessors as people write them: ``20工作日``, ``30自然日``, ``3FS+2工作日; 5SS``, ``4h``, ``7FF-50%``."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.engine.schedule import CLOCK, DAY, HOUR, MINUTE, LinkKind

_UNITS = {
    "": "day", "工作日": "day", "个工作日": "day", "工日": "day", "个工日": "day", "工作天": "day", "天": "day", "日": "day", "d": "day", "wd": "day",
    "自然日": "calendar", "个自然日": "calendar", "日历日": "calendar", "日历天": "calendar", "自然天": "calendar", "个日历天": "calendar", "个日历日": "calendar", "已用工作日": "calendar",
    "个已用工作日": "calendar", "cd": "calendar", "ed": "calendar",
    "小时": "hour", "工时": "hour", "个小时": "hour", "h": "hour", "分钟": "minute", "m": "minute", "min": "minute",
    "周": "week", "w": "week", "个月": "month", "月": "month", "年": "year", "个星期": "week", "星期": "week", "个周": "week", "mo": "month", "eh": "clock_hour",
}  # fmt: skip
_LENGTHS = {"day": 1, "week": 5, "month": 20, "year": 240}
"""Working days of a week, a month and a year, as project programs have them."""
_AMOUNT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([^\d\s?？%％]*)[?？]?")
_LINK = re.compile(
    r"(?P<id>.+?)\s*(?P<kind>FS|SS|FF|SF|完成[-—]开始|开始[-—]开始|完成[-—]完成|开始[-—]完成)?\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?\s*[^\d\s]*(?:\s*[^\d\s]+)?)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[;；,，、\n]+")
_KINDS = {
    "FS": LinkKind.FINISH_START,
    "SS": LinkKind.START_START,
    "FF": LinkKind.FINISH_FINISH,
    "SF": LinkKind.START_FINISH,
    "完成开始": LinkKind.FINISH_START,
    "开始开始": LinkKind.START_START,
    "完成完成": LinkKind.FINISH_FINISH,
    "开始完成": LinkKind.START_FINISH,
}
_MOST = 10_000_000


class Amount(NamedTuple):
    """A stretch of time in ticks, and whether it is counted by the clock."""

    ticks: int
    by_clock: bool = False
    percent: float | None = None
    """Per cent of the predecessor's duration, for a lag."""


class Before(NamedTuple):
    """One predecessor."""

    id: str
    kind: LinkKind
    lag: Amount


def amount(text: str, day: int) -> Amount | None:
    """Read a duration or a lag, *day* ticks to a working day; nothing where it cannot be read."""
    plain = text.strip().lower().replace(" ", "")
    if plain.endswith(("%", "％")):
        match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)[%％]", plain)
        return Amount(0, percent=float(match[1])) if match else None
    match = _AMOUNT.fullmatch(plain)
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None or abs(value := float(match[1])) > _MOST:
        return None
    if unit in _LENGTHS:
        return Amount(round(value * _LENGTHS[unit] * day))
    lengths = {"calendar": DAY, "clock_hour": HOUR, "hour": HOUR, "minute": MINUTE}
    return Amount(round(value * lengths[unit]), by_clock=unit in ("calendar", "clock_hour"))


def predecessors(text: str, day: int) -> tuple[list[Before], list[str]]:
    """Read ``3FS+2工作日; 5SS`` and return the predecessors, and the parts that cannot be read."""
    found, bad = [], []
    for part in (p.strip() for p in _BETWEEN.split(text)):
        if not part:
            continue
        match = _LINK.fullmatch(part)
        lag = amount(match["lag"], day) if match and match["lag"] else Amount(0)
        if match is None or lag is None:
            bad.append(part)
        else:
            kind = re.sub("[-—]", "", match["kind"] or "FS").upper()
            found.append(Before(match["id"].strip().removesuffix(".0"), _KINDS[kind], lag))
    return found, bad


def lag_of(lag: Amount, predecessor: int) -> tuple[int, str | None]:
    """Return a lag in ticks, *predecessor* being its predecessor's duration, and its calendar; nothing: the successor's."""
    if lag.percent is not None:
        return round(predecessor * lag.percent / 100), None
    return lag.ticks, CLOCK if lag.by_clock else None


def share(text: str) -> float | None:
    """Read how much is done as a share of one: ``60%``, ``60`` and ``0.6`` are the same; nothing where it cannot be read."""
    plain = text.strip().replace("％", "%")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", plain)
    if match is None:
        return None
    value = float(match[1])
    if match[2] or value > 1:
        value /= 100
    return value if value <= 1 else None

"""Units as tables state them, and exact conversion between those that differ only by powers of ten."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from duban.exchange.sheets.words import folded

PERCENT = "%"
POINTS = "百分点"
_SCALES = {
    "": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7,
    "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
}  # fmt: skip
_SCALED = re.compile(r"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|十)?(.*)")
_WHOLE = ("千瓦", "千克", "千米", "千伏", "千卡", "百分", "百万分", "千分", "万分")
_NOUNS = frozenset((
    "元", "美元", "欧元", "港元", "日元", "人", "人次", "户", "家", "个", "项", "件", "台", "套", "辆", "位",
    "名", "次", "天", "日", "分", "宗", "单", "条", "期", "年", "份", "处", "所", "批", "亩", "度", "人天",
    "吨", "千克", "公斤", "平方米", "平方公里", "立方米", "公顷", "公里", "千米", "米", "千瓦时", "千瓦", "兆瓦",
    "吨标准煤", "吨标煤", "吨标准煤/万元", "工作日", "张", "篇", "亿", "万",
))  # fmt: skip
_ALIASES = {
    "人民币": "元", "元人民币": "元", "人民币元": "元", "rmb": "元", "¥": "元", "圆": "元", "块": "元",
    "美金": "美元", "usd": "美元", "$": "美元", "us$": "美元", "港币": "港元", "m2": "平方米", "㎡": "平方米",
    "km2": "平方公里", "千瓦小时": "千瓦时", "kwh": "千瓦时", "m3": "立方米", "t": "吨", "kg": "千克", "百分比": PERCENT, "+-%": PERCENT,
    "±%": PERCENT, "-+%": PERCENT, "+/-%": PERCENT, "个百分点": POINTS, "pp": POINTS, "pct": POINTS, "百分之": PERCENT,
}  # fmt: skip


class Unit(NamedTuple):
    """A unit: what is counted, and ten to which power of it. ``noun`` is empty for a bare 亿 or 万."""

    noun: str
    power: int = 0


@lru_cache(maxsize=256)
def unit_of(text: str) -> Unit:
    """Read a unit: ``亿元`` is (元, 8), ``万人`` (人, 4), ``％`` (%, 0). An empty text is ``Unit("")``."""
    bare = folded(text).lower()
    bare = _ALIASES.get(bare, bare)
    if bare.startswith("人民币") and len(bare) > 3:
        bare = bare[3:]
    if bare.endswith("人民币") and len(bare) > 3:
        bare = bare[:-3]
    if bare.startswith(_WHOLE):
        return Unit(bare)
    match = _SCALED.fullmatch(bare)
    scale, noun = (match[1] or "", match[2]) if match else ("", bare)
    return Unit(_ALIASES.get(noun, noun), _SCALES[scale])


def is_unit(text: str) -> bool:
    """Whether a text in brackets after a heading is a unit, not a remark."""
    unit = unit_of(text)
    return unit.noun in _NOUNS or unit.noun in {PERCENT, POINTS} or (not unit.noun and unit.power >= 4)


def rate_unit(text: str) -> str:
    """Return ``%``, ``百分点`` or an empty text for a stated unit of growth."""
    noun = unit_of(text).noun
    return noun if noun in {PERCENT, POINTS} else ""


def convert(value: Decimal, stated: Unit, target: Unit) -> Decimal | None:
    """Return the value in the target unit, exactly; ``None`` where they count different things."""
    if stated.noun and target.noun and stated.noun != target.noun:
        return None
    moved = value.scaleb(stated.power - target.power)
    exponent = moved.as_tuple().exponent
    return moved.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else moved

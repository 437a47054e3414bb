"""The coded words of a ledger by every name offices and pages give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.utils import translation

from duban.engine.calendars import DayUnit
from duban.exchange.ledger_words import DAY_UNITS, FREQUENCIES, ORIGINS, URGENCIES
from duban.exchange.sheets.words import folded
from duban.ledger.types import Frequency, Origin, Urgency

__all__ = ["day_units", "frequencies", "origin_in", "origins", "urgencies"]

C = TypeVar("C", bound=StrEnum)
_UNITS = {"自然日": DayUnit.CALENDAR, "日历天": DayUnit.CALENDAR, "工作日": DayUnit.WORKING}
_URGENT = {"一般": Urgency.NORMAL, "普通": Urgency.NORMAL, "平件": Urgency.NORMAL, "急": Urgency.URGENT, "急件": Urgency.URGENT,
           "加急": Urgency.URGENT, "紧急": Urgency.URGENT, "特急": Urgency.EXTRA, "特提": Urgency.EXTRA}  # fmt: skip
_OFTEN = {"日报": Frequency.DAILY, "周报": Frequency.WEEKLY, "半月报": Frequency.FORTNIGHTLY, "月报": Frequency.MONTHLY,
          "季报": Frequency.QUARTERLY, "每季度": Frequency.QUARTERLY, "每天": Frequency.DAILY, "一次性": Frequency.NONE}  # fmt: skip
_ORIGIN_WORDS = (
    ("专项方案", Origin.PLAN),
    ("通报", Origin.BULLETIN),
    ("批示|指示|交办件|领导交办|阅批", Origin.INSTRUCTION),
    ("督查|巡视|巡察|检查|审计|整改|暗访", Origin.INSPECTION),
    ("会议|纪要|常务会|办公会|推进会|调度会|党工委会|专题会", Origin.MEETING),
    ("攻坚|大干|行动|会战", Origin.CAMPAIGN),
    ("指标|差距", Origin.INDICATOR),
    ("文件|通知|意见|办法|规划|要点|报告|号", Origin.DOCUMENT),
)


@cache
def origins() -> dict[str, Origin]:
    """Return kinds of source by all they go by."""
    return _called(Origin, ORIGINS)


@cache
def frequencies() -> dict[str, Frequency]:
    """Return how often is reported, by all it goes by."""
    return _OFTEN | _called(Frequency, FREQUENCIES)


@cache
def urgencies() -> dict[str, Urgency]:
    """Return urgencies by all they go by."""
    return _URGENT | _called(Urgency, URGENCIES)


@cache
def day_units() -> dict[str, DayUnit]:
    """Return units of days by all they go by."""
    return _UNITS | _called(DayUnit, DAY_UNITS)


def _called(kind: type[C], words: Mapping[Any, object]) -> dict[str, C]:
    """Return a coded word by all it goes by: its own, and what a page calls it in any language."""
    found = {one.value: one for one in kind}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {folded(str(said)).lower(): kind(one) for one, said in words.items()}
    return found


def origin_in(text: str) -> Origin | None:
    """Return what kind of source words name: 政府常务会议 is a meeting, 批示 an instruction; none where they name none."""
    for words, origin in _ORIGIN_WORDS:
        if re.search(words, text):
            return origin
    return None

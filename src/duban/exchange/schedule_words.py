"""What the words of kept schedules are called on every page, and how their days and durations are written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.core.sentences.terms import TERMS
from duban.engine.schedule import CLOCK, DAY, HOUR
from duban.projects.types import DAILY, SITE, WORK, BaselineState, RevisionKind, SpanScope, TemplateKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

REVISIONS: dict[StrEnum, _StrPromise] = {
    RevisionKind.DRAWN: _("新排"),
    RevisionKind.EDIT: _("调整"),
    RevisionKind.PROGRESS: _("进展"),
    RevisionKind.FILE: _("文件导入"),
    RevisionKind.TEMPLATE: _("套用模板"),
    RevisionKind.RESTORED: _("恢复旧版"),
    RevisionKind.REPORT: _("进度报告"),
}
BASELINES: dict[StrEnum, _StrPromise] = {
    state: TERMS[f"projects.baseline.{state.value}"] for state in BaselineState
}
TEMPLATES: dict[StrEnum, _StrPromise] = {
    TemplateKind.FACTORY: _("厂房"),
    TemplateKind.ROAD: _("道路"),
    TemplateKind.PARK: _("公园"),
    TemplateKind.RENOVATION: _("改造"),
    TemplateKind.OTHER: _("其他"),
}
SCOPES: dict[StrEnum, _StrPromise] = {
    SpanScope.SITE: _("只限工地施工"),
    SpanScope.ALL: _("全部工作"),
}
CALENDARS: dict[str, _StrPromise] = {
    WORK: _("工作日"),
    SITE: _("工地（冬歇期停工）"),
    DAILY: _("连续施工（冬歇期停工）"),
    CLOCK: _("自然日"),
}
CAUSES: dict[str, _StrPromise] = {
    "land": _("用地、林地指标"),
    "demolition": _("征拆"),
    "planning": _("规划调整"),
    "permits": _("审批手续"),
    "environment": _("环评"),
    "energy": _("能评"),
    "money": _("资金"),
    "investor": _("投资意愿"),
    "equipment": _("设备"),
    "utilities": _("配套（水电气路）"),
    "construction": _("施工组织"),
    "weather": _("天气"),
    "policy": _("政策"),
    "other": _("其他"),
}
"""Coded causes of delay (domain.md 4.4); one for each activity, so that shares add up."""
FIELDS: dict[str, _StrPromise] = {
    "name": _("名称"),
    "name_en": _("英文名称"),
    "duration": _("工期"),
    "calendar": _("日历"),
    "bound": _("限制"),
    "bound_at": _("限制日期"),
    "second": _("第二限制"),
    "second_at": _("第二限制日期"),
    "deadline": _("期限"),
    "actual_start": _("实际开始"),
    "actual_finish": _("实际完成"),
    "remaining": _("剩余工期"),
    "percent": _("完成比例"),
    "parent": _("上级"),
    "links": _("前置任务"),
}

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "revision_kind": REVISIONS,
    "baseline_state": BASELINES,
    "template_kind": TEMPLATES,
    "span_scope": SCOPES,
    "plan_calendar": CALENDARS,
    "delay_cause": CAUSES,
    "schedule_field": FIELDS,
}


def length(ticks: int, calendar: str, day: int = 8 * HOUR) -> str:
    """Write a duration with its unit, as its field takes it back: 10工作日, 7自然日, 4小时."""
    if calendar == CLOCK:
        return gettext("{n}自然日").format(n=_plain(ticks, DAY))
    if ticks % (day // 4):
        return gettext("{n}小时").format(n=_plain(ticks, HOUR))
    return gettext("{n}工作日").format(n=_plain(ticks, day))


def _plain(ticks: int, unit: int) -> str:
    return f"{Decimal(ticks) / unit:.2f}".rstrip("0").rstrip(".") or "0"

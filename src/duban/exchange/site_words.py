"""What reports of progress and the four lights are called on every page, and why a light shows what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.core.sentences.project_progress import PROGRESS_TERMS
from duban.engine.series import Lamp, LampKind, LampStanding, Why
from duban.exchange import figures
from duban.projects.types import LampView, PictureKind, ReportKind, ReportState, ShareFrom

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

LAMPS: dict[StrEnum, _StrPromise] = {
    Lamp.RED: _("红灯"),
    Lamp.YELLOW: _("黄灯"),
    Lamp.SLIGHT: _("略慢"),
    Lamp.GREEN: _("绿灯"),
    Lamp.NONE: _("不亮灯"),
}
LAMP_KINDS: dict[StrEnum, _StrPromise] = {kind: PROGRESS_TERMS[f"projects.lamp.{kind}"] for kind in LampKind}
REPORT_KINDS: dict[StrEnum, _StrPromise] = {
    ReportKind.WEEKLY: _("进度周报"),
    ReportKind.MONTHLY: _("进度月报"),
}
REPORT_STATES: dict[StrEnum, _StrPromise] = {
    state: PROGRESS_TERMS[f"projects.report.{state}"] for state in ReportState
}
REPORT_EDGES: dict[str, _StrPromise] = {
    edge: PROGRESS_TERMS[f"projects.report.{edge}"] for edge in ("submit", "resubmit", "send_back", "review")
}
PICTURES: dict[StrEnum, _StrPromise] = {PictureKind.DRAWING: _("施工图"), PictureKind.PHOTO: _("实景图")}
SHARES: dict[StrEnum, _StrPromise] = {
    ShareFrom.BASELINE: _("按批准的基线"),
    ShareFrom.SCHEDULE: _("按现计划（没有基线）"),
    ShareFrom.YEAR_PLAN: _("按年度投资计划"),
    ShareFrom.DAYS: _("按计划工期匀速"),
}
LISTS: dict[str, _StrPromise] = {
    "unstarted": _("应开未开"),
    "not_in_library": _("开工未入库"),
    "silent": _("久无消息"),
}
TONES = {Lamp.RED: "late", Lamp.YELLOW: "watch", Lamp.SLIGHT: "near", Lamp.GREEN: "ok", Lamp.NONE: "none"}
"""The shape and colour of a lamp in the style sheet."""
_WHYS: dict[Why, _StrPromise] = {
    Why.STARTED: _("按计划开工"),
    Why.STARTED_LATE: _("已开工，晚于计划 {0} 天"),
    Why.NOT_DUE_YET: _("还没到计划开工日"),
    Why.NO_START_PLANNED: _("没有计划开工日"),
    Why.NO_PLAN: _("没有计划进度"),
    Why.NO_REPORT: _("没有审核过的百分比"),
    Why.ON_PACE: _("达到计划进度"),
    Why.BEHIND: _("落后计划 {0} 个百分点"),
    Why.NO_BUDGET_MONEY: _("没有预算内资金，或没有支付数"),
    Why.PAID_AS_PLANNED: _("按计划支付"),
    Why.PAID_LESS: _("低于计划支付 {0} 个百分点"),
    Why.PAID_TOO_LITTLE: _("低于支付要求 {0} 个百分点"),
    Why.ENTERED: _("已入库"),
    Why.NOT_STARTED: _("未开工"),
    Why.BELOW_LIBRARY: _("总投资低于入库起点"),
    Why.WITHIN_TIME: _("开工未满一个月，尚未入库"),
    Why.NOT_ENTERED: _("开工满 {0} 个月未入库"),
}

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "lamp": LAMPS,
    "lamp_kind": LAMP_KINDS,
    "report_kind": REPORT_KINDS,
    "report_state": REPORT_STATES,
    "report_edge": REPORT_EDGES,
    "picture_kind": PICTURES,
    "share_from": SHARES,
}


def why(standing: LampStanding) -> str:
    """Return why a lamp shows what it shows, with its figure."""
    if standing.why is Why.UNSTARTED:
        months = standing.figure or 0
        if not months:
            return gettext("过了计划开工日未开工")
        return gettext("应开工未开工，已满 {0} 个月").format(figures.figure(months, 0))
    places = 1 if standing.why in {Why.BEHIND, Why.PAID_LESS, Why.PAID_TOO_LITTLE} else 0
    return str(_WHYS[standing.why]).format(figures.figure(standing.figure, places))


def lamp_word(view: LampView) -> str:
    """Return what a light shows in a word: its colour, or the good reason that suppresses it."""
    if view.excuse is not None:
        return gettext("正当理由：%(reason)s") % {"reason": view.excuse.reason}
    return str(LAMPS[view.shown])

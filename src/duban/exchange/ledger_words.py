"""What the ledger's enumerations are called on every page, list and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duban.engine.calendars import DayUnit
from duban.engine.series import DueLight
from duban.ledger.types import Frequency, ItemState, Order, Origin, SlipColour, Urgency, View, WaitingKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

STATES: dict[StrEnum, _StrPromise] = {
    ItemState.DRAFT: _("拟办"),
    ItemState.REGISTERED: _("已立项"),
    ItemState.DISPATCHED: _("已交办"),
    ItemState.REFUSED: _("拒收待定"),
    ItemState.ACCEPTED: _("已签收"),
    ItemState.UNDER_WAY: _("办理中"),
    ItemState.SUSPENDED: _("已中止"),
    ItemState.REPORTED: pgettext_lazy("state", "申请办结"),
    ItemState.VERIFIED: _("已核实"),
    ItemState.STRUCK_OFF: _("已销号"),
    ItemState.ARCHIVED: _("已归档"),
    ItemState.CANCELLED: _("已撤销"),
}
ORIGINS: dict[StrEnum, _StrPromise] = {
    Origin.INDICATOR: _("指标差距"),
    Origin.PLAN: _("专项方案"),
    Origin.MEETING: _("会议议定"),
    Origin.INSTRUCTION: _("领导批示"),
    Origin.INSPECTION: _("督查发现"),
    Origin.BULLETIN: _("通报要求"),
    Origin.CAMPAIGN: _("攻坚行动"),
    Origin.DOCUMENT: _("上级文件"),
}
FREQUENCIES: dict[StrEnum, _StrPromise] = {
    Frequency.NONE: _("不定期"),
    Frequency.DAILY: _("每日"),
    Frequency.WEEKLY: _("每周"),
    Frequency.FORTNIGHTLY: _("每半月"),
    Frequency.MONTHLY: _("每月"),
    Frequency.QUARTERLY: _("每季"),
}
URGENCIES: dict[StrEnum, _StrPromise] = {
    Urgency.NORMAL: _("一般"),
    Urgency.URGENT: _("急件"),
    Urgency.EXTRA: _("特急"),
}
DAY_UNITS: dict[StrEnum, _StrPromise] = {DayUnit.CALENDAR: _("自然日"), DayUnit.WORKING: _("工作日")}
DUE_LIGHTS: dict[StrEnum, _StrPromise] = {
    DueLight.OVERDUE: _("超期"),
    DueLight.BEHIND: _("滞后"),
    DueLight.NEAR: _("临期"),
    DueLight.ON_TIME: _("正常"),
    DueLight.DONE: _("已办结"),
    DueLight.NONE: _("未起算"),
}
SLIPS: dict[StrEnum, _StrPromise] = {
    SlipColour.BLUE: _("蓝色提醒单"),
    SlipColour.YELLOW: _("黄色督办单"),
    SlipColour.RED: _("红色督办单"),
}
VIEWS: dict[StrEnum, _StrPromise] = {
    View.OPEN: _("在办"),
    View.OVERDUE: _("超期"),
    View.NEAR: _("临期"),
    View.BEHIND: _("滞后"),
    View.UNACCEPTED: _("未签收"),
    View.UNREPORTED: _("未报告"),
    View.CLOSED: _("已结"),
    View.ALL: _("全部"),
}
ORDERS: dict[StrEnum, _StrPromise] = {
    Order.DUE: _("按时限"),
    Order.NUMBER: _("按编号"),
    Order.MOVED: _("按最近变动"),
    Order.PERCENT: _("按进度"),
}
WAITING: dict[StrEnum, _StrPromise] = {
    WaitingKind.ACCEPT: _("待签收"),
    WaitingKind.REPORT: _("待报告"),
    WaitingKind.OVERDUE: _("已超期"),
    WaitingKind.DECIDE_REFUSAL: _("拒收待定"),
    WaitingKind.DECIDE_EXTENSION: _("延期待批"),
    WaitingKind.VERIFY: _("待核实"),
    WaitingKind.STRIKE_OFF: _("待销号"),
    WaitingKind.DISPATCH: _("待交办"),
    WaitingKind.REDO: _("退回重办"),
    WaitingKind.STEP: _("节点到期"),
    WaitingKind.APPROVE_PLAN: _("方案待批"),
    WaitingKind.REVISE_PLAN: _("方案待改"),
    WaitingKind.ENFORCE_PLAN: _("方案待执行"),
}
MOVES: dict[str, _StrPromise] = {
    "register": _("立项"),
    "dispatch": _("交办"),
    "accept": _("签收"),
    "refuse": _("拒收"),
    "reassign": _("改派"),
    "uphold": _("维持原交办"),
    "begin": _("开始办理"),
    "report_done": _("申请办结"),
    "send_back": _("退办"),
    "verify": _("核实通过"),
    "strike_off": _("销号"),
    "archive": _("归档"),
    "suspend": _("中止"),
    "resume": _("恢复办理"),
    "cancel": _("撤销"),
    "reopen": _("重新打开"),
    "extend": _("延期"),
    "edit": _("修改"),
    "hand_over": _("移交"),
}
FIELDS: dict[str, _StrPromise] = {
    "title": _("事项"),
    "task": _("任务内容"),
    "done_when": _("完成标准"),
    "origin": _("任务来源"),
    "origin_text": _("来源描述"),
    "basis": _("依据"),
    "parent": _("上级事项"),
    "plan": _("专项方案"),
    "lead": _("牵头部门"),
    "responsible": _("责任部门"),
    "assisting": _("配合部门"),
    "person": _("责任人"),
    "leader": _("分管领导"),
    "start": _("起始"),
    "due": _("完成时限"),
    "unit": _("期限按"),
    "frequency": _("报告频次"),
    "weight": _("权重"),
    "urgency": _("紧急程度"),
    "tags": _("标签"),
    "steps": _("路线图"),
}
EXTENSIONS: dict[str, _StrPromise] = {
    "asked": _("待批复"),
    "granted": _("同意延期"),
    "declined": _("不同意"),
    "withdrawn": _("已撤回"),
    "grant": _("同意延期"),
    "decline": _("不同意"),
    "withdraw": _("撤回申请"),
}

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "item_state": STATES,
    "origin": ORIGINS,
    "frequency": FREQUENCIES,
    "urgency": URGENCIES,
    "day_unit": DAY_UNITS,
    "due_light": DUE_LIGHTS,
    "slip": SLIPS,
    "item_view": VIEWS,
    "item_order": ORDERS,
    "waiting": WAITING,
    "move": MOVES,
    "item_field": FIELDS,
    "extension": EXTENSIONS,
}

"""What the enumerations are called on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from duban.blockers.types import BlockerKind, BlockerState
from duban.engine.series import Direction, Light, Nature, TargetKind
from duban.exchange import ledger_words, plan_words, project_words, schedule_words, site_words
from duban.indicators.types import Basis, Carries, FilingState, Issuer, Source, Status, Tier
from duban.notices.types import ChannelKind, Kind
from duban.orgs.types import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

LIGHTS: dict[StrEnum, _StrPromise] = {
    Light.LATE: _("滞后"),
    Light.WATCH: _("关注"),
    Light.OK: _("正常"),
    Light.AHEAD: _("超前"),
    Light.NONE: _("未亮灯"),
}
CLASSES: dict[str, _StrPromise] = {
    "key": _("关键"),
    "weak": _("薄弱"),
    "strong": _("优势"),
}
NATURES: dict[StrEnum, _StrPromise] = {
    Nature.FLOW: _("累计量"),
    Nature.STOCK: _("时点数"),
    Nature.RATE: _("比率"),
}
DIRECTIONS: dict[StrEnum, _StrPromise] = {
    Direction.HIGHER: _("越高越好"),
    Direction.LOWER: _("越低越好"),
    Direction.BAND: _("区间内为好"),
}
CARRIES: dict[StrEnum, _StrPromise] = {
    Carries.BOTH: _("总量和增速"),
    Carries.LEVEL: _("只有总量"),
    Carries.GROWTH: _("只有增速"),
}
BASES: dict[StrEnum, _StrPromise] = {
    Basis.NOMINAL: _("现价"),
    Basis.REAL: _("可比价"),
    Basis.COMPARABLE: _("可比口径"),
}
SOURCES: dict[StrEnum, _StrPromise] = {
    Source.STATISTICS: _("统计"),
    Source.TAX: _("税务"),
    Source.DEPARTMENT: _("部门"),
    Source.FIRM: _("企业"),
}
STATUSES: dict[StrEnum, _StrPromise] = {
    Status.DECLARED: _("申报"),
    Status.PRELIMINARY: _("初步"),
    Status.FINAL: _("最终"),
    Status.REVISED: _("修订"),
    Status.CERTIFIED: _("认定"),
}
TIERS: dict[StrEnum, _StrPromise] = {Tier.TARGET: _("目标值"), Tier.STRETCH: _("奋斗值")}
ISSUERS: dict[StrEnum, _StrPromise] = {
    Issuer.NATION: _("国家"),
    Issuer.REGION: _("自治区（省）"),
    Issuer.CITY: _("市"),
    Issuer.ZONE: _("管委会"),
}
KINDS: dict[StrEnum, _StrPromise] = {
    TargetKind.LEVEL: _("总量"),
    TargetKind.GROWTH: _("增速"),
    TargetKind.RANK: _("位次"),
}
PACES: dict[str, _StrPromise] = {
    "linear": _("逐月均衡"),
    "phased": _("分阶段"),
    "history": _("按历年进度"),
}
FILINGS: dict[StrEnum, _StrPromise] = {
    FilingState.DRAFT: _("填报中"),
    FilingState.SUBMITTED: _("已提交"),
    FilingState.RETURNED: _("已退回"),
    FilingState.RESUBMITTED: _("重新提交"),
    FilingState.APPROVED: _("已审核"),
    FilingState.LOCKED: _("已锁定"),
}
ROLES: dict[StrEnum, _StrPromise] = {
    Role.DIRECTOR: _("主任"),
    Role.DEPUTY_DIRECTOR: _("副主任"),
    Role.DEPARTMENT_HEAD: _("部门负责人"),
    Role.RESPONSIBLE: _("责任人"),
    Role.STATISTICIAN: _("统计"),
    Role.SUPERVISOR: _("督查"),
    Role.ASSESSOR: _("考核"),
    Role.ENTERPRISE_HEAD: _("企业负责人"),
    Role.READER: _("只读"),
    Role.SYSTEM_ADMIN: _("系统管理员"),
    Role.SECURITY_ADMIN: _("安全管理员"),
    Role.AUDIT_ADMIN: _("审计管理员"),
}
IMPORTANCE: dict[str, _StrPromise] = {"must": _("强制性"), "explain": _("核实性"), "note": _("提示性")}
EDGES: dict[str, _StrPromise] = {
    "submit": _("提交"),
    "resubmit": _("重新提交"),
    "return": _("退回"),
    "approve": _("审核通过"),
    "lock": _("锁定"),
    "reopen": _("重新打开"),
}
EFFECTS: dict[str, _StrPromise] = {
    "added": _("新增"),
    "revised": _("修订"),
    "unchanged": _("不变"),
    "refused": _("有问题"),
}
NOTICES: dict[StrEnum, _StrPromise] = {
    Kind.WAITING: _("待办"),
    Kind.REMINDER: _("提醒"),
    Kind.OVERDUE: _("逾期"),
    Kind.ESCALATION: _("升级"),
    Kind.ANSWER: _("答复"),
    Kind.INFORMATION: _("知悉"),
}
CHANNELS: dict[StrEnum, _StrPromise] = {
    ChannelKind.WECOM: _("企业微信机器人"),
    ChannelKind.DINGTALK: _("钉钉机器人"),
    ChannelKind.FEISHU: _("飞书机器人"),
    ChannelKind.EMAIL: _("电子邮件"),
}
BLOCKER_KINDS: dict[StrEnum, _StrPromise] = {
    BlockerKind.DIFFICULTY: _("难点"),
    BlockerKind.BLOCKAGE: _("堵点"),
    BlockerKind.STICKING: _("卡点"),
}
BLOCKER_STATES: dict[StrEnum, _StrPromise] = {
    BlockerState.RAISED: _("待签收"),
    BlockerState.ACKNOWLEDGED: _("办理中"),
    BlockerState.ANSWERED: _("待确认"),
    BlockerState.REFUSED: _("待裁定"),
    BlockerState.CLEARED: _("已解决"),
    BlockerState.WITHDRAWN: _("已撤回"),
}
BLOCKER_EDGES: dict[str, _StrPromise] = {
    "raise": _("提出"),
    "acknowledge": _("签收"),
    "answer": _("答复"),
    "refuse": _("退回：不属本单位"),
    "readdress": _("改派"),
    "uphold": _("维持原派"),
    "clear": _("确认解决"),
    "reopen": _("没有解决，退回再办"),
    "withdraw": _("撤回"),
    "escalate": _("升级催办"),
}
CAUSE_STANDINGS: dict[str, _StrPromise] = {
    "held": _("在用"),
    "coming": _("未到起始日"),
    "ended": _("已停用"),
}
LEVELS: dict[str, _StrPromise] = {
    "1": _("已报部门负责人"),
    "2": _("已报分管领导"),
    "3": _("已报管委会主任"),
}
FIELDS: dict[str, _StrPromise] = {
    "level": _("累计"),
    "growth_pct": _("同比"),
    "target": _("全年目标"),
    "completion_pct": _("完成率"),
    "schedule_pct": _("序时进度"),
    "lead_pp": _("领先序时"),
    "missing": _("尚缺"),
    "per_month": _("每月需"),
    "per_calendar_day": _("每个自然日需"),
    "per_working_day": _("每个工作日需"),
    "rest_growth_pct": _("余下月份需增长"),
    "month_level": _("当月"),
    "level_change": _("总量比上月"),
    "lead_change_pp": _("领先比上月"),
    "light": _("亮灯"),
    "class": _("类别"),
}
UNITS: dict[str, _StrPromise] = {
    "亿元": _("亿元"),
    "万元": _("万元"),
    "元": _("元"),
    "亿美元": _("亿美元"),
    "万美元": _("万美元"),
    "个": _("个"),
    "家": _("家"),
    "人": _("人"),
    "万人": _("万人"),
    "亩": _("亩"),
    "位": _("位"),
    "百分点": _("百分点"),
    "吨标准煤": _("吨标准煤"),
    "吨标准煤/万元": _("吨标准煤/万元"),
}
COUNTED: dict[str, _StrPromise] = {
    "台": _("台"),
    "套": _("套"),
    "件": _("件"),
    "根": _("根"),
    "棵": _("棵"),
    "吨": _("吨"),
    "米": _("米"),
    "公里": _("公里"),
    "平方米": _("平方米"),
    "立方米": _("立方米"),
}
"""Units of work that is counted on a site; any other stands as it was typed."""
VERBS: dict[str, _StrPromise] = {
    "orgs.sign_in": _("登录"),
    "orgs.sign_in_failed": _("登录失败"),
    "orgs.sign_out": _("退出登录"),
    "orgs.change_password": _("修改密码"),
    "orgs.reset_password": _("重置密码"),
    "orgs.create_account": _("新建账号"),
    "orgs.set_active": _("启用或停用账号"),
    "orgs.grant": _("授权"),
    "orgs.revoke": _("收回授权"),
    "orgs.establish": _("登记部门"),
    "orgs.reorganise": _("部门变动"),
    "orgs.create_post": _("设岗"),
    "orgs.appoint": _("任职"),
    "orgs.publish_years": _("公布放假安排"),
    "orgs.correct_day": _("更正工作日历"),
    "indicators.define": _("登记指标"),
    "indicators.redefine": _("修改指标"),
    "indicators.retire": _("停用指标"),
    "indicators.observe": _("记入数据"),
    "indicators.set_target": _("登记目标"),
    "indicators.split_target": _("分解目标"),
    "indicators.set_rule": _("制定亮灯规则"),
    "indicators.set_check_rule": _("登记审核规则"),
    "indicators.retire_check_rule": _("停用审核规则"),
    "indicators.agree": _("商定数据"),
    "indicators.save_figures": _("填写月报"),
    "indicators.filing.submit": _("提交月报"),
    "indicators.filing.resubmit": _("重新提交月报"),
    "indicators.filing.return": _("退回月报"),
    "indicators.filing.approve": _("审核通过月报"),
    "indicators.filing.lock": _("锁定月报"),
    "indicators.filing.reopen": _("重新打开月报"),
    "indicators.set_deadline": _("设定截止日"),
    "indicators.give_exception": _("开补报许可"),
    "indicators.remove_samples": _("删除示例数据"),
    "blockers.set_service_rule": _("制定马上就办规则"),
    "blockers.adopt_causes": _("采用常用原因清单"),
    "blockers.set_cause": _("登记原因"),
    "blockers.end_cause": _("停用原因"),
    "blockers.remove_samples": _("删除示例难点堵点"),
    "ledger.remove_samples": _("删除示例事项和方案"),
    "exchange.hand_in": _("上传待导入的表"),
    "exchange.confirm": _("确认导入"),
    "exchange.drop": _("放弃导入"),
}
"""What the record calls each act."""

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "light": LIGHTS,
    "class": CLASSES,
    "nature": NATURES,
    "direction": DIRECTIONS,
    "carries": CARRIES,
    "basis": BASES,
    "source": SOURCES,
    "status": STATUSES,
    "tier": TIERS,
    "issuer": ISSUERS,
    "kind": KINDS,
    "pace": PACES,
    "filing": FILINGS,
    "role": ROLES,
    "importance": IMPORTANCE,
    "edge": EDGES,
    "effect": EFFECTS,
    "notice": NOTICES,
    "channel": CHANNELS,
    "blocker_kind": BLOCKER_KINDS,
    "blocker_state": BLOCKER_STATES,
    "blocker_edge": BLOCKER_EDGES,
    "cause_standing": CAUSE_STANDINGS,
    "level": LEVELS,
    "field": FIELDS,
    "unit": UNITS | COUNTED,
    "verb": VERBS,
    **ledger_words.WORDS,
    **plan_words.WORDS,
    **project_words.WORDS,
    **schedule_words.WORDS,
    **site_words.WORDS,
}


_BY_VALUE: dict[str, dict[object, _StrPromise]] = {
    kind: {value: said for value, said in words.items()}  # noqa: C416
    for kind, words in WORDS.items()
}


def word(kind: str, value: object) -> str:
    """Return what a value of an enumeration is called; a value without a word stands for itself."""
    found = _BY_VALUE[kind].get(value)
    return str(value or "") if found is None else str(found)

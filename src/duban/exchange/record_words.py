"""What the record's things and fields are called: the words behind each line's before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from duban.exchange import project_record_words
from duban.exchange.wording import WORDS, word

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = ["act_word", "acts_called", "field_word", "thing_word"]

_THINGS: dict[str, _StrPromise] = {
    "user": _("账号"),
    "unit": _("单位"),
    "post": _("岗位"),
    "zone": _("开发区"),
    "item": _("事项"),
    "plan": _("专项方案"),
    "indicator": _("指标"),
    "observation": _("数据"),
    "target": _("目标"),
    "rule": _("规则"),
    "ledger_rule": _("台账规则"),
    "check": _("审核规则"),
    "cause": _("原因"),
    "period": _("期别"),
    "filing": _("月报"),
    "blocker": _("难点堵点"),
    "upload": _("上传的表"),
    "view": _("常用筛选"),
    "channel": _("通知渠道"),
    "calendar": _("工作日历"),
    "day": _("每日汇总"),
    "samples": _("示例数据"),
    **project_record_words.THINGS,
}
_FIELDS: dict[str, _StrPromise] = {
    "code": _("编码"),
    "codes": _("编码"),
    "name": _("名称"),
    "name_en": _("英文名称"),
    "title": _("名称"),
    "starts": _("起始日期"),
    "ends": _("截止日期"),
    "until": _("截止日期"),
    "username": _("账号"),
    "user_id": _("人员"),
    "role": _("角色"),
    "unit_id": _("单位"),
    "head_id": _("负责人岗位"),
    "leader_id": _("分管领导"),
    "owner_id": _("牵头部门"),
    "lead_id": _("牵头部门"),
    "responsible_id": _("责任部门"),
    "person_id": _("责任人"),
    "parent_id": _("上级"),
    "to_unit_id": _("请谁解决"),
    "to_post_id": _("请谁解决"),
    "is_active": _("启用"),
    "locked": _("锁定"),
    "sample_day": _("示例日期"),
    "days": _("天数"),
    "years": _("年份"),
    "day": _("日期"),
    "on": _("日期"),
    "is_workday": _("上班"),
    "unit": _("计量单位"),
    "decimals": _("小数位"),
    "nature": _("性质"),
    "direction": _("方向"),
    "carries": _("公布内容"),
    "basis": _("增速口径"),
    "source": _("来源"),
    "source_office": _("数据来源单位"),
    "meaning": _("统计口径"),
    "is_key": _("关键指标"),
    "is_sample": _("示例"),
    "band_low": _("区间下限"),
    "band_high": _("区间上限"),
    "order": _("顺序"),
    "level": _("累计"),
    "growth": _("同比"),
    "period": _("期别"),
    "base": _("起算期"),
    "status": _("数据状态"),
    "indicator": _("指标"),
    "indicator_id": _("指标"),
    "value": _("数值"),
    "issuer": _("下达单位"),
    "tier": _("目标档次"),
    "kind": _("类别"),
    "version": _("版次"),
    "revision": _("版次"),
    "year": _("年度"),
    "steps": _("节点"),
    "strong_at_least": _("优势不少于（百分点）"),
    "weak_below": _("薄弱低于（百分点）"),
    "key_first": _("关键指标优先归类"),
    "when_reached": _("达到时的灯"),
    "when_not_reached": _("未达到时的灯"),
    "due_day": _("次月报数日"),
    "close_days": _("截止后可补报天数"),
    "importance": _("重要程度"),
    "left": _("左边"),
    "operator": _("关系"),
    "right": _("右边"),
    "state": _("所处状态"),
    "due": _("时限"),
    "retired": _("停用"),
    "rows": _("行数"),
    "number": _("编号"),
    "forecast": _("预计完成"),
    "old_due": _("原时限"),
    "new_due": _("新时限"),
    "percent": _("进度"),
    "files": _("附件"),
    "colour": _("督办单"),
    "accept_days": _("签收期限（工作日）"),
    "behind_pp": _("滞后：慢几个百分点"),
    "near_days": _("临期天数"),
    "near_unit": _("天数按"),
    "number_form": _("编号格式"),
    "slip_form": _("督办单编号格式"),
    "causes": _("落后原因"),
    "aim": _("目标"),
    "project": _("项目"),
    "subject": _("针对"),
    "shortfall": _("短板"),
    "confidence_pct": _("把握"),
    "effects": _("预期成效"),
    "acknowledge_days": _("签收期限（工作日）"),
    "answer_days": _("答复期限（工作日）"),
    "levels": _("逾期几天升级"),
    "late": _("逾期天数"),
    "people": _("人数"),
    "items": _("事项"),
    "plans": _("专项方案"),
    "query": _("筛选条件"),
    "stated_completion": _("公布的完成率"),
    "absent_because": _("未报原因"),
    "explanation": _("说明"),
    "step": _("节点"),
    "item": _("事项"),
    "text": _("说明"),
    "note": _("说明"),
    "file": _("附件"),
    "size": _("大小"),
}
_OF_ITEMS: dict[str, _StrPromise] = {
    "unit": _("期限按"),
    "basis": _("依据"),
    "origin": _("任务来源"),
    "parent_id": _("上级事项"),
    "source": _("来源"),
}
_OF_RULES: dict[str, _StrPromise] = {"steps": _("亮灯"), "starts": _("施行日期")}
_MORE_ACTS: dict[str, _StrPromise] = {
    "orgs.set_sample_day": _("设定示例日期"),
    "ledger.report_progress": _("报告进展"),
    "ledger.ask_extension": _("申请延期"),
    "ledger.issue_slip": _("发督办单"),
    "ledger.set_rule": _("制定台账规则"),
    "ledger.attach": _("上传附件"),
    "ledger.complete_step": _("节点完成"),
    "ledger.hand_over": _("移交"),
    "ledger.save_view": _("保存常用筛选"),
    "ledger.drop_view": _("删除常用筛选"),
    "ledger.adopt_causes": _("采用常用原因清单"),
    "ledger.set_cause": _("登记原因"),
    "ledger.retire_cause": _("停用原因"),
    "ledger.plan.draft": _("起草方案"),
    "ledger.plan.edit": _("修改方案"),
    "ledger.plan.set_causes": _("填写落后原因"),
    "ledger.plan.set_measures": _("填写措施和成效"),
    "ledger.item.draft": _("拟办事项"),
    "ledger.item.edit": _("修改事项"),
    "blockers.set_service_rule": _("制定服务承诺规则"),
    "blockers.set_cause": _("登记堵点原因"),
    "blockers.escalate": _("逾期升级"),
    "notices.set_preference": _("设置通知"),
    "notices.add_channel": _("添加通知渠道"),
    "notices.remove_channel": _("移除通知渠道"),
    "notices.make_feed": _("生成订阅地址"),
    "notices.revoke_feed": _("作废订阅地址"),
    "notices.make_digests": _("生成每日汇总"),
    **project_record_words.ACTS,
}
_MOVES = {
    "ledger.item.": "move",
    "ledger.plan.": "plan_edge",
    "ledger.extension.": "extension",
    "blockers.": "blocker_edge",
    "indicators.filing.": "edge",
}
"""Whose words the acts of a life are: what an act begins with, and the kind of its edges."""


def act_word(verb: str) -> str:
    """Return what an act of the record is called; one without a word stands for itself."""
    if verb in WORDS["verb"]:
        return word("verb", verb)
    if verb in _MORE_ACTS:
        return str(_MORE_ACTS[verb])
    for begins, kind in _MOVES.items():
        edge = verb.removeprefix(begins)
        if edge != verb:
            return word(kind, edge)
    return verb


def acts_called(text: str) -> list[str]:
    """Return the verbs whose word contains *text*, in the reader's language."""
    moves = [f"{begins}{edge}" for begins, kind in _MOVES.items() for edge in WORDS[kind]]
    known = [*map(str, WORDS["verb"]), *_MORE_ACTS, *moves]
    return [verb for verb in known if text.casefold() in act_word(verb).casefold()] if text else []


def thing_word(kind: str) -> str:
    """Return what a kind of thing is called."""
    return str(_THINGS.get(kind, kind))


def field_word(verb: str, field: str) -> str:
    """Return what a field is called where this act was done; one without a word stands for itself."""
    if verb.startswith("ledger.item"):
        plain = field.removesuffix("s").removesuffix("_id") if field.endswith(("_id", "_ids")) else field
        if field in _OF_ITEMS or plain in WORDS["item_field"]:
            return str(_OF_ITEMS.get(field) or word("item_field", plain))
    if verb.endswith("set_rule") and field in _OF_RULES:
        return str(_OF_RULES[field])
    if field == "level" and verb.startswith("blockers."):
        return _now("升级到第几级")
    return project_record_words.project_field(verb, field) or str(_FIELDS.get(field, field))

"""What the record's acts, things and fields of projects and enterprises are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from duban.exchange.project_words import CLASSES, DATES, MONEY, PERMIT_FIELDS
from duban.exchange.site_words import REPORT_KINDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

__all__ = ["ACTS", "BARE", "RHYTHMS", "THINGS", "code_kind", "is_of_projects", "project_field"]

ACTS: dict[str, _StrPromise] = {
    "projects.register": _("登记项目"),
    "projects.amend": _("修改项目"),
    "projects.enter_dates": _("填写项目日期"),
    "projects.suspend": _("项目停工"),
    "projects.resume": _("项目复工"),
    "projects.terminate": _("项目终止"),
    "projects.revive": _("项目恢复"),
    "projects.keep_layer": _("登记园区边界或地块"),
    "projects.set_stages": _("制定项目阶段"),
    "projects.state_projects": _("登记公布的项目数"),
    "projects.remove_samples": _("删除示例项目"),
    "projects.set_procedure": _("设定审批流程"),
    "projects.record_permit": _("登记审批手续"),
    "projects.name_responsible": _("登记五方责任人"),
    "projects.file_papers": _("补登授权书、承诺书"),
    "projects.file_scan": _("上传授权书、承诺书或手续原件"),
    "projects.plan_year": _("下达年度投资计划"),
    "projects.report_invested": _("填报完成投资"),
    "projects.explain_difference": _("说明投资差异"),
    "projects.hold_evidence": _("登记入库要件"),
    "projects.enrol": _("登记入库情况"),
    "projects.set_investment_rule": _("设定投资核对规则"),
    "projects.post_investment": _("汇入投资数据"),
    "projects.keep_schedule": _("保存进度计划"),
    "projects.propose_baseline": _("提请设立基线"),
    "projects.approve_baseline": _("批准基线"),
    "projects.decline_baseline": _("不批准基线"),
    "projects.withdraw_baseline": _("撤回基线"),
    "projects.keep_template": _("保存计划模板"),
    "projects.remove_template": _("删除计划模板"),
    "projects.add_span": _("登记停工或加班"),
    "projects.withdraw_span": _("撤销停工或加班"),
    "projects.report_project": _("填写项目进度"),
    "projects.submit": _("报送项目进度"),
    "projects.resubmit": _("重新报送项目进度"),
    "projects.send_back": _("退回项目进度"),
    "projects.review": _("审核项目进度"),
    "projects.add_picture": _("上传项目图片"),
    "projects.set_work": _("登记工程量"),
    "projects.set_rhythm": _("设定报送频次"),
    "projects.set_progress_rule": _("制定四灯和报送规则"),
    "projects.set_chance_rule": _("制定完工把握规则"),
    "projects.judge_lamp": _("认定正当理由"),
    "projects.withdraw_judgement": _("撤销正当理由认定"),
    "enterprises.register": _("登记企业"),
    "enterprises.amend": _("修改企业"),
    "enterprises.enter_list": _("企业入规入统"),
    "enterprises.leave_list": _("企业退库"),
}
THINGS: dict[str, _StrPromise] = {
    "project": _("项目"),
    "enterprise": _("企业"),
    "span": _("停工或加班"),
    "template": _("计划模板"),
    "progress_rule": _("四灯和报送规则"),
    "chance_rule": _("完工把握规则"),
}
RHYTHMS: dict[str, _StrPromise] = {
    "weekly": _("按周"),
    "monthly": _("按月"),
    "both": _("按周和按月"),
    "none": _("不报"),
}
_FIELDS: dict[str, _StrPromise] = {
    "code": _("编号"),
    "national_code": _("项目代码"),
    "short_name": _("简称"),
    "credit_code": _("统一社会信用代码"),
    "settled_on": _("入区日期"),
    "unit_id": _("所属单位"),
    "ownership": _("投资类别"),
    "regime": _("管理方式"),
    "industry": _("行业"),
    "enterprise_id": _("建设单位"),
    "content": _("建设内容及规模"),
    "capacity": _("产能"),
    "address": _("地点"),
    "place": _("位置"),
    "longitude": _("经度"),
    "latitude": _("纬度"),
    "outline": _("用地范围"),
    "land": _("用地（亩）"),
    "total_investment": _("总投资（万元）"),
    "expected_output": _("预计年产值（万元）"),
    "expected_tax": _("预计年税收（万元）"),
    "expected_jobs": _("预计就业（人）"),
    "dates": _("日期"),
    "assisting_ids": _("配合部门"),
    "backer_id": _("包抓领导"),
    "head_id": _("项目负责人"),
    "money": _("资金来源（万元）"),
    "source": _("资料来源"),
    "illustrative": _("示例内容"),
    "stages": _("阶段"),
    "counts": _("各类项目数"),
    "named": _("点名的项目"),
    "total": _("总量"),
    "count": _("个数"),
    "party": _("责任方"),
    "firm": _("单位"),
    "person": _("项目负责人"),
    "certificate": _("执业资格证号"),
    "papers": _("授权书、承诺书"),
    "authorisation": _("授权书文号"),
    "authorised_on": _("授权日期"),
    "commitment": _("承诺书文号"),
    "committed_on": _("承诺日期"),
    "step": _("审批步骤"),
    "steps": _("审批步骤"),
    "amount": _("金额（万元）"),
    "paid": _("已支付（万元）"),
    "shares": _("分月计划（%）"),
    "dated": _("日期"),
    "is_held": _("具备"),
    "status": _("入库情况"),
    "number": _("文号"),
    "percent": _("进度"),
    "activities": _("任务数"),
    "activity": _("计划任务编号"),
    "baseline": _("基线"),
    "works": _("上班"),
    "scope": _("范围"),
    "report": _("报告编号"),
    "picture": _("图片编号"),
    "scan": _("原件编号"),
    "layer": _("图层编号"),
    "datum": _("坐标系"),
    "corners": _("拐点数"),
    "pictures": _("图片数"),
    "work": _("工程量编号"),
    "judgement": _("认定编号"),
    "digest": _("校验码"),
    "start": _("开始日期"),
    "finish": _("完成日期"),
    "how": _("报送频次"),
    "lamp": _("灯"),
    "start_red_months": _("应开工未开工满几个整月亮红灯"),
    "progress_yellow_pp": _("进度落后几个百分点起亮黄灯"),
    "progress_red_pp": _("进度落后超过几个百分点亮红灯"),
    "slight": _("落后不足黄灯界限时"),
    "library_yellow_months": _("开工满几个月未入库亮黄灯"),
    "library_red_months": _("开工超过几个月未入库亮红灯"),
    "library_least": _("入库的总投资起点（万元）"),
    "excusable": _("适用正当理由的灯"),
    "weekday": _("周报截止（周几）"),
    "month_days": _("月报在月后几个工作日内"),
    "usual": _("没有另定的项目按"),
    "silent_after": _("几天没有消息算久无消息"),
}
_CODES: dict[str, _StrPromise] = {
    code.value: said for words in (CLASSES, REPORT_KINDS) for code, said in words.items()
}
_OF_ACTS: dict[tuple[str, str], _StrPromise] = {
    ("projects.state_projects", "total"): _("项目总数"),
    ("projects.set_investment_rule", "percent"): _("须说明的差异（%）"),
    ("projects.set_investment_rule", "amount"): _("须说明的差异（万元）"),
    ("projects.set_chance_rule", "low"): _("最短倍数"),
    ("projects.set_chance_rule", "high"): _("最长倍数"),
    ("projects.set_chance_rule", "together"): _("同因相关"),
    ("projects.set_chance_rule", "least"): _("历史样本至少几例"),
    ("projects.report_invested", "source"): _("数据来源"),
    ("projects.report_invested", "amount"): _("今年以来完成投资（万元）"),
    ("projects.post_investment", "total"): _("今年以来完成投资（万元）"),
}
_KINDS = {
    "ownership": "ownership",
    "regime": "regime",
    "party": "party",
    "datum": "datum",
    "lamp": "lamp_kind",
    "excusable": "lamp_kind",
    "slight": "lamp",
    "usual": "report_kind",
    "scope": "span_scope",
}
_KINDS_OF_ACTS = {
    ("projects.add_picture", "kind"): "picture_kind",
    ("projects.file_scan", "kind"): "scan_kind",
    ("projects.keep_layer", "kind"): "layer",
    ("projects.keep_schedule", "kind"): "revision_kind",
    ("projects.keep_template", "kind"): "template_kind",
    ("projects.hold_evidence", "kind"): "evidence",
    ("enterprises.enter_list", "kind"): "listing",
    ("enterprises.leave_list", "kind"): "listing",
    ("projects.enrol", "status"): "enrolment",
    ("projects.report_invested", "source"): "invested",
    ("projects.post_investment", "source"): "invested",
    ("projects.review", "state"): "report_state",
    ("projects.send_back", "state"): "report_state",
}
BARE = frozenset(
    [
        "code",
        "national_code",
        "credit_code",
        "certificate",
        "authorisation",
        "commitment",
        "digest",
        "activity",
        "report",
        "picture",
        "scan",
        "layer",
        "work",
        "judgement",
        "weekday",
        "longitude",
        "latitude",
        "outline",
    ]
)
"""Fields written as they stand: numbers of things and papers, never amounts."""


def is_of_projects(verb: str) -> bool:
    """Return whether an act belongs to the rooms whose words these are."""
    return verb.startswith(("projects.", "enterprises."))


def project_field(verb: str, field: str) -> str:
    """Return what a field of a project or an enterprise is called; empty where it is called as everywhere."""
    if not is_of_projects(verb):
        return ""
    if verb == "projects.record_permit" and field in PERMIT_FIELDS:
        return str(PERMIT_FIELDS[field])
    found = _OF_ACTS.get((verb, field)) or _FIELDS.get(field) or DATES.get(field) or MONEY.get(field)
    return str(found or _CODES.get(field) or "")


def code_kind(verb: str, field: str) -> str | None:
    """Return whose words the codes of a field are, empty if it holds none; nothing for acts of other rooms."""
    if not is_of_projects(verb):
        return None
    if field == "state" and (verb, field) not in _KINDS_OF_ACTS:
        return "project_state"
    return _KINDS_OF_ACTS.get((verb, field)) or _KINDS.get(field, "")

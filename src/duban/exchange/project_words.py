"""What the enumerations of projects are called on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from duban.enterprises.types import ListingKind
from duban.projects.types import (
    Condition,
    Datum,
    EnrolmentStatus,
    EvidenceKind,
    GateState,
    Holder,
    InvestedSource,
    Lapse,
    LayerKind,
    Ownership,
    Party,
    ProjectOrder,
    ProjectState,
    Regime,
    RunsFrom,
    ScanKind,
    YearClass,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

CLASSES: dict[StrEnum, _StrPromise] = {
    YearClass.CARRIED_OVER: _("续建"),
    YearClass.NEW_START: _("新开工"),
    YearClass.PRODUCING: _("竣工投产"),
    YearClass.RESERVE: _("预备"),
    YearClass.DONE: _("已竣工"),
}
OWNERSHIPS: dict[StrEnum, _StrPromise] = {
    Ownership.GOVERNMENT: _("政府投资"),
    Ownership.PRIVATE: _("社会投资"),
}
REGIMES: dict[StrEnum, _StrPromise] = {
    Regime.APPROVAL: _("审批制"),
    Regime.VERIFICATION: _("核准制"),
    Regime.FILING: _("备案制"),
}
STATES: dict[StrEnum, _StrPromise] = {
    ProjectState.ACTIVE: _("推进中"),
    ProjectState.SUSPENDED: _("停工"),
    ProjectState.TERMINATED: _("终止"),
}
ORDERS: dict[StrEnum, _StrPromise] = {
    ProjectOrder.CODE: _("编号"),
    ProjectOrder.NAME: _("项目名称"),
    ProjectOrder.TOTAL: _("总投资从大到小"),
    ProjectOrder.START: _("开工先后"),
}
MONEY: dict[str, _StrPromise] = {
    "central": _("中央预算内资金"),
    "regional": _("自治区资金"),
    "city": _("市级资金"),
    "zone": _("园区资金"),
    "bond": _("专项债券"),
    "loan": _("银行贷款"),
    "own": _("企业自筹"),
    "foreign": _("外资"),
    "other": _("其他"),
}
DATES: dict[str, _StrPromise] = {
    "signed_on": _("签约日期"),
    "planned_start": _("计划开工"),
    "ceremony_on": _("开工仪式"),
    "started_on": _("实际开工"),
    "planned_finish": _("计划竣工"),
    "finished_on": _("实际竣工"),
    "planned_production": _("计划投产"),
    "trial_on": _("试投产"),
    "producing_on": _("实际投产"),
    "capacity_on": _("达产"),
}
CONDITIONS: dict[StrEnum, _StrPromise] = {
    Condition.CONCEPT: _("未签约，没有计划开工日期"),
    Condition.NEGOTIATING: _("未签约，计划以后年度开工"),
    Condition.SIGNED: _("已签约，本年不开工"),
    Condition.RESERVE: _("本年不开工，不论是否签约"),
    Condition.STARTING: _("本年开工，或计划本年开工"),
    Condition.BUILDING: _("往年开工，本年不竣工"),
    Condition.UNDER_WAY: _("本年开工，或往年开工、本年不竣工"),
    Condition.COMPLETING: _("往年开工，本年竣工投产"),
    Condition.RAMPING: _("往年已投产，本年以前未达产"),
    Condition.DELIVERED: _("本年竣工投产，或往年投产、本年以前未达产"),
}
PARTIES: dict[StrEnum, _StrPromise] = {
    Party.OWNER: _("建设单位"),
    Party.SURVEYOR: _("勘察单位"),
    Party.DESIGNER: _("设计单位"),
    Party.BUILDER: _("施工单位"),
    Party.SUPERVISOR: _("监理单位"),
}
LAYERS: dict[StrEnum, _StrPromise] = {
    LayerKind.BOUNDARY: _("园区边界"),
    LayerKind.PLOTS: _("地块"),
}
DATUMS: dict[StrEnum, _StrPromise] = {
    Datum.CGCS2000: _("CGCS2000（度）"),
    Datum.WGS84: _("WGS84（度）"),
}
SCANS: dict[StrEnum, _StrPromise] = {
    ScanKind.AUTHORISATION: _("授权书"),
    ScanKind.COMMITMENT: _("承诺书"),
    ScanKind.PERMIT: _("手续文件"),
}
LACKS: dict[str, _StrPromise] = {
    "person": _("项目负责人"),
    "authorisation": _("授权书"),
    "commitment": _("承诺书"),
}
GATES: dict[StrEnum, _StrPromise] = {
    GateState.DONE: _("已取得"),
    GateState.WAIVED: _("不适用"),
    GateState.ACCEPTED: _("已受理"),
    GateState.APPLIED: _("已申报，待受理"),
    GateState.REFUSED: _("未批准"),
    GateState.READY: _("可申报"),
    GateState.BLOCKED: _("前置未办"),
    GateState.UNCONFIRMED: _("待确认是否需办"),
}
HOLDERS: dict[StrEnum, _StrPromise] = {Holder.OWNER: _("建设单位"), Holder.AUTHORITY: _("审批机关")}
PERMIT_FIELDS: dict[str, _StrPromise] = {
    "planned_on": _("计划取得"),
    "applied_on": _("申报日期"),
    "accepted_on": _("受理日期"),
    "granted_on": _("取得日期"),
    "refused_on": _("不予批准日期"),
    "expires_on": _("有效期至"),
    "number": _("文号"),
    "extended": _("已延期次数"),
    "waived": _("不适用的理由"),
    "is_sample": _("示例"),
}
LAPSES: dict[StrEnum, _StrPromise] = {
    Lapse.VOID: _("自行废止"),
    Lapse.RENEW: _("须延期或重新办理"),
    Lapse.RECHECK: _("须重新审核"),
}
RUNS: dict[StrEnum, _StrPromise] = {
    RunsFrom.ACCEPTED: _("自受理之日起，算审批机关的"),
    RunsFrom.NEEDS: _("自前置步骤办完之日起，算建设单位的"),
}
INVESTED: dict[StrEnum, _StrPromise] = {
    InvestedSource.DEPARTMENT: _("部门数"),
    InvestedSource.STATISTICS: _("统计数"),
}
EVIDENCE: dict[StrEnum, _StrPromise] = {
    EvidenceKind.LICENCE: _("营业执照"),
    EvidenceKind.TOTAL: _("计划总投资证明（批复、备案、可研）"),
    EvidenceKind.CONTRACT: _("施工合同（名称、工期、金额、双方盖章）"),
    EvidenceKind.PHOTO: _("现场照片（带相机时间、开工日期、地点、核实人）"),
}
ENROLMENTS: dict[StrEnum, _StrPromise] = {
    EnrolmentStatus.NONE: _("未入库"),
    EnrolmentStatus.SUBMITTED: _("已报送"),
    EnrolmentStatus.RETURNED: _("被退回"),
    EnrolmentStatus.ENTERED: _("已入库"),
    EnrolmentStatus.LEFT: _("已退库"),
}
LISTINGS: dict[StrEnum, _StrPromise] = {
    ListingKind.INDUSTRY: _("规模以上工业"),
    ListingKind.CONSTRUCTION: _("资质建筑业"),
    ListingKind.TRADE: _("限额以上批零住餐"),
    ListingKind.SERVICES: _("规模以上服务业"),
    ListingKind.REAL_ESTATE: _("房地产开发"),
}
EDGES: dict[str, _StrPromise] = {
    "suspend": _("停工"),
    "resume": _("复工"),
    "terminate": _("终止"),
    "revive": _("恢复"),
}

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "project_class": CLASSES,
    "ownership": OWNERSHIPS,
    "regime": REGIMES,
    "project_state": STATES,
    "project_order": ORDERS,
    "project_edge": EDGES,
    "money": MONEY,
    "project_date": DATES,
    "stage_condition": CONDITIONS,
    "party": PARTIES,
    "scan_kind": SCANS,
    "layer": LAYERS,
    "datum": DATUMS,
    "party_lack": LACKS,
    "gate": GATES,
    "holder": HOLDERS,
    "lapse": LAPSES,
    "permit_field": PERMIT_FIELDS,
    "runs_from": RUNS,
    "invested": INVESTED,
    "evidence": EVIDENCE,
    "enrolment": ENROLMENTS,
    "listing": LISTINGS,
}

"""
The three procedures of the law as a zone begins with them (domain.md 4.2); data from the day it adopts them.

``is_sure`` is said only of days whose unit stands in the source; the others are to be checked by the zone.
"""

from __future__ import annotations

from dataclasses import replace

from duban.engine.calendars import DayUnit
from duban.projects.types import Lapse, Regime, RunsFrom, StepDraft

__all__ = ["PROCEDURES"]

_PROPOSAL = StepDraft(
    "proposal", "项目建议书", "项目建议书批复", "投资主管部门", "Approval of the project proposal",  # zh: data
    basis="政府投资条例第9条；可按第13条简化",  # zh: data
    document_en="Reply to the project proposal",
    issuer_en="Investment authority",
    basis_en="Government Investment Regulation, art. 9; may be simplified by art. 13",
)  # fmt: skip
_SITE = StepDraft(
    "site", "用地预审与选址", "用地预审与选址意见书", "自然资源主管部门", "Site and land pre-examination opinion",  # zh: data
    conditional=True, basis="城乡规划法第36条：划拨用地须办选址意见书",  # zh: data
    document_en="Land pre-examination and site opinion",
    issuer_en="Natural resources authority",
    basis_en="Urban and Rural Planning Law, art. 36: allocated land needs a site opinion",
)  # fmt: skip
_ENERGY = StepDraft(
    "energy", "节能审查", "节能审查意见", "节能审查机关", "Energy-saving opinion",  # zh: data
    conditional=True, before_start=True,
    basis="国家发展改革委令2023年第2号；年耗能不满1000吨标准煤且不满500万千瓦时的不单独审查",  # zh: data
    document_en="Energy-saving review opinion",
    issuer_en="Energy-saving review body",
    basis_en="NDRC Order 2 of 2023; below 1,000 t of standard coal and 5 million kWh a year not reviewed by itself",
)  # fmt: skip
_FEASIBILITY = StepDraft(
    "feasibility", "可行性研究报告", "可行性研究报告批复", "投资主管部门", "Approval of the feasibility study",  # zh: data
    needs=("proposal", "site", "energy"), before_start=True, basis="政府投资条例第9条",  # zh: data
    document_en="Reply to the feasibility study",
    issuer_en="Investment authority",
    basis_en="Government Investment Regulation, art. 9",
)  # fmt: skip
_DESIGN = StepDraft(
    "design", "初步设计及概算", "初步设计及概算批复", "投资主管部门", "Approval of the preliminary design and estimate",  # zh: data
    needs=("feasibility",), before_start=True,
    basis="政府投资条例第9、12条：概算超过估算10%须报告",  # zh: data
    document_en="Reply to the preliminary design and estimate",
    issuer_en="Investment authority",
    basis_en="Government Investment Regulation, arts. 9 and 12: an estimate more than 10% over must be reported",
)  # fmt: skip
_VERDICT = StepDraft(
    "verdict", "项目核准", "项目核准文件", "核准机关", "Verification of the project",  # zh: data
    days=20, unit=DayUnit.WORKING, is_sure=True, needs=("site",), before_start=True,
    start_within=24, extensions=1, extension_months=12, ask_before=30, lapse=Lapse.RENEW,
    basis="企业投资项目核准和备案管理条例第10、12条：20个工作日，可延长不超过40个工作日，评估不计入；2年内未开工须延期一次，不超过1年",  # zh: data
    document_en="Verification of the project",
    issuer_en="Verifying authority",
    basis_en="Regulation on Verification and Filing of Enterprise Projects, arts. 10 and 12: 20 working days, extendable by at most 40, appraisal not counted; not begun within 2 years, one extension of at most 1 year",
)  # fmt: skip
_FILED = StepDraft(
    "filed", "项目备案", "项目备案证", "备案机关", "Filing of the project",  # zh: data
    before_start=True, basis="企业投资项目核准和备案管理条例第13条：开工前告知，信息齐全即为备案，没有审批期限",  # zh: data
    document_en="Filing certificate of the project",
    issuer_en="Filing authority",
    basis_en="Regulation on Verification and Filing of Enterprise Projects, art. 13: told before the start; complete information is filed; no term of approval",
)  # fmt: skip
_LAND = StepDraft(
    "land", "建设用地规划许可", "建设用地规划许可证", "自然资源主管部门", "Land-use planning permit",  # zh: data
    before_start=True, basis="城乡规划法第37、38条：出让的，凭批准、核准、备案文件和出让合同",  # zh: data
    document_en="Land-use planning permit",
    issuer_en="Natural resources authority",
    basis_en="Urban and Rural Planning Law, arts. 37 and 38: granted land by the approval, verification or filing and the grant contract",
)  # fmt: skip
_ENVIRONMENT = StepDraft(
    "environment", "环境影响评价", "环境影响评价批复", "生态环境主管部门", "Environmental approval",  # zh: data
    days=60, unit=DayUnit.CALENDAR, before_start=True, start_within=60, lapse=Lapse.RECHECK,
    basis="环境影响评价法第22、24、25条：报告书60日、报告表30日、登记表备案；满5年才开工的须重新审核",  # zh: data
    document_en="Reply to the environmental impact assessment",
    issuer_en="Ecology and environment authority",
    basis_en="Environmental Impact Assessment Law, arts. 22, 24 and 25: report 60 days, form 30 days, register filed; examined anew where begun after 5 years",
)  # fmt: skip
_WORKS = StepDraft(
    "works", "建设工程规划许可", "建设工程规划许可证", "自然资源主管部门", "Works planning permit",  # zh: data
    needs=("land",), before_start=True, basis="城乡规划法第40条",  # zh: data
    document_en="Works planning permit",
    issuer_en="Natural resources authority",
    basis_en="Urban and Rural Planning Law, art. 40",
)  # fmt: skip
_FIRE = StepDraft(
    "fire", "消防设计审查", "特殊建设工程消防设计审查意见", "住房城乡建设主管部门", "Fire-design review",  # zh: data
    needs=("works",), conditional=True, before_start=True, basis="消防法第12条：特殊建设工程",  # zh: data
    document_en="Fire-design review of special works",
    issuer_en="Housing and construction authority",
    basis_en="Fire Protection Law, art. 12: special works",
)  # fmt: skip
_SUPERVISION = StepDraft(
    "supervision", "质量安全监督手续", "质量安全监督登记", "住房城乡建设主管部门", "Quality and safety supervision",  # zh: data
    needs=("works",), needs_parties=True, before_start=True,
    basis="建设工程质量管理条例第13条；建质〔2014〕124号：未签授权书、承诺书的不予办理",  # zh: data
    document_en="Registration with quality and safety supervision",
    issuer_en="Housing and construction authority",
    basis_en="Regulation on Construction Quality, art. 13; Jianzhi (2014) No. 124: refused without signed authorisations and commitments",
)  # fmt: skip
_PERMIT = StepDraft(
    "permit", "施工许可", "建筑工程施工许可证", "住房城乡建设主管部门", "Construction permit",  # zh: data
    days=7, unit=DayUnit.CALENDAR, needs=("land", "works", "fire", "supervision"), needs_parties=True, before_start=True,
    start_within=3, extensions=2, extension_months=3, lapse=Lapse.VOID,
    basis="建筑法第8、9条：收到申请之日起7日内；3个月内开工，可延期两次、每次不超过3个月，逾期自行废止",  # zh: data
    document_en="Construction permit",
    issuer_en="Housing and construction authority",
    basis_en="Construction Law, arts. 8 and 9: within 7 days of the application; begun within 3 months, extendable twice by at most 3 months, void after that",
)  # fmt: skip
_VERIFIED = StepDraft(
    "verified", "规划核实", "规划核实意见", "自然资源主管部门", "Planning verification",  # zh: data
    needs=("permit",), needs_parties=True, basis="城乡规划法第45条：竣工验收前核实",  # zh: data
    document_en="Planning verification opinion",
    issuer_en="Natural resources authority",
    basis_en="Urban and Rural Planning Law, art. 45: verified before completion acceptance",
)  # fmt: skip
_FIRE_ACCEPTED = StepDraft(
    "fire-accepted", "消防验收", "消防验收意见", "住房城乡建设主管部门", "Fire acceptance",  # zh: data
    needs=("permit",), needs_parties=True, conditional=True, basis="消防法第13条",  # zh: data
    document_en="Fire acceptance opinion",
    issuer_en="Housing and construction authority",
    basis_en="Fire Protection Law, art. 13",
)  # fmt: skip
_ACCEPTED = StepDraft(
    "accepted", "竣工验收", "竣工验收报告", "建设单位组织", "Completion acceptance",  # zh: data
    needs=("permit", "verified", "fire-accepted"), needs_parties=True,
    basis="建设工程质量管理条例第16条：建设单位组织设计、施工、监理等单位验收",  # zh: data
    document_en="Completion acceptance report",
    issuer_en="Organised by the owner",
    basis_en="Regulation on Construction Quality, art. 16: the owner has designers, builders and supervisors accept",
)  # fmt: skip
_COMPLETION_FILED = StepDraft(
    "completion-filed", "竣工验收备案", "竣工验收备案表", "住房城乡建设主管部门", "Filing of the completion",  # zh: data
    days=15, unit=DayUnit.CALENDAR, runs_from=RunsFrom.NEEDS, needs=("accepted",), needs_parties=True,
    basis="建设工程质量管理条例第49条：验收合格之日起15日内",  # zh: data
    document_en="Completion filing form",
    issuer_en="Housing and construction authority",
    basis_en="Regulation on Construction Quality, art. 49: within 15 days of acceptance",
)  # fmt: skip
_ENVIRONMENT_ACCEPTED = StepDraft(
    "environment-accepted", "环境保护验收", "环境保护设施验收报告", "建设单位组织", "Environmental acceptance",  # zh: data
    needs=("environment",), basis="建设项目环境保护管理条例第19条：验收合格方可投入使用",  # zh: data
    document_en="Acceptance report of environmental facilities",
    issuer_en="Organised by the owner",
    basis_en="Regulation on Environmental Protection of Projects, art. 19: used only after acceptance",
)  # fmt: skip
_ACCOUNTS = StepDraft(
    "accounts", "竣工财务决算", "竣工财务决算批复", "财政部门", "Final accounts",  # zh: data
    needs=("accepted",), basis="政府投资条例第25条",  # zh: data
    document_en="Reply to the final accounts",
    issuer_en="Finance department",
    basis_en="Government Investment Regulation, art. 25",
)  # fmt: skip

_SHARED = (
    _ENVIRONMENT, _WORKS, _FIRE, _SUPERVISION, _PERMIT, _VERIFIED, _FIRE_ACCEPTED, _ACCEPTED, _COMPLETION_FILED,
    _ENVIRONMENT_ACCEPTED,
)  # fmt: skip

PROCEDURES: dict[Regime, tuple[StepDraft, ...]] = {
    Regime.APPROVAL: (
        _PROPOSAL, _SITE, _ENERGY, _FEASIBILITY, _DESIGN, replace(_LAND, needs=("feasibility",)), *_SHARED, _ACCOUNTS,
    ),
    Regime.VERIFICATION: (_SITE, _VERDICT, replace(_LAND, needs=("verdict",)), _ENERGY, *_SHARED),
    Regime.FILING: (_FILED, _SITE, replace(_LAND, needs=("filed",)), _ENERGY, *_SHARED),
}  # fmt: skip

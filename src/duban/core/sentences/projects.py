"""What the ``projects`` room tells people, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, _StrPromise] = {
    "projects.code_taken": _("编号或项目代码“{0}”已登记给别的项目，请核对后另填。"),
    "projects.bad_code": _(
        "编号“{0}”不能用：只用小写字母、数字和中间的连字符，最多 48 个，也不能是网址里已有的词。"
    ),
    "projects.not_yet": _("“{0}”填的是 {1}，还没有到。已经发生的才填；打算的填计划日期。"),
    "projects.crossed": _("“{0}”早于“{1}”，请核对。"),
    "projects.unknown_enterprise": _("企业名录里没有编号为 {0} 的企业，请先登记企业。"),
    "projects.unknown_unit": _("当日没有编号为 {0} 的部门，请从列表里选。"),
    "projects.unknown_post": _("没有编号为 {0} 的岗位，请从列表里选。"),
    "projects.assists_itself": _("牵头部门不能同时是配合部门。"),
    "projects.negative": _("“{0}”不能是负数。"),
    "projects.money_without_total": _("列了资金来源，就要填总投资。"),
    "projects.money_exceeds": _("资金来源合计 {0} 万元，超过总投资 {1} 万元，请核对。"),
    "projects.half_a_point": _("经度、纬度要么都填，要么都不填。"),
    "projects.off_the_globe": _("经度在 -180 到 180 之间，纬度在 -90 到 90 之间。"),
    "projects.no_area": _("用地范围至少要有三个拐点。"),
}

PROJECT_TERMS: dict[str, _StrPromise] = {
    "keep_enterprises": _("维护企业名录"),
    "listing.industry": _("规模以上工业"),
    "listing.construction": _("资质建筑业"),
    "listing.trade": _("限额以上批零住餐"),
    "listing.services": _("规模以上服务业"),
    "listing.real_estate": _("房地产开发"),
    "register_project": _("登记项目"),
    "amend_project": _("修改项目登记"),
    "enter_dates": _("登记项目日期"),
    "suspend": _("停工"),
    "resume": _("复工"),
    "terminate": _("终止"),
    "revive": _("恢复"),
    "active": _("推进中"),
    "suspended": _("停工"),
    "terminated": _("终止"),
    "project.name": _("项目名称"),
    "project.name_en": _("英文名称"),
    "project.national_code": _("项目代码"),
    "project.industry": _("行业"),
    "project.capacity": _("产能"),
    "project.address": _("地点"),
    "project.source": _("资料来源"),
    "project.content": _("建设内容及规模"),
    "project.land": _("用地（亩）"),
    "project.total_investment": _("总投资（万元）"),
    "project.expected_output": _("预计年产值（万元）"),
    "project.expected_tax": _("预计年税收（万元）"),
    "project.expected_jobs": _("预计就业（人）"),
    "project.signed_on": _("签约日期"),
    "project.planned_start": _("计划开工"),
    "project.planned_finish": _("计划竣工"),
    "project.planned_production": _("计划投产"),
    "project.ceremony_on": _("开工仪式"),
    "project.started_on": _("实际开工"),
    "project.finished_on": _("实际竣工"),
    "project.trial_on": _("试投产"),
    "project.producing_on": _("实际投产"),
    "project.capacity_on": _("达产"),
    "money.central": _("中央预算内资金"),
    "money.regional": _("自治区资金"),
    "money.city": _("市级资金"),
    "money.zone": _("园区资金"),
    "money.bond": _("专项债券"),
    "money.loan": _("银行贷款"),
    "money.own": _("企业自筹"),
    "money.foreign": _("外资"),
    "money.other": _("其他"),
}

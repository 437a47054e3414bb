"""Words that stand in sentences: labels of fields, sources, states and what a step still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TERMS: dict[str, _StrPromise] = {
    "name": _("名称"),
    "title": _("职务"),
    "person_name": _("姓名"),
    "username": _("账号"),
    "unit": _("计量单位"),
    "reason": _("事由"),
    "explanation": _("差异说明"),
    "issuer": _("下达层级"),
    "light.ahead": _("超前"),
    "light.ok": _("正常"),
    "light.watch": _("关注"),
    "light.late": _("滞后"),
    "light.none": _("未亮灯"),
    "class.strong": _("优势"),
    "class.weak": _("薄弱"),
    "class.key": _("关键"),
    "class.none": _("未分类"),
    "statistics": _("统计"),
    "tax": _("税务"),
    "department": _("部门"),
    "firm": _("企业"),
    "draft": _("填报中"),
    "submitted": _("已提交"),
    "returned": _("已退回"),
    "resubmitted": _("重新提交"),
    "approved": _("已审核"),
    "locked": _("已锁定"),
    "submit": _("提交"),
    "resubmit": _("重新提交"),
    "return": _("退回"),
    "approve": _("审核通过"),
    "lock": _("锁定"),
    "reopen": _("重新打开"),
    "figures": _("每一项的数据或未报原因"),
    "second_person": _("另一人审核（提交人不能自己审核）"),
    "define": _("维护指标"),
    "record": _("录入数据"),
    "set_target": _("维护目标"),
    "set_rule": _("维护亮灯规则"),
    "set_check": _("维护审核规则"),
    "set_deadline": _("设定报送期限"),
    "agree": _("商定数据"),
    "file": _("填报这张月报"),
    "import": _("导入"),
    "keep_units": _("维护机构和岗位"),
    "keep_accounts": _("维护账号"),
    "keep_grants": _("授权"),
    "keep_calendar": _("维护工作日历"),
}

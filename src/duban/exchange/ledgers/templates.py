"""The templates of a work ledger and of a target's split."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from duban.exchange.sheets.template import TemplateColumn, TemplateSpec

__all__ = ["decomposition_template", "ledger_template"]


def ledger_template(departments: tuple[str, ...], posts: tuple[str, ...]) -> TemplateSpec:
    """Return the work ledger to fill in: all that an item holds, what dispatch asks for marked."""
    return TemplateSpec(
        sheet=_("台账"),
        title=_("工作台账导入表"),
        columns=(
            TemplateColumn("编号", _("已有编号照填，导入后不变；空着由系统编号"), number_format="@", width=16),
            TemplateColumn("事项", _("一事一项，120 字以内"), width=36, required=True, example="跟踪二期4个签约项目落地"),
            TemplateColumn("任务内容", "", width=40, example="完成工商注册、项目备案"),
            TemplateColumn("完成标准", _("怎样算办完；立项时必须有"), width=24, example="4个项目全部完成备案"),
            TemplateColumn("任务来源", _("从下拉中选，或写来源原文"), _origins(), example="会议议定"),
            TemplateColumn("来源描述", "", width=20, example="第三季度项目推进会"),
            TemplateColumn("依据", _("文件、纪要；立项时必须有"), width=20),
            TemplateColumn("上级事项", _("分解出来的，写上级事项的编号或名称，可以是同一张表里的"), width=18),
            TemplateColumn("牵头部门", _("不填时，责任部门写在第一的牵头"), departments, width=18),
            TemplateColumn("责任部门", _("一个部门；写了几个时第一个负责，其余配合"), departments, width=18, example=departments[0] if departments else ""),
            TemplateColumn("配合部门", _("几个部门用顿号隔开"), width=20),
            TemplateColumn("责任人", _("岗位名称，或在岗人员的姓名；交办时必须有"), posts, width=18),
            TemplateColumn("分管领导", _("岗位名称，或在岗人员的姓名；交办时必须有"), posts, width=18),
            TemplateColumn("起始", _("日期"), number_format="yyyy-mm-dd", example=date(2020, 9, 16)),
            TemplateColumn("完成时限", _("日期，也可写 11月底、三季度、年底前、收到之日起5个工作日"), number_format="yyyy-mm-dd", example=date(2020, 11, 14)),
            TemplateColumn("期限按", "", ("自然日", "工作日")),
            TemplateColumn("报告频次", "", ("不定期", "每日", "每周", "每半月", "每月", "每季"), example="每周"),
            TemplateColumn("紧急程度", "", ("一般", "急件", "特急")),
            TemplateColumn("权重", _("1 到 100，不填为 1")),
            TemplateColumn("标签", _("几个标签用顿号隔开"), width=16),
            TemplateColumn("路线图", _("一行一个节点，日期在前：2020-09-30 走访企业（佐证：走访记录）"), width=44, example="2020-09-30 逐户走访\n2020-11-14 全部备案"),
            TemplateColumn("备注", "", width=20),
        ),
        notes=(
            _("每行一个事项。各单位原来的台账可以直接上传，列名认得出就行，不必改成这张表。"),
            _("导入的事项都是“拟办”，补齐完成标准、依据、路线图和责任人之后立项、交办。"),
            _("同一份表导入两次，第二次什么都不变；已经交办的事项不再由导入修改。"),
        ),
        refused=_("请从下拉中选择。"),
    )  # fmt: skip


def decomposition_template(indicators: tuple[str, ...], departments: tuple[str, ...]) -> TemplateSpec:
    """Return a target's split to fill in: indicator × department × month."""
    months = tuple(TemplateColumn(f"{month}月", "", width=8) for month in range(1, 13))
    return TemplateSpec(
        sheet=_("分解"),
        title=_("全年目标分解表"),
        columns=(
            TemplateColumn("指标", "", indicators, width=24, required=True, example=indicators[0] if indicators else ""),
            TemplateColumn("部门", _("一行一个部门"), departments, width=20, required=True, example=departments[0] if departments else ""),
            TemplateColumn("年度", "", required=True, example=2020),
            TemplateColumn("计量单位", _("元、万元、亿元会换算成指标的单位"), ("亿元", "万元", "元"), example="亿元"),
            *months,
            TemplateColumn("全年", _("可以不填；填了就与各月之和核对")),
        ),
        notes=(
            _("各部门各月之和必须等于全年目标，差多少会告诉您。没有任务的月份空着。"),
            _("每个部门成为一个事项，每个月成为路线图上的一个节点；同一份表导入两次不会重复。"),
        ),
        refused=_("请从下拉中选择。"),
    )  # fmt: skip


def _origins() -> tuple[str, ...]:
    return "指标差距", "专项方案", "会议议定", "领导批示", "督查发现", "通报要求", "攻坚行动", "上级文件"

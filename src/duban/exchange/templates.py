"""The template of each kind: headings, notes, drop-downs, and the zone's own names filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from duban.exchange.ledgers.templates import decomposition_template, ledger_template
from duban.exchange.project_sheets import project_template
from duban.exchange.sheets.template import TemplateColumn, TemplateSpec, draw_template
from duban.exchange.types import Kind
from duban.indicators.selectors import list_indicators
from duban.orgs.selectors import list_posts, list_units
from duban.orgs.types import Actor, UnitKind

__all__ = ["template_of"]


def template_of(*, actor: Actor, zone_id: int, kind: Kind, on: date) -> bytes:
    """Return an .xlsx to fill in, with the zone's indicators and departments to choose from."""
    names = tuple(d.name for d in list_indicators(actor=actor, zone_id=zone_id))
    units = list_units(actor=actor, zone_id=zone_id, on=on)
    departments = tuple(u.name for u in units if u.kind is UnitKind.DEPARTMENT)
    posts = tuple(dict.fromkeys(p.title for p in list_posts(actor=actor, zone_id=zone_id, on=on)))
    made: dict[Kind, Callable[[], TemplateSpec]] = {
        Kind.OBSERVATIONS: lambda: _observations(names),
        Kind.TARGETS: lambda: _targets(names, departments),
        Kind.DEFINITIONS: lambda: _definitions(names, departments),
        Kind.ORGANISATION: lambda: _organisation(posts),
        Kind.LEDGER: lambda: ledger_template(departments, posts),
        Kind.DECOMPOSITION: lambda: decomposition_template(names, departments),
        Kind.PROJECTS: lambda: project_template(departments, posts),
    }
    return draw_template(made[kind]())


def _sources() -> tuple[str, ...]:
    return "统计", "税务", "部门", "企业"


def _observations(names: tuple[str, ...]) -> TemplateSpec:
    return TemplateSpec(
        sheet=_("数据"),
        title=_("指标数据导入表"),
        columns=(
            TemplateColumn("指标", _("从下拉中选，或填编码"), names, width=24, required=True, example=names[0] if names else ""),
            TemplateColumn("期别", _("1—8月累计写 2020-08；没有1月，第一期是1—2月"), number_format="@", required=True, example="2020-08"),
            TemplateColumn("累计", _("从年初到本月的累计数，不是当月数"), example=Decimal("65.13")),
            TemplateColumn("计量单位", _("元、万元、亿元会换算成指标的单位"), ("亿元", "万元", "元", "%"), example="亿元"),
            TemplateColumn("同比增速（%）", _("27% 写 27；不要写 0.27"), width=16, example=8),
            TemplateColumn("来源", _("不填则按指标的规定"), _sources()),
            TemplateColumn("数据状态", "", ("申报", "初步", "最终", "修订", "认定")),
            TemplateColumn("依据", _("文件、报表或出处"), width=24),
            TemplateColumn("修订事由", _("与已有数据不同时必填"), width=24),
            TemplateColumn("未报原因", _("没有数据时写明原因，不要填零"), width=20),
            TemplateColumn("知悉日期", _("何时知道这个数；不填为导入时"), number_format="yyyy-mm-dd"),
        ),
        notes=(
            _("每行一个指标一期。标题行可以保留，合计、小计行会自动跳过。"),
            _("与已有数据相同的行不作改动；同一份表导入两次，第二次什么都不变。"),
            _("有问题的单元格会标红退回，改好再导入即可。"),
        ),
        refused=_("请从下拉中选择。"),
    )  # fmt: skip


def _targets(names: tuple[str, ...], departments: tuple[str, ...]) -> TemplateSpec:
    return TemplateSpec(
        sheet=_("目标"),
        title=_("全年目标导入表"),
        columns=(
            TemplateColumn("指标", "", names, width=24, required=True, example=names[0] if names else ""),
            TemplateColumn("年度", "", required=True, example=2020),
            TemplateColumn("全年目标", _("总量按计量单位，增速按百分数"), required=True, example=80),
            TemplateColumn("计量单位", "", ("亿元", "万元", "元", "%"), example="亿元"),
            TemplateColumn("考核方式", "", ("总量", "增速", "位次"), example="总量"),
            TemplateColumn("下达层级", "", ("国家", "自治区", "市", "管委会"), example="市"),
            TemplateColumn("下达单位", ""),
            TemplateColumn("档次", "", ("目标值", "奋斗值"), example="目标值"),
            TemplateColumn("责任单位", _("不填为全区目标"), departments),
            TemplateColumn("文件", "", width=24),
            TemplateColumn("调整事由", _("与已有目标不同时必填"), width=24),
        ),
        refused=_("请从下拉中选择。"),
    )


def _definitions(names: tuple[str, ...], departments: tuple[str, ...]) -> TemplateSpec:
    return TemplateSpec(
        sheet=_("指标"),
        title=_("指标登记表"),
        columns=(
            TemplateColumn(
                "编码", _("小写英文、数字、下划线"), width=28, required=True, example="funds_in_place"
            ),
            TemplateColumn("名称", "", width=24, required=True, example="招商引资到位资金"),
            TemplateColumn("英文名称", "", width=28),
            TemplateColumn("计量单位", "", required=True, example="亿元"),
            TemplateColumn("小数位", "", example=2),
            TemplateColumn("性质", "", ("累计量", "时点数", "比率"), example="累计量"),
            TemplateColumn("方向", "", ("越高越好", "越低越好", "区间内为好"), example="越高越好"),
            TemplateColumn("公布内容", "", ("总量和增速", "只有总量", "只有增速"), example="总量和增速"),
            TemplateColumn("增速口径", "", ("现价", "可比价", "可比口径"), example="现价"),
            TemplateColumn("以谁为准", "", _sources(), example="部门"),
            TemplateColumn("数据来源单位", ""),
            TemplateColumn("统计口径", "", width=40),
            TemplateColumn("关键指标", "", ("是", "否"), example="否"),
            TemplateColumn("牵头部门", "", departments),
            TemplateColumn("汇总到", _("上一级指标的名称或编码；没有则不填"), names, width=20),
            TemplateColumn("顺序", ""),
        ),
        refused=_("请从下拉中选择。"),
    )


def _organisation(posts: tuple[str, ...]) -> TemplateSpec:
    return TemplateSpec(
        sheet=_("机构"),
        title=_("机构登记表"),
        columns=(
            TemplateColumn("编码", "", required=True, example="promotion"),
            TemplateColumn("名称", "", width=24, required=True, example="投资促进局"),
            TemplateColumn("英文名称", "", width=28),
            TemplateColumn("上级", _("上级单位的编码或名称；不填为开发区"), width=20),
            TemplateColumn("负责人", _("岗位的职务或编码；不填则照旧"), posts, width=20),
            TemplateColumn("分管领导", _("岗位的职务或编码；不填则照旧"), posts, width=20),
            TemplateColumn("起始日期", _("自哪天起；更名、撤并也写新日期"), number_format="yyyy-mm-dd"),
        ),
    )

"""The columns a sheet of each kind may have, by every name offices give them."""

from __future__ import annotations

from duban.exchange.ledger_columns import DECOMPOSITION, LEDGER, LEDGER_BY_TASK
from duban.exchange.project_columns import PROJECTS
from duban.exchange.sheets.headings import ColumnKind, ColumnSpec
from duban.exchange.types import Kind

__all__ = ["COLUMNS", "WIDE", "ways_of"]

_INDICATOR = ColumnSpec(
    "indicator",
    ("指标", "指标名称", "指标编码", "主要指标", "名称", "项目", "指标代码", "indicator", "code", "编码"),
    required=True,
    kind=ColumnKind.KEY,
)

COLUMNS: dict[Kind, tuple[ColumnSpec, ...]] = {
    Kind.OBSERVATIONS: (
        _INDICATOR,
        ColumnSpec(
            "period", ("期别", "数据期", "报告期", "月份", "时间", "统计期", "period"), kind=ColumnKind.KEY
        ),
        ColumnSpec(
            "level",
            (
                "总量",
                "累计",
                "本期累计",
                "累计完成",
                "累计数",
                "完成额",
                "实际完成",
                "完成数",
                "数值",
                "本年累计",
                "累计值",
                "level",
            ),
            kind=ColumnKind.VALUE,
        ),
        ColumnSpec(
            "growth",
            (
                "同比增速",
                "同比增长",
                "同比增幅",
                "同比增长率",
                "同比增减",
                "同比",
                "增速",
                "增幅",
                "增长率",
                "比上年同期增长",
                "比去年同期增长",
                "较上年同期增长",
                "较去年同期增长",
                "比上年增长",
                "growth",
            ),
            kind=ColumnKind.VALUE,
        ),
        ColumnSpec("unit", ("计量单位", "单位", "unit")),
        ColumnSpec("source", ("来源", "数据来源", "source")),
        ColumnSpec("status", ("数据状态", "状态", "status")),
        ColumnSpec(
            "rank",
            ("位次", "排名", "全市排名", "全市位次", "全区排名", "全区位次", "全省排名", "全省位次", "rank"),
        ),
        ColumnSpec("base", ("可比基数", "基数", "base"), kind=ColumnKind.VALUE),
        ColumnSpec(
            "completion", ("公布的完成率", "完成率", "完成年度目标", "completion"), kind=ColumnKind.VALUE
        ),
        ColumnSpec("document", ("依据", "文件", "出处", "document")),
        ColumnSpec("reason", ("修订事由", "修订原因", "事由", "reason")),
        ColumnSpec("absent", ("未报原因", "缺报原因", "absent")),
        ColumnSpec("known", ("知悉日期", "发布日期", "公布日期", "known_at")),
        ColumnSpec("reporter", ("填报单位", "所属单位", "reporter")),
    ),
    Kind.TARGETS: (
        _INDICATOR,
        ColumnSpec("year", ("年度", "年份", "year"), required=True),
        ColumnSpec(
            "value",
            ("目标", "目标值", "全年目标", "年度目标", "任务数", "value"),
            required=True,
            kind=ColumnKind.VALUE,
        ),
        ColumnSpec("kind", ("考核方式", "目标类型", "kind")),
        ColumnSpec("unit", ("计量单位", "单位", "unit")),
        ColumnSpec("issuer", ("下达层级", "层级", "issuer")),
        ColumnSpec("issuer_name", ("下达单位", "下达部门", "issuer_name")),
        ColumnSpec("tier", ("档次", "tier")),
        ColumnSpec("department", ("责任单位", "责任部门", "department")),
        ColumnSpec("document", ("文件", "依据", "document")),
        ColumnSpec("reason", ("调整事由", "事由", "reason")),
    ),
    Kind.DEFINITIONS: (
        ColumnSpec("code", ("编码", "指标编码", "指标代码", "code"), required=True),
        ColumnSpec("name", ("名称", "指标名称", "指标", "name"), required=True),
        ColumnSpec("name_en", ("英文名称", "name_en")),
        ColumnSpec("unit", ("计量单位", "单位", "unit"), required=True),
        ColumnSpec("decimals", ("小数位", "decimals")),
        ColumnSpec("nature", ("性质", "nature")),
        ColumnSpec("direction", ("方向", "direction")),
        ColumnSpec("carries", ("公布内容", "carries")),
        ColumnSpec("basis", ("增速口径", "basis")),
        ColumnSpec("source", ("以谁为准", "来源", "source")),
        ColumnSpec("office", ("数据来源单位", "来源单位", "office")),
        ColumnSpec("meaning", ("统计口径", "口径", "说明", "meaning")),
        ColumnSpec("is_key", ("关键指标", "is_key")),
        ColumnSpec("parent", ("汇总到", "上级指标", "所属指标", "parent")),
        ColumnSpec("owner", ("牵头部门", "责任部门", "owner")),
        ColumnSpec("order", ("顺序", "序号", "order")),
    ),
    Kind.ORGANISATION: (
        ColumnSpec("code", ("编码", "单位编码", "code"), required=True),
        ColumnSpec("name", ("名称", "单位名称", "部门名称", "name"), required=True),
        ColumnSpec("name_en", ("英文名称", "name_en")),
        ColumnSpec("parent", ("上级", "上级单位", "上级编码", "parent")),
        ColumnSpec("head", ("负责人", "部门负责人", "head")),
        ColumnSpec("leader", ("分管领导", "leader")),
        ColumnSpec("starts", ("起始日期", "自", "成立日期", "starts")),
    ),
    Kind.LEDGER: LEDGER,
    Kind.DECOMPOSITION: DECOMPOSITION,
    Kind.PROJECTS: PROJECTS,
}
_OTHERWISE: dict[Kind, tuple[tuple[ColumnSpec, ...], ...]] = {Kind.LEDGER: (LEDGER_BY_TASK,)}

WIDE = ("period", "level", "growth")
"""What the months of a wide sheet stand for: one row an indicator, one column a month."""


def ways_of(kind: Kind) -> tuple[tuple[ColumnSpec, ...], ...]:
    """Return the sets of columns a sheet of this kind is looked through for, the usual one first."""
    return (COLUMNS[kind], *_OTHERWISE.get(kind, ()))

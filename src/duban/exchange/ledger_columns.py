"""The columns a work ledger may have, by every name offices give them (domain.md 3.5, seven layouts)."""

from __future__ import annotations

from duban.exchange.sheets.headings import ColumnKind, ColumnSpec

__all__ = ["ASKED", "DECOMPOSITION", "LEDGER", "LEDGER_BY_TASK", "TOLD_IN_TASK"]

_TITLES = (
    "重点工作任务", "重点工作", "重点任务", "重点工作事项", "工作任务", "工作事项", "督查内容", "督查事项", "督办事项", "督办内容",
    "事项名称", "任务名称", "事项", "名称", "项目名称", "工作名称", "任务", "目标任务", "主要任务", "工作目标任务", "title", "item",
)  # fmt: skip
_TASKS = (
    "任务内容", "描述", "事项描述", "工作内容", "具体任务", "具体内容", "主要内容", "建设内容及规模", "建设内容", "内容",
    "工作措施", "主要措施", "具体措施", "推进措施", "task",
)  # fmt: skip
_LEADS = (
    "牵头部门",
    "牵头单位",
    "主办单位",
    "主办部门",
    "牵头单位(部门)",
    "牵头(主办)单位",
    "牵头责任单位",
    "lead",
)
_DOERS = (
    "责任单位", "责任部门", "承办单位", "承办部门", "落实单位", "实施单位", "责任单位(部门)", "责任部门(单位)", "实施主体", "主体责任单位",
    "责任主体", "responsible",
)  # fmt: skip
_ASSISTING = (
    "配合部门",
    "配合单位",
    "协办部门",
    "协办单位",
    "协同单位",
    "协同部门",
    "配合单位(部门)",
    "参与单位",
    "assisting",
)
_DUES = (
    "完成时限", "办理时限", "办复要求", "办复时限", "计划完成时间", "计划完成日期", "完成时间", "完成期限", "办结时限", "时限要求",
    "时间要求", "时限", "办理期限", "要求完成时间", "完成日期", "截止时间", "截止日期", "due", "deadline",
)  # fmt: skip
_STARTS = (
    "起始",
    "交办时间",
    "交办日期",
    "起始时间",
    "起始日期",
    "开始时间",
    "下达时间",
    "启动时间",
    "立项时间",
    "start",
)
_STANDARDS = (
    "完成标准",
    "任务目标",
    "建设目标",
    "工作目标",
    "完成目标",
    "目标要求",
    "工作要求",
    "办结标准",
    "预期目标",
    "done_when",
)

_AFTER_TITLE = (
    ColumnSpec("number", ("编号", "督办编号", "事项编号", "文号", "立项编号", "number"), kind=ColumnKind.KEY),
    ColumnSpec("done_when", _STANDARDS),
    ColumnSpec("origin", ("任务来源", "事项来源", "来源", "origin")),
    ColumnSpec("origin_text", ("来源描述", "来源说明", "origin_text")),
    ColumnSpec("basis", ("依据", "文件依据", "工作依据", "政策依据", "basis")),
    ColumnSpec(
        "parent", ("上级事项", "父事项", "上级事项编号", "父事项编号", "上级任务", "所属事项", "parent")
    ),
    ColumnSpec("proposer", ("提出部门", "提出单位", "交办单位")),
    ColumnSpec("lead", _LEADS),
    ColumnSpec("responsible", _DOERS),
    ColumnSpec("assisting", _ASSISTING),
    ColumnSpec("person", ("责任人", "具体责任人", "承办人", "经办人", "项目负责人", "直接责任人", "person")),
    ColumnSpec(
        "leader",
        (
            "分管领导",
            "责任领导",
            "牵头领导",
            "包抓领导",
            "包联领导",
            "联系领导",
            "挂钩领导",
            "督办领导",
            "分管负责人",
            "leader",
        ),
    ),
    ColumnSpec("start", _STARTS),
    ColumnSpec("received", ("收文时间", "收文日期", "来文时间", "来文日期", "收到时间")),
    ColumnSpec("due", _DUES),
    ColumnSpec("term", ("建设工期", "工期", "建设期限", "起止时间", "起止日期", "建设起止年限")),
    ColumnSpec("unit", ("期限按", "天数按", "unit")),
    ColumnSpec("frequency", ("报告频次", "反馈类型", "反馈频次", "报送频次", "调度频次", "frequency")),
    ColumnSpec("weight", ("权重", "weight")),
    ColumnSpec("urgency", ("紧急程度", "缓急程度", "缓急", "紧急", "urgency")),
    ColumnSpec("tags", ("标签", "任务类别", "类别", "类型", "事项类别", "工作类别", "tags")),
    ColumnSpec("starred", ("关注", "是否关注")),
    ColumnSpec("major", ("是否重大", "重大")),
    ColumnSpec(
        "steps",
        (
            "路线图",
            "时间节点",
            "节点安排",
            "推进计划",
            "工作节点",
            "节点计划",
            "进度安排",
            "推进节点",
            "节点",
            "steps",
        ),
    ),
    ColumnSpec("state", ("任务状态", "状态", "办理状态", "完成状态")),
    ColumnSpec("finished", ("实际完成时间", "实际完成日期", "办结时间", "办结日期")),
    ColumnSpec("result", ("实际完成情况", "完成情况", "办理情况", "办理结果")),
    ColumnSpec("situation", ("基本情况", "项目概况")),
    ColumnSpec("built", ("建设进展", "目前进展", "进展情况", "工作进展")),
    ColumnSpec("trouble", ("存在问题", "存在的问题", "问题")),
    ColumnSpec("plans", ("后段打算", "下步打算", "下一步打算", "下一步工作", "下步工作")),
    ColumnSpec("total", ("项目总投资", "总投资", "计划总投资", "投资总额")),
    ColumnSpec("year_total", ("年度投资额", "计划投资额", "年度计划投资", "年度投资", "本年计划投资")),
    ColumnSpec("funding", ("资金来源",)),
    ColumnSpec("remark", ("备注", "说明", "remark")),
    ColumnSpec("sample", ("示例", "sample")),
)

LEDGER = (
    ColumnSpec("title", _TITLES, required=True, kind=ColumnKind.KEY),
    ColumnSpec("task", _TASKS),
    *_AFTER_TITLE,
)
LEDGER_BY_TASK = (
    ColumnSpec("title", (*_TASKS, *_TITLES), required=True, kind=ColumnKind.KEY),
    *_AFTER_TITLE,
)
"""Where the task's own text is all that names an item."""
ASKED = ("lead", "responsible", "due", "term")
"""A work ledger has at least one of these: without any, a sheet of names is no ledger."""

TOLD_IN_TASK = {
    "situation": "基本情况",
    "built": "建设进展",
    "trouble": "存在问题",
    "plans": "后段打算",
    "total": "项目总投资",
    "year_total": "年度投资额",
    "funding": "资金来源",
    "remark": "备注",
}
"""Columns without a place of their own in an item: kept in its text, under these names."""

DECOMPOSITION = (
    ColumnSpec(
        "indicator",
        ("指标", "指标名称", "指标编码", "主要指标", "目标", "indicator"),
        required=True,
        kind=ColumnKind.KEY,
    ),
    ColumnSpec(
        "department",
        ("部门", "责任部门", "责任单位", "承担单位", "分解单位", "单位名称", "department"),
        required=True,
        kind=ColumnKind.KEY,
    ),
    ColumnSpec("year", ("年度", "年份", "year")),
    ColumnSpec("measure", ("计量单位", "单位", "unit")),
    ColumnSpec("whole", ("全年", "合计", "全年任务", "年度任务", "全年目标", "小计", "total")),
)

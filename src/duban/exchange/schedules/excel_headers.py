"""The headings of Excel task tables: which column means what, in one row or in two, with a unit in brackets or without."""

from __future__ import annotations

import re
from typing import NamedTuple

from duban.exchange.sheets.types import Grid, Row

HEADERS = {
    "id": ("序号", "编号", "标识号", "标识", "任务编号", "任务号", "工作编号", "id", "no", "no.", "number"),
    "wbs": ("wbs", "wbs编码", "wbs编号", "大纲编号", "大纲数字", "层级编号", "outline number"),
    "level": ("大纲级别", "级别", "层级", "outline level"),
    "name": (
        "任务", "任务名称", "工作内容", "工作名称", "工作任务", "项目", "内容", "工序", "工序名称", "施工内容", "分部分项工程",
        "分部分项工程名称", "工程内容", "工程项目", "事项", "name", "task", "task name", "activity", "activity name",
    ),
    "duration": ("工期", "持续时间", "计划工期", "持续天数", "天数", "计划天数", "施工天数", "历时", "duration"),
    "remaining": ("剩余工期", "剩余", "剩余天数", "remaining", "remaining duration"),
    "start": (
        "开始", "开始时间", "开始日期", "计划开始", "计划开始时间", "计划开始日期", "计划开工", "计划开工日期", "计划开工时间",
        "开工", "开工日期", "开工时间", "起始时间", "起始日期", "start",
    ),
    "finish": (
        "完成", "完成时间", "完成日期", "计划完成", "计划完成时间", "计划完成日期", "结束", "结束时间", "结束日期", "计划完工",
        "计划完工日期", "计划竣工", "完工", "完工日期", "完工时间", "竣工日期", "竣工时间", "finish", "end",
    ),
    "after": (
        "前置任务", "前置", "前置工序", "前置工作", "前置任务号", "紧前工作", "紧前任务", "紧前工序", "前导任务", "predecessors",
    ),
    "actual_start": ("实际开始", "实际开始时间", "实际开始日期", "实际开工", "实际开工日期", "实际开工时间", "actual start"),
    "actual_finish": (
        "实际完成", "实际完成时间", "实际完成日期", "实际完工", "实际完工日期", "实际竣工日期", "actual finish",
    ),
    "percent": (
        "完成百分比", "完成率", "完成比例", "完成进度", "进度", "形象进度", "进度百分比", "% complete", "percent complete", "完成%",
    ),
    "deadline": ("期限", "最后期限", "完成期限", "deadline", "due"),
}  # fmt: skip
_KEYS = {word: key for key, words in HEADERS.items() for word in words}
_GROUPS = {
    "计划": "计划",
    "计划时间": "计划",
    "计划日期": "计划",
    "实际": "实际",
    "实际时间": "实际",
    "实际日期": "实际",
}
"""Headings that lie over a start and a finish."""
_BRACKET = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]|[/／]([^/／]{1,4})$")
_HEAD_ROWS = 20


class Head(NamedTuple):
    """Where the table's headings end, which column holds what, and the units that stand in headings."""

    last: int
    columns: dict[str, int]
    units: dict[str, str]


def find(grid: Grid) -> Head | None:
    """Return the headings of a task table; nothing where a sheet has none."""
    rows = grid.head(_HEAD_ROWS)
    for place, row in enumerate(rows):
        columns, units = _keys(row)
        below = rows[place + 1] if place + 1 < len(rows) else None
        second = _second(row, below, columns) if below is not None and "name" in columns else {}
        columns.update((k, c) for k, c in second.items() if k not in columns)
        if "name" in columns and len(columns) >= 2:
            return Head(below.number if second and below is not None else row.number, columns, units)
    return None


def _keys(row: Row) -> tuple[dict[str, int], dict[str, str]]:
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    for column in row.columns:
        key, unit = _key(row.cell(column).text)
        if key is not None and key not in columns:
            columns[key] = column
            units[key] = unit
    return columns, units


def _key(text: str) -> tuple[str | None, str]:
    plain = re.sub(r"\s+", " ", text).strip().lower().rstrip("：:")
    if plain in _KEYS:
        return _KEYS[plain], ""
    squeezed = plain.replace(" ", "")
    if squeezed in _KEYS:
        return _KEYS[squeezed], ""
    match = _BRACKET.search(squeezed)
    return (
        (None, "") if match is None else (_KEYS.get(_BRACKET.sub("", squeezed)), match[1] or match[2] or "")
    )


def _second(row: Row, below: Row, columns: dict[str, int]) -> dict[str, int]:
    """Return what a second row of headings adds: 开始 and 完成 under 计划时间 or 实际时间."""
    found: dict[str, int] = {}
    name = below.cell(columns["name"])
    if name.text.strip() and not name.anchor:
        return found
    for column in below.columns:
        key, _unit = _key(below.cell(column).text)
        group = _GROUPS.get(re.sub(r"\s+", "", row.cell(column).text))
        if key in ("start", "finish") and group == "实际":
            key = f"actual_{key}"
        if key is not None and key not in found and columns.get(key) != column:
            found[key] = column
    return {k: c for k, c in found.items() if not below.cell(c).anchor}

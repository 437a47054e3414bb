"""Excel task tables: 序号、任务、工期、开始、完成、前置任务."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import DAY, HOUR, Network, tick, tick_of_day
from duban.exchange.schedules.drafts import Draft, Line
from duban.exchange.schedules.drafts import network as drafted
from duban.exchange.schedules.state_council import KEY, state_council
from duban.exchange.schedules.texts import stamp
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.sheets.types import Cell, Grid, Row

HEADERS = {
    "id": ("序号", "编号", "标识号", "id", "no", "no."),
    "name": ("任务", "任务名称", "工作内容", "工作名称", "项目", "内容", "name", "task", "task name"),
    "duration": ("工期", "持续时间", "计划工期", "duration"),
    "remaining": ("剩余工期", "剩余", "remaining", "remaining duration"),
    "start": ("开始", "开始时间", "开始日期", "计划开始", "计划开始时间", "start"),
    "finish": ("完成", "完成时间", "完成日期", "计划完成", "计划完成时间", "结束", "结束时间", "finish"),
    "after": ("前置任务", "前置", "紧前工作", "紧前任务", "predecessors"),
    "actual_start": ("实际开始", "实际开始时间", "实际开始日期", "actual start"),
    "actual_finish": ("实际完成", "实际完成时间", "实际完成日期", "actual finish"),
    "deadline": ("期限", "最后期限", "完成期限", "deadline"),
}
_NEEDED = ("name",)
_HEAD_ROWS = 20
_MORNING, _EVENING = 8 * HOUR, 17 * HOUR


def network(data: bytes, name: str = "plan.xlsx") -> Network:
    """
    Read the first sheet that has the columns.

    :raises Unfit: what the sheets guard refuses; ``schedules.no_table`` and every problem of every line
    """
    inspected = inspect(name, data)
    if not isinstance(inspected, Inspected):
        raise Unfit(*inspected)
    for grid in read(inspected):
        found = _header(grid)
        if found is not None:
            return drafted(_draft(grid, *found))
    raise Unfit(Problem("schedules.no_table"))


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    names = {word: key for key, words in HEADERS.items() for word in words}
    for row in grid.head(_HEAD_ROWS):
        columns: dict[str, int] = {}
        for column in row.columns:
            key = names.get(row.cell(column).text.strip().lower().rstrip("：:"))
            if key is not None:
                columns.setdefault(key, column)
        if all(k in columns for k in _NEEDED) and len(columns) >= 2:
            return row.number, columns
    return None


def _draft(grid: Grid, head: int, columns: dict[str, int]) -> Draft:
    draft = Draft((state_council(),), KEY)
    rows = [row for row in grid.rows() if row.number > head]
    ids = [_id(row, columns, k) for k, row in enumerate(rows, 1)]
    for row, key in zip(rows, ids, strict=True):
        if row.cell(columns["name"]).text.strip():
            draft.lines.append(_line(draft, row, columns, key))
    return _with_headings(draft)


def _id(row: Row, columns: dict[str, int], place: int) -> str:
    text = row.cell(columns["id"]).text.strip() if "id" in columns else ""
    return text.removesuffix(".0") or str(place)


def _line(draft: Draft, row: Row, columns: dict[str, int], key: str) -> Line:
    values: dict[str, Any] = {}
    for name, column in columns.items():
        cell = row.cell(column)
        if name in ("start", "finish", "actual_start", "actual_finish", "deadline"):
            values[name] = _moment(draft, cell, ends=name in ("finish", "actual_finish", "deadline"))
        elif name != "id":
            values[name] = cell.text.strip()
    return Line(id=key, where=row.cell(columns["name"]).where, **values)


def _moment(draft: Draft, cell: Cell, *, ends: bool) -> int | None:
    """Return a cell's moment: a bare day begins at 8:00 and ends at 17:00."""
    value = cell.value
    if value is None or not cell.text.strip():
        return None
    if isinstance(value, datetime):
        at: int | None = tick(value)
    elif isinstance(value, date):
        at = tick_of_day(value)
    else:
        at = stamp(
            cell.text.strip().replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "")
        )
    if at is None:
        draft.problems.append(Problem("schedules.bad_date", cell.where, (cell.text,)))
        return None
    return at + (_EVENING if ends else _MORNING) if at % DAY == 0 else at


def _with_headings(draft: Draft) -> Draft:
    """Make headings of the lines whose number others carry on: 1 over 1.1 and 1.2."""
    ids = {line.id for line in draft.lines}
    over = {key for i in ids for key in _above(i) if key in ids}
    lines = []
    for line in draft.lines:
        parent = next((k for k in _above(line.id) if k in ids), None)
        lines.append(replace(line, parent=parent, heading=line.id in over))
    draft.lines = lines
    return draft


def _above(key: str) -> Iterator[str]:
    while "." in key:
        key = key.rpartition(".")[0]
        yield key

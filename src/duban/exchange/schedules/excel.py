"""Excel task tables: 序号、任务、工期、开始、完成、前置任务."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import DAY, HOUR, Network, tick, tick_of_day
from duban.exchange.schedules.drafts import Draft, Line
from duban.exchange.schedules.drafts import network as drafted
from duban.exchange.schedules.excel_headers import Head, find
from duban.exchange.schedules.state_council import KEY, state_council
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.sheets.types import Cell, Grid, Row

_MORNING, _EVENING = 8 * HOUR, 17 * HOUR
_DATES = ("start", "finish", "actual_start", "actual_finish", "deadline")
_EVENINGS = ("finish", "actual_finish", "deadline")
_SKIPPED = ("id", "wbs", "level")
_WRITTEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*星期.|\s*周.)?[\sT]*(?:(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?)?"
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def network(data: bytes, name: str = "plan.xlsx") -> Network:
    """
    Read the first sheet that has the columns.

    :raises Unfit: what the sheets guard refuses; ``schedules.no_table`` and every problem of every line
    """
    inspected = inspect(name, data)
    if not isinstance(inspected, Inspected):
        raise Unfit(*inspected)
    for grid in read(inspected):
        head = find(grid)
        if head is not None:
            return drafted(_draft(grid, head))
    raise Unfit(Problem("schedules.no_table"))


def _draft(grid: Grid, head: Head) -> Draft:
    draft = Draft((state_council(),), KEY)
    rows = [
        row for row in grid.rows() if row.number > head.last and row.cell(head.columns["name"]).text.strip()
    ]
    for place, row in enumerate(rows, 1):
        draft.lines.append(_line(draft, row, head, _id(row, head, place)))
    _outline(draft, rows, head)
    return draft


def _id(row: Row, head: Head, place: int) -> str:
    column = head.columns.get("id", head.columns.get("wbs"))
    text = row.cell(column).text.strip() if column is not None else ""
    return text.removesuffix(".0").rstrip(".、") or str(place)


def _line(draft: Draft, row: Row, head: Head, key: str) -> Line:
    values: dict[str, Any] = {}
    for name, column in head.columns.items():
        cell = row.cell(column)
        if name in _DATES:
            values[name] = _moment(draft, cell, ends=name in _EVENINGS)
        elif name not in _SKIPPED:
            values[name] = _with_unit(cell.text.strip(), head.units.get(name, ""), name)
    return Line(id=key, where=row.cell(head.columns["name"]).where, **values)


def _with_unit(text: str, unit: str, name: str) -> str:
    """Return a plain number with the unit that stands in its heading."""
    return text + unit if name in ("duration", "remaining") and _NUMBER.fullmatch(text) else text


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
        at = _written(cell.text.strip())
    if at is None:
        draft.problems.append(Problem("schedules.bad_date", cell.where, (cell.text,)))
        return None
    return at + (_EVENING if ends else _MORNING) if at % DAY == 0 else at


def _written(text: str) -> int | None:
    """Read a date as people write it: 2026年3月5日, 2026.3.5, 2026-03-05 17:00."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(g) if g else 0 for g in match.groups())
    try:
        return tick(datetime(year, month, day, hour, minute))  # noqa: DTZ001 - plans know no zones
    except ValueError:
        return None


def _outline(draft: Draft, rows: list[Row], head: Head) -> None:
    """Say which lines stand under which: by level, by the numbers 1.1.2, or by how far names are set in."""
    if "level" in head.columns:
        levels = [_level(row.cell(head.columns["level"]).text) for row in rows]
        _by_level(draft, levels)
        return
    column = head.columns.get("wbs", head.columns.get("id"))
    numbers = [row.cell(column).text.strip().rstrip(".、") if column is not None else "" for row in rows]
    if any("." in n.removesuffix(".0") for n in numbers):
        _by_number(draft, numbers)
        return
    indents = [_indent(row.cell(head.columns["name"]).text) for row in rows]
    if any(indents):
        _by_level(draft, indents)


def _level(text: str) -> int:
    match = _NUMBER.search(text)
    return min(100, max(0, int(float(match[0])))) if match else 0


def _indent(text: str) -> int:
    """Return how far a name is set in; a full-width space counts as two."""
    lead = text[: len(text) - len(text.lstrip())]
    return sum(2 if c == "\u3000" else 4 if c == "\t" else 1 for c in lead)


def _by_number(draft: Draft, numbers: list[str]) -> None:
    """Make headings of the lines whose number others carry on: 1 over 1.1 and 1.2."""
    ids = {number: line.id for number, line in zip(numbers, draft.lines, strict=True)}
    over = {key for n in numbers for key in _above(n) if key in ids}
    draft.lines = [
        replace(
            line,
            parent=next((ids[k] for k in _above(number) if k in ids), None),
            heading=number in over,
        )
        for number, line in zip(numbers, draft.lines, strict=True)
    ]


def _above(key: str) -> Iterator[str]:
    while "." in key:
        key = key.rpartition(".")[0]
        yield key


def _by_level(draft: Draft, levels: list[int]) -> None:
    above: list[tuple[int, str]] = []
    lines = []
    for place, (level, line) in enumerate(zip(levels, draft.lines, strict=True)):
        while above and above[-1][0] >= level:
            above.pop()
        parent = above[-1][1] if above else None
        above.append((level, line.id))
        heading = place + 1 < len(levels) and levels[place + 1] > level
        lines.append(replace(line, parent=parent, heading=heading))
    draft.lines = lines

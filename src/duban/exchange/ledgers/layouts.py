"""The layouts a ledger is written in: Duban's own list, everything, and those of domain.md 3.5 that hold items."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.exchange.ledger_columns import TOLD_IN_TASK
from duban.exchange.ledger_words import DAY_UNITS, FREQUENCIES, ORIGINS, STATES, URGENCIES
from duban.exchange.ledgers.drafts import MAJOR, STARRED
from duban.exchange.ledgers.routes import route_text
from duban.exchange.listing import Heading
from duban.ledger.types import ItemSheet
from duban.papers.cells import Value

__all__ = ["LAYOUTS", "Layout"]

_OFFICE = "zh-hans"
_Cells = Callable[[int, ItemSheet], tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: its name for people, its columns, and how an item fills them."""

    label: object
    columns: tuple[tuple[str, int], ...]
    cells: _Cells

    def headings(self) -> list[Heading]:
        """Return the columns; a layout of an office keeps its own Chinese words in every language."""
        return [Heading(name, width) for name, width in self.columns]

    def rows(self, sheets: Iterable[ItemSheet]) -> Iterator[tuple[Value, ...]]:
        """Return the rows, one by one, their coded words as an office writes them: an import reads these in any language."""
        for serial, sheet in zip(count(1), sheets):
            with translation.override(_OFFICE):
                cells = self.cells(serial, sheet)
            yield cells


def doers(sheet: ItemSheet) -> str:
    """
    Return all units in one cell as an import reads them: the lead first, marked where it is not responsible itself.

    Where one unit leads and is responsible, the first-listed is both.
    """
    lead, responsible = sheet.row.lead, sheet.row.responsible
    first = (
        [responsible] if lead == responsible else [f"{lead}（牵头）" if lead else "", _marked(responsible)]
    )
    return "、".join(filter(None, (*first, *sheet.assisting)))


def helpers(sheet: ItemSheet) -> str:
    """Return assisting units, the responsible one first and marked where the lead is not responsible itself."""
    lead, responsible = sheet.row.lead, sheet.row.responsible
    return "、".join(filter(None, (_marked(responsible) if lead != responsible else "", *sheet.assisting)))


def leads(sheet: ItemSheet) -> str:
    """Return the lead, marked as no more than that where nobody is responsible yet."""
    lead = sheet.row.lead
    return f"{lead}（牵头）" if lead and not sheet.row.responsible else lead


def _marked(responsible: str) -> str:
    return f"{responsible}（责任）" if responsible else ""


def source(sheet: ItemSheet) -> str:
    """Return where an item comes from: the kind, and its words behind a colon."""
    kind = str(ORIGINS[sheet.origin])
    return f"{kind}：{sheet.origin_text}" if sheet.origin_text else kind


def _plain(serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    return (serial, sheet.row.title, sheet.leader, doers(sheet), sheet.row.due)


def _led(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    others = "、".join(filter(None, (sheet.row.responsible, *sheet.assisting)))
    return (sheet.row.title, sheet.row.lead, others, sheet.row.due)


def _register(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    row = sheet.row
    return (row.number, row.title, source(sheet), row.start, doers(sheet), row.due)


def _software(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    row = sheet.row
    kinds = "、".join(tag for tag in sheet.tags if tag != STARRED)
    text = f"{row.title}\n{sheet.task}" if sheet.task else row.title
    return (
        _yes(sheet, STARRED), str(ORIGINS[sheet.origin]), sheet.origin_text, kinds, text, str(STATES[row.state]), "",
        leads(sheet), helpers(sheet), sheet.done_when, row.due, sheet.finished_on, sheet.result, sheet.attachments or None,
        sheet.verified.note if sheet.verified else "", str(FREQUENCIES[sheet.frequency]), "；".join(sheet.extensions),
    )  # fmt: skip


def _system(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    row, checked = sheet.row, sheet.verified
    kinds = "、".join(tag for tag in sheet.tags if tag != MAJOR)
    return (
        row.number, kinds, _yes(sheet, MAJOR), row.title, sheet.task, leads(sheet), helpers(sheet), row.start, row.due,
        str(URGENCIES[row.urgency]), "", sheet.attachments or None, f"{sheet.created_by} {localdate(sheet.created_at)}",
        f"{checked.by} {localdate(checked.at)}" if checked else "",
        localdate(sheet.sent_back_at) if sheet.sent_back_at else None, sheet.finished_on, sheet.yellow_slips or None,
        str(STATES[row.state]),
    )  # fmt: skip


def _full(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    row = sheet.row
    return (
        row.number, row.title, sheet.task, sheet.done_when, str(ORIGINS[sheet.origin]), sheet.origin_text, sheet.basis,
        sheet.parent,
        row.lead, row.responsible, "、".join(sheet.assisting), row.person, sheet.leader, row.start, row.due,
        str(DAY_UNITS[row.unit]), str(FREQUENCIES[sheet.frequency]), str(URGENCIES[row.urgency]), sheet.weight,
        "、".join(sheet.tags), route_text(sheet.steps), str(STATES[row.state]), row.percent,
        _("示例") if row.is_sample else "",
    )  # fmt: skip


def _year_plan(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    task, told = told_apart(sheet.task, ("total", "year_total", "funding"))
    row = sheet.row
    term = _day(row.due) if row.start is None or row.due is None else f"{_day(row.start)}—{_day(row.due)}"
    return (
        row.number, row.title, task, term, told["total"], told["year_total"], told["funding"], doers(sheet),
    )  # fmt: skip


def _backed(_serial: int, sheet: ItemSheet) -> tuple[Value, ...]:
    task, told = told_apart(sheet.task, ("situation", "built", "trouble", "plans", "year_total"))
    row = sheet.row
    return (
        row.number, row.title, sheet.leader, doers(sheet), told["situation"], told["built"], told["trouble"],
        told["plans"], task, told["year_total"], sheet.done_when, route_text(sheet.steps), row.due,
    )  # fmt: skip


def told_apart(task: str, keys: Collection[str]) -> tuple[str, dict[str, str]]:
    """
    Part a task from what an import wrote below it, each under its column's name; the import's own order is kept.

    Whatever stands under a name that is not asked for, or out of that order, stays where it is.
    """
    order = list(TOLD_IN_TASK)
    names = {f"{TOLD_IN_TASK[key]}：": key for key in keys}
    parts: dict[str, list[str]] = {"": []}
    at, last = "", -1
    for line in task.split("\n") if task else ():
        label = next((name for name in names if line.startswith(name)), None)
        key = names[label] if label is not None else ""
        if label is not None and order.index(key) > last and line != label:
            at, last = key, order.index(key)
            parts[at] = [line.removeprefix(label)]
        else:
            parts[at].append(line)
    said = {key: "\n".join(lines) for key, lines in parts.items()}
    return said.pop(""), {key: said.get(key, "") for key in keys}


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _yes(sheet: ItemSheet, tag: str) -> str:
    return "是" if tag in sheet.tags else "否"


LAYOUTS: dict[str, Layout] = {
    "full": Layout(
        gettext_lazy("全部内容（可改后再导入）"),
        (
            ("编号", 16), ("事项", 40), ("任务内容", 44), ("完成标准", 28), ("任务来源", 10), ("来源描述", 20), ("依据", 24), ("上级事项", 16),
            ("牵头部门", 18), ("责任部门", 18), ("配合部门", 24), ("责任人", 16), ("分管领导", 18), ("起始", 12),
            ("完成时限", 12), ("期限按", 8), ("报告频次", 8), ("紧急程度", 8), ("权重", 6), ("标签", 16), ("路线图", 44),
            ("状态", 10), ("进度（%）", 8), ("示例", 6),
        ),
        _full,
    ),
    "1": Layout(
        gettext_lazy("重点工作清单（序号、重点工作、责任领导、责任单位、完成时限）"),
        (("序号", 6), ("重点工作", 48), ("责任领导", 18), ("责任单位", 36), ("完成时限", 12)),
        _plain,
    ),
    "2": Layout(
        gettext_lazy("任务分工（工作任务、牵头单位、责任单位）"),
        (("工作任务", 48), ("牵头单位", 20), ("责任单位", 36), ("完成时限", 12)),
        _led,
    ),
    "3": Layout(
        gettext_lazy("督查登记（编号、督查内容、任务来源、收文时间、承办单位、办复要求）"),
        (("编号", 16), ("督查内容", 48), ("任务来源", 28), ("收文时间", 12), ("承办单位", 36), ("办复要求", 12)),
        _register,
    ),
    "4": Layout(
        gettext_lazy("任务台账（任务来源、任务内容、牵头、协办、计划与实际完成）"),
        (
            ("关注", 6), ("任务来源", 10), ("来源描述", 20), ("任务类别", 14), ("任务内容", 48), ("任务状态", 10),
            ("提出部门", 14), ("牵头部门", 18), ("协办部门", 28), ("任务目标", 28), ("计划完成时间", 12),
            ("实际完成时间", 12), ("实际完成情况", 36), ("完成附件", 8), ("领导批注", 20), ("反馈类型", 8), ("延期说明", 24),
        ),
        _software,
    ),
    "5": Layout(
        gettext_lazy("督办系统（文号、名称、主办、协办、交办、办理时限、状态）"),
        (
            ("文号", 16), ("类型", 14), ("是否重大", 8), ("名称", 40), ("描述", 44), ("主办单位", 18), ("协办单位", 28),
            ("交办时间", 12), ("办理时限", 12), ("紧急程度", 8), ("备注", 16), ("附件", 6), ("创建人/时间", 24),
            ("审核人/时间", 24), ("驳回时间", 12), ("办结时间", 12), ("黄牌", 6), ("状态", 10),
        ),
        _system,
    ),
    "6": Layout(
        gettext_lazy("年度计划（项目名称、建设内容及规模、建设工期、项目总投资、年度投资额、资金来源）"),
        (
            ("编号", 16), ("项目名称", 36), ("建设内容及规模", 44), ("建设工期", 28), ("项目总投资", 14), ("年度投资额", 14),
            ("资金来源", 16), ("责任单位", 28),
        ),
        _year_plan,
    ),
    "7": Layout(
        gettext_lazy("领导包抓项目（基本情况、建设进展、存在问题、后段打算、建设目标、节点）"),
        (
            ("编号", 16), ("项目名称", 36), ("包抓领导", 18), ("责任单位", 28), ("基本情况", 28), ("建设进展", 28), ("存在问题", 28),
            ("后段打算", 28), ("建设内容", 36), ("计划投资额", 14), ("建设目标", 28), ("节点安排", 44), ("完成时限", 12),
        ),
        _backed,
    ),
}  # fmt: skip
"""
The seven layouts of domain.md 3.5. The last two are lists of projects, written with the item's number and its unit
beside their own columns, by which it is known when the list comes back.
"""

"""The layouts a ledger is written in: Duban's own list, everything, and those of domain.md 3.5 that hold items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.exchange.ledger_words import DAY_UNITS, FREQUENCIES, ORIGINS, STATES, URGENCIES
from duban.exchange.ledgers.drafts import MAJOR, STARRED
from duban.exchange.ledgers.routes import route_text
from duban.exchange.listing import Heading, Value
from duban.ledger.types import ItemSheet

__all__ = ["LAYOUTS", "Layout"]

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
        """Return the rows, one by one."""
        for serial, sheet in zip(count(1), sheets):
            yield self.cells(serial, sheet)


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
        row.lead, row.responsible, "、".join(sheet.assisting), row.person, sheet.leader, row.start, row.due,
        str(DAY_UNITS[row.unit]), str(FREQUENCIES[sheet.frequency]), str(URGENCIES[row.urgency]), sheet.weight,
        "、".join(sheet.tags), route_text(sheet.steps), str(STATES[row.state]), row.percent,
        _("示例") if row.is_sample else "",
    )  # fmt: skip


def _yes(sheet: ItemSheet, tag: str) -> str:
    return "是" if tag in sheet.tags else "否"


LAYOUTS: dict[str, Layout] = {
    "full": Layout(
        gettext_lazy("全部内容（可改后再导入）"),
        (
            ("编号", 16), ("事项", 40), ("任务内容", 44), ("完成标准", 28), ("任务来源", 10), ("来源描述", 20), ("依据", 24),
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
}  # fmt: skip
"""Layouts 6 and 7 of domain.md are lists of projects: they come in as items, and no item goes out as one."""

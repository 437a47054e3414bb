"""How the ledger's commands say what they found: JSON for programs, tables for people."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table
from rich.text import Text

from duban.cli.output import console, rounded
from duban.core.sentences import sentence
from duban.engine.kernel import shown
from duban.engine.series import DueLight
from duban.exchange.ledger_words import (
    DAY_UNITS,
    DUE_LIGHTS,
    FREQUENCIES,
    MOVES,
    ORIGINS,
    STATES,
    URGENCIES,
    VIEWS,
)
from duban.ledger.types import ItemPage, ItemRow, ItemSheet, ItemState, MoveRow, SlipRow, View

__all__ = ["print_item", "print_rows", "row_of", "slip_of", "whole_of"]

_MARKS = {
    DueLight.OVERDUE: ("■", "red"),
    DueLight.BEHIND: ("▲", "yellow"),
    DueLight.NEAR: ("●", "blue"),
    DueLight.ON_TIME: ("●", "green"),
    DueLight.DONE: ("✓", "dim"),
    DueLight.NONE: ("○", "dim"),
}


def row_of(sheet: ItemSheet) -> dict[str, object]:
    """Return a line of a list for a program."""
    row = sheet.row
    return {
        "number": row.number,
        "title": row.title,
        "state": row.state.value,
        "light": row.standing.light.value,
        "lead": row.lead,
        "responsible": row.responsible,
        "person": row.person,
        "leader": sheet.leader,
        **_clocks(row),
        "to_act": _to_act(sheet),
        "task": sheet.task,
        "done_when": sheet.done_when,
        "origin": sheet.origin.value,
        "origin_text": sheet.origin_text,
        "basis": sheet.basis,
        "parent": sheet.parent or None,
        "assisting": list(sheet.assisting),
        "frequency": sheet.frequency.value,
        "urgency": row.urgency.value,
        "weight": sheet.weight,
        "tags": list(sheet.tags),
        "steps": [{"title": s.title, "due": _iso(s.due), "proof": s.proof} for s in sheet.steps],
        "sample": row.is_sample,
    }


def _clocks(row: ItemRow) -> dict[str, object]:
    """Return the two clocks of an item: its days, and its progress against them."""
    standing = row.standing
    return {
        "start": _iso(row.start),
        "due": _iso(row.due),
        "days_left": standing.days_left,
        "days_unit": row.unit.value,
        "percent": row.percent,
        "schedule_pct": rounded(standing.elapsed_pct),
        "lag_pp": rounded(standing.lag_pp),
        "accept_due": _iso(row.accept_due),
        "report_due": _iso(row.report_due),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _to_act(sheet: ItemSheet) -> str:
    """Return whose turn it is: the person responsible, the lead who decides or verifies, or supervision."""
    row = sheet.row
    turns = {
        ItemState.REFUSED: row.lead,
        ItemState.REPORTED: row.lead,
        ItemState.DISPATCHED: row.person,
        ItemState.ACCEPTED: row.person,
        ItemState.UNDER_WAY: row.person,
    }
    return turns.get(row.state) or _("督查")


def whole_of(page: ItemPage) -> dict[str, object]:
    """Return an item for a program: its life, and what each edge still lacks."""
    row = page.row
    return {
        "number": row.number,
        "title": row.title,
        "task": page.task,
        "done_when": page.done_when,
        "origin": page.origin.value,
        "origin_text": page.origin_text,
        "basis": page.basis,
        "state": row.state.value,
        "light": row.standing.light.value,
        "lead": row.lead,
        "responsible": row.responsible,
        "assisting": [name for _id, name in page.assisting],
        "person": row.person,
        "leader": page.leader,
        **_clocks(row),
        "finished_on": _iso(page.finished_on),
        "frequency": page.frequency.value,
        "urgency": row.urgency.value,
        "weight": page.weight,
        "tags": list(page.tags),
        "parent": page.parent.number if page.parent else None,
        "children": [child.number for child in page.children],
        "sample": row.is_sample,
        "version": row.version,
        "steps": [
            {"title": s.title, "due": _iso(s.due), "proof": s.proof, "done_on": _iso(s.done_on), "light": s.light.value}
            for s in page.steps
        ],
        "moves": [_move(move) for move in page.moves],
        "progress": [
            {"on": p.on.isoformat(), "by": p.by, "percent": p.percent, "text": p.text, "problem": p.problem,
             "help_wanted": p.help_wanted, "next_step": p.next_step}
            for p in page.progress
        ],
        "extensions": [
            {"asked_by": e.asked_by, "reason": e.reason, "old_due": _iso(e.old_due), "forecast": _iso(e.forecast),
             "state": e.state, "new_due": _iso(e.new_due), "answer": e.answer}
            for e in page.extensions
        ],
        "slips": [slip_of(slip) for slip in page.slips],
        "edges": {
            edge: {"missing": [{"code": p.code, "where": p.where, "message": sentence(p)} for p in problems]}
            for edge, problems in page.missing.items()
        },
    }  # fmt: skip


def _move(move: MoveRow) -> dict[str, object]:
    return {
        "edge": move.edge,
        "from": move.source.value,
        "to": move.target.value,
        "by": move.by,
        "at": timezone.localtime(move.at).isoformat(timespec="seconds"),
        "reason": move.reason,
        "note": move.note,
        "changes": {name: list(pair) for name, pair in move.changes.items()},
    }


def slip_of(slip: SlipRow) -> dict[str, object]:
    """Return a slip for a program."""
    return {
        "number": slip.number,
        "colour": slip.colour.value,
        "issued_on": slip.issued_on.isoformat(),
        "item_id": slip.item_id,
        "message": sentence(slip.reason),
    }


def print_rows(rows: list[ItemSheet], view: View, day: date) -> None:
    """Print a list as a table."""
    title = _("督办台账　{view} {n} 项　截至 {day}").format(
        view=VIEWS[view], n=len(rows), day=day.isoformat()
    )
    table = Table(title=title, title_justify="left", header_style="bold")
    table.add_column(_("编号"), no_wrap=True)
    table.add_column(_("事项"), ratio=1, min_width=24, overflow="fold")
    for name in (_("状态"), _("亮灯"), _("责任部门")):
        table.add_column(name, no_wrap=True)
    table.add_column(_("时限"), justify="right", no_wrap=True)
    table.add_column(_("余(天)"), justify="right", no_wrap=True)
    table.add_column(_("进度"), justify="right", no_wrap=True)
    table.add_column(_("该谁办"), no_wrap=True)
    for sheet in rows:
        table.add_row(*_cells(sheet))
    console.print(table)


def _cells(sheet: ItemSheet) -> tuple[str | Text, ...]:
    row, standing = sheet.row, sheet.row.standing
    mark, colour = _MARKS[standing.light]
    return (
        row.number,
        row.title + (f" {_('示例')}" if row.is_sample else ""),
        str(STATES[row.state]),
        Text(f"{mark} {DUE_LIGHTS[standing.light]}", style=colour),
        row.responsible or row.lead,
        _iso(row.due) or "—",
        "—" if standing.days_left is None else str(standing.days_left),
        f"{row.percent}%",
        _to_act(sheet),
    )


def print_item(page: ItemPage) -> None:
    """Print an item: what it says, its route map, its life, what each step still lacks."""
    row, standing = page.row, page.row.standing
    mark, colour = _MARKS[standing.light]
    sample = f"　[dim]{_('示例')}[/dim]" if row.is_sample else ""
    console.print(f"[bold]{row.number}　{row.title}[/bold]{sample}", highlight=False)
    console.print(Text(f"{STATES[row.state]}　{mark} {DUE_LIGHTS[standing.light]}", style=colour))
    facts = (
        (_("任务内容"), page.task),
        (_("完成标准"), page.done_when),
        (_("任务来源"), f"{ORIGINS[page.origin]} {page.origin_text}".strip()),
        (_("依据"), page.basis),
        (_("上级事项"), f"{page.parent.number} {page.parent.title}" if page.parent else ""),
        (_("牵头部门"), row.lead),
        (_("责任部门"), row.responsible),
        (_("配合部门"), "、".join(name for _id, name in page.assisting)),
        (_("责任人"), row.person),
        (_("分管领导"), page.leader),
        (_("起止"), f"{_iso(row.start) or '—'} — {_iso(row.due) or '—'}"),
        (_("进度"), _pace(page)),
        (_("报告频次"), str(FREQUENCIES[page.frequency])),
        (_("紧急程度"), str(URGENCIES[row.urgency])),
        (_("期限按"), str(DAY_UNITS[row.unit])),
        (_("权重"), str(page.weight)),
        (_("标签"), "、".join(page.tags)),
    )
    for name, said in facts:
        if said:
            console.print(f"  [dim]{name}[/dim]　{said}", highlight=False)
    _print_life(page)


def _pace(page: ItemPage) -> str:
    standing = page.row.standing
    if standing.elapsed_pct is None or standing.lag_pp is None:
        return f"{page.row.percent}%"
    said = (
        _("{percent}%，时间已过 {gone}%，落后 {lead} 个百分点")
        if standing.lag_pp < 0
        else _("{percent}%，时间已过 {gone}%，领先 {lead} 个百分点")
    )
    lead = shown(abs(standing.lag_pp), 1)
    return said.format(percent=page.row.percent, gone=shown(standing.elapsed_pct, 1), lead=f"{lead:f}")


def _print_life(page: ItemPage) -> None:
    for step in page.steps:
        done = _("{day} 完成").format(day=step.done_on) if step.done_on else str(DUE_LIGHTS[step.light])
        proof = f"（{_('佐证')}：{step.proof}）" if step.proof else ""
        console.print(f"  ○ {_iso(step.due) or '—'}　{step.title}{proof}　[dim]{done}[/dim]", highlight=False)
    for move in page.moves:
        said = "；".join(filter(None, (move.reason, move.note)))
        at = timezone.localtime(move.at)
        console.print(
            f"  {at:%Y-%m-%d %H:%M}　{MOVES.get(move.edge, move.edge)}　{move.by}　{said}", highlight=False
        )
    for edge, problems in page.missing.items():
        lacking = [sentence(p) for p in problems]
        lacks = _("可以办") if not lacking else lacking[0] if len(lacking) == 1 else ""
        console.print(f"  → {MOVES.get(edge, edge)}：{lacks}", highlight=False)
        for one in lacking[1:] and lacking:
            console.print(f"      · {one}", highlight=False)

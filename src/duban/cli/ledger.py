"""``duban ledger``: the work ledger in the terminal, and in and out as spreadsheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table
from rich.text import Text

from duban.cli.exchange import bring_file
from duban.cli.output import as_json, console, day_of, expect_json, here, rounded, the_zone
from duban.core import clock
from duban.core.errors import Invalid
from duban.core.sentences import sentence
from duban.engine.kernel import Problem, shown
from duban.engine.series import DueLight
from duban.exchange.ledger_words import (
    DUE_LIGHTS,
    FREQUENCIES,
    MOVES,
    ORIGINS,
    SLIPS,
    STATES,
    URGENCIES,
    VIEWS,
)
from duban.exchange.ledgers.exports import LIST, ledger_export
from duban.exchange.ledgers.names import Names
from duban.exchange.listing import file_parts
from duban.exchange.types import Kind
from duban.ledger.selectors import item_by_number, item_page, iter_sheets
from duban.ledger.services import issue_slips
from duban.ledger.types import ItemFilter, ItemPage, ItemSheet, ItemState, MoveRow, Order, SlipRow, View
from duban.orgs.selectors import list_units
from duban.orgs.types import Actor

app = typer.Typer(help=_("督办台账：查、看、导入、导出、签发督办单。"), no_args_is_help=True)

_ZONE = typer.Option("", help=_("开发区编码，如 yinchuan；只有一个开发区时可不写"))
_ON = typer.Option(None, "--on", help=_("按哪一天看亮灯，如 2020-10-10；不写为今天"))
_JSON = typer.Option(False, "--json", help=_("输出 JSON"))
_VIEW = typer.Option(
    None,
    "--view",
    help=_(
        "open 在办，overdue 超期，near 临期，behind 滞后，unaccepted 未签收，unreported 未报告，closed 已结，all 全部"
    ),
)
_UNIT = typer.Option("", "--unit", help=_("牵头、责任或配合的部门，可用简称"))
_Q = typer.Option("", "--q", help=_("含有这些字"))
_MARKS = {
    DueLight.OVERDUE: ("■", "red"),
    DueLight.BEHIND: ("▲", "yellow"),
    DueLight.NEAR: ("●", "blue"),
    DueLight.ON_TIME: ("●", "green"),
    DueLight.DONE: ("✓", "dim"),
    DueLight.NONE: ("○", "dim"),
}


@app.command("list", help=_("列出台账事项，时限近的在前；与页面、看板、导出是同一份。"))
def list_(
    zone: str = _ZONE,
    overdue: bool = typer.Option(False, "--overdue", help=_("只看超期")),
    near: bool = typer.Option(False, "--near", help=_("只看临期")),
    behind: bool = typer.Option(False, "--behind", help=_("只看滞后")),
    view: View | None = _VIEW,
    unit: str = _UNIT,
    q: str = _Q,
    on: str | None = _ON,
    json: bool = _JSON,
) -> None:
    """List items, the nearest deadline first: the rows of the page, the board and the export."""
    if json:
        expect_json()
    actor, (slug, zone_id), day = here(), the_zone(zone), _day(on)
    chosen = _view(overdue=overdue, near=near, behind=behind, view=view)
    asked = ItemFilter(view=chosen, q=q, unit_id=_unit(actor, zone_id, unit, day), order=Order.DUE)
    rows = list(iter_sheets(actor=actor, zone_id=zone_id, on=day, filter=asked))
    if json:
        as_json(
            {"zone": slug, "on": day.isoformat(), "total": len(rows), "rows": [_row(row) for row in rows]}
        )
    else:
        _print_rows(rows, chosen, day)


@app.command(help=_("看一个事项：经过、路线图，以及每一步还缺什么。"))
def show(
    number: str = typer.Argument(help=_("编号，如 督〔2020〕12号，或 2020-12")),
    zone: str = _ZONE,
    on: str | None = _ON,
    json: bool = _JSON,
) -> None:
    """Show an item: its life, its route map, and what each step still lacks."""
    if json:
        expect_json()
    actor, (_slug, zone_id) = here(), the_zone(zone)
    card = item_by_number(actor=actor, zone_id=zone_id, number=number)
    page = item_page(actor=actor, zone_id=zone_id, item_id=card.id, on=_day(on))
    if json:
        as_json(_whole(page))
    else:
        _print_item(page)


@app.command("import", help=_("导入一份台账：列名认得出就行，事项先是“拟办”；同一份表导入两次什么都不变。"))
def import_(
    file: Path = typer.Argument(exists=True, dir_okay=False, readable=True, help=_(".xlsx、.xls 或 .csv")),
    zone: str = _ZONE,
    dry_run: bool = typer.Option(False, "--dry-run", help=_("只试不写")),
    good_rows_only: bool = typer.Option(False, "--good-rows-only", help=_("只收没有问题的行")),
    returned: Path | None = typer.Option(None, help=_("有问题时，把标红的表写到这里")),
    json: bool = _JSON,
) -> None:
    """Bring a ledger in; the same sheet twice changes nothing."""
    bring_file(
        Kind.LEDGER,
        file,
        the_zone(zone)[0],
        dry_run=dry_run,
        good_rows_only=good_rows_only,
        returned=returned,
        json=json,
    )


@app.command(help=_("按一份“指标×部门×月”的表分解全年目标，合计不符就说差多少。"))
def split(
    file: Path = typer.Argument(exists=True, dir_okay=False, readable=True, help=_(".xlsx、.xls 或 .csv")),
    zone: str = _ZONE,
    dry_run: bool = typer.Option(False, "--dry-run", help=_("只试不写")),
    returned: Path | None = typer.Option(None, help=_("有问题时，把标红的表写到这里")),
    json: bool = _JSON,
) -> None:
    """Split a year's target from a sheet, and name the difference where the parts do not add up."""
    bring_file(Kind.DECOMPOSITION, file, the_zone(zone)[0], dry_run=dry_run, returned=returned, json=json)


@app.command(help=_("导出台账：正是列表里的那些行。"))
def export(
    out: Path = typer.Option(..., "--out", help=_("写到哪个 .xlsx 或 .csv")),
    zone: str = _ZONE,
    layout: str = typer.Option(LIST, "--layout", help=_("list 台账列表，full 全部内容，1 至 5 各种通行格式")),
    view: View = typer.Option(View.OPEN, "--view", help=_("导出哪些，默认在办")),
    unit: str = _UNIT,
    q: str = _Q,
    on: str | None = _ON,
) -> None:
    """Write out exactly the rows of the list."""
    actor, (_slug, zone_id), day = here(), the_zone(zone), _day(on)
    asked = ItemFilter(view=view, q=q, unit_id=_unit(actor, zone_id, unit, day))
    made = ledger_export(actor=actor, zone_id=zone_id, on=day, filter=asked, layout=layout)
    parts = made.csv_parts() if out.suffix.lower() == ".csv" else file_parts(made.xlsx_file())
    with out.open("wb") as file:
        file.writelines(parts)
    console.print(str(out))


@app.command(help=_("签发这一天的督办单：临期蓝、滞后黄、超期红；一项一色一个时限只发一次。"))
def slips(
    on: str = typer.Option(..., "--on", help=_("哪一天，如 2020-10-10")),
    zone: str = _ZONE,
    dry_run: bool = typer.Option(False, "--dry-run", help=_("只试不写")),
    json: bool = _JSON,
) -> None:
    """Issue the slips of a day: each item, colour and deadline once."""
    if json:
        expect_json()
    slug, zone_id = the_zone(zone)
    made = issue_slips(actor=here(), zone_id=zone_id, on=day_of(on), at=clock.now(), dry_run=dry_run)
    if json:
        as_json({"zone": slug, "on": on, "written": not dry_run, "slips": [_slip(slip) for slip in made]})
        return
    table = Table(title=_("督办单 {n} 张").format(n=len(made)), title_justify="left")
    for name in (_("编号"), _("颜色"), _("说明")):
        table.add_column(name)
    for slip in made:
        table.add_row(slip.number or "—", str(SLIPS[slip.colour]), sentence(slip.reason))
    console.print(table)
    if dry_run:
        console.print(_("没有写入。"))


def _day(on: str | None) -> date:
    return day_of(on) if on else clock.local_day(clock.now())


def _view(*, overdue: bool, near: bool, behind: bool, view: View | None) -> View:
    named = [one for one, said in ((View.OVERDUE, overdue), (View.NEAR, near), (View.BEHIND, behind)) if said]
    named += [view] if view else []
    if len(named) > 1:
        raise typer.BadParameter(_("--overdue、--near、--behind、--view 只能用一个"))
    return named[0] if named else View.OPEN


def _unit(actor: Actor, zone_id: int, name: str, on: date) -> int | None:
    if not name:
        return None
    units, problems, _notes = Names(list_units(actor=actor, zone_id=zone_id, on=on), ()).units(name, "--unit")
    if problems or len(units) != 1:
        raise Invalid(*(problems or [Problem("ledger.unknown_unit", "--unit", (name,))]))
    return units[0].id


def _row(sheet: ItemSheet) -> dict[str, object]:
    row, standing = sheet.row, sheet.row.standing
    return {
        "number": row.number,
        "title": row.title,
        "state": row.state.value,
        "light": standing.light.value,
        "lead": row.lead,
        "responsible": row.responsible,
        "person": row.person,
        "leader": sheet.leader,
        "start": _iso(row.start),
        "due": _iso(row.due),
        "days_left": standing.days_left,
        "days_unit": row.unit.value,
        "percent": row.percent,
        "schedule_pct": rounded(standing.elapsed_pct),
        "lag_pp": rounded(standing.lag_pp),
        "accept_due": _iso(row.accept_due),
        "report_due": _iso(row.report_due),
        "to_act": _to_act(sheet),
        "sample": row.is_sample,
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


def _whole(page: ItemPage) -> dict[str, object]:
    row, standing = page.row, page.row.standing
    return {
        "number": row.number,
        "title": row.title,
        "task": page.task,
        "done_when": page.done_when,
        "origin": page.origin.value,
        "origin_text": page.origin_text,
        "basis": page.basis,
        "state": row.state.value,
        "light": standing.light.value,
        "lead": row.lead,
        "responsible": row.responsible,
        "assisting": [name for _id, name in page.assisting],
        "person": row.person,
        "leader": page.leader,
        "start": _iso(row.start),
        "due": _iso(row.due),
        "days_left": standing.days_left,
        "days_unit": row.unit.value,
        "percent": row.percent,
        "schedule_pct": rounded(standing.elapsed_pct),
        "lag_pp": rounded(standing.lag_pp),
        "accept_due": _iso(row.accept_due),
        "report_due": _iso(row.report_due),
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
        "slips": [_slip(slip) for slip in page.slips],
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


def _slip(slip: SlipRow) -> dict[str, object]:
    return {
        "number": slip.number,
        "colour": slip.colour.value,
        "issued_on": slip.issued_on.isoformat(),
        "item_id": slip.item_id,
        "message": sentence(slip.reason),
    }


def _print_rows(rows: list[ItemSheet], view: View, day: date) -> None:
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


def _print_item(page: ItemPage) -> None:
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
        (_("牵头部门"), row.lead),
        (_("责任部门"), row.responsible),
        (_("配合部门"), "、".join(name for _id, name in page.assisting)),
        (_("责任人"), row.person),
        (_("分管领导"), page.leader),
        (_("起止"), f"{_iso(row.start) or '—'} — {_iso(row.due) or '—'}"),
        (_("进度"), _pace(page)),
        (_("报告频次"), str(FREQUENCIES[page.frequency])),
        (_("紧急程度"), str(URGENCIES[row.urgency])),
    )
    for name, said in facts:
        if said:
            console.print(f"  [dim]{name}[/dim]　{said}", highlight=False)
    _print_life(page)


def _pace(page: ItemPage) -> str:
    standing = page.row.standing
    if standing.elapsed_pct is None or standing.lag_pp is None:
        return f"{page.row.percent}%"
    return _("{percent}%，时间已过 {gone}%，领先 {lead} 个百分点").format(
        percent=page.row.percent, gone=shown(standing.elapsed_pct, 1), lead=f"{shown(standing.lag_pp, 1):+f}"
    )


def _print_life(page: ItemPage) -> None:
    for step in page.steps:
        done = _("{day} 完成").format(day=step.done_on) if step.done_on else str(DUE_LIGHTS[step.light])
        console.print(f"  ○ {_iso(step.due) or '—'}　{step.title}　[dim]{done}[/dim]", highlight=False)
    for move in page.moves:
        said = "；".join(filter(None, (move.reason, move.note)))
        at = timezone.localtime(move.at)
        console.print(
            f"  {at:%Y-%m-%d %H:%M}　{MOVES.get(move.edge, move.edge)}　{move.by}　{said}", highlight=False
        )
    for edge, problems in page.missing.items():
        lacks = "、".join(sentence(p) for p in problems) or _("可以办")
        console.print(f"  → {MOVES.get(edge, edge)}：{lacks}", highlight=False)

"""``duban ledger``: the work ledger in the terminal, and in and out as spreadsheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from duban.cli.exchange import bring_file
from duban.cli.ledger_said import print_item, print_rows, row_of, slip_of, whole_of
from duban.cli.output import as_json, console, day_of, expect_json, here, the_zone
from duban.core import clock
from duban.core.errors import Invalid
from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.exchange.ledger_words import (
    SLIPS,
)
from duban.exchange.ledgers.exports import LIST, ledger_export
from duban.exchange.ledgers.names import Names
from duban.exchange.listing import file_parts
from duban.exchange.types import Kind
from duban.ledger.selectors import item_by_number, item_page, iter_sheets
from duban.ledger.services import issue_slips
from duban.ledger.types import ItemFilter, Order, View
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
            {"zone": slug, "on": day.isoformat(), "total": len(rows), "rows": [row_of(row) for row in rows]}
        )
    else:
        print_rows(rows, chosen, day)


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
        as_json(whole_of(page))
    else:
        print_item(page)


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
    layout: str = typer.Option(LIST, "--layout", help=_("list 台账列表，full 全部内容，1 至 7 各种通行格式")),
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
        as_json({"zone": slug, "on": on, "written": not dry_run, "slips": [slip_of(slip) for slip in made]})
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

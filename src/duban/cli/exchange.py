"""``duban import`` and ``duban export``: spreadsheets in and out."""

from __future__ import annotations

from pathlib import Path

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from duban.boards.selectors import gap_board_with_coverage
from duban.cli.output import as_json, console, expect_json, here, moment_of, period_of, refuse, the_zone
from duban.core import clock
from duban.core.sentences import sentence
from duban.exchange.boards import gap_sheet
from duban.exchange.imports import bring_in, returned_workbook
from duban.exchange.templates import template_of
from duban.exchange.types import Kind, Options, Report
from duban.indicators.types import Effect
from duban.orgs.selectors import zone_by_slug

export_app = typer.Typer(help=_("导出。"), no_args_is_help=True)

_SHOWN = 20
_ZONE = typer.Option("", help=_("开发区编码，如 yinchuan；只有一个开发区时可不写"))


def import_(
    kind: Kind = typer.Argument(
        help=_(
            "observations 数据，targets 目标，definitions 指标，organisation 机构，ledger 台账，decomposition 目标分解，projects 项目登记册"
        )
    ),
    file: Path = typer.Argument(exists=True, dir_okay=False, readable=True, help=_(".xlsx、.xls 或 .csv")),
    zone: str = _ZONE,
    dry_run: bool = typer.Option(False, "--dry-run", help=_("只试不写")),
    good_rows_only: bool = typer.Option(False, "--good-rows-only", help=_("只收没有问题的行")),
    reason: str = typer.Option("", help=_("修订事由；不写则记为按此文件修订")),
    returned: Path | None = typer.Option(None, help=_("有问题时，把标红的表写到这里")),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Bring a sheet in: every row is checked, and one bad row holds all back unless told otherwise."""
    bring_file(
        kind,
        file,
        zone,
        dry_run=dry_run,
        good_rows_only=good_rows_only,
        reason=reason,
        returned=returned,
        json=json,
    )


def bring_file(
    kind: Kind,
    file: Path,
    zone: str,
    *,
    dry_run: bool = False,
    good_rows_only: bool = False,
    reason: str = "",
    returned: Path | None = None,
    json: bool = False,
) -> None:
    """Bring a file in, say what it did or would do, and end with 1 where something stood in its way."""
    if json:
        expect_json()
    content = file.read_bytes()
    options = Options(good_rows_only, reason or _("按文件“{name}”修订").format(name=file.name))
    report = bring_in(
        actor=here(), zone_id=the_zone(zone)[1], kind=kind, name=file.name, content=content, at=clock.now(),
        commit=not dry_run, options=options,
    )  # fmt: skip
    if returned is not None and not report.is_clean:
        workbook = returned_workbook(name=file.name, content=content, report=report)
        if workbook is not None:
            returned.write_bytes(workbook)
    if json:
        as_json(_answer(report))
    else:
        _print(report)
    if not report.is_clean and not (report.written and good_rows_only):
        raise typer.Exit(1 if json else refuse(list(report.problems)[:_SHOWN]))


def template(
    kind: Kind,
    to: Path = typer.Argument(help=_("写到哪个 .xlsx")),
    zone: str = _ZONE,
) -> None:
    """Write an empty sheet with drop-downs and notes."""
    at = clock.now()
    to.write_bytes(template_of(actor=here(), zone_id=the_zone(zone)[1], kind=kind, on=clock.local_day(at)))
    console.print(str(to))


@export_app.command("gap", help=_("导出差距表。"))
def export_gap(
    to: Path = typer.Argument(help=_("写到哪个 .xlsx 或 .csv")),
    zone: str = _ZONE,
    as_of: str = typer.Option(..., "--as-of", help=_("数据期，如 2020-08")),
    known_at: str | None = typer.Option(None, "--known-at", help=_("按哪一天所知")),
) -> None:
    """Write the gap board to a file."""
    if to.suffix.lower() not in {".xlsx", ".csv"}:
        raise typer.BadParameter(_("只能写成 .xlsx 或 .csv"))
    actor, (slug, zone_id), moment = here(), the_zone(zone), moment_of(known_at)
    found = gap_board_with_coverage(actor=actor, zone_id=zone_id, as_of=period_of(as_of), known_at=moment)
    place = zone_by_slug(actor=actor, slug=slug, on=clock.local_day(moment))
    to.write_bytes(gap_sheet(found.board, place, found.coverage, csv=to.suffix.lower() == ".csv"))
    console.print(str(to))


def _answer(report: Report) -> dict[str, object]:
    return {
        "kind": report.kind.value,
        "file": report.name,
        "written": report.written,
        **{effect.value: report.count(effect) for effect in Effect},
        "skipped": report.skipped,
        "problems": [{"code": p.code, "where": p.where, "message": sentence(p)} for p in report.problems],
        "problems_unlisted": report.unlisted,
        "notes": [{"code": p.code, "where": p.where, "message": sentence(p)} for p in report.notes],
    }


def _print(report: Report) -> None:
    table = Table(title=report.name, title_justify="left")
    for name in (_("新增"), _("修订"), _("不变"), _("有问题"), _("跳过")):
        table.add_column(name, justify="right")
    counts = [str(report.count(effect)) for effect in Effect]
    table.add_row(*counts, str(report.skipped))
    console.print(table)
    for note in list(report.notes)[:_SHOWN]:
        console.print(f"  {note.where}　{sentence(note)}", style="dim", highlight=False)
    console.print(_("已写入。") if report.written else _("没有写入。"))

"""``duban project last-start``: what must begin for deadlines to hold, and which projects are late already."""

from __future__ import annotations

from typing import Any

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from duban.cli.output import as_json, console, day_of, expect_json, here, the_zone
from duban.core import clock
from duban.engine.kernel import plain
from duban.engine.schedule import moment
from duban.exchange import figures
from duban.projects.selectors import last_start_board
from duban.projects.types import LastStartBoard, LastStartRow, LateProject

__all__ = ["last_start"]


def last_start(
    zone: str = typer.Option("", help=_("开发区编码，如 yinchuan；只有一个开发区时可不写")),
    on: str | None = typer.Option(None, "--on", help=_("按哪一天看，如 2020-09-16；不写为今天")),
    within: int = typer.Option(0, help=_("连同此后多少天内的一起列")),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """List what has not begun and must by a day, over all projects; and the projects that cannot finish in time."""
    if json:
        expect_json()
    actor, (slug, zone_id) = here(), the_zone(zone)
    day = day_of(on) if on else clock.local_day(clock.now())
    board = last_start_board(actor=actor, zone_id=zone_id, on=day, within=within)
    if json:
        as_json(_answer(slug, board))
        return
    _print(board)


def _answer(zone: str, board: LastStartBoard) -> dict[str, Any]:
    return {
        "zone": zone,
        "on": board.on.isoformat(),
        "within": board.within,
        "schedules": board.schedules,
        "without": board.without,
        "activities": [_row(r) for r in board.rows],
        "late": [_late(p) for p in board.late],
    }


def _row(row: LastStartRow) -> dict[str, Any]:
    return {
        "project": row.project_code,
        "project_name": row.name,
        "activity": row.activity_id,
        "name": row.activity.name,
        "name_en": row.activity.name_en,
        "latest_start": moment(row.latest).isoformat(),
        "forecast_start": moment(row.forecast).isoformat(),
        "days_left": float(row.days_left),
        "responsible": row.responsible,
        "department": row.unit,
        "sample": row.is_sample,
    }


def _late(project: LateProject) -> dict[str, Any]:
    return {
        "project": project.code,
        "project_name": project.name,
        "deadline": moment(project.deadline).isoformat(),
        "best_finish": moment(project.finish).isoformat(),
        "late_by_days": float(project.late_by),
        "because": [
            {"activity": s.id, "name": s.name, "name_en": s.name_en, "why": s.why} for s in project.chain
        ],
        "responsible": project.responsible,
        "department": project.unit,
        "sample": project.is_sample,
    }


def _named(name: str, *, is_sample: bool) -> str:
    return _("{name}（示例）").format(name=name) if is_sample else name


def _print(board: LastStartBoard) -> None:
    for project in board.late:
        console.print(
            _("✗ {name}：已晚 {days} 个工作日，因为 {chain}").format(
                name=_named(figures.name_of(project), is_sample=project.is_sample),
                days=plain(project.late_by.normalize() + 0),
                chain=" → ".join(figures.name_of(step) for step in project.chain),
            ),
            highlight=False,
            style="red",
        )
    table = Table(_("任务"), _("项目"), _("最迟开工"), _("还剩（工作日）"), _("责任人"), _("部门"))
    for row in board.rows:
        left = figures.signed(row.days_left, 1) if row.days_left < 0 else figures.figure(row.days_left, 1)
        latest = moment(row.latest).date().isoformat()
        named = _named(figures.name_of(row), is_sample=row.is_sample)
        table.add_row(
            figures.name_of(row.activity), named, latest, left, row.responsible or "—", row.unit or "—"
        )
    console.print(table)

"""``duban schedule`` in words: sentences and tables need Django, which the computing does without."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import typer
from django.utils.translation import gettext as _

__all__ = ["schedule"]

_DAY = 10
"""Letters of an ISO date."""


def schedule(
    file: Path = typer.Argument(help=_("计划文件：Project 的 XML、Primavera 的 XER、Excel 任务表、TOML")),
    deadline: str | None = typer.Option(None, help=_("从这一天倒排：最迟日期由此算起")),
    data_date: str | None = typer.Option(None, "--data-date", help=_("数据日期：尚未做的都排在它之后")),
    risk: int | None = typer.Option(None, help=_("模拟多少次")),
    seed: int = typer.Option(1, help=_("随机数种子；种子相同，结果相同")),
    by: str | None = typer.Option(None, help=_("算在这一天前完成的把握")),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Compute a schedule: early and late dates, float, what is critical; or the chance of finishing by a day."""
    from duban.cli import output  # noqa: PLC0415 - the fast way does without it
    from duban.cli.schedule import answer, at  # noqa: PLC0415

    if json:
        output.expect_json()
    try:
        asked = argparse.Namespace(
            file=file,
            deadline=at(deadline),
            data_date=at(data_date),
            risk=risk,
            seed=seed,
            by=at(by),
            json=json,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    found = answer(asked)
    if json:
        output.as_json(found)
    elif risk is None:
        _table(found)
    else:
        _chances(found)


def _table(found: dict[str, Any]) -> None:
    from rich.table import Table  # noqa: PLC0415 - the fast way does without it

    from duban.cli.output import console  # noqa: PLC0415

    rows = found["activities"]
    critical = sum(1 for row in rows if row["critical"])
    console.print(
        _("开始 {start}，完成 {finish}；{count} 项任务，{critical} 项关键").format(
            start=found["start"], finish=found["finish"], count=len(rows), critical=critical
        ),
        highlight=False,
    )
    for problem in found["problems"]:
        console.print(f"[red]✗[/red] {problem['message']}", highlight=False)
    headings = (
        _("编号"),
        _("任务"),
        _("最早开始"),
        _("最早完成"),
        _("最迟开始"),
        _("最迟完成"),
        _("总时差（天）"),
        _("关键"),
    )
    table = Table(*headings)
    for row in rows:
        moments = (row[k] for k in ("early_start", "early_finish", "late_start", "late_finish"))
        floats = "—" if row["total_float_days"] is None else f"{row['total_float_days']:g}"
        table.add_row(
            row["code"] or row["id"],
            row["name"],
            *((m or "—")[:_DAY] for m in moments),
            floats,
            "●" if row["critical"] else "",
        )
    console.print(table)


def _chances(found: dict[str, Any]) -> None:
    from duban.cli.output import console  # noqa: PLC0415 - the fast way does without it

    for project in found.get("projects", [found]):
        if project["probability"] is not None:
            console.print(
                _("{by} 前完成的把握：{share:.1%}（±{error:.1%}）").format(
                    by=project["by"], share=project["probability"], error=project["standard_error"]
                ),
                highlight=False,
            )
        for name, moment in project["percentiles"].items():
            console.print(f"{name.upper()}  {moment}", highlight=False)

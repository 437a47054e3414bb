"""``duban calendar``: days by the State Council calendar."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _

from duban.cli.output import as_json, console, day_of, expect_json
from duban.engine.calendars import DayUnit
from duban.orgs.selectors import work_calendar

app = typer.Typer(help=_("工作日历：数日子、推期限。"), no_args_is_help=True)


@app.command(help=_("从开始日到结束日（两头都算）有几天、几个工作日。"))
def count(
    start: str,
    end: str,
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Count the days from one day to another, both included."""
    if json:
        expect_json()
    found = work_calendar().count(day_of(start), day_of(end))
    if json:
        as_json(
            {
                "start": start,
                "end": end,
                "calendar": found.calendar,
                "working": found.working,
                "firm": found.firm,
            }
        )
        return
    line = _("{calendar} 个自然日，{working} 个工作日").format(calendar=found.calendar, working=found.working)
    console.print(line + ("" if found.firm else _estimate()), highlight=False)


@app.command(help=_("从开始日起第几天是哪天。"))
def add(
    start: str,
    days: int,
    unit: DayUnit = typer.Option(DayUnit.WORKING, help=_("calendar 自然日，working 工作日")),
    count_first: bool = typer.Option(False, "--count-first", help=_("起始日算第一天")),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Print the day a term ends."""
    if json:
        expect_json()
    due = work_calendar().add(day_of(start), days, unit, count_first=count_first)
    if json:
        as_json(
            {"start": start, "days": days, "unit": unit.value, "due": due.day.isoformat(), "firm": due.firm}
        )
        return
    console.print(due.day.isoformat() + ("" if due.firm else _estimate()), highlight=False)


def _estimate() -> str:
    return _("（放假安排尚未公布，按周一至周五估算，不作为正式期限）")

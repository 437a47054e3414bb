"""``duban calendar``: days by the State Council calendar."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _

from duban.cli.output import as_json, console, day_of, expect_json, here, rounded
from duban.core import clock
from duban.engine.calendars import DayUnit
from duban.engine.schedule import moment
from duban.orgs.selectors import work_calendar
from duban.projects.selectors import correction_effects
from duban.projects.services import correct_working_day

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


@app.command(help=_("更正一天：先列出哪些进度计划变动，加 --yes 才更正并告知有关人员。"))
def correct(
    day: str,
    works: bool = typer.Option(..., "--works/--rests", help=_("上班还是放假")),
    name: str = typer.Option(..., "--name", help=_("说明")),
    source: str = typer.Option(..., "--source", help=_("依据")),
    yes: bool = typer.Option(False, "--yes", help=_("确认更正")),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Print what a corrected day would move, zone by zone and project by project; correct it when that is confirmed."""
    if json:
        expect_json()
    on, actor = day_of(day), here()
    found = correction_effects(actor=actor, day=on, is_workday=works)
    moved = None
    if yes:
        moved = correct_working_day(
            actor=actor, day=on, is_workday=works, name=name, source=source, at=clock.now()
        )
    rows = [effect for zone in found for effect in zone.effects]
    if json:
        told = [
            {
                "code": e.code,
                "name": e.name,
                "before": _day(e.before),
                "after": _day(e.after),
                "days": rounded(e.moved),
            }
            for e in rows
        ]
        as_json({"day": day, "works": works, "corrected": yes, "moved": moved, "projects": told})
        return
    for e in rows:
        days = f"{e.moved:+}"
        console.print(f"{e.name}  {_day(e.before)} → {_day(e.after)}  {days}", highlight=False)
    if not rows:
        console.print(_("没有进度计划因此变动。"))
    console.print(_("已更正。") if yes else _("还没有更正；加 --yes 确认。"))


def _day(at: int | None) -> str | None:
    return None if at is None else moment(at).date().isoformat()


def _estimate() -> str:
    return _("（放假安排尚未公布，按周一至周五估算，不作为正式期限）")

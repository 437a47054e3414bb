"""``duban project``: the register of projects in the terminal, and the way of one through its procedure."""

from __future__ import annotations

from datetime import date
from typing import Any

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from duban.cli.output import as_json, console, day_of, expect_json, here, the_zone
from duban.core import clock
from duban.core.sentences import sentence
from duban.engine.kernel import Problem, plain
from duban.exchange import figures
from duban.exchange.wording import word
from duban.projects.selectors import all_projects, count_projects, find_project, gates_of, statements
from duban.projects.types import (
    GateStep,
    Ownership,
    ProjectFilter,
    ProjectGates,
    ProjectRow,
    Regime,
    YearClass,
)

__all__ = ["app"]

app = typer.Typer(help=_("项目：登记册、手续和红线。"), no_args_is_help=True)

_ZONE = typer.Option("", help=_("开发区编码，如 yinchuan；只有一个开发区时可不写"))
_ON = typer.Option(None, "--on", help=_("按哪一天看，如 2020-09-16；不写为今天"))
_JSON = typer.Option(False, "--json", help=_("输出 JSON"))


@app.command("list", help=_("列出项目；与页面、看板、地图、导出是同一份。"))
def list_(
    zone: str = _ZONE,
    year: int = typer.Option(0, help=_("按哪一年分类；不写为所看那天的年份")),
    year_class: YearClass | None = typer.Option(None, "--class", help=_("只看这一类")),
    ownership: Ownership | None = typer.Option(None, help=_("只看政府投资或社会投资")),
    regime: Regime | None = typer.Option(None, help=_("只看审批、核准或备案")),
    state: str = typer.Option("active", help=_("active 推进中，suspended 停工，terminated 终止，all 全部")),
    stage: str = typer.Option("", help=_("只看这个阶段，填阶段编码")),
    q: str = typer.Option("", "--q", help=_("含有这些字")),
    on: str | None = _ON,
    json: bool = _JSON,
) -> None:
    """List projects: the rows of the page, the board, the map and the export."""
    if json:
        expect_json()
    actor, (slug, zone_id) = here(), the_zone(zone)
    day = _day(on)
    wanted = ProjectFilter(
        year=year or day.year,
        year_class=year_class,
        ownership=ownership,
        regime=regime,
        state=state,
        stage=stage,
        words=q,
    )
    reach: dict[str, Any] = {"actor": actor, "zone_id": zone_id}
    rows = all_projects(**reach, filter=wanted, on=day)
    counts = count_projects(**reach, filter=wanted)
    stated = statements(**reach, year=wanted.year)
    if json:
        as_json(
            {
                "zone": slug,
                "year": wanted.year,
                "on": day.isoformat(),
                "total": counts.total,
                "by_class": {klass.value: n for klass, n in counts.by_class.items()},
                "by_stage": counts.by_stage | {"": counts.in_no_stage},
                "stated": [
                    {"source": s.source, "total": s.total, "counts": s.counts, "named": s.named}
                    for s in stated
                ],
                "projects": [_row(row) for row in rows],
            }
        )
        return
    _print_rows(rows)
    for one in stated:
        said = _("{source}：共 {total} 个，点名 {named} 个")
        console.print(said.format(source=one.source, total=one.total, named=one.named), highlight=False)


@app.command("gates", help=_("一个项目的手续：每一步的状态、还缺什么、在谁手里、剩几天、红线。"))
def gates(code: str, zone: str = _ZONE, on: str | None = _ON, json: bool = _JSON) -> None:
    """Show where a project stands with its procedure."""
    if json:
        expect_json()
    actor, (_slug, zone_id) = here(), the_zone(zone)
    project = find_project(actor=actor, zone_id=zone_id, code=code)
    found = gates_of(actor=actor, zone_id=zone_id, project_id=project, on=_day(on))
    if json:
        as_json(_gates(found))
        return
    _print_gates(found)


def _day(on: str | None) -> date:
    return day_of(on) if on else clock.local_day(clock.now())


def _row(row: ProjectRow) -> dict[str, object]:
    dates = row.dates
    return {
        "code": row.code,
        "national_code": row.national_code,
        "name": row.name,
        "name_en": row.name_en,
        "class": row.year_class.value,
        "stage": row.stage,
        "state": row.state.value,
        "ownership": row.ownership.value,
        "regime": row.regime.value,
        "industry": row.industry,
        "enterprise": row.enterprise,
        "lead": row.lead,
        "backer": row.backer,
        "head": row.head,
        "total_investment": None if row.total_investment is None else plain(row.total_investment),
        "dates": {name: _iso(getattr(dates, name)) for name in dates.__dataclass_fields__},
        "illustrative": sorted(row.illustrative),
        "is_sample": row.is_sample,
    }


def _gates(found: ProjectGates) -> dict[str, object]:
    return {
        "code": found.code,
        "name": found.name,
        "regime": found.regime.value,
        "on": found.on.isoformat(),
        "next": None if found.next is None else found.next.step.code,
        "holder": found.holder,
        "days_left": None if found.next is None else found.next.days_left,
        "red_lines": [_told(problem) for problem in found.red_lines],
        "warnings": [_told(problem) for problem in found.warnings],
        "is_sample": found.is_sample,
        "steps": [_step(gate) for gate in found.steps],
    }


def _step(gate: GateStep) -> dict[str, object]:
    return {
        "code": gate.step.code,
        "name": gate.step.name,
        "document": gate.step.document,
        "issuer": gate.step.issuer,
        "state": gate.state.value,
        "missing": list(gate.missing),
        "holder": None if gate.holder is None else gate.holder.value,
        "days": gate.step.days,
        "unit": None if gate.step.unit is None else gate.step.unit.value,
        "is_sure": gate.step.is_sure,
        "due": _iso(gate.due),
        "days_left": gate.days_left,
        "is_firm": gate.is_firm,
        "number": gate.permit.number,
        "granted_on": _iso(gate.permit.granted_on),
        "start_by": _iso(gate.until),
        "ask_extension_by": _iso(gate.ask_by),
    }


def _told(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "where": problem.where, "message": sentence(problem)}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _print_rows(rows: tuple[ProjectRow, ...]) -> None:
    table = Table(box=None)
    for heading in (_("编号"), _("项目"), _("类别"), _("建设单位"), _("牵头部门"), _("总投资（万元）")):
        table.add_column(heading)
    for row in rows:
        name = figures.name_of(row)
        mark = f" [{_('示例')}]" if row.is_sample or row.class_is_made_up else ""
        klass = word("project_class", row.year_class) + mark.replace("[", "（").replace("]", "）")
        table.add_row(row.code, name, klass, row.enterprise, row.lead, figures.figure(row.total_investment))
    console.print(table, highlight=False)


def _print_gates(found: ProjectGates) -> None:
    console.print(f"{found.code} {found.name}", highlight=False)
    for problem in found.red_lines:
        console.print(f"[red]✗[/red] {sentence(problem)}", highlight=False)
    for problem in found.warnings:
        console.print(f"! {sentence(problem)}", highlight=False)
    table = Table(box=None)
    for heading in (_("步骤"), _("状态"), _("文号"), _("法定期限"), _("剩余"), _("还缺什么")):
        table.add_column(heading)
    named = {gate.step.code: figures.name_of(gate.step) for gate in found.steps}
    named["parties"] = _("五方责任齐全")
    for gate in found.steps:
        missing = "" if gate.is_over else "、".join(named[code] for code in gate.missing)
        left = figures.figure(gate.days_left) if gate.days_left is not None else ""
        due = figures.day(gate.due) if gate.due else ""
        table.add_row(named[gate.step.code], word("gate", gate.state), gate.permit.number, due, left, missing)
    console.print(table, highlight=False)
    if found.next is not None:
        said = _("下一步：{step}，在 {holder} 手里")
        console.print(said.format(step=named[found.next.step.code], holder=found.holder), highlight=False)

"""``duban waiting`` and ``duban ownerless``: what waits for whom, and what nobody answers for."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from duban.boards import selectors
from duban.boards.types import Hole, Task
from duban.cli.output import as_json, console, day_of, expect_json, here, the_zone
from duban.core import clock
from duban.core.errors import Invalid
from duban.core.sentences.terms import TERMS
from duban.engine.kernel import Problem
from duban.orgs.selectors import actor_of, list_people

__all__ = ["ownerless", "waiting"]

_ZONE = typer.Option("", help=_("开发区编码，如 yinchuan；只有一个开发区时可不写"))
_ON = typer.Option(None, "--on", help=_("哪一天，如 2020-10-10；不写为今天"))
_JSON = typer.Option(False, "--json", help=_("输出 JSON"))


def waiting(
    user: str = typer.Option(..., help=_("账号")),
    zone: str = _ZONE,
    on: str | None = _ON,
    json: bool = _JSON,
) -> None:
    """List what waits for one person, overdue first."""
    if json:
        expect_json()
    slug, zone_id = the_zone(zone)
    day = day_of(on) if on else clock.local_day(clock.now())
    people = list_people(actor=here(), zone_id=zone_id, on=day)
    found = next((p for p in people if p.username == user), None)
    if found is None:
        raise Invalid(Problem("orgs.unknown_username", "--user", (user,)))
    actor = actor_of(user_id=found.id, origin="cli", on=day)
    home = selectors.waiting(actor=actor, zone_id=zone_id, on=day)
    if json:
        counts = {"total": len(home.tasks), "overdue": home.overdue, "today": home.today}
        as_json(
            {
                "zone": slug,
                "user": user,
                "on": day.isoformat(),
                **counts,
                "tasks": [_task(t) for t in home.tasks],
            }
        )
        return
    table = Table(title=_("{name}：{n} 件").format(name=found.name, n=len(home.tasks)), title_justify="left")
    for name in (_("要办"), _("编号"), _("事项"), _("时限")):
        table.add_column(name)
    for task in home.tasks:
        table.add_row(
            _word(task.kind.value), task.number, task.title, task.due.isoformat() if task.due else "—"
        )
    console.print(table if home.tasks else _("没有等您办的事。"))


def ownerless(zone: str = _ZONE, on: str | None = _ON, json: bool = _JSON) -> None:
    """List what nobody answers for, and whom to ask."""
    if json:
        expect_json()
    slug, zone_id = the_zone(zone)
    day = day_of(on) if on else clock.local_day(clock.now())
    found = selectors.ownerless(actor=here(), zone_id=zone_id, on=day)
    if json:
        as_json(
            {
                "zone": slug,
                "on": day.isoformat(),
                "asked_of": dict(found.asked_of),
                "holes": [_hole(hole) for hole in found.holes],
            }
        )
        return
    table = Table(header_style="bold")
    for name in (_("缺什么"), _("在哪里"), _("该问谁")):
        table.add_column(name)
    for hole in found.holes:
        asked = hole.asked
        table.add_row(
            _word(f"hole.{hole.kind.value}"),
            f"{hole.number} {hole.title}".strip(),
            " ".join(
                filter(None, (asked.unit, asked.post, asked.holder if asked.holder != asked.post else ""))
            ),
        )
    console.print(table if found.holes else _("事事有人负责。"))


def _word(name: str) -> str:
    return str(TERMS.get(f"task.{name}", TERMS.get(name, name)))


def _task(task: Task) -> dict[str, object]:
    return {
        "kind": task.kind.value,
        "number": task.number,
        "title": task.title,
        "due": task.due.isoformat() if task.due else None,
        "note": task.note,
        "item": task.item_id,
        "plan": task.plan_id,
        "blocker": task.blocker_id,
        "unit": task.unit_id,
        "period": str(task.period) if task.period else None,
    }


def _hole(hole: Hole) -> dict[str, object]:
    return {
        "kind": hole.kind.value,
        "number": hole.number,
        "title": hole.title,
        "indicator": hole.code or None,
        "plan": hole.plan_id,
        "item": hole.item_id,
        "blocker": hole.blocker_id,
        "unit": hole.unit_id,
        "asked": {"unit": hole.asked.unit, "post": hole.asked.post, "holder": hole.asked.holder},
    }

"""``duban worker`` and ``duban notices``: what runs in the background, and what it would say."""

from __future__ import annotations

import typer
from django.core.management import call_command
from django.utils.translation import gettext as _

from duban.boards.services import prepare_day
from duban.cli.output import as_json, console, day_of, expect_json, here, moment_of
from duban.core import clock
from duban.notices.services import deliver as deliver_queue
from duban.notices.services import make_digests
from duban.notices.types import DigestView, Prepare

app = typer.Typer(help=_("通知：每日提要与发送。"), no_args_is_help=True)

PREPARE: Prepare | None = prepare_day
"""What tells the day's own lines before digests are made; the same as in the background."""


def worker(
    pause: float = typer.Option(5.0, help=_("两次查看之间隔几秒")),
    once: bool = typer.Option(False, "--once", help=_("只做一遍")),
    beside: int = typer.Option(0, "--beside", hidden=True),
) -> None:
    """Run the background work; several may run at once."""
    call_command("duban_worker", pause=pause, once=once, beside=beside)


@app.command(help=_("发送到时的消息，一遍。"))
def deliver(json: bool = typer.Option(False, "--json", help=_("供程序读取"))) -> None:
    """Send what is due, once."""
    if json:
        expect_json()
    report = deliver_queue(actor=here(), at=clock.now())
    if json:
        as_json({"sent": report.sent, "failed": report.failed, "postponed": report.postponed})
        return
    told = _("已发 {sent}，未发出 {failed}，推迟 {postponed}。")
    console.print(told.format(sent=report.sent, failed=report.failed, postponed=report.postponed))


@app.command(help=_("生成某天的每日提要，每人一份。"))
def digest(
    on: str = typer.Option("", "--on", help=_("哪一天，如 2020-10-10；不写为今天")),
    dry_run: bool = typer.Option(False, "--dry-run", help=_("只看，不生成")),
    json: bool = typer.Option(False, "--json", help=_("供程序读取")),
) -> None:
    """Make the digests of a day, one for each person."""
    if json:
        expect_json()
    at = moment_of(on or None)
    day = day_of(on) if on else clock.local_day(at)
    views = make_digests(actor=here(), on=day, at=at, dry_run=dry_run, prepare=PREPARE)
    if json:
        as_json({"on": day.isoformat(), "digests": [_plain(view) for view in views]})
        return
    for view in views:
        console.print(f"[bold]{view.person}[/bold] {view.username}", highlight=False)
        for line in view.lines:
            console.print(f"  · {line.text}", highlight=False, markup=False)
    told = _("{day}：{n} 份提要（只看，没有生成）。") if dry_run else _("{day}：生成 {n} 份提要。")
    console.print(told.format(day=day.isoformat(), n=len(views)))


def _plain(view: DigestView) -> dict[str, object]:
    lines = [
        {
            "text": line.text,
            "due": line.due.isoformat() if line.due else None,
            "link": line.link,
            "kind": line.kind.value,
            "group": line.group.value,
        }
        for line in view.lines
    ]
    return {"person": view.person, "username": view.username, "lines": lines}

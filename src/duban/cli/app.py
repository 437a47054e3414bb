"""All verbs together, and the one place where refusals become exit code 1."""

from __future__ import annotations

import sys

import typer
from django.utils import translation
from django.utils.translation import gettext as _

from duban.cli import (
    audit,
    board,
    calendar,
    demo,
    exchange,
    gap,
    ledger,
    notices,
    orgs,
    plan,
    project,
    schedule_words,
    system,
)
from duban.cli.output import refuse
from duban.core.errors import BadSetting, Refusal
from duban.engine.kernel import Unfit

__all__ = ["run"]

app = typer.Typer(
    help=_("督办 Duban：开发区全年目标的差距、督办与成绩单。"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("gap", help=_("找差距：逐项指标与全年目标的差距，差的在前。"))(gap.gap)
app.command("waiting", help=_("等我办：一个人名下要办的事，逾期的在前。"))(board.waiting)
app.command("ownerless", help=_("事情有人干、指标有人管：哪些没有人负责，该问谁。"))(board.ownerless)
app.add_typer(plan.app, name="plan")
app.command("schedule", help=_("算一份计划：最早、最迟、时差、关键任务；或者模拟它按期完成的把握。"))(
    schedule_words.schedule
)
app.add_typer(ledger.app, name="ledger")
app.add_typer(project.app, name="project")
app.command("migrate", help=_("建库或升级，并载入已公布的工作日历。"))(system.migrate)
app.command("serve", help=_("启动网页服务。"))(system.serve)
app.command("worker", help=_("运行后台任务：提要、发送、升级催办。可同时运行多个。"))(notices.worker)
app.command("check", help=_("检查设置与部署。"))(system.check)
app.command("import", help=_("导入一份表：全部行逐一核对，有一行不行就都不写（除非 --good-rows-only）。"))(
    exchange.import_
)
app.command("template", help=_("写出一份带下拉选项和说明的导入模板。"))(exchange.template)
app.add_typer(exchange.export_app, name="export")
app.add_typer(calendar.app, name="calendar")
app.add_typer(audit.app, name="audit")
app.add_typer(demo.app, name="demo")
app.add_typer(notices.app, name="notices")
app.add_typer(orgs.zone_app, name="zone")
app.add_typer(orgs.people_app, name="people")


@app.callback()
def language(
    lang: str = typer.Option("zh-hans", "--lang", help=_("zh-hans 或 en")),
) -> None:
    """Choose the language; the verbs' help was worded before (see main)."""
    translation.activate(lang)


def run() -> None:
    """Run the command line."""
    try:
        app()
    except (Refusal, Unfit) as refusal:
        sys.exit(refuse(refusal.problems))
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)

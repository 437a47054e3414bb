"""All verbs together, and the one place where refusals become exit code 1."""

from __future__ import annotations

import sys

import typer
from django.utils import translation
from django.utils.translation import gettext as _

from duban.cli import audit, calendar, demo, exchange, gap, orgs, schedule_words, system
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
app.command("gap")(gap.gap)
app.command("schedule")(schedule_words.schedule)
app.command("migrate")(system.migrate)
app.command("serve")(system.serve)
app.command("check")(system.check)
app.command("import")(exchange.import_)
app.command("template")(exchange.template)
app.add_typer(exchange.export_app, name="export")
app.add_typer(calendar.app, name="calendar")
app.add_typer(audit.app, name="audit")
app.add_typer(demo.app, name="demo")
app.add_typer(orgs.zone_app, name="zone")
app.add_typer(orgs.people_app, name="people")


@app.callback()
def language(
    lang: str = typer.Option("zh-hans", "--lang", help=_("zh-hans 或 en")),
) -> None:
    """督办 Duban。"""
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

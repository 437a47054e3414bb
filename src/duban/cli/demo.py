"""``duban demo``: the Yinchuan 2020 data set."""

from __future__ import annotations

import typer
from django.utils.translation import gettext as _
from rich.table import Table

from duban.cli.output import console, here, zone_of
from duban.core import clock
from duban.demo.people import PASSWORD, PEOPLE
from duban.demo.services import ZONE
from duban.demo.services import load as load_demo
from duban.demo.services import remove_samples as remove

app = typer.Typer(help=_("演示数据：银川经开区 2020 年 1—8 月。"), no_args_is_help=True)


@app.command(help=_("载入演示数据；已有则不动。"))
def load() -> None:
    """Load the demonstration; leave it alone where it is."""
    loaded = load_demo(name=here().name, at=clock.now())
    console.print(_("演示数据已载入。") if loaded else _("演示数据已在，未作改动。"))


@app.command(help=_("列出演示账号。"))
def accounts() -> None:
    """List the demonstration's accounts."""
    table = Table(title=_("演示账号（密码都是 {password}）").format(password=PASSWORD), title_justify="left")
    table.add_column(_("账号"))
    table.add_column(_("岗位"))
    for person in PEOPLE:
        table.add_row(person.username, person.title)
    console.print(table)


@app.command("remove-samples", help=_("删去所有标“示例”的数据，公布的事实保留。"))
def remove_samples() -> None:
    """Remove every illustrative row; what was published stays."""
    zone_id, at = zone_of(ZONE), clock.now()
    removed = remove(actor=here(), zone_id=zone_id, at=at)
    console.print(_("已删去示例 {n} 行。").format(n=removed))

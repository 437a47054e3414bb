"""``duban zone`` and ``duban people``: setting a place up before anybody can sign in."""

from __future__ import annotations

import typer
from django.db import transaction
from django.utils.translation import gettext as _

from duban.blockers.services import adopt_defaults
from duban.cli.output import console, day_of, here, zone_of
from duban.core import clock
from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.indicators.services import adopt_default_rule
from duban.ledger.services import adopt_default_ledger_rule
from duban.orgs.selectors import list_people, unit_ids_by_name
from duban.orgs.services import create_account, establish, grant, reset_password
from duban.orgs.types import Role, UnitKind
from duban.projects.services import adopt_project_defaults

zone_app = typer.Typer(help=_("开发区。"), no_args_is_help=True)
people_app = typer.Typer(help=_("账号与授权（首次开通用；平时在网页上由三员分办）。"), no_args_is_help=True)


@zone_app.command("add", help=_("设立一个开发区，并采用默认亮灯规则。"))
def add_zone(
    slug: str,
    name: str,
    name_en: str = typer.Option("", help=_("英文名称")),
    since: str = typer.Option("2001-01-01", help=_("自哪天起")),
) -> None:
    """Set up a zone with the default light rule and ledger rule."""
    at = clock.now()
    with transaction.atomic():
        zone = establish(
            actor=here(),
            kind=UnitKind.ZONE,
            code=slug,
            name=name,
            name_en=name_en,
            starts=day_of(since),
            at=at,
        )
        adopt_default_rule(actor=here(), zone_id=zone, starts=day_of(since), at=at)
        adopt_default_ledger_rule(actor=here(), zone_id=zone, starts=day_of(since), at=at)
        adopt_defaults(actor=here(), zone_id=zone, starts=day_of(since), at=at)
        adopt_project_defaults(actor=here(), zone_id=zone, starts=day_of(since), at=at)
    console.print(_("已设立 {name}。下一步：duban people add {slug} 账号 姓名").format(name=name, slug=slug))


@people_app.command("add", help=_("建账号并授权，打印一次性密码。"))
def add_person(
    zone: str,
    username: str,
    name: str,
    role: list[Role] = typer.Option([], help=_("授予的角色，可多次")),
    unit: str = typer.Option("", help=_("在哪个部门任此角色；不写为整个开发区")),
) -> None:
    """Create an account with roles and print its one-time password."""
    actor, zone_id, at = here(), zone_of(zone), clock.now()
    today = clock.local_day(at)
    known = unit_ids_by_name(zone_id=zone_id, on=today)
    if unit and unit not in known:
        raise Invalid(Problem("indicators.unknown_unit", "--unit", (unit,)))
    with transaction.atomic():
        user, password = create_account(actor=actor, zone_id=zone_id, username=username, name=name, at=at)
        for one in role:
            where = known[unit] if unit else zone_id
            grant(actor=actor, user_id=user, unit_id=where, role=one, starts=today, at=at)
    console.print(_("账号 {username}，一次性密码 {password}").format(username=username, password=password))


@people_app.command("reset", help=_("给一个账号换一次性密码。"))
def reset_person(zone: str, username: str) -> None:
    """Give an account a new one-time password."""
    actor, at = here(), clock.now()
    people = list_people(actor=actor, zone_id=zone_of(zone), on=clock.local_day(at))
    found = next((p for p in people if p.username == username), None)
    if found is None:
        raise Invalid(Problem("orgs.unknown_username", "", (username,)))
    console.print(
        _("一次性密码 {password}").format(password=reset_password(actor=actor, user_id=found.id, at=at))
    )

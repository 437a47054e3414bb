"""Printing: tables for people, JSON for programs."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from duban.core import clock
from duban.core.errors import Invalid
from duban.core.sentences import sentence
from duban.engine.kernel import Period, Problem, plain
from duban.indicators.selectors import periods_reported
from duban.orgs.selectors import find_zone, list_zones, operator
from duban.orgs.types import Actor

__all__ = [
    "as_json",
    "console",
    "day_of",
    "here",
    "moment_of",
    "newest_period",
    "period_of",
    "refuse",
    "rounded",
    "the_zone",
    "zone_of",
]

_PIPED_WIDTH = 140
console = Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
_FOUR = Decimal("0.0001")
_wants_json: list[bool] = []


def as_json(answer: object) -> None:
    """Write the answer for a program."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def expect_json() -> None:
    """Remember that refusals too are to be written for a program."""
    _wants_json.append(True)


def refuse(problems: Iterable[Problem]) -> int:
    """Say every problem at once and return the exit code of a refusal."""
    told = [{"code": p.code, "where": p.where, "message": sentence(p)} for p in problems]
    if _wants_json:
        as_json({"refused": told})
        return 1
    err = Console(stderr=True)
    err.print(f"[red]✗ {_('没有办成')}[/red]")
    for line in told:
        place = f"[dim]{line['where']}[/dim]  " if line["where"] else ""
        err.print(f"  {place}{line['message']}", highlight=False)
    return 1


def here() -> Actor:
    """Return whoever sits at the machine."""
    return operator(name=f"{_('命令行')}（{getpass.getuser()}）")


def zone_of(slug: str) -> int:
    """Return the zone's id, or refuse."""
    zone = find_zone(slug=slug)
    if zone is None:
        raise Invalid(Problem("orgs.unknown_zone", "--zone", (slug,)))
    return zone


def the_zone(slug: str) -> tuple[str, int]:
    """Return the zone named, or the only one there is, with its id; or refuse."""
    if slug:
        return slug, zone_of(slug)
    zones = list_zones(actor=here(), on=clock.local_day(clock.now()))
    if len(zones) != 1:
        raise Invalid(Problem("core.required", "--zone", ("@zone",)))
    return zones[0].slug, zones[0].id


def newest_period(zone_id: int) -> Period:
    """Return the newest period with figures; where there are none, the one due next."""
    reported = periods_reported(actor=here(), zone_id=zone_id)
    return reported[0] if reported else Period.containing(clock.local_day(clock.now()))


def period_of(text: str) -> Period:
    """Read ``2020-08``, or end with wrong usage."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise typer.BadParameter(sentence(Problem("core.not_a_period", "", (text,)))) from error


def day_of(text: str) -> date:
    """Read ``2020-09-16``, or end with wrong usage."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(sentence(Problem("core.not_a_date", "", (text,)))) from error


def moment_of(text: str | None) -> datetime:
    """Return the end of the day named, or now."""
    if text is None:
        return clock.now()
    if "T" in text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise typer.BadParameter(sentence(Problem("core.not_a_date", "", (text,)))) from error
        return moment if moment.tzinfo else timezone.make_aware(moment)
    return timezone.make_aware(datetime.combine(day_of(text), time.max))


def rounded(value: Decimal | None) -> str | None:
    """Write a computed figure with four decimals."""
    return None if value is None else plain(value.quantize(_FOUR, ROUND_HALF_UP))

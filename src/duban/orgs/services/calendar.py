"""The working calendar: taken from the State Council's notices, corrected by an administrator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden
from duban.engine.kernel import Problem
from duban.orgs.models import CalendarDay, CalendarYear
from duban.orgs.selectors.days import keeps_calendar
from duban.orgs.types import Actor

__all__ = ["correct_day", "publish_years"]


@transaction.atomic
def publish_years(
    *, actor: Actor, days: Mapping[date, tuple[bool, str]], years: Iterable[int], source: str, at: datetime
) -> int:
    """
    Take in published years: days that differ from Monday-to-Friday, as (works, name). Return how many are new.

    Days already known stay as they are, so a correction is never undone.

    :raises Forbidden: unless on the command line
    """
    if not actor.is_operator:
        raise Forbidden(Problem("core.forbidden", "", ("@keep_calendar",)))
    known = set(CalendarDay.objects.values_list("day", flat=True))
    new = [
        CalendarDay(day=day, is_workday=works, name=name, source=source)
        for day, (works, name) in days.items()
        if day not in known
    ]
    CalendarDay.objects.bulk_create(new)
    wanted = set(years) - set(CalendarYear.objects.values_list("year", flat=True))
    CalendarYear.objects.bulk_create(CalendarYear(year=y, source=source) for y in sorted(wanted))
    if new or wanted:
        after = {"days": len(new), "years": sorted(wanted), "source": source}
        record(actor=actor, act=Act("orgs.publish_years", "calendar", after=after), at=at)
    return len(new)


@transaction.atomic
def correct_day(*, actor: Actor, day: date, is_workday: bool, name: str, source: str, at: datetime) -> None:
    """
    Correct one day, naming the notice it follows.

    :raises Forbidden: unless the actor is a system administrator
    """
    if not keeps_calendar(actor=actor):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_calendar",)))
    old = CalendarDay.objects.filter(day=day).values("is_workday", "name", "source").first()
    new = {"is_workday": is_workday, "name": name, "source": source}
    CalendarDay.objects.update_or_create(day=day, defaults=new)
    record(actor=actor, act=Act("orgs.correct_day", f"calendar:{day}", None, old or {}, new), at=at)

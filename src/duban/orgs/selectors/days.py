"""The working calendar."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import connection

from duban.engine.calendars import WorkCalendar
from duban.orgs.models import CalendarDay, CalendarYear
from duban.orgs.selectors._common import kept
from duban.orgs.types import Actor, Role

__all__ = ["keeps_calendar", "work_calendar"]


@kept
def work_calendar(*, year: int | None = None) -> WorkCalendar:
    """Return the working calendar as published and corrected; only one year's days if *year* is given."""
    days = CalendarDay.objects.all() if year is None else CalendarDay.objects.filter(day__year=year)
    with connection.cursor() as cursor:
        # As the database holds them: the same days are put together only once, whoever asks.
        cursor.execute(*days.order_by("day").values_list("day", "is_workday").query.sql_with_params())
        rows = tuple(cursor.fetchall())
    return _calendar(rows, tuple(CalendarYear.objects.order_by("year").values_list("year", flat=True)))


def keeps_calendar(*, actor: Actor) -> bool:
    """Return whether the actor corrects the calendar all zones share: a system administrator, or the command line."""
    return actor.is_operator or bool(actor.zones_with(Role.SYSTEM_ADMIN))


@lru_cache(maxsize=8)
def _calendar(rows: tuple[tuple[str | date, int], ...], years: tuple[int, ...]) -> WorkCalendar:
    days = ((day if isinstance(day, date) else date.fromisoformat(day), works) for day, works in rows)
    return WorkCalendar(exceptions={day: bool(works) for day, works in days}, known_years=frozenset(years))

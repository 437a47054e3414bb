"""The only place the clock is read; only the edges may import it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the current moment."""
    return timezone.now()  # noqa: TID251 - this is the one place


def local_day(moment: datetime) -> date:
    """Return the calendar day of *moment* where the zone is."""
    return timezone.localdate(moment)

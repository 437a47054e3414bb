"""Working days between two moments, by whichever calendar."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT
from duban.engine.schedule.calculus import between, shift
from duban.engine.schedule.calendars import Calendar, kept_tables
from duban.engine.schedule.ticks import DAY, HOUR

_ROOM = 366
_PLACES = Decimal("0.01")


class Ruler:
    """Counts in the calendars given, over the years between two moments and one more on either side."""

    def __init__(
        self, calendars: Iterable[Calendar], first: int, last: int, *, day: int = 8 * HOUR, room: int = _ROOM
    ) -> None:
        """Lay the calendars out; *room* is how many days are added on either side."""
        self._tables, self._places = kept_tables(calendars, max(1, first // DAY - room), last // DAY + room)
        self._day = day

    def ticks(self, calendar: str, start: int, finish: int) -> int:
        """Return the working time from one moment to another; negative where the second comes first."""
        return between(self._tables, self._places.get(calendar, 0), start, finish)

    def days(self, calendar: str, start: int, finish: int) -> Decimal:
        """Return the working days from one moment to another, to two places; by the clock, calendar days."""
        place = self._places.get(calendar, 0)
        with localcontext(EXACT):
            length = self._day if place else DAY
            return (Decimal(between(self._tables, place, start, finish)) / length).quantize(_PLACES)

    def later(self, calendar: str, start: int, ticks: int) -> int:
        """Return the moment so much working time after another."""
        return shift(self._tables, self._places.get(calendar, 0), start, ticks)

"""Who held a thing on which days, when it passes from hand to hand."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from duban.engine.calendars._calendar import DayCount, WorkCalendar
from duban.engine.kernel import Problem, Unfit

H = TypeVar("H", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Handover(Generic[H]):
    """From this day on *holder* has it; None: nobody does, as when it is done."""

    day: date
    holder: H | None


def days_held(handovers: Iterable[Handover[H]], through: date, calendar: WorkCalendar) -> dict[H, DayCount]:
    """
    Count the days each holder had it before *through*, each day counted once.

    A day belongs to whoever has it when the day ends: the first day counts and the last does not. Taken on the 16th,
    handed on on the 18th and done on the 21st is two days and three; taken and done on one day is none.

    :raises Unfit: ``calendars.end_before_start`` if the handovers are not in order
    """
    order = list(handovers)
    found: dict[H, DayCount] = {}
    for one, following in zip(order, [*order[1:], None], strict=True):
        end = through if following is None else min(following.day, through)
        if following is not None and following.day < one.day:
            raise Unfit(
                Problem("calendars.end_before_start", "day", (one.day.isoformat(), following.day.isoformat()))
            )
        if one.holder is not None and end > one.day:
            span = calendar.count(one.day, end - timedelta(days=1))
            found[one.holder] = _sum(found.get(one.holder), span)
    return found


def _sum(one: DayCount | None, other: DayCount) -> DayCount:
    if one is None:
        return other
    return DayCount(one.calendar + other.calendar, one.working + other.working, one.firm and other.firm)

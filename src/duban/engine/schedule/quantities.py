"""Work that is counted: 1,400 furnaces, 330 slicing machines. What should stand, what does, what pace is needed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext

from duban.engine.kernel import EXACT, Problem, Unfit
from duban.engine.schedule.calculus import FAR, Tables, between, shift
from duban.engine.schedule.calendars import Calendar, kept_tables
from duban.engine.schedule.ticks import DAY, HOUR

_ROOM = 40 * 366
"""Days looked ahead for a forecast."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many stood at the end of a moment."""

    at: int
    done: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted activity: planned evenly over its working time, and what has been counted so far, oldest first."""

    total: Decimal
    start: int
    finish: int
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How a counted activity stands at the data date."""

    planned: Decimal
    """What the plan has standing by the data date."""
    done: Decimal
    ahead: Decimal
    """Done less planned; negative is behind."""
    needed: Decimal | None
    """Per working day from the data date to finish in time; nothing where no working day is left."""
    own_rate: Decimal | None
    """Per working day, over the counts asked for; nothing without two moments to measure between."""
    forecast: int | None
    """When it will be finished at its own rate; nothing where it does not move."""


def pace(
    quantity: Quantity, calendar: Calendar, data_date: int, *, day: int = 8 * HOUR, last: int = 0
) -> Pace:
    """
    Return how counted work stands; its own rate is measured over the *last* counts, or over all for 0.

    planned = total × working time gone / working time planned; needed = (total − done) / working days left;
    own rate = what was added between the first and the last count / working days between them.

    :raises Unfit: ``schedules.quantity_total``, ``schedules.quantity_order``, ``schedules.no_work``
    """
    _check(quantity)
    until = max(quantity.finish, data_date) // DAY + _ROOM
    cal, _places = kept_tables([calendar], quantity.start // DAY - 366, until)
    whole = between(cal, 1, quantity.start, quantity.finish)
    if whole <= 0:
        raise Unfit(Problem("schedules.no_work", calendar.name))
    with localcontext(EXACT):
        gone = min(whole, max(0, between(cal, 1, quantity.start, data_date)))
        planned = quantity.total * gone / whole
        seen = [c for c in quantity.counts if c.at <= data_date]
        done = seen[-1].done if seen else Decimal(0)
        left = max(Decimal(0), quantity.total - done)
        days = Decimal(max(0, between(cal, 1, data_date, quantity.finish))) / day
        rate = _own_rate(cal, [Count(quantity.start, Decimal(0)), *seen], day, last)
        return Pace(
            planned,
            done,
            done - planned,
            left / days if days else None,
            rate,
            _forecast(cal, data_date, left, rate, day),
        )


def _check(quantity: Quantity) -> None:
    problems = []
    if quantity.total <= 0:
        problems.append(Problem("schedules.quantity_total"))
    moments = [c.at for c in quantity.counts]
    figures = [c.done for c in quantity.counts]
    if moments != sorted(moments) or figures != sorted(figures) or any(f < 0 for f in figures):
        problems.append(Problem("schedules.quantity_order"))
    if problems:
        raise Unfit(*problems)


def _own_rate(cal: Tables, counts: list[Count], day: int, last: int) -> Decimal | None:
    used = counts[-(last + 1) :] if last else counts
    if len(used) < 2:
        return None
    ticks = between(cal, 1, used[0].at, used[-1].at)
    return (used[-1].done - used[0].done) * day / ticks if ticks > 0 else None


def _forecast(cal: Tables, data_date: int, left: Decimal, rate: Decimal | None, day: int) -> int | None:
    if left == 0:
        return data_date
    if rate is None or rate <= 0:
        return None
    ticks = int((left / rate * day).to_integral_value(ROUND_CEILING))
    at = shift(cal, 1, data_date, ticks)
    return None if at >= FAR else at

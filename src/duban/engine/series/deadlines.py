"""Deadlines of tasks: how much of the time is gone, how far behind a task is, and which light that is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum

from duban.engine.calendars import DayUnit, WorkCalendar
from duban.engine.kernel import EXACT, HUNDRED, Problem, plain


class DueLight(StrEnum):
    """How a task stands towards its deadline. Colours differ from place to place: the legend names them."""

    OVERDUE = "overdue"
    BEHIND = "behind"
    NEAR = "near"
    ON_TIME = "on_time"
    DONE = "done"
    NONE = "none"
    """No deadline, or not begun: nothing to light."""


@dataclass(frozen=True, slots=True)
class DueRule:
    """
    From when a task is near its deadline, and how far behind it must be to be called behind.

    Default: the rule of Suqian's industry group (domain.md 3.3): blue near the deadline, yellow behind pace, red
    overdue; the thresholds are the zone's own.
    """

    near_days: int = 3
    near_unit: DayUnit = DayUnit.WORKING
    behind_pp: Decimal = Decimal(10)
    """Percentage points behind schedule, inclusive, from which a task is behind."""


@dataclass(frozen=True, slots=True)
class Term:
    """The time a task has, both days included, and what it is counted in."""

    start: date
    due: date
    unit: DayUnit = DayUnit.CALENDAR


@dataclass(frozen=True, slots=True)
class DueStanding:
    """Where a task stands on a day: light, days left (negative: days over), time gone and lag."""

    light: DueLight
    days_left: int | None = None
    """Days from the day asked for until the deadline, in the term's unit; 0 on the day itself."""
    elapsed_pct: Decimal | None = None
    lag_pp: Decimal | None = None
    """Percent done minus percent of the time gone: negative is behind."""


def elapsed_pct(term: Term, on: date, calendar: WorkCalendar) -> Decimal:
    """
    Return how much of the term is gone at the end of *on*, in per cent; 0 before it begins, 100 from its last day.

    A term of working days that holds none counts as calendar days.
    """
    if on < term.start:
        return Decimal(0)
    if on >= term.due:
        return HUNDRED
    whole, gone = calendar.count(term.start, term.due), calendar.count(term.start, on)
    with localcontext(EXACT):
        if term.unit is DayUnit.WORKING and whole.working:
            return Decimal(gone.working) / whole.working * HUNDRED
        return Decimal(gone.calendar) / whole.calendar * HUNDRED


def behind_from(term: Term, percent: Decimal, rule: DueRule, calendar: WorkCalendar) -> date | None:
    """
    Return the first day on which a task that stays at *percent* is behind; none where it never is by its deadline.

    The time gone only grows, so one day says for every day whether the task is behind: that is what a list can
    ask of an index. Agrees with ``due_standing`` on every day up to the deadline.
    """
    with localcontext(EXACT):
        wanted = percent + rule.behind_pp
    if wanted > HUNDRED:
        return None
    days = range(term.start.toordinal(), term.due.toordinal() + 1)
    first = bisect_left(days, wanted, key=lambda day: elapsed_pct(term, date.fromordinal(day), calendar))
    return date.fromordinal(days[first])


def near_until(on: date, rule: DueRule, calendar: WorkCalendar) -> date:
    """Return the last deadline that is near on *on*; every deadline from *on* until then is."""
    if rule.near_unit is DayUnit.CALENDAR:
        return on + timedelta(days=rule.near_days)
    return calendar.add(on, rule.near_days + 1, DayUnit.WORKING, count_first=False).day - timedelta(days=1)


def days_left(due: date, on: date, unit: DayUnit, calendar: WorkCalendar) -> int:
    """
    Return the days of *unit* after *on* through *due*; 0 where none of them is left, as on the day itself.

    After it has passed, the days over, below zero: on a day off after a Friday's deadline one day over.
    """
    if on <= due:
        left = calendar.days_after(on, due)
        return left.working if unit is DayUnit.WORKING else left.calendar
    over = calendar.days_after(due, on)
    return -max(1, over.working) if unit is DayUnit.WORKING else -over.calendar


def due_standing(
    term: Term, percent: Decimal, on: date, rule: DueRule, calendar: WorkCalendar, *, done: bool = False
) -> DueStanding:
    """
    Return the light of a task on a day, with what it rests on.

    Overdue is from the day after the deadline, whatever the unit. A task reported done has no lag. Overdue goes
    before behind, behind before near.
    """
    left = days_left(term.due, on, term.unit, calendar)
    if done:
        return DueStanding(DueLight.DONE, left)
    gone = elapsed_pct(term, on, calendar)
    with localcontext(EXACT):
        lag = percent - gone
    return DueStanding(_light(term, on, lag, rule, calendar), left, gone, lag)


def _light(term: Term, on: date, lag: Decimal, rule: DueRule, calendar: WorkCalendar) -> DueLight:
    if on > term.due:
        return DueLight.OVERDUE
    if lag <= -rule.behind_pp:
        return DueLight.BEHIND
    if days_left(term.due, on, rule.near_unit, calendar) <= rule.near_days:
        return DueLight.NEAR
    return DueLight.ON_TIME


def check_due_rule(rule: DueRule) -> tuple[Problem, ...]:
    """Return what is wrong with a rule: days or points below zero, or points above a hundred."""
    problems = []
    if rule.near_days < 0:
        problems.append(Problem("series.near_negative", "near_days", (str(rule.near_days),)))
    if not 0 < rule.behind_pp <= HUNDRED:
        problems.append(Problem("series.behind_out_of_range", "behind_pp", (plain(rule.behind_pp),)))
    return tuple(problems)

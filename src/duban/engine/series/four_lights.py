"""
The four lights of a project: start, progress, payment, library (domain.md 3.3, Yinchuan, March 2025).

What the published rule leaves open is decided here by parameters, each with its reason in decisions/0012.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from duban.engine.kernel import HUNDRED, Problem, plain


class Lamp(StrEnum):
    """What each of a project's four lights may show."""

    RED = "red"
    YELLOW = "yellow"
    SLIGHT = "slight"
    """略慢: behind, and not yet by as much as the published rule has a colour for."""
    GREEN = "green"
    NONE = "none"


class LampKind(StrEnum):
    """Which of the four lights."""

    START = "start"
    PROGRESS = "progress"
    PAYMENT = "payment"
    LIBRARY = "library"


class Why(StrEnum):
    """Why a lamp shows what it shows; ``LampStanding.figures`` holds the numbers that belong to it."""

    STARTED = "started"
    STARTED_LATE = "started_late"
    """Days late."""
    NOT_DUE_YET = "not_due_yet"
    NO_START_PLANNED = "no_start_planned"
    UNSTARTED = "unstarted"
    """Whole months it should have started in."""
    NO_PLAN = "no_plan"
    NO_REPORT = "no_report"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    """Percentage points behind."""
    NO_BUDGET_MONEY = "no_budget_money"
    PAID_AS_PLANNED = "paid_as_planned"
    PAID_LESS = "paid_less"
    """Percentage points below the plan."""
    PAID_TOO_LITTLE = "paid_too_little"
    """Percentage points below what is required."""
    ENTERED = "entered"
    NOT_STARTED = "not_started"
    BELOW_LIBRARY = "below_library"
    WITHIN_TIME = "within_time"
    NOT_ENTERED = "not_entered"
    """Whole months since the start."""


@dataclass(frozen=True, slots=True)
class FourLightsRule:
    """The parameters of the four lights; the defaults are Yinchuan's published ones, and ours where it is silent."""

    start_red_months: int = 3
    """Whole months running in which it should have started and did not, from which the light is red."""
    progress_yellow_pp: Decimal = Decimal(10)
    """Behind by so much, inclusive, is yellow."""
    progress_red_pp: Decimal = Decimal(30)
    """Behind by more than this is red."""
    slight: Lamp = Lamp.SLIGHT
    """What shows between pace met and yellow, where the published rule has no light: 略慢, or green."""
    library_yellow_months: int = 1
    """From so many months after the start, inclusive, yellow."""
    library_red_months: int = 2
    """Later than so many months after the start, red."""
    library_least: Decimal = Decimal(500)
    """Total investment in 万元 below which a project does not belong in the library."""
    excusable: frozenset[LampKind] = field(default=frozenset({LampKind.START, LampKind.LIBRARY}))
    """Lights a good reason 正当理由 may suppress: the published rule names it for these two."""


@dataclass(frozen=True, slots=True)
class Started:
    """When a project was to start, and did."""

    planned: date | None = None
    actual: date | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the work should stand and does, in per cent; none where nobody knows."""

    planned: Decimal | None = None
    actual: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Budget money of the centre and the city: planned to be paid by now, paid, and required, in per cent."""

    planned: Decimal
    actual: Decimal
    required: Decimal | None = None
    """What the country or the region requires by now; none where nothing is published."""


@dataclass(frozen=True, slots=True)
class Library:
    """Whether a project is in the statistics bureau's library, and whether it belongs there."""

    entered_on: date | None = None
    total_investment: Decimal | None = None
    """万元; unknown counts as large enough."""


@dataclass(frozen=True, slots=True)
class LampStanding:
    """What one light shows, and why."""

    lamp: Lamp
    why: Why
    figure: Decimal | None = None
    """The number that belongs to the reason: days, months or percentage points."""


def start_lamp(started: Started, on: date, rule: FourLightsRule) -> LampStanding:
    """
    Return the light of the start at the end of a day.

    Started is green, however late. A month counts once it is over: planned on 10 March and not started, the light is
    yellow from 11 March and red from 1 June, when March, April and May are over.
    """
    if started.actual is not None and started.actual <= on:
        late = 0 if started.planned is None else (started.actual - started.planned).days
        if late > 0:
            return LampStanding(Lamp.GREEN, Why.STARTED_LATE, Decimal(late))
        return LampStanding(Lamp.GREEN, Why.STARTED)
    if started.planned is None:
        return LampStanding(Lamp.NONE, Why.NO_START_PLANNED)
    if on <= started.planned:
        return LampStanding(Lamp.NONE, Why.NOT_DUE_YET)
    months = (on.year - started.planned.year) * 12 + on.month - started.planned.month
    lamp = Lamp.RED if months >= rule.start_red_months else Lamp.YELLOW
    return LampStanding(lamp, Why.UNSTARTED, Decimal(months))


def progress_lamp(shares: Shares, rule: FourLightsRule) -> LampStanding:
    """Return the light of the progress: planned less actual in percentage points, 10 to 30 inclusive is yellow."""
    if shares.planned is None:
        return LampStanding(Lamp.NONE, Why.NO_PLAN)
    if shares.actual is None:
        return LampStanding(Lamp.NONE, Why.NO_REPORT)
    behind = shares.planned - shares.actual
    if behind <= 0:
        return LampStanding(Lamp.GREEN, Why.ON_PACE)
    if behind > rule.progress_red_pp:
        return LampStanding(Lamp.RED, Why.BEHIND, behind)
    lamp = Lamp.YELLOW if behind >= rule.progress_yellow_pp else rule.slight
    return LampStanding(lamp, Why.BEHIND, behind)


def payment_lamp(paid: Paid | None, rule: FourLightsRule) -> LampStanding:
    """Return the light of the payment of budget money; the rule has no yellow, less than planned is what ``slight`` is."""
    if paid is None:
        return LampStanding(Lamp.NONE, Why.NO_BUDGET_MONEY)
    if paid.required is not None and paid.actual < paid.required:
        return LampStanding(Lamp.RED, Why.PAID_TOO_LITTLE, paid.required - paid.actual)
    if paid.actual >= paid.planned:
        return LampStanding(Lamp.GREEN, Why.PAID_AS_PLANNED)
    return LampStanding(rule.slight, Why.PAID_LESS, paid.planned - paid.actual)


def library_lamp(library: Library, started_on: date | None, on: date, rule: FourLightsRule) -> LampStanding:
    """
    Return the light of the library 入库 at the end of a day.

    Started on 15 January: yellow from 15 February, red from 16 March, because "over two months" leaves out the day
    itself. A month that has no such day ends it on its last.
    """
    if library.entered_on is not None and library.entered_on <= on:
        return LampStanding(Lamp.GREEN, Why.ENTERED)
    if library.total_investment is not None and library.total_investment < rule.library_least:
        return LampStanding(Lamp.NONE, Why.BELOW_LIBRARY)
    if started_on is None or started_on > on:
        return LampStanding(Lamp.NONE, Why.NOT_STARTED)
    if on < months_after(started_on, rule.library_yellow_months):
        return LampStanding(Lamp.NONE, Why.WITHIN_TIME)
    lamp = Lamp.RED if on > months_after(started_on, rule.library_red_months) else Lamp.YELLOW
    return LampStanding(lamp, Why.NOT_ENTERED, Decimal(_whole_months(started_on, on)))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def check_four_lights(rule: FourLightsRule) -> tuple[Problem, ...]:
    """Return what is wrong with a rule: limits that cross, terms that are none, a slight light of another colour."""
    problems = []
    if not 0 < rule.progress_yellow_pp <= rule.progress_red_pp <= HUNDRED:
        limits = (plain(rule.progress_yellow_pp), plain(rule.progress_red_pp))
        problems.append(Problem("series.lamps_crossed", "progress_yellow_pp", limits))
    if not 0 < rule.library_yellow_months <= rule.library_red_months:
        months = (str(rule.library_yellow_months), str(rule.library_red_months))
        problems.append(Problem("series.lamps_crossed", "library_yellow_months", months))
    if rule.start_red_months < 1:
        problems.append(Problem("series.lamp_term", "start_red_months", (str(rule.start_red_months),)))
    if rule.library_least < 0:
        problems.append(Problem("series.lamp_term", "library_least", (plain(rule.library_least),)))
    if rule.slight not in {Lamp.SLIGHT, Lamp.GREEN}:
        problems.append(Problem("series.lamp_slight", "slight"))
    return tuple(problems)


def _whole_months(start: date, on: date) -> int:
    months = (on.year - start.year) * 12 + on.month - start.month
    return months - (on < months_after(start, months))

"""What the gap is computed from, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from duban.engine.calendars import DayCount
from duban.engine.kernel import Period, Problem, Unfit

MONTHS = 12


class Nature(StrEnum):
    """How a figure behaves over the year."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"


class TargetKind(StrEnum):
    """What the task letter asks for."""

    LEVEL = "level"
    GROWTH = "growth"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class PaceCurve:
    """
    Twelve cumulative shares of the year's target, January first, as fractions (0.7 is 70 %).

    Need not end at 1: Yinchuan's 2025 project plan ends at 0.8 (domain.md 2.5). An empty tuple is the
    ordinary linear pace, months / 12, computed exactly.
    """

    shares: tuple[Decimal, ...] = ()

    def __post_init__(self) -> None:
        """Hold twelve shares or none; ``check_curve`` judges the values themselves."""
        if len(self.shares) not in (0, MONTHS):
            raise Unfit(Problem("series.curve_not_twelve", "shares", (str(len(self.shares)),)))


@dataclass(frozen=True, slots=True)
class Reading:
    """One published figure of one cell."""

    level: Decimal | None = None
    growth: Decimal | None = None
    """Year-on-year growth in per cent, as published; never recomputed."""
    rank: int | None = None
    base: Decimal | None = None
    """The comparable base (same period last year on this year's scope), where published."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One target of the year."""

    kind: TargetKind
    value: Decimal | None = None
    """Level in the indicator's unit, growth in per cent, or rank; none for a band."""
    band_low: Decimal | None = None
    band_high: Decimal | None = None
    pace: PaceCurve | None = None
    """None: no curve was set. A flow then goes linearly; a stock or rate has no schedule."""


DaysLeft = DayCount
"""Days after the data date until 31 December, as ``WorkCalendar.days_after`` counts them."""


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """Everything the gap of one indicator rests on, at one ``as_of`` and one ``known_at``."""

    as_of: Period
    nature: Nature
    direction: Direction
    days_left: DaysLeft
    in_percent: bool = False
    """The indicator's own unit is a percentage, so differences are percentage points."""
    has_level: bool = True
    """False for an indicator of which only growth is ever published."""
    now: Reading | None = None
    before: Reading | None = None
    same_last_year: Reading | None = None
    full_last_year: Reading | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Nowcast:
    """Year-end odds. The nowcast engine fills it; until then a gap carries none."""

    low: Decimal
    middle: Decimal
    high: Decimal
    chance: Decimal


@dataclass(frozen=True, slots=True)
class Gap:
    """
    The answer. Levels in the indicator's unit, ``*_pct`` in per cent, ``*_pp`` in percentage points.

    A field that cannot be computed is None, and ``why_not`` says why, field by field.
    """

    level: Decimal | None = None
    growth_pct: Decimal | None = None
    rank: int | None = None
    target: Decimal | None = None
    """The year's level to reach; for a growth target the level it implies, where last year's is known."""
    target_growth_pct: Decimal | None = None
    target_rank: int | None = None
    completion_pct: Decimal | None = None
    schedule_pct: Decimal | None = None
    lead_pp: Decimal | None = None
    """Percentage points ahead (+) or behind (−): of schedule, of the target growth, or of a target rate."""
    missing: Decimal | None = None
    per_month: Decimal | None = None
    per_calendar_day: Decimal | None = None
    per_working_day: Decimal | None = None
    average_per_month: Decimal | None = None
    """Average so far, per elapsed month."""
    rest_growth_pct: Decimal | None = None
    """Growth the rest of the year needs against last year's rest."""
    month_level: Decimal | None = None
    """The single month, by difference; only for nominal flows, never January or February."""
    level_change: Decimal | None = None
    completion_change_pp: Decimal | None = None
    lead_change_pp: Decimal | None = None
    reached: bool | None = None
    nowcast: Nowcast | None = None
    why_not: Mapping[str, Problem] = field(default_factory=dict)

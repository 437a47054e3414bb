"""Does the plan cover the gap: what measures are expected to bring, beside what is missing and what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT, HUNDRED, Cell, Problem


@dataclass(frozen=True, slots=True)
class Effect:
    """What a measure adds to the indicator in one month, in the gap's unit, and how sure that is."""

    month: int
    amount: Decimal
    confidence_pct: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class Coverage:
    """A gap against the measures taken on it. Amounts in the gap's unit."""

    missing: Decimal | None
    expected: Decimal
    """Everything expected after the data date, taken at face value."""
    likely: Decimal
    """The same, each weighted by its confidence."""
    covered_pct: Decimal | None
    """likely / missing, in per cent; not clamped."""
    uncovered: Decimal | None
    """What no measure covers; 0 where they cover more than is missing."""
    why_not: Problem | None = None


@dataclass(frozen=True, slots=True)
class MonthKept:
    """One month after a plan began: what was to have come by then, and what the indicator did."""

    month: int
    expected: Decimal
    likely: Decimal
    moved: Cell
    """The indicator's level less its level when the plan began; a problem where the month has no figure."""
    beyond_habit: Cell
    """The movement less what the months before the plan brought on average."""


def coverage(missing: Cell | None, effects: Iterable[Effect], after_month: int) -> Coverage:
    """
    Return Σ(expected effect × confidence) / gap over the months after *after_month*.

    Effects of months gone are in the level already and count no more. A gap that is not known, or is none, has no
    share: ``why_not`` says so.
    """
    coming = [effect for effect in effects if effect.month > after_month]
    with localcontext(EXACT):
        expected = sum((e.amount for e in coming), Decimal(0))
        likely = sum((e.amount * e.confidence_pct / HUNDRED for e in coming), Decimal(0))
        if missing is None or isinstance(missing, Problem):
            return Coverage(None, expected, likely, None, None, missing or Problem("series.gap_unknown"))
        if missing <= 0:
            return Coverage(missing, expected, likely, None, Decimal(0), Problem("series.nothing_missing"))
        rest = max(Decimal(0), missing - likely)
        return Coverage(missing, expected, likely, likely / missing * HUNDRED, rest)


def kept(
    effects: Iterable[Effect], base_month: int, levels: Mapping[int, Decimal], through: int
) -> tuple[MonthKept, ...]:
    """
    Return, month by month after *base_month* through *through*, what was expected beside what the indicator did.

    *levels* are cumulative levels by month of the plan's year and hold the base month's. Habit is the base level
    spread evenly over the months before: no cause is claimed, the two are put side by side.
    """
    given = tuple(effects)
    base = levels.get(base_month)
    return tuple(
        _month_kept(given, base_month, month, base, levels.get(month))
        for month in range(base_month + 1, through + 1)
    )


def _month_kept(
    effects: Iterable[Effect], base_month: int, month: int, base: Decimal | None, level: Decimal | None
) -> MonthKept:
    due = [e for e in effects if base_month < e.month <= month]
    with localcontext(EXACT):
        expected = sum((e.amount for e in due), Decimal(0))
        likely = sum((e.amount * e.confidence_pct / HUNDRED for e in due), Decimal(0))
        if base is None or level is None:
            unknown = Problem("series.no_figure_for_month", str(month), (str(month),))
            return MonthKept(month, expected, likely, unknown, unknown)
        moved = level - base
        habit = base / base_month * (month - base_month) if base_month else Decimal(0)
        return MonthKept(month, expected, likely, moved, moved - habit)

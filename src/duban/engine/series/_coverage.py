"""Does the plan cover the gap: what measures are expected to bring, beside what is missing and what came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import TypeVar

from duban.engine.kernel import EXACT, HUNDRED, Cell, Problem
from duban.engine.series import _reasons as why
from duban.engine.series._cells import ZERO
from duban.engine.series.types import Direction, Gap, Nature, TargetKind

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What a measure brings in one month, in the unit of what is to be covered, and how sure that is.

    Always counted towards the goal: on a ceiling it is what the measure saves.
    """

    month: int
    amount: Decimal
    confidence_pct: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class ToCover:
    """What a plan has to bring by the end of the year."""

    amount: Cell
    in_points: bool = False
    """Counted in percentage points of growth, whatever the indicator's own unit."""


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
class Kept:
    """What a plan's promises are held against: the figure's nature, which way is better, and where it began."""

    nature: Nature
    direction: Direction
    base_month: int
    figures: Mapping[int, Decimal]
    """The year's figures by month, the base month's among them: cumulative levels of a flow, levels of a stock or
    rate, growth in per cent where the goal is growth."""
    by_growth: bool = False


@dataclass(frozen=True, slots=True)
class MonthKept:
    """One month after a plan began: what was to have come by then, and what the indicator did."""

    month: int
    expected: Decimal
    likely: Decimal
    moved: Cell
    """How far the figure has moved the right way since the plan began; a problem where there is no figure."""
    beyond_habit: Cell
    """The movement less what the months before the plan brought on average; only for flows."""


def to_cover(answer: Gap, kind: TargetKind | None, nature: Nature, direction: Direction) -> ToCover:
    """
    Return what measures have to bring for the goal to be reached, in the one unit their effects are stated in.

    * A **level** of a flow, stock or rate: what is missing, in the indicator's unit.
    * A **growth** goal: percentage points of growth, also where last year's level is known. The unit of promises
      already made must not turn with what happens to be published.
    * A **ceiling** on a flow: what has been used beyond the pace so far, which measures must save. Nothing brings
      a ceiling back that is broken already.
    * A **rank** has no amount.
    """
    if kind is TargetKind.GROWTH:
        return ToCover(_behind(answer.lead_pp, answer.why_not.get("lead_pp")), in_points=True)
    if kind is not TargetKind.LEVEL:
        return ToCover(why.RANK_ONLY if kind is TargetKind.RANK else why.NO_TARGET)
    if nature is Nature.FLOW and direction is Direction.LOWER:
        return ToCover(_overdrawn(answer))
    return ToCover(
        answer.why_not.get("missing", why.GAP_UNKNOWN) if answer.missing is None else answer.missing
    )


def _behind(lead: Decimal | None, reason: Problem | None) -> Cell:
    if lead is None:
        return reason or why.GAP_UNKNOWN
    return max(ZERO, -lead)


def _overdrawn(answer: Gap) -> Cell:
    """Return what was used of a ceiling beyond its pace: level − ceiling × schedule, never below nothing."""
    if answer.level is None or answer.target is None or answer.schedule_pct is None:
        return answer.why_not.get("missing") or answer.why_not.get("schedule_pct") or why.GAP_UNKNOWN
    if answer.level > answer.target:
        return why.CEILING_BROKEN
    with localcontext(EXACT):
        return max(ZERO, answer.level - answer.target * answer.schedule_pct / HUNDRED)


def coverage(missing: Cell | None, effects: Iterable[Effect], after_month: int) -> Coverage:
    """
    Return Σ(expected effect × confidence) / gap over the months after *after_month*.

    Effects of months gone are in the level already and count no more. A gap that is not known, or is none, has no
    share: ``why_not`` says so.
    """
    coming = [effect for effect in effects if effect.month > after_month]
    expected, likely = _sums(coming)
    if missing is None or isinstance(missing, Problem):
        return Coverage(None, expected, likely, None, None, missing or why.GAP_UNKNOWN)
    if missing <= 0:
        return Coverage(missing, expected, likely, None, ZERO, why.NOTHING_MISSING)
    with localcontext(EXACT):
        return Coverage(missing, expected, likely, likely / missing * HUNDRED, max(ZERO, missing - likely))


def _sums(effects: Iterable[Effect]) -> tuple[Decimal, Decimal]:
    given = tuple(effects)
    with localcontext(EXACT):
        return (
            sum((e.amount for e in given), ZERO),
            sum((e.amount * e.confidence_pct / HUNDRED for e in given), ZERO),
        )


def kept(effects: Iterable[Effect], against: Kept, through: int) -> tuple[MonthKept, ...]:
    """
    Return, month by month after the base month through *through*, what was expected beside what the figure did.

    Habit is the base level of a flow spread evenly over the months before: no cause is claimed, the two are put
    side by side. On a ceiling, habit less movement is what was saved. Stocks, rates and growth have no habit.
    """
    given = tuple(effects)
    return tuple(_month_kept(given, against, month) for month in range(against.base_month + 1, through + 1))


def _month_kept(effects: tuple[Effect, ...], against: Kept, month: int) -> MonthKept:
    expected, likely = _sums(e for e in effects if against.base_month < e.month <= month)
    base, now = against.figures.get(against.base_month), against.figures.get(month)
    if base is None or now is None:
        absent = month if base is not None else against.base_month
        unknown = Problem("series.no_figure_for_month", str(absent), (str(absent),))
        return MonthKept(month, expected, likely, unknown, unknown)
    towards = -1 if against.direction is Direction.LOWER else 1
    with localcontext(EXACT):
        moved = towards * (now - base)
        if against.direction is Direction.BAND:
            return MonthKept(month, expected, likely, why.BAND_MOVES_EITHER_WAY, why.BAND_MOVES_EITHER_WAY)
        if against.by_growth or against.nature is not Nature.FLOW:
            return MonthKept(month, expected, likely, moved, why.NOT_A_FLOW)
        habit = base / against.base_month * (month - against.base_month)
        return MonthKept(month, expected, likely, moved, moved - towards * habit)


def whole_shares(counts: Mapping[K, int], places: int = 1) -> dict[K, Decimal]:
    """
    Return each count's share in per cent to *places* decimals, so that the shares printed add up to 100 exactly.

    By the largest remainder; between equal remainders the larger count, then the earlier one. Nothing counted has
    no shares.
    """
    total = sum(counts.values())
    if not total:
        return {}
    with localcontext(EXACT):
        unit = Decimal(1).scaleb(-places)
        quotas = {key: HUNDRED / unit * count / total for key, count in counts.items()}
        parts = {key: quota.to_integral_value(ROUND_FLOOR) for key, quota in quotas.items()}
        left = int(HUNDRED / unit - sum(parts.values()))
        order = sorted(counts, key=lambda key: (parts[key] - quotas[key], -counts[key]))
        for key in order[:left]:
            parts[key] += 1
        return {key: part * unit for key, part in parts.items()}

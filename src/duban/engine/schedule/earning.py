"""
Earned schedule: how much of a plan should be done by a day, how much is, and how many days of the plan that is.

After Walter Lipke, *Schedule is Different* (2003): the earned schedule is the moment by which the plan would have had as
much done as is done now. Lead and ratio are then days, and stay true when work is late, where money's ratio returns to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from duban.engine.schedule.ruler import Ruler
from duban.engine.schedule.ticks import HOUR

_FOUR, _TWO = Decimal("0.0001"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Piece:
    """One activity as planned, what it weighs, and the share of it that is done, 0 to 1."""

    start: int
    finish: int
    weight: int
    done: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Earned:
    """How a plan stands at a data date."""

    planned: Decimal
    """Per cent of the whole that the plan has done by then."""
    actual: Decimal
    """Per cent that is done."""
    gone_days: Decimal
    """Working days since the plan's start."""
    earned_days: Decimal
    """Working days after its start by which the plan has as much done."""
    ahead_days: Decimal
    """Earned less gone; negative is behind."""
    ratio: Decimal | None
    """Earned / gone; nothing before the plan begins."""


def planned_shares(
    pieces: Sequence[Piece], ruler: Ruler, calendar: str, moments: Iterable[int]
) -> tuple[Decimal, ...]:
    """Return the per cent of the whole that the plan has done by each moment, oldest first; nothing planned is nothing."""
    whole = sum(p.weight for p in pieces)
    if not whole:
        return tuple(Decimal(0) for _ in moments)
    start = min(p.start for p in pieces)
    line = _Line(pieces, ruler, calendar, start)
    return tuple(
        _percent(line.at(ruler.ticks(calendar, start, m)) / whole if m >= start else Fraction(0))
        for m in moments
    )


def earned(
    pieces: Sequence[Piece], ruler: Ruler, calendar: str, data_date: int, *, day: int = 8 * HOUR
) -> Earned | None:
    """
    Return how the plan stands, or nothing where nothing is planned.

    Each activity weighs what it is given and is planned evenly over its working time; one without working time, all at
    its finish. Done is Σ weight × share done.
    """
    whole = sum(p.weight for p in pieces)
    if not whole:
        return None
    start = min(p.start for p in pieces)
    line = _Line(pieces, ruler, calendar, start)
    gone = max(0, ruler.ticks(calendar, start, data_date))
    done = sum((p.weight * Fraction(p.done) for p in pieces), Fraction(0))
    reached = line.when(done)
    return Earned(
        planned=_percent(line.at(gone) / whole),
        actual=_percent(done / whole),
        gone_days=_days(Fraction(gone), day),
        earned_days=_days(reached, day),
        ahead_days=_days(reached - gone, day),
        ratio=_rounded(reached / gone, _TWO) if gone else None,
    )


@dataclass(frozen=True, slots=True)
class Curve:
    """How much of a plan should be done, in per cent, against working time since its start: straight between corners."""

    start: int
    corners: tuple[tuple[int, Decimal, Decimal], ...]
    """Working time since the start, how much just before it, how much at it."""

    def at(self, gone: int) -> Decimal:
        """Return the per cent planned after so much working time; the whole after the last corner."""
        last = (0, Decimal(0), Decimal(0))
        if gone < 0:
            return last[2]
        for corner in self.corners:
            if corner[0] > gone:
                share = Fraction(gone - last[0], corner[0] - last[0])
                return _rounded(Fraction(last[2]) + Fraction(corner[1] - last[2]) * share, _FOUR)
            last = corner
        return last[2]


def planned_curve(pieces: Sequence[Piece], ruler: Ruler, calendar: str) -> Curve | None:
    """Return what :func:`planned_shares` says of every moment, to be kept; nothing where nothing is planned."""
    whole = sum(p.weight for p in pieces)
    if not whole:
        return None
    start = min(p.start for p in pieces)
    corners = _Line(pieces, ruler, calendar, start).corners
    return Curve(start, tuple((c, _percent(b / whole), _percent(a / whole)) for c, b, a in corners))


class _Line:
    """What is planned against working time since the start: straight between the corners."""

    def __init__(self, pieces: Iterable[Piece], ruler: Ruler, calendar: str, start: int) -> None:
        slopes: dict[int, Fraction] = {}
        jumps: dict[int, int] = {}
        for piece in pieces:
            a, b = ruler.ticks(calendar, start, piece.start), ruler.ticks(calendar, start, piece.finish)
            if b <= a:
                jumps[b] = jumps.get(b, 0) + piece.weight
                continue
            slope = Fraction(piece.weight, b - a)
            slopes[a] = slopes.get(a, Fraction(0)) + slope
            slopes[b] = slopes.get(b, Fraction(0)) - slope
        self._corners: list[tuple[int, Fraction, Fraction, Fraction]] = []
        """Where, how much just before it, how much at it, how steep after it."""
        done, steep, at = Fraction(0), Fraction(0), 0
        for where in sorted(slopes.keys() | jumps.keys()):
            before = done + steep * (where - at)
            done = before + jumps.get(where, 0)
            steep += slopes.get(where, Fraction(0))
            at = where
            self._corners.append((where, before, done, steep))

    @property
    def corners(self) -> tuple[tuple[int, Fraction, Fraction], ...]:
        """Where the line bends, how much just before it and how much at it."""
        return tuple((where, before, done) for where, before, done, _ in self._corners)

    def at(self, where: int) -> Fraction:
        """Return how much is planned after so much working time."""
        found = Fraction(0)
        for corner, _, done, steep in self._corners:
            if corner > where:
                break
            found = done + steep * (where - corner)
        return found

    def when(self, done: Fraction) -> Fraction:
        """Return the first working time by which as much is planned; no later than the last corner."""
        if done <= 0:
            return Fraction(0)
        where, there, slope = 0, Fraction(0), Fraction(0)
        for corner, before, at, steep in self._corners:
            if done <= before:
                return where + (done - there) / slope
            if done <= at:
                return Fraction(corner)
            where, there, slope = corner, at, steep
        return Fraction(where)


def _percent(share: Fraction) -> Decimal:
    return _rounded(share * 100, _FOUR)


def _days(ticks: Fraction, day: int) -> Decimal:
    return _rounded(ticks / day, _TWO)


def _rounded(value: Fraction, places: Decimal) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(places)


__all__ = ["Curve", "Earned", "Piece", "earned", "planned_curve", "planned_shares"]

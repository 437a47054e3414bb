"""Published figures: exact decimals that keep the precision they were published with."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from duban.engine.kernel.problems import Problem

Figure = Decimal

Cell = Decimal | Problem
"""A figure, or the reason why there is none."""

HUNDRED = Decimal(100)

EXACT = Context(prec=34, rounding=ROUND_HALF_UP, traps=[DivisionByZero, InvalidOperation, Overflow])
"""
The arithmetic of every engine: 34 digits, half up, loud about impossible operations.

Used as ``with localcontext(EXACT):`` so that no answer depends on the caller's own settings.
"""


def plain(value: Decimal) -> str:
    """Write a figure without exponent, keeping its published decimals: ``Decimal('6.5E+1')`` → ``65``."""
    return format(value, "f")


def decimals(value: Decimal) -> int:
    """Return how many decimals a figure was published with: 65.13 → 2, 65 → 0."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shown(value: Decimal, places: int) -> Decimal:
    """Round half up to *places* decimals, as figures are printed: 81.4125 at 1 → 81.4."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)


def truncated(value: Decimal, places: int) -> Decimal:
    """Cut after *places* decimals, as government tables also do: 13.87 at 1 → 13.8."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN, EXACT)


def same_figure(one: Decimal, other: Decimal) -> bool:
    """
    Return whether two figures are one figure at two precisions.

    65 and 65.13 are: the finer, rounded half up to the coarser's decimals, equals it. Government
    tables also truncate, so 65.9 written as 65 is accepted too (domain.md 0 and 2.5).
    """
    coarse, fine = sorted((one, other), key=decimals)
    places = decimals(coarse)
    return coarse in (fine, shown(fine, places), truncated(fine, places))

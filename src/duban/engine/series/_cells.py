"""Arithmetic on cells, a figure or the reason for its absence: the first reason met is the answer's."""

from __future__ import annotations

from decimal import Decimal

from duban.engine.kernel import HUNDRED, Cell, Problem

ZERO = Decimal(0)


def minus(one: Cell, other: Cell) -> Cell:
    """Return the difference."""
    if isinstance(one, Problem):
        return one
    return other if isinstance(other, Problem) else one - other


def percent(part: Cell, whole: Cell, *, unless_positive: Problem) -> Cell:
    """Return part / whole in per cent; a whole that is not above zero has no shares."""
    if isinstance(part, Problem):
        return part
    if isinstance(whole, Problem):
        return whole
    return part / whole * HUNDRED if whole > 0 else unless_positive


def per(amount: Cell, count: int, *, if_none: Problem) -> Cell:
    """Spread an amount evenly over *count* months or days."""
    if isinstance(amount, Problem):
        return amount
    return amount / count if count else if_none


def grown(base: Cell, growth_pct: Cell) -> Cell:
    """Return the base raised by a growth in per cent."""
    if isinstance(base, Problem):
        return base
    return growth_pct if isinstance(growth_pct, Problem) else base * (HUNDRED + growth_pct) / HUNDRED


def not_below_zero(amount: Cell) -> Cell:
    """Return the amount, or zero where it is negative: a surplus is no shortfall."""
    return amount if isinstance(amount, Problem) else max(ZERO, amount)


def known(figure: Decimal | None, otherwise: Problem) -> Cell:
    """Return the figure, or the reason why there is none."""
    return otherwise if figure is None else figure


def blocked(figure: Cell, by: Problem) -> Problem:
    """Return the figure's own reason where it has one, otherwise *by*."""
    return figure if isinstance(figure, Problem) else by

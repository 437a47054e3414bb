"""
The answers worked out a second time, another way: whole fractions, days walked one by one, Python's own parser.

Nothing here is shared with the engine beyond its question and answer types.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from duban.engine.series import Direction, GapQuestion, Nature, TargetKind

Wanted = dict[str, Fraction | bool | None]


def expected_gap(q: GapQuestion) -> Wanted:  # noqa: PLR0912, PLR0915 - one formula after another, to be read
    """Answer a LEVEL or GROWTH goal of a flow, stock or rate; None where there is no figure."""
    a = _level(q.now)
    growth = None if q.now is None or q.now.growth is None else Fraction(q.now.growth)
    last, full = _level(q.same_last_year), _level(q.full_last_year)
    goal = q.goal
    assert goal is not None
    assert goal.value is not None
    g = Fraction(goal.value)
    by_growth = goal.kind is TargetKind.GROWTH
    rate, flow, lower = q.nature is Nature.RATE, q.nature is Nature.FLOW, q.direction is Direction.LOWER
    based = full is not None and full > 0 and not rate  # 12 % more than a loss is no target
    t = (full * (100 + g) / 100 if based and full is not None else None) if by_growth else g
    m, out = q.as_of.month, {}
    sign = -1 if lower else 1

    out["target"] = t
    share = a / t * 100 if None not in (a, t) and t > 0 and not rate else None
    out["completion_pct"] = share
    due = None
    if t is not None and not rate and (flow or goal.pace is not None):
        due = Fraction(100 * m, 12)
        if goal.pace is not None and goal.pace.shares:
            due = Fraction(goal.pace.shares[m - 1]) * 100
    out["schedule_pct"] = due
    if by_growth:
        lead = None if growth is None else sign * (growth - g)
    elif rate:
        lead = sign * (a - t) if a is not None and q.in_percent else None
    else:
        lead = None if share is None or due is None else sign * (share - due)
    out["lead_pp"] = lead
    short = None if a is None or t is None else max(Fraction(0), sign * (t - a))
    out["missing"] = short
    spreadable = short is not None and not rate and not (flow and lower)
    out["per_month"] = short / (12 - m) if spreadable and m < 12 else None
    out["per_calendar_day"] = short / q.days_left.calendar if spreadable and q.days_left.calendar else None
    out["per_working_day"] = short / q.days_left.working if spreadable and q.days_left.working else None
    out["average_per_month"] = a / m if flow and a is not None else None
    out["rest_growth_pct"] = None
    if spreadable and flow and m < 12 and last is not None and full is not None and full > last and t >= a:
        out["rest_growth_pct"] = (t - a - (full - last)) / (full - last) * 100
    earlier = _level(q.before) if m > 2 else None
    change = None if a is None or earlier is None else a - earlier
    out["level_change"] = change
    out["month_level"] = change if flow else None
    if by_growth:
        out["reached"] = None if growth is None else sign * (growth - g) >= 0
    elif a is None or (flow and lower and a <= t and m < 12):
        out["reached"] = None
    else:
        out["reached"] = sign * a >= sign * t
    return out


def _level(reading: object) -> Fraction | None:
    level = getattr(reading, "level", None)
    return None if level is None else Fraction(level)


def walk_count(exceptions: Mapping[date, bool], start: date, end: date) -> int:
    """Count working days from *start* through *end* one by one."""
    day, n = start, 0
    while day <= end:
        n += exceptions.get(day, day.isoweekday() not in (6, 7))
        day += timedelta(days=1)
    return n


def walk_add(exceptions: Mapping[date, bool], start: date, n: int, *, count_first: bool) -> date:
    """Walk to the *n*-th working day."""
    day = start if count_first else start + timedelta(days=1)
    while True:
        n -= exceptions.get(day, day.isoweekday() not in (6, 7))
        if n == 0:
            return day
        day += timedelta(days=1)


def evaluate(text: str, figures: Mapping[str, Decimal]) -> Fraction:
    """Evaluate an expression with Python's own parser, in fractions."""
    return _add_up(ast.parse(text, mode="eval").body, figures)


def _add_up(node: ast.expr, figures: Mapping[str, Decimal]) -> Fraction:  # noqa: PLR0911 - one per kind of node
    match node:
        case ast.Constant(value):
            return Fraction(str(value))
        case ast.Name(name):
            return Fraction(figures[f"{name}.level"])
        case ast.Attribute(ast.Name(name), asked):
            return Fraction(figures[f"{name}.{asked}"])
        case ast.UnaryOp(ast.USub(), of):
            return -_add_up(of, figures)
        case ast.UnaryOp(ast.UAdd(), of):
            return _add_up(of, figures)
        case ast.BinOp(left, sign, right):
            one, other = _add_up(left, figures), _add_up(right, figures)
            return {
                ast.Add: Fraction.__add__, ast.Sub: Fraction.__sub__,
                ast.Mult: Fraction.__mul__, ast.Div: Fraction.__truediv__,
            }[type(sign)](one, other)  # fmt: skip
    raise AssertionError(ast.dump(node))

"""Validation rules (审核关系): left, operator, right, and how much it matters where they do not agree."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from duban.engine.kernel import EXACT, Problem, Unfit
from duban.engine.series.expressions import DivisionByNothing, Expression, Lookup, Name, names, parse, value


class Importance(StrEnum):
    """What a violated rule asks of the reporter."""

    MUST = "must"
    """强制性: mend the figure."""
    EXPLAIN = "explain"
    """核实性: mend or explain it."""
    NOTE = "note"
    """提示性: look again."""


class Outcome(StrEnum):
    """What became of a rule on one cell's figures."""

    HOLDS = "holds"
    VIOLATED = "violated"
    CANNOT = "cannot"


_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}

_SPELLINGS = {
    "≤": "<=", "≦": "<=", "⩽": "<=", "不大于": "<=", "不超过": "<=", "不高于": "<=", "小于等于": "<=",
    "≥": ">=", "≧": ">=", "⩾": ">=", "不小于": ">=", "不少于": ">=", "不低于": ">=", "大于等于": ">=",
    "小于": "<", "少于": "<", "低于": "<", "大于": ">", "多于": ">", "高于": ">",
    "=": "==", "等于": "==", "≠": "!=", "<>": "!=", "不等于": "!=",
}  # fmt: skip

_ORDINARY = str.maketrans("＜＞＝！", "<>=!", " 　")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, read and ready; build it from text with ``Rule.parse``."""

    left: Expression
    operator: str
    """One of ``<= < >= > == !=``."""
    right: Expression
    importance: Importance = Importance.MUST

    @classmethod
    def parse(cls, left: str, operator: str, right: str, importance: Importance = Importance.MUST) -> Rule:
        """
        Read a rule as people write it: ``parse("tax", "不超过", "budget × 0.9")``.

        :raises Unfit: every problem of the three parts at once, each saying in which part (``left``,
            ``operator``, ``right``) and, for expressions, at which character
        """
        problems: list[Problem] = []
        sides = [_side(where, text, problems) for where, text in (("left", left), ("right", right))]
        comparison = read_operator(operator)
        if comparison is None:
            problems.append(Problem("series.rule_no_such_operator", "operator", (operator,)))
        if comparison is None or sides[0] is None or sides[1] is None:
            raise Unfit(*problems)
        return cls(sides[0], comparison, sides[1], importance)

    @property
    def names(self) -> tuple[Name, ...]:
        """Every figure the rule rests on, each once, in the order written."""
        return tuple(dict.fromkeys((*names(self.left), *names(self.right))))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a rule, with both sides' values; without them where a figure is missing."""

    outcome: Outcome
    left: Decimal | None = None
    right: Decimal | None = None
    problems: tuple[Problem, ...] = ()
    """Why it cannot be judged: every missing figure, or a division by zero."""


def read_operator(text: str) -> str | None:
    """Return the plain spelling of a comparison: ``≤``, ``＜＝`` and ``不超过`` are all ``<=``."""
    plain = text.translate(_ORDINARY)
    plain = _SPELLINGS.get(plain, plain)
    return plain if plain in _COMPARISONS else None


def check_rule(rule: Rule, values: Lookup | Mapping[str, Decimal | None]) -> Verdict:
    """
    Return whether the figures keep the rule.

    *values* answers a code and a field, or maps ``"code.level"`` and the like. Values are compared exactly, as
    34-digit decimals. A figure that is not there makes no violation: the rule cannot be judged, and every
    missing figure is named.
    """
    looked_up = {name: _figure(values, name) for name in rule.names}
    known = {name: figure for name, figure in looked_up.items() if figure is not None}
    if missing := [str(name) for name in looked_up if name not in known]:
        problems = tuple(Problem("series.rule_figure_missing", name, (name,)) for name in missing)
        return Verdict(Outcome.CANNOT, problems=problems)
    with localcontext(EXACT):
        try:
            left, right = value(rule.left, known.__getitem__), value(rule.right, known.__getitem__)
        except DivisionByNothing:
            return Verdict(Outcome.CANNOT, problems=(Problem("series.rule_divides_by_zero"),))
        holds = _COMPARISONS[rule.operator](left, right)
    return Verdict(Outcome.HOLDS if holds else Outcome.VIOLATED, left, right)


def _figure(values: Lookup | Mapping[str, Decimal | None], name: Name) -> Decimal | None:
    if isinstance(values, Mapping):
        return values.get(str(name))
    return values(name.code, name.field)


def _side(where: str, text: str, problems: list[Problem]) -> Expression | None:
    try:
        return parse(text)
    except Unfit as unfit:
        problems.extend(Problem(p.code, where, p.args) for p in unfit.problems)
        return None

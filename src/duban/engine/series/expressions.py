"""
The small language of validation rules: figures of indicators, numbers, + − × ÷ and parentheses.

::

    expression = term {("+" | "-") term}
    term       = factor {("*" | "/") factor}
    factor     = ["+" | "-"] factor | number | name | "(" expression ")"
    name       = code ["." ("level" | "growth" | "last")]

A bare code is its level. Full-width signs and figures are read as their ordinary ones. Nothing is ever handed
to Python to run: the text is cut into tokens, read into a tree, and the tree is added up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from duban.engine.kernel import Problem, Unfit

LONGEST = 500
_DEEPEST = 50

FIELDS = ("level", "growth", "last")
"""What can be asked of an indicator: level, published growth, last year's level of the same months."""

Lookup = Callable[[str, str], Decimal | None]
"""Code and field → figure, None where it is not known."""

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.\w+)?)|(?P<sign>[-+*/()]))")
_ORDINARY = str.maketrans(
    "（）＋－−×＊÷／．　０１２３４５６７８９",
    "()+--**//. 0123456789",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the rule."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator's figure."""

    code: str
    field: str

    def __str__(self) -> str:
        return f"{self.code}.{self.field}"


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus a value."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two values and what is done with them."""

    sign: str
    left: Expression
    right: Expression


Expression = Number | Name | Negative | Operation


class DivisionByNothing(ArithmeticError):
    """A divisor came out as zero."""


def parse(text: str) -> Expression:
    """
    Read an expression.

    :raises Unfit: one problem, whose second argument is the place in the text, counted from 1
    """
    if len(text) > LONGEST:
        raise Unfit(Problem("series.rule_too_long", "expression", (str(len(text)), str(LONGEST))))
    parser = _Parser(list(_tokens(text.translate(_ORDINARY))))
    tree = parser.expression()
    parser.end()
    return tree


def names(tree: Expression) -> Iterator[Name]:
    """Return every figure the expression rests on, from left to right."""
    match tree:
        case Name():
            yield tree
        case Negative(of):
            yield from names(of)
        case Operation(_, left, right):
            yield from names(left)
            yield from names(right)
        case Number():
            return


def value(tree: Expression, figures: Callable[[Name], Decimal]) -> Decimal:
    """
    Add the tree up, in the caller's decimal context.

    :raises DivisionByNothing: where a divisor is zero
    """
    match tree:
        case Number(number):
            return number
        case Name():
            return figures(tree)
        case Negative(of):
            return -value(of, figures)
        case Operation(sign, left, right):
            return _applied(sign, value(left, figures), value(right, figures))


def _applied(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if not right:
        raise DivisionByNothing
    return left / right


class _Token(NamedTuple):
    kind: str
    text: str
    place: int


def _tokens(text: str) -> Iterator[_Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise Unfit(Problem("series.rule_odd_character", "expression", (text[at], str(at + 1))))
        yield _Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) + 1)
        at = match.end()
    yield _Token("end", "", end + 1)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens; the last one is always the end."""

    tokens: list[_Token]
    at: int = 0
    depth: int = field(default=0)

    def expression(self) -> Expression:
        return self._chain(("+", "-"), self._term)

    def end(self) -> None:
        """Refuse anything left over."""
        if self.tokens[self.at].kind != "end":
            self._refuse()

    def _term(self) -> Expression:
        return self._chain(("*", "/"), self._factor)

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Expression]) -> Expression:
        tree = part()
        while self.tokens[self.at].text in signs:
            sign = self._take().text
            tree = Operation(sign, tree, part())
        return tree

    def _factor(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unfit(Problem("series.rule_too_deep", "expression", (str(_DEEPEST), str(self._place))))
        tree = self._atom()
        self.depth -= 1
        return tree

    def _atom(self) -> Expression:
        token = self._take()
        if token.kind == "number":
            return Number(Decimal(token.text))
        if token.kind == "name":
            return _name(token)
        return self._signed_or_bracketed(token)

    def _signed_or_bracketed(self, token: _Token) -> Expression:
        if token.text == "-":
            return Negative(self._factor())
        if token.text == "+":
            return self._factor()
        if token.text != "(":
            self.at -= 1
            self._refuse()
        tree = self.expression()
        if self.tokens[self.at].text != ")":
            self._refuse()
        self._take()
        return tree

    @property
    def _place(self) -> int:
        return self.tokens[self.at].place

    def _take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _refuse(self) -> None:
        token = self.tokens[self.at]
        code = "series.rule_ends_early" if token.kind == "end" else "series.rule_unexpected"
        raise Unfit(Problem(code, "expression", (token.text, str(token.place))))


def _name(token: _Token) -> Name:
    code, _, asked = token.text.partition(".")
    if asked and asked not in FIELDS:
        raise Unfit(Problem("series.rule_no_such_field", "expression", (asked, str(token.place))))
    return Name(code, asked or "level")

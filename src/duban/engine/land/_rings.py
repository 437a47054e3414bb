"""Rings of corners in whole parts of a degree, so that every comparison is exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

__all__ = [
    "GRAIN",
    "Point",
    "Spot",
    "TangledError",
    "crossing",
    "inside",
    "side",
    "twice_area",
    "whole",
    "within",
]

GRAIN = 2 * 10**12
"""Parts of a degree that count, half a ten-millionth of a metre each: even for twelve decimals, so that halves are whole."""

Point = tuple[int, int]
Spot = tuple[int | Fraction, int | Fraction]
"""A point between the corners of a ring."""


class _Edge(NamedTuple):
    """An edge of a ring, its place in it, and the box it fills."""

    left: int
    right: int
    low: int
    high: int
    place: int
    a: Point
    b: Point


class TangledError(Exception):
    """There is more to look at than land ever gives."""


def whole(ring: Iterable[tuple[Decimal, Decimal]]) -> list[Point]:
    """Return corners in whole parts of a degree; what is finer than twelve decimals is cut off."""
    return [(2 * int(x.scaleb(12)), 2 * int(y.scaleb(12))) for x, y in ring]


def twice_area(ring: Sequence[Point]) -> int:
    """Return twice the area within a closed ring, in parts of a degree squared; positive where it runs anticlockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def crossing(corners: Sequence[Point], looks: list[int]) -> int | None:
    """
    Return the corner of a closed ring where an edge begins that meets another it does not follow; none in a simple ring.

    Edges are swept from west to east. Each look at a pair is taken off *looks*.

    :raises TangledError: once there are no looks left
    """
    edges = [_edge(k, a, b) for k, (a, b) in enumerate(pairwise(corners)) if a != b]
    after = {edge.place: nxt.place for edge, nxt in pairwise([*edges, edges[0]])}
    live: list[_Edge] = []
    for edge in sorted(edges):
        live = [other for other in live if other.right >= edge.left]
        looks[0] -= len(live)
        if looks[0] < 0:
            raise TangledError
        for other in live:
            if other.low > edge.high or other.high < edge.low:
                continue
            follows = after[edge.place] == other.place or after[other.place] == edge.place
            if _doubles_back(edge, other, after) if follows else _meet(edge, other):
                return edge.place
        live.append(edge)
    return None


def _edge(place: int, a: Point, b: Point) -> _Edge:
    (left, right), (low, high) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return _Edge(left, right, low, high, place, a, b)


def side(a: Point, b: Point, c: Spot) -> int | Fraction:
    """Return on which side of an edge a point lies: positive to the left of it, 0 in line with it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def within(a: Point, b: Point, c: Spot) -> bool:
    """Return whether a point in line with an edge lies on it."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(one: _Edge, other: _Edge) -> bool:
    sides = (
        side(one.a, one.b, other.a),
        side(one.a, one.b, other.b),
        side(other.a, other.b, one.a),
        side(other.a, other.b, one.b),
    )
    if all(sides):
        return (sides[0] > 0) != (sides[1] > 0) and (sides[2] > 0) != (sides[3] > 0)
    ends = (
        (one.a, one.b, other.a), (one.a, one.b, other.b), (other.a, other.b, one.a), (other.a, other.b, one.b),
    )  # fmt: skip
    return any(side == 0 and within(*end) for side, end in zip(sides, ends, strict=True))


def _doubles_back(one: _Edge, other: _Edge, after: dict[int, int]) -> bool:
    """Return whether of two edges that follow each other the second runs back over the first."""
    first, second = (one, other) if after[one.place] == other.place else (other, one)
    ahead = (first.b[0] - first.a[0], first.b[1] - first.a[1])
    back = (second.b[0] - second.a[0], second.b[1] - second.a[1])
    straight = ahead[0] * back[1] == ahead[1] * back[0]
    return straight and ahead[0] * back[0] + ahead[1] * back[1] < 0


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Return whether a point lies within a ring or on it: a line to the east crosses it an odd number of times."""
    odd = False
    for a, b in pairwise(ring):
        turn = side(a, b, point)
        if turn == 0 and within(a, b, point):
            return True
        if (a[1] > point[1]) != (b[1] > point[1]) and (turn > 0) == (b[1] > a[1]):
            odd = not odd
    return odd

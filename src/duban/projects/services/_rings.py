"""Whether what is drawn on the zone's plan is land: rings that are closed, have an area and do not cross themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from duban.engine.kernel import Problem, plain
from duban.projects.types import Patch, Ring, Shape

__all__ = ["unfit_shapes"]

_MOST_SHAPES, _MOST_CORNERS = 2000, 10_000
_LONGEST_NAME = 60
_MOST_LOOKS = 1_000_000
"""Pairs of edges looked at in all; land as it is drawn needs a tenth of that."""
_WEST, _EAST, _SOUTH, _NORTH = (Decimal(n) for n in (73, 136, 3, 54))
"""What China lies within, to the degree."""
_WIDEST = Decimal(2)
"""Degrees a zone's plan may span: some two hundred kilometres."""
_GRAIN = 12
"""Decimals of a degree that count: a ten-millionth of a metre."""

Point = tuple[int, int]


class _Edge(NamedTuple):
    """An edge of a ring, its place in it, and the box it fills."""

    left: int
    right: int
    low: int
    high: int
    place: int
    a: Point
    b: Point


class _TangledError(Exception):
    """There is more to look at than land ever gives."""


def unfit_shapes(shapes: Sequence[Shape]) -> Iterator[Problem]:
    """Yield everything that is wrong with what is to be drawn; the most telling first."""
    corners = sum(shape.corners for shape in shapes)
    if not shapes:
        yield Problem("projects.nothing_drawn", "file")
    if len(shapes) > _MOST_SHAPES or corners > _MOST_CORNERS:
        yield Problem("projects.too_much_drawn", "file", (str(_MOST_SHAPES), str(_MOST_CORNERS)))
        return
    placed = [problem for n, shape in enumerate(shapes, 1) for problem in _unfit_place(shape, n)]
    if placed:
        yield from placed
        return
    yield from _too_wide(shapes)
    looks = [_MOST_LOOKS]
    for n, shape in enumerate(shapes, 1):
        for patch in shape.patches:
            yield from _unfit_patch(patch, shape.name or str(n), looks)


def _unfit_place(shape: Shape, n: int) -> Iterator[Problem]:
    """Yield the first corner of a shape that lies nowhere in China, and why that is."""
    name = shape.name or str(n)
    if len(shape.name) > _LONGEST_NAME or not shape.name.isprintable():
        seen = "".join(c for c in shape.name if c.isprintable())
        yield Problem("projects.shape_name", "file", (seen[:20], str(_LONGEST_NAME)))
    for x, y in (corner for patch in shape.patches for ring in patch for corner in ring):
        if _WEST <= x <= _EAST and _SOUTH <= y <= _NORTH:
            continue
        where = (name, plain(x), plain(y))
        if abs(x) > 1000 or abs(y) > 1000:
            yield Problem("projects.not_degrees", "file", where)
        elif _WEST <= y <= _EAST and _SOUTH <= x <= _NORTH:
            yield Problem("projects.degrees_swapped", "file", where)
        else:
            yield Problem("projects.out_of_bounds", "file", where)
        return


def _too_wide(shapes: Sequence[Shape]) -> Iterator[Problem]:
    found = [c for shape in shapes for patch in shape.patches for ring in patch for c in ring]
    for side in (0, 1):
        values = [corner[side] for corner in found]
        if values and max(values) - min(values) > _WIDEST:
            yield Problem("projects.too_wide", "file", (str(_WIDEST),))
            return


def _unfit_patch(patch: Patch, name: str, looks: list[int]) -> Iterator[Problem]:
    if not patch:
        yield Problem("projects.nothing_drawn", "file")
        return
    rings = [_whole(ring) for ring in patch]
    for ring, corners in zip(patch, rings, strict=True):
        if problem := _unfit_ring(ring, corners, name, looks):
            yield problem
            return
    for ring, hole in zip(patch[1:], rings[1:], strict=True):
        if not _inside(hole[0], rings[0]):
            yield Problem("projects.hole_outside", "file", (name, *map(plain, ring[0])))


def _unfit_ring(ring: Ring, corners: Sequence[Point], name: str, looks: list[int]) -> Problem | None:
    if len(ring) < 4 or ring[0] != ring[-1]:
        return Problem("projects.ring_open", "file", (name,))
    if sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(corners)) == 0:
        return Problem("projects.ring_flat", "file", (name,))
    try:
        place = _crossing(corners, looks)
    except _TangledError:
        return Problem("projects.ring_tangled", "file", (name,))
    if place is None:
        return None
    return Problem("projects.ring_crosses", "file", (name, *map(plain, ring[place])))


def _whole(ring: Ring) -> list[Point]:
    """Return the corners in whole parts of a degree, so that every comparison is exact."""
    return [(int(x.scaleb(_GRAIN)), int(y.scaleb(_GRAIN))) for x, y in ring]


def _crossing(corners: Sequence[Point], looks: list[int]) -> int | None:
    """Return the corner where an edge begins that meets another it does not follow; edges are swept from west to east."""
    edges = [_edge(k, a, b) for k, (a, b) in enumerate(pairwise(corners)) if a != b]
    after = {edge.place: nxt.place for edge, nxt in pairwise([*edges, edges[0]])}
    live: list[_Edge] = []
    for edge in sorted(edges):
        live = [other for other in live if other.right >= edge.left]
        looks[0] -= len(live)
        if looks[0] < 0:
            raise _TangledError
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


def _side(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _within(a: Point, b: Point, c: Point) -> bool:
    """Return whether a point in line with an edge lies on it."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(one: _Edge, other: _Edge) -> bool:
    sides = (
        _side(one.a, one.b, other.a),
        _side(one.a, one.b, other.b),
        _side(other.a, other.b, one.a),
        _side(other.a, other.b, one.b),
    )
    if all(sides):
        return (sides[0] > 0) != (sides[1] > 0) and (sides[2] > 0) != (sides[3] > 0)
    ends = (
        (one.a, one.b, other.a), (one.a, one.b, other.b), (other.a, other.b, one.a), (other.a, other.b, one.b),
    )  # fmt: skip
    return any(side == 0 and _within(*end) for side, end in zip(sides, ends, strict=True))


def _doubles_back(one: _Edge, other: _Edge, after: dict[int, int]) -> bool:
    """Return whether of two edges that follow each other the second runs back over the first."""
    first, second = (one, other) if after[one.place] == other.place else (other, one)
    ahead = (first.b[0] - first.a[0], first.b[1] - first.a[1])
    back = (second.b[0] - second.a[0], second.b[1] - second.a[1])
    straight = ahead[0] * back[1] == ahead[1] * back[0]
    return straight and ahead[0] * back[0] + ahead[1] * back[1] < 0


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    """Return whether a point lies within a ring or on it: a line to the east crosses it an odd number of times."""
    odd = False
    for a, b in pairwise(ring):
        side = _side(a, b, point)
        if side == 0 and _within(a, b, point):
            return True
        if (a[1] > point[1]) != (b[1] > point[1]) and (side > 0) == (b[1] > a[1]):
            odd = not odd
    return odd

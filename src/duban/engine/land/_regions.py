"""A piece of land and what lies in it, on its edge, or outside: exactly, whatever touches or runs along it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from duban.engine.land._rings import GRAIN, Point, Spot, side, twice_area, whole, within

__all__ = ["Land", "Piece", "Place", "common_area"]

Edge = tuple[Point, Point]
_SLABS = 64


class Place(Enum):
    """Where a point lies to a piece of land."""

    IN = "in"
    ON = "on"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an edge that lies all in, all out or all on the edge of another piece of land."""

    a: Spot
    b: Spot
    middle: Spot
    place: Place


class Land:
    """Patches of land with their holes; the land lies to the left of every edge. Found by slabs from south to north."""

    def __init__(self, patches: Iterable[Sequence[Iterable[tuple[Decimal, Decimal]]]]) -> None:
        """Take closed, simple rings in degrees, of each patch the outer one first."""
        self.edges: list[Edge] = []
        for patch in patches:
            for n, ring in enumerate(patch):
                corners = whole(ring)
                if (twice_area(corners) > 0) != (n == 0):
                    corners.reverse()
                self.edges += [(a, b) for a, b in pairwise(corners) if a != b]
        xs, ys = ([a[k] for a, _b in self.edges] for k in (0, 1))
        self.left, self.right, self.low, self.high = min(xs), max(xs), min(ys), max(ys)
        self._step = (self.high - self.low) // _SLABS + 1
        self._slabs: list[list[Edge]] = [[] for _ in range(_SLABS)]
        for edge in self.edges:
            for n in self._between(edge):
                self._slabs[n].append(edge)

    @property
    def middle(self) -> float:
        """The latitude halfway between its south and its north."""
        return (self.low + self.high) / (2 * GRAIN)

    @property
    def corners(self) -> list[Point]:
        """Every corner, ring by ring."""
        return [a for a, _b in self.edges]

    @property
    def twice_area(self) -> int:
        """Twice its area, in parts of a degree squared."""
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in self.edges)

    def meets(self, other: Land) -> bool:
        """Return whether the boxes around both have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.low <= other.high
            and other.low <= self.high
        )

    def locate(self, spot: Spot) -> Place:
        """Return where a point lies: edges to its right that pass upwards, less those that pass downwards, say it."""
        x, y = spot
        if not (self.left <= x <= self.right and self.low <= y <= self.high):
            return Place.OUT
        around = 0
        for a, b in self._slabs[int((y - self.low) // self._step)]:
            turn = side(a, b, spot)
            if turn == 0 and within(a, b, spot):
                return Place.ON
            if a[1] <= y < b[1] and turn > 0:
                around += 1
            elif b[1] <= y < a[1] and turn < 0:
                around -= 1
        return Place.IN if around else Place.OUT

    def runs_along(self, spot: Spot, ahead: Point) -> bool:
        """Return whether an edge through the point runs in a direction, so that its land lies on the same side."""
        for a, b in self._slabs[int((spot[1] - self.low) // self._step)]:
            way = (b[0] - a[0], b[1] - a[1])
            if (
                way[0] * ahead[1] == way[1] * ahead[0]
                and way[0] * ahead[0] + way[1] * ahead[1] > 0
                and side(a, b, spot) == 0
                and within(a, b, spot)
            ):
                return True
        return False

    def pieces(self, edge: Edge) -> Iterator[Piece]:
        """Yield an edge of other land in the pieces this one cuts it into."""
        a, b = edge
        cuts = self._cuts(edge)
        if not cuts:
            halfway = (a[0] + b[0]) // 2, (a[1] + b[1]) // 2
            yield Piece(a, b, halfway, self.locate(halfway))
            return
        for start, end in pairwise([Fraction(0), *sorted(cuts), Fraction(1)]):
            middle = _along(a, b, (start + end) / 2)
            yield Piece(_along(a, b, start), _along(a, b, end), middle, self.locate(middle))

    def near(self, other: Land) -> Iterator[Edge]:
        """Yield the edges whose box meets the box around other land."""
        for a, b in self.edges:
            if (
                max(a[0], b[0]) >= other.left
                and min(a[0], b[0]) <= other.right
                and max(a[1], b[1]) >= other.low
                and min(a[1], b[1]) <= other.high
            ):
                yield a, b

    def _between(self, edge: Edge) -> range:
        low, high = sorted((edge[0][1], edge[1][1]))
        if high < self.low or low > self.high:
            return range(0)
        first, last = ((y - self.low) // self._step for y in (max(low, self.low), min(high, self.high)))
        return range(first, last + 1)

    def _cuts(self, edge: Edge) -> set[Fraction]:
        """Return where along an edge it meets one of this land, its ends left out."""
        (a, b), found = edge, set()
        left, right = sorted((a[0], b[0]))
        for n in self._between(edge):
            for c, d in self._slabs[n]:
                if max(c[0], d[0]) >= left and min(c[0], d[0]) <= right:
                    found |= _meetings(a, b, c, d)
        return found


def _meetings(a: Point, b: Point, c: Point, d: Point) -> set[Fraction]:
    """Return where along one edge another meets it: at a point, or from one to another where it runs along."""
    ahead, way, off = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1]), (c[0] - a[0], c[1] - a[1])
    across = _turn(ahead, way)
    if across:
        sign = 1 if across > 0 else -1
        meets = 0 <= sign * _turn(off, ahead) <= sign * across and 0 < sign * _turn(off, way) < sign * across
        shares = {Fraction(_turn(off, way), across)} if meets else set()
    elif _turn(off, ahead):
        return set()
    else:
        length = ahead[0] ** 2 + ahead[1] ** 2
        shares = {Fraction((p[0] - a[0]) * ahead[0] + (p[1] - a[1]) * ahead[1], length) for p in (c, d)}
    return {share for share in shares if 0 < share < 1}


def _turn(a: Point, b: Point) -> int:
    return a[0] * b[1] - b[0] * a[1]


def _along(a: Point, b: Point, share: Fraction) -> Spot:
    if share.denominator == 1:
        return b if share else a
    x, y = (p + share * (q - p) for p, q in zip(a, b, strict=True))
    return x, y


def common_area(one: Land, other: Land) -> Fraction:
    """
    Return the area both cover, in parts of a degree squared.

    By the outline of what they share (Green): what of each outline lies in the other, and once what runs along both.
    """
    if not one.meets(other):
        return Fraction(0)
    found = Fraction(0)
    origin = one.left, one.low
    for edge in one.edges:
        ahead = edge[1][0] - edge[0][0], edge[1][1] - edge[0][1]
        for piece in other.pieces(edge):
            if piece.place is Place.IN or (piece.place is Place.ON and other.runs_along(piece.middle, ahead)):
                found += _swept(piece, origin)
    for edge in other.near(one):
        found += sum(_swept(piece, origin) for piece in one.pieces(edge) if piece.place is Place.IN)
    return found / 2


def _swept(piece: Piece, origin: Point) -> int | Fraction:
    (x, y), (u, v) = piece.a, piece.b
    return (x - origin[0]) * (v - origin[1]) - (u - origin[0]) * (y - origin[1])

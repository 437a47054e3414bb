"""How far, and by how much, a piece of land lies outside another, or over it; what surveying cannot tell apart is no find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from duban.engine.land._metres import Scale, distance, metres
from duban.engine.land._regions import Land, Place, common_area
from duban.engine.land._rings import GRAIN, Point, Spot, whole

__all__ = ["Beyond", "Overlap", "astray", "outside", "overlap"]

_SEVENTH = Decimal("0.0000001")


@dataclass(frozen=True, slots=True)
class Beyond:
    """What of a piece of land, or a point, lies outside another."""

    at: tuple[Decimal, Decimal]
    """Where it lies farthest outside, in degrees."""
    metres: Decimal
    """How far there."""
    is_corner: bool
    """Whether that is one of its corners; else a point of an edge."""
    corners: int = 0
    """How many of its corners lie outside."""
    area: Decimal = Decimal(0)
    """Square metres of it outside."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two pieces of land both cover."""

    area: Decimal
    """Square metres."""
    at: tuple[Decimal, Decimal]
    """Where one reaches farthest into the other."""
    metres: Decimal
    of_first: bool
    """Whether it is the first that reaches into the second there."""
    is_whole: bool
    """Whether both are one and the same land."""


def astray(point: tuple[Decimal, Decimal], land: Land, scale: Scale, tolerance: Decimal) -> Beyond | None:
    """Return how far a point lies outside a piece of land; nothing where by no more metres than the tolerance."""
    [spot] = whole([point])
    if land.locate(spot) is not Place.OUT:
        return None
    found = _Farthest(land, scale)
    found.look(spot)
    if found.far <= tolerance * 10**6:
        return None
    return Beyond(_degrees(spot), metres(found.far), is_corner=True, corners=1)


def outside(land: Land, zone: Land, scale: Scale, tolerance: Decimal) -> Beyond | None:
    """
    Return how much of a piece of land lies outside a zone, and how far at most.

    Nothing where it sticks out nowhere by more metres than the tolerance, and what lies outside is no broader than that on
    an average around half of its outline.
    """
    places = [(corner, zone.locate(corner)) for corner in land.corners]
    corners = _Farthest(zone, scale)
    least = int(tolerance * 10**6)
    out = [corner for corner, place in places if place is Place.OUT]
    corners.look_all(out)
    away = Fraction(land.twice_area, 2) - common_area(land, zone)
    found = corners
    if corners.far <= least:
        found = _Farthest(zone, scale)
        for edge in land.edges:
            for piece in zone.pieces(edge):
                if piece.place is Place.OUT:
                    found.look(piece.middle)
        if found.far <= least:
            if not _is_broad(away, land, scale, least):
                return None
            found = _deepest(zone.corners, land, scale)
    spot = found.spot if found.spot is not None else land.corners[0]
    return Beyond(_degrees(spot), metres(found.far), found is corners, len(out), scale.square_metres(away))


def overlap(one: Land, other: Land, scale: Scale, tolerance: Decimal) -> Overlap | None:
    """
    Return what two pieces of land both cover, and how far one reaches into the other.

    Nothing where that is nowhere more metres than the tolerance, and what both cover is no broader than that on an average
    around half of the smaller outline.
    """
    if not one.meets(other):
        return None
    area = common_area(one, other)
    if not area:
        return None
    first, second = _deepest(one.corners, other, scale), _deepest(other.corners, one, scale)
    if max(first.far, second.far) == 0:
        for found, mine, its in ((first, one, other), (second, other, one)):
            found.look_all(p.middle for e in mine.edges for p in its.pieces(e) if p.place is Place.IN)
    least = int(tolerance * 10**6)
    smaller = min(one, other, key=lambda land: land.twice_area)
    deepest = max(first, second, key=lambda found: found.far)
    if deepest.far <= least and not _is_broad(area, smaller, scale, least):
        return None
    spot = deepest.spot if deepest.spot is not None else one.corners[0]
    same = 2 * area == one.twice_area == other.twice_area
    return Overlap(scale.square_metres(area), _degrees(spot), metres(deepest.far), deepest is first, same)


class _Farthest:
    """Of the points looked at the one that lies farthest from the outline of a piece of land."""

    def __init__(self, land: Land, scale: Scale) -> None:
        self.far = 0
        self.spot: Spot | None = None
        self._scale = scale
        self._edges = [(scale.on_ground(a), scale.on_ground(b)) for a, b in land.edges]
        self._last = 0

    def look(self, spot: Spot) -> None:
        """Look at a point. Neighbours lie near the same edge: most are found to be nearer than the farthest at once."""
        point = self._scale.on_ground(spot)
        near, first, count = -1, self._last, len(self._edges)
        for n in range(count):
            at = (first + n) % count
            found = distance(point, *self._edges[at])
            if near < 0 or found < near:
                near, self._last = found, at
            if near <= self.far:
                return
        self.far, self.spot = near, spot

    def look_all(self, spots: Iterable[Spot]) -> None:
        """Look at each of several points."""
        for spot in spots:
            self.look(spot)


def _deepest(corners: Iterable[Point], land: Land, scale: Scale) -> _Farthest:
    found = _Farthest(land, scale)
    found.look_all(corner for corner in corners if land.locate(corner) is Place.IN)
    return found


def _is_broad(area: Fraction, land: Land, scale: Scale, least: int) -> bool:
    """Return whether an area is broader than so many micrometres on an average around half of an outline."""
    ends = ((scale.on_ground(a), scale.on_ground(b)) for a, b in land.edges)
    around = sum(isqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) for a, b in ends)
    ground = area * scale.east * scale.north / GRAIN**2
    return ground * 2 > least * around


def _degrees(spot: Spot) -> tuple[Decimal, Decimal]:
    x, y = (Decimal(int(c * 10**12 // GRAIN)).scaleb(-12) for c in spot)
    return _tidy(x), _tidy(y)


def _tidy(figure: Decimal) -> Decimal:
    """Return degrees to a hundredth of a metre, as a person reads them."""
    short = figure.quantize(_SEVENTH)
    return short.normalize() + 0

"""Parts of a degree as micrometres on the ground, near one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import cos, isqrt, pi, radians, sin

from duban.engine.land._rings import GRAIN, Point

__all__ = ["Scale"]

_A, _E2 = 6378137, 0.00669438002
"""Half the greater axis in metres, and the eccentricity squared: to these digits the same of CGCS2000 and WGS 84."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Micrometres a degree of longitude and one of latitude are; over a zone they differ by less than one in a thousand."""

    east: int
    north: int

    @classmethod
    def at(cls, latitude: float) -> Scale:
        """Return the scale at a latitude: an ellipsoid's radii of curvature, times the angle."""
        bent = 1 - _E2 * sin(radians(latitude)) ** 2
        across = _A / bent**0.5
        along = _A * (1 - _E2) / bent**1.5
        degree = pi / 180 * 10**6
        return cls(round(across * cos(radians(latitude)) * degree), round(along * degree))

    def on_ground(self, point: tuple[int | Fraction, int | Fraction]) -> Point:
        """Return a point in micrometres."""
        return int(point[0] * self.east // GRAIN), int(point[1] * self.north // GRAIN)

    def square_metres(self, area: int | Fraction) -> Decimal:
        """Return an area in parts of a degree squared as square metres, to the tenth."""
        tenths = round(Fraction(area) * self.east * self.north / GRAIN**2 / 10**11)
        return Decimal(tenths).scaleb(-1)


def metres(micrometres: int) -> Decimal:
    """Return a length in metres, to the tenth below ten, whole above."""
    places = 1 if micrometres < 10**7 else 0
    return Decimal(round(Fraction(micrometres, 10 ** (6 - places)))).scaleb(-places)


def distance(point: Point, a: Point, b: Point) -> int:
    """Return how far a point lies from an edge."""
    along = (b[0] - a[0], b[1] - a[1])
    off = (point[0] - a[0], point[1] - a[1])
    length = along[0] ** 2 + along[1] ** 2
    reach = off[0] * along[0] + off[1] * along[1]
    if reach <= 0 or length == 0:
        return isqrt(off[0] ** 2 + off[1] ** 2)
    if reach >= length:
        return isqrt((point[0] - b[0]) ** 2 + (point[1] - b[1]) ** 2)
    return isqrt((along[0] * off[1] - along[1] * off[0]) ** 2 // length)

"""The zone's plan under its projects: the boundary and the land plots, each from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Ring = tuple[tuple[Decimal, Decimal], ...]
"""Corners as longitude and latitude in degrees; the last is the first again."""
Patch = tuple[Ring, ...]
"""One piece of land: its outer ring, then the holes in it."""


class LayerKind(StrEnum):
    """What is drawn."""

    BOUNDARY = "boundary"
    """园区边界."""
    PLOTS = "plots"
    """地块."""


class Datum(StrEnum):
    """The system the degrees are of. Nothing is converted from one to the other."""

    CGCS2000 = "cgcs2000"
    WGS84 = "wgs84"


@dataclass(frozen=True, slots=True)
class Shape:
    """Something with a name on the plan: the zone, a plot; of one or more pieces."""

    name: str
    patches: tuple[Patch, ...]

    @property
    def corners(self) -> int:
        """How many corners it has."""
        return sum(len(ring) for patch in self.patches for ring in patch)


@dataclass(frozen=True, slots=True)
class LayerDraft:
    """A layer handed in, from a day on."""

    kind: LayerKind
    datum: Datum
    starts: date
    source: str
    """What it is taken from: a reply of the government, a survey."""
    shapes: tuple[Shape, ...]
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer as its page lists it."""

    id: int
    kind: LayerKind
    datum: Datum
    starts: date
    source: str
    count: int
    corners: int
    by: str
    at: datetime
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer in force, with what is drawn."""

    row: LayerRow
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The zone's plan on a day."""

    boundary: Layer | None = None
    plots: Layer | None = None

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What there is of it, the lowest first."""
        return tuple(layer for layer in (self.plots, self.boundary) if layer is not None)

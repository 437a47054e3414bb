"""Whether what is drawn on the zone's plan is land: rings that are closed, have an area and do not cross themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from duban.engine.kernel import Problem, plain
from duban.engine.land import Point, TangledError, crossing, inside, twice_area, whole
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
    rings = [whole(ring) for ring in patch]
    for ring, corners in zip(patch, rings, strict=True):
        if problem := _unfit_ring(ring, corners, name, looks):
            yield problem
            return
    for ring, hole in zip(patch[1:], rings[1:], strict=True):
        if not inside(hole[0], rings[0]):
            yield Problem("projects.hole_outside", "file", (name, *map(plain, ring[0])))


def _unfit_ring(ring: Ring, corners: Sequence[Point], name: str, looks: list[int]) -> Problem | None:
    if len(ring) < 4 or ring[0] != ring[-1]:
        return Problem("projects.ring_open", "file", (name,))
    if twice_area(corners) == 0:
        return Problem("projects.ring_flat", "file", (name,))
    try:
        place = crossing(corners, looks)
    except TangledError:
        return Problem("projects.ring_tangled", "file", (name,))
    if place is None:
        return None
    return Problem("projects.ring_crosses", "file", (name, *map(plain, ring[place])))

"""Whether plots and projects lie within the zone's boundary, and plots beside one another: told, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from duban.engine.kernel import Problem, plain
from duban.engine.land import Beyond, Land, Overlap, Scale, astray, outside, overlap
from duban.projects.selectors.schedule_reckoning import Shelf
from duban.projects.types import Datum, Ground, Place, Shape

__all__ = ["ground_findings", "place_findings"]

_SAME, _OTHER = Decimal("0.1"), Decimal(1)
"""Metres that are no find: within one system the breadth of a survey, between two what lies between them."""
_MOST_SAID = 20

_findings_kept: Shelf[tuple[Problem, ...]] = Shelf(16)
_lands_kept: Shelf[Land] = Shelf(16)


def ground_findings(ground: Ground) -> tuple[Problem, ...]:
    """
    Return where plots lie outside the boundary, which corner how far, and which overlap: as many as a person reads.

    What was found of the same shapes is kept.
    """
    if ground.plots is None:
        return ()
    key = tuple((layer.row.kind, layer.row.datum, layer.shapes) for layer in ground.layers)
    return _findings_kept.get(key, lambda: tuple(_found(ground)))


def place_findings(ground: Ground, places: Iterable[Place]) -> list[tuple[Problem, ...]]:
    """Return of each project's place how far its point and its outline lie outside the boundary; its degrees are WGS 84."""
    zone = _zone(ground)
    if zone is None or ground.boundary is None:
        return [() for _place in places]
    tolerance = _SAME if ground.boundary.row.datum is Datum.WGS84 else _OTHER
    scale = _scale(zone)
    return [tuple(_astray(place, zone, scale, tolerance)) for place in places]


def _astray(place: Place, zone: Land, scale: Scale, tolerance: Decimal) -> Iterator[Problem]:
    if place.longitude is not None and place.latitude is not None:
        point = astray((place.longitude, place.latitude), zone, scale, tolerance)
        if point is not None:
            yield Problem("projects.point_outside", "longitude", (*_at(point), plain(point.metres)))
    if len(place.outline) > 2:
        beyond = outside(Land([[(*place.outline, place.outline[0])]]), zone, scale, tolerance)
        if beyond is not None:
            yield _said("projects.outline", "outline", (), beyond)


def _found(ground: Ground) -> Iterator[Problem]:
    assert ground.plots is not None  # noqa: S101
    shapes = [(shape.name or str(n), _land(shape)) for n, shape in enumerate(ground.plots.shapes, 1)]
    found = [*_outside(ground, shapes), *_overlapping(shapes)]
    yield from found[:_MOST_SAID]
    if len(found) > _MOST_SAID:
        yield Problem("projects.more_findings", "", (str(len(found) - _MOST_SAID),))
    if found and ground.boundary is not None and ground.boundary.row.datum is not ground.plots.row.datum:
        yield Problem("projects.two_systems", "", ("@datum.cgcs2000", "@datum.wgs84"))


def _outside(ground: Ground, shapes: Iterable[tuple[str, Land]]) -> Iterator[Problem]:
    zone = _zone(ground)
    if zone is None or ground.boundary is None or ground.plots is None:
        return
    tolerance = _SAME if ground.boundary.row.datum is ground.plots.row.datum else _OTHER
    for name, land in shapes:
        beyond = outside(land, zone, _scale(zone), tolerance)
        if beyond is not None:
            yield _said("projects.plot", "file", (name,), beyond)


def _overlapping(shapes: Sequence[tuple[str, Land]]) -> Iterator[Problem]:
    """Yield the pairs that overlap; only those whose boxes meet are looked at, from west to east."""
    live: list[tuple[str, Land]] = []
    for name, land in sorted(shapes, key=lambda one: one[1].left):
        live = [other for other in live if other[1].right >= land.left]
        for its_name, other in live:
            common = overlap(other, land, _scale(land), _SAME)
            if common is not None:
                yield _common(its_name, name, common)
        live.append((name, land))


def _common(one: str, other: str, found: Overlap) -> Problem:
    if found.is_whole:
        return Problem("projects.plots_same", "file", (one, other))
    whose = one if found.of_first else other
    told = (one, other, plain(found.area), whose, *map(plain, found.at), plain(found.metres))
    return Problem("projects.plots_overlap", "file", told)


def _said(code: str, where: str, name: tuple[str, ...], beyond: Beyond) -> Problem:
    told = (*name, plain(beyond.area), *_at(beyond), plain(beyond.metres))
    if beyond.is_corner:
        return Problem(f"{code}_outside", where, (*told, str(beyond.corners)))
    return Problem(f"{code}_edge_outside", where, told)


def _at(beyond: Beyond) -> tuple[str, str]:
    return plain(beyond.at[0]), plain(beyond.at[1])


def _zone(ground: Ground) -> Land | None:
    if ground.boundary is None:
        return None
    shapes = ground.boundary.shapes
    return _lands_kept.get(shapes, lambda: Land([patch for shape in shapes for patch in shape.patches]))


def _land(shape: Shape) -> Land:
    return Land(shape.patches)


def _scale(land: Land) -> Scale:
    return Scale.at(land.middle)

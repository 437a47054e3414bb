"""The zone's plan under its projects, as it stands on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from duban.orgs.types import Actor
from duban.projects.models import PlanLayer
from duban.projects.types import Datum, Ground, Layer, LayerKind, LayerRow, Shape

__all__ = ["ground_on", "list_layers"]


def ground_on(*, zone_id: int, on: date) -> Ground:
    """Return the zone's boundary and plots in force on a day: of each the newest that begins by then."""
    found: dict[LayerKind, Layer] = {}
    for kind in LayerKind:
        rows = PlanLayer.objects.filter(zone_id=zone_id, kind=kind.value, starts__lte=on)
        if (row := rows.order_by("starts", "id").last()) is not None:
            found[kind] = Layer(_row(row), tuple(_shape(told) for told in row.shapes))
    return Ground(found.get(LayerKind.BOUNDARY), found.get(LayerKind.PLOTS))


def list_layers(*, actor: Actor, zone_id: int) -> list[LayerRow]:
    """Return every layer the zone ever had, newest first, for those who read the zone."""
    if zone_id not in actor.zone_ids:
        return []
    rows = PlanLayer.objects.filter(zone_id=zone_id).defer("shapes")
    return [_row(row) for row in rows.order_by("kind", "-starts", "-id")]


def _row(row: PlanLayer) -> LayerRow:
    return LayerRow(
        id=row.pk,
        kind=LayerKind(row.kind),
        datum=Datum(row.datum),
        starts=row.starts,
        source=row.source,
        count=row.count,
        corners=row.corners,
        by=row.by,
        at=row.at,
        is_sample=row.is_sample,
    )


def _shape(told: dict[str, object]) -> Shape:
    patches = told["patches"]
    assert isinstance(patches, list)  # noqa: S101
    return Shape(
        str(told["name"]),
        tuple(tuple(tuple((Decimal(x), Decimal(y)) for x, y in ring) for ring in patch) for patch in patches),
    )

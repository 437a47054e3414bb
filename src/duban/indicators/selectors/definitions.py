"""The indicators of a zone as defined."""

from __future__ import annotations

from collections.abc import Collection

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.engine.series import Direction, Nature
from duban.indicators.models import Indicator
from duban.indicators.policies import verbs_of
from duban.indicators.types import Basis, Carries, Definition, Source
from duban.orgs.types import Actor

__all__ = [
    "allowed_verbs",
    "definition_of",
    "definitions_of",
    "definitions_owned",
    "indicator_by_code",
    "list_indicators",
]


def list_indicators(*, actor: Actor, zone_id: int, include_retired: bool = False) -> list[Definition]:
    """Return the zone's indicators in their order."""
    return [d for d in definitions_of(actor, [zone_id]) if include_retired or not d.retired]


def indicator_by_code(*, actor: Actor, zone_id: int, code: str) -> Definition:
    """
    Return one indicator.

    :raises NotFound: if there is none of that code within reach
    """
    row = Indicator.objects.visible_to(actor).filter(zone_id=zone_id, code=code).first()
    if row is None:
        raise NotFound(Problem("indicators.unknown", code, (code,)))
    return definition_of(row)


def allowed_verbs(*, actor: Actor, zone_id: int) -> frozenset[str]:
    """Return what the actor may do with the zone's indicators, for drawing buttons; the services decide."""
    return verbs_of(actor, zone_id)


def definitions_of(actor: Actor, zone_ids: Collection[int]) -> list[Definition]:
    """Return every definition of several zones, retired ones too."""
    rows = Indicator.objects.visible_to(actor).filter(zone_id__in=zone_ids).order_by("zone_id", "order", "id")
    return [definition_of(row) for row in rows]


def definitions_owned(zone_id: int, unit_ids: Collection[int]) -> list[Definition]:
    """Return the definitions these units own: all that somebody outside the zone's offices may know of them."""
    rows = Indicator.objects.filter(zone_id=zone_id, owner_id__in=unit_ids).order_by("order", "id")
    return [definition_of(row) for row in rows]


def definition_of(row: Indicator) -> Definition:
    """Return the row as a value."""
    return Definition(
        id=row.pk,
        zone_id=row.zone_id,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        unit=row.unit,
        decimals=row.decimals,
        nature=Nature(row.nature),
        direction=Direction(row.direction),
        carries=Carries(row.carries),
        basis=Basis(row.basis),
        source=Source(row.source),
        source_office=row.source_office,
        meaning=row.meaning,
        is_key=row.is_key,
        owner_id=row.owner_id,
        leader_id=row.leader_id,
        parent_id=row.parent_id,
        order=row.order,
        band_low=row.band_low,
        band_high=row.band_high,
        is_sample=row.is_sample,
        retired=row.retired,
        version=row.version,
    )

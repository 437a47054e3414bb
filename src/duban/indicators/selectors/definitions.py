"""The indicators of a zone as defined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from duban.core.errors import NotFound
from duban.core.reading import once
from duban.engine.kernel import Problem
from duban.engine.series import Direction, Nature
from duban.indicators.models import Indicator
from duban.indicators.policies import verbs_of
from duban.indicators.types import Basis, Carries, Definition, Source
from duban.orgs.types import Actor

_COLUMNS = tuple(f.name for f in fields(Definition))
"""Columns are called as the fields of a definition."""
_CHOICES: Mapping[str, Mapping[str, StrEnum]] = {
    name: {one.value: one for one in kind}
    for name, kind in (
        ("nature", Nature),
        ("direction", Direction),
        ("carries", Carries),
        ("basis", Basis),
        ("source", Source),
    )
}

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


def indicator_names(*, zone_id: int) -> dict[int, tuple[str, str, str]]:
    """Return every indicator's name, English name and unit by its id: names alone, for the record."""
    rows = Indicator.objects.filter(zone_id=zone_id).values_list("id", "name", "name_en", "unit")
    return {id_: (name, name_en, unit) for id_, name, name_en, unit in rows}


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


@once
def definitions_of(actor: Actor, zone_ids: Collection[int]) -> list[Definition]:
    """Return every definition of several zones, retired ones too."""
    rows = Indicator.objects.visible_to(actor).filter(zone_id__in=zone_ids).order_by("zone_id", "order", "id")
    return [_read(values) for values in rows.values_list(*_COLUMNS)]


@once
def definitions_owned(zone_id: int, unit_ids: Collection[int]) -> list[Definition]:
    """Return the definitions these units own: all that somebody outside the zone's offices may know of them."""
    rows = Indicator.objects.filter(zone_id=zone_id, owner_id__in=unit_ids).order_by("order", "id")
    return [_read(values) for values in rows.values_list(*_COLUMNS)]


def definition_of(row: Indicator) -> Definition:
    """Return the row as a value."""
    return _read(getattr(row, name) for name in _COLUMNS)


def _read(values: Iterable[Any]) -> Definition:
    told = dict(zip(_COLUMNS, values, strict=True))
    told |= {name: choices[told[name]] for name, choices in _CHOICES.items()}
    return Definition(**told)

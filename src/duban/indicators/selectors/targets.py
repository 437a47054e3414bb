"""Targets as they stood at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import F

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.engine.series import TargetKind
from duban.indicators.models import Target
from duban.indicators.types import Issuer, TargetOfIndicator, TargetRow, Tier
from duban.orgs.types import Actor

__all__ = ["current_targets", "list_targets", "target_by_id", "target_shares"]

_COLUMNS = tuple(f.name for f in fields(TargetRow))
"""Columns are called as the fields of a target."""
_CHOICES: Mapping[str, Mapping[str, StrEnum]] = {
    name: {one.value: one for one in kind}
    for name, kind in (("tier", Tier), ("issuer", Issuer), ("kind", TargetKind))
}
_PRECEDENCE = {issuer: place for place, issuer in enumerate(reversed(Issuer))}


def current_targets(
    *, zone_ids: Collection[int], year: int, tier: Tier, known_at: datetime
) -> dict[int, TargetRow]:
    """Return each indicator's target for the year: the highest issuer's, newest version known at *known_at*."""
    rows = Target.objects.filter(
        zone_id__in=zone_ids, unit_id=F("zone_id"), year=year, tier=tier.value, known_at__lte=known_at
    ).order_by("version")
    found: dict[int, TargetRow] = {}
    for values in rows.values_list(*_COLUMNS):
        target = _read(values)
        held = found.get(target.indicator_id)
        if held is None or _PRECEDENCE[target.issuer] >= _PRECEDENCE[held.issuer]:
            found[target.indicator_id] = target
    return found


def list_targets(*, actor: Actor, indicator_id: int, known_at: datetime) -> list[TargetRow]:
    """Return every version of an indicator's targets known at *known_at*, newest year and version first."""
    rows = Target.objects.visible_to(actor).filter(indicator_id=indicator_id, known_at__lte=known_at)
    ordered = rows.order_by("-year", "tier", "issuer", "-version")
    return [_read(values) for values in ordered.values_list(*_COLUMNS)]


def target_by_id(*, actor: Actor, zone_id: int, target_id: int) -> TargetOfIndicator:
    """
    Return a target of the zone with what is asked of its indicator when the target is split.

    :raises NotFound: if it is not within reach
    """
    rows = Target.objects.visible_to(actor).select_related("indicator")
    row = rows.filter(pk=target_id, zone_id=zone_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    return TargetOfIndicator(
        id=row.pk,
        indicator_id=row.indicator_id,
        name=row.indicator.name,
        unit=row.indicator.unit,
        owner_id=row.indicator.owner_id,
        leader_id=row.indicator.leader_id,
        year=row.year,
        kind=TargetKind(row.kind),
        value=row.value,
        issuer_name=row.issuer_name,
        document=row.document,
    )


def target_shares(*, actor: Actor, target_id: int) -> dict[tuple[int, int], Decimal]:
    """Return how a target was split: the amount by unit and month; month 0 is the year, 2 is 1—2月."""
    target = Target.objects.visible_to(actor).filter(pk=target_id).first()
    rows = target.shares.values_list("unit_id", "month", "value") if target is not None else ()
    return {(unit, month): value for unit, month, value in rows}


def _read(values: Iterable[Any]) -> TargetRow:
    told = dict(zip(_COLUMNS, values, strict=True))
    told |= {name: choices[told[name]] for name, choices in _CHOICES.items()}
    told["pace"] = tuple(map(Decimal, told["pace"])) if told["pace"] is not None else None
    return TargetRow(**told)

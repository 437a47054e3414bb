"""Targets as they stood at a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from duban.engine.series import TargetKind
from duban.indicators.models import Target
from duban.indicators.types import Issuer, TargetRow, Tier
from duban.orgs.types import Actor

__all__ = ["current_targets", "list_targets", "target_shares"]

_PRECEDENCE = {issuer: place for place, issuer in enumerate(reversed(Issuer))}


def current_targets(
    *, zone_ids: Collection[int], year: int, tier: Tier, known_at: datetime
) -> dict[int, TargetRow]:
    """Return each indicator's target for the year: the highest issuer's, newest version known at *known_at*."""
    rows = Target.objects.filter(
        zone_id__in=zone_ids, unit_id=F("zone_id"), year=year, tier=tier.value, known_at__lte=known_at
    ).order_by("version")
    found: dict[int, TargetRow] = {}
    for row in rows:
        target = target_of(row)
        held = found.get(target.indicator_id)
        if held is None or _PRECEDENCE[target.issuer] >= _PRECEDENCE[held.issuer]:
            found[target.indicator_id] = target
    return found


def list_targets(*, actor: Actor, indicator_id: int, known_at: datetime) -> list[TargetRow]:
    """Return every version of an indicator's targets known at *known_at*, newest year and version first."""
    rows = Target.objects.visible_to(actor).filter(indicator_id=indicator_id, known_at__lte=known_at)
    return [target_of(row) for row in rows.order_by("-year", "tier", "issuer", "-version")]


def target_shares(*, actor: Actor, target_id: int) -> dict[tuple[int, int], Decimal]:
    """Return how a target was split: the amount by unit and month; month 0 is the year, 2 is 1—2月."""
    target = Target.objects.visible_to(actor).filter(pk=target_id).first()
    rows = target.shares.values_list("unit_id", "month", "value") if target is not None else ()
    return {(unit, month): value for unit, month, value in rows}


def target_of(row: Target) -> TargetRow:
    """Return the row as a value."""
    return TargetRow(
        id=row.pk,
        indicator_id=row.indicator_id,
        unit_id=row.unit_id,
        year=row.year,
        tier=Tier(row.tier),
        issuer=Issuer(row.issuer),
        issuer_name=row.issuer_name,
        version=row.version,
        kind=TargetKind(row.kind),
        value=row.value,
        pace=tuple(map(Decimal, row.pace)) if row.pace is not None else None,
        pace_kind=row.pace_kind,
        document=row.document,
        derived_from=row.derived_from,
        reason=row.reason,
        known_at=row.known_at,
        entered_by=row.entered_by,
        is_sample=row.is_sample,
    )

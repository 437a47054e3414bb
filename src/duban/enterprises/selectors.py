"""What can be asked of the register of enterprises."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language

from duban.enterprises.models import Enterprise, Listing
from duban.enterprises.types import EnterpriseRow, ListingKind, ListingRow
from duban.orgs.types import Actor

__all__ = ["enterprise_by_id", "enterprise_called", "enterprise_names", "list_enterprises"]


def list_enterprises(
    *, actor: Actor, zone_id: int, on: date, words: str = "", kind: ListingKind | None = None
) -> list[EnterpriseRow]:
    """Return the zone's firms within reach, by name: those whose name or code holds *words*, those on a list that day."""
    rows = _visible(actor).filter(zone_id=zone_id)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(credit_code__icontains=words)
        )
    if kind is not None:
        held = Q(listings__ends__isnull=True) | Q(listings__ends__gte=on)
        rows = rows.filter(held, listings__kind=kind, listings__starts__lte=on)
    return [_row(row) for row in rows.order_by("name")]


def enterprise_by_id(*, actor: Actor, zone_id: int, enterprise_id: int) -> EnterpriseRow | None:
    """Return one firm of the zone, if it is within reach."""
    row = _visible(actor).filter(zone_id=zone_id, pk=enterprise_id).first()
    return None if row is None else _row(row)


def enterprise_names(*, zone_id: int, ids: Collection[int | None]) -> dict[int, str]:
    """Return the names of these firms of the zone in the reader's language, whoever asks: a project says who builds it."""
    wanted = {i for i in ids if i is not None}
    rows = Enterprise.objects.filter(zone_id=zone_id, pk__in=wanted).values_list("pk", "name", "name_en")
    return {pk: enterprise_called(name, name_en) for pk, name, name_en in rows}


def enterprise_called(name: str, name_en: str) -> str:
    """Return what a firm is called in the reader's language."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


def _visible(actor: Actor) -> QuerySet[Enterprise]:
    lists = Prefetch("listings", Listing.objects.order_by("starts", "pk"))
    return Enterprise.objects.visible_to(actor).prefetch_related(lists)


def _row(row: Enterprise) -> EnterpriseRow:
    return EnterpriseRow(
        id=row.pk,
        name=row.name,
        name_en=row.name_en,
        short_name=row.short_name,
        credit_code=row.credit_code,
        industry=row.industry,
        unit_id=row.unit_id,
        settled_on=row.settled_on,
        listings=tuple(
            ListingRow(ListingKind(x.kind), x.starts, x.ends, x.basis) for x in row.listings.all()
        ),
        is_sample=row.is_sample,
        version=row.version,
    )

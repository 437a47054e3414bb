"""Published figures as they were known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter

from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from duban.engine.kernel import FIRST_MONTH, Period
from duban.indicators.models import Agreement, Observation
from duban.indicators.selectors.definitions import definitions_of
from duban.indicators.types import (
    SOURCE_ORDER,
    Basis,
    CurrentFigure,
    Definition,
    Source,
    Status,
    Vintage,
)
from duban.orgs.types import Actor

__all__ = [
    "Cells",
    "agreed_sources",
    "chosen",
    "current_figures",
    "known_days",
    "last_reported",
    "list_vintages",
    "not_superseded",
    "periods_reported",
    "vintages_by_id",
    "year_figures",
]

CellKey = tuple[int, int]
Cells = Mapping[CellKey, Mapping[Source, CurrentFigure]]
"""By (indicator id, period key): the newest figure of each source."""

_SOURCES = {source.value: source for source in Source}
_STATUSES = {status.value: status for status in Status}
_LEAN = (
    "id",
    "indicator_id",
    "period",
    "source",
    "level",
    "growth",
    "rank",
    "base",
    "status",
    "absent_because",
    "is_sample",
)


def current_figures(
    *,
    zone_ids: Collection[int],
    periods: Collection[Period],
    known_at: datetime,
    indicator_id: int | None = None,
) -> Cells:
    """Return what was known at *known_at* of the zones' own figures in these periods, or of one indicator's alone."""
    rows = Observation.objects.filter(
        not_superseded(known_at),
        zone_id__in=zone_ids,
        unit_id=F("zone_id"),
        period__in=[p.key for p in periods],
    )
    if indicator_id is not None:
        rows = rows.filter(indicator_id=indicator_id)
    known_periods = {p.key: p for p in periods}
    cells: dict[CellKey, dict[Source, CurrentFigure]] = defaultdict(dict)
    for id_, indicator, period, source, level, growth, rank, base, status, absent, sample in rows.values_list(
        *_LEAN
    ):
        origin = _SOURCES[source]
        cells[indicator, period][origin] = CurrentFigure(
            id_, known_periods[period], origin, level, growth, rank, base, _STATUSES[status], absent, sample
        )
    return cells


def not_superseded(known_at: datetime) -> Q:
    """
    Return the condition that a vintage is the newest of its cell known at *known_at*.

    A cell has one vintage a moment, so the newest is the one without a later one; the index of vintages answers.
    """
    later = Observation.objects.filter(
        **{name: OuterRef(name) for name in ("zone_id", "period", "indicator_id", "unit_id", "source")},
        known_at__gt=OuterRef("known_at"),
        known_at__lte=known_at,
    )
    return Q(known_at__lte=known_at) & ~Q(Exists(later))


def agreed_sources(
    *, zone_ids: Collection[int], periods: Collection[Period], known_at: datetime
) -> Mapping[CellKey, Source]:
    """Return the source agreed on for each disputed cell, as of *known_at*."""
    rows = (
        Agreement.objects.filter(zone_id__in=zone_ids, period__in=[p.key for p in periods], at__lte=known_at)
        .order_by("at", "id")
        .values_list("indicator_id", "period", "observation__source")
    )
    return {(indicator, period): Source(source) for indicator, period, source in rows}


def chosen(
    definition: Definition,
    period: Period,
    cells: Cells,
    agreed: Mapping[CellKey, Source],
) -> CurrentFigure | None:
    """
    Return the figure that stands for the cell: the agreed source's, the indicator's own, or the next best.

    A source that only says why it has no figure stands back behind one that has.
    """
    cell = (definition.id, period.key)
    by_source = cells.get(cell)
    if not by_source:
        return None
    if len(by_source) == 1:
        return next(iter(by_source.values()))
    first = [agreed[cell]] if cell in agreed else []
    ranked = [by_source[s] for s in (*first, definition.source, *SOURCE_ORDER) if s in by_source]
    return next((f for f in ranked if not f.is_absent), ranked[0])


def year_figures(
    *, actor: Actor, zone_id: int, year: int, known_at: datetime
) -> dict[int, dict[int, CurrentFigure]]:
    """Return each indicator's figures of the year by month, as known at *known_at*; in three queries."""
    periods = [Period(year, month) for month in range(FIRST_MONTH, 13)]
    cells = current_figures(zone_ids=[zone_id], periods=periods, known_at=known_at)
    agreed = agreed_sources(zone_ids=[zone_id], periods=periods, known_at=known_at)
    found: dict[int, dict[int, CurrentFigure]] = {}
    for definition in definitions_of(actor, [zone_id]):
        figures = {p.month: chosen(definition, p, cells, agreed) for p in periods}
        found[definition.id] = {month: f for month, f in figures.items() if f is not None}
    return found


def list_vintages(
    *, actor: Actor, indicator_id: int, known_at: datetime, period: Period | None = None
) -> list[Vintage]:
    """Return every vintage of an indicator's figures known at *known_at*, newest period and vintage first."""
    rows = Observation.objects.visible_to(actor).filter(indicator_id=indicator_id, known_at__lte=known_at)
    if period is not None:
        rows = rows.filter(period=period.key)
    return sorted(
        _numbered(rows.order_by("known_at", "id")), key=attrgetter("period", "known_at", "id"), reverse=True
    )


def vintages_by_id(*, actor: Actor, ids: Iterable[int], known_at: datetime) -> dict[int, Vintage]:
    """Return these vintages, each with its place among those of its cell known at *known_at*."""
    wanted = Observation.objects.visible_to(actor).filter(pk__in=list(ids))
    cells = wanted.values_list("indicator_id", "period")
    siblings = Observation.objects.visible_to(actor).filter(
        indicator_id__in={i for i, _p in cells}, period__in={p for _i, p in cells}, known_at__lte=known_at
    )
    return {v.id: v for v in _numbered(siblings.order_by("known_at", "id"))}


def last_reported(*, zone_ids: Collection[int], as_of: Period, known_at: datetime) -> dict[int, Period]:
    """Return, for each indicator, the newest period of the year up to *as_of* that has a figure."""
    if not zone_ids:
        return {}
    rows = (
        Observation.objects.filter(
            zone_id__in=zone_ids,
            unit_id=F("zone_id"),
            period__gte=as_of.year * 100,
            period__lte=as_of.key,
            known_at__lte=known_at,
            absent_because="",
        )
        .values_list("indicator_id")
        .annotate(newest=Max("period"))
    )
    return {indicator: Period.from_key(newest) for indicator, newest in rows}


def periods_reported(*, actor: Actor, zone_id: int) -> list[Period]:
    """Return the periods the zone has figures of, newest first."""
    keys = Observation.objects.visible_to(actor).filter(zone_id=zone_id).values_list("period", flat=True)
    return [Period.from_key(k) for k in keys.order_by("-period").distinct()]


def known_days(*, actor: Actor, zone_id: int, as_of: Period) -> list[date]:
    """Return the days on which figures of this period became known, newest first."""
    moments = (
        Observation.objects.visible_to(actor)
        .filter(zone_id=zone_id, period=as_of.key)
        .values_list("known_at", flat=True)
        .distinct()
    )
    return sorted({timezone.localdate(m) for m in moments}, reverse=True)


def _numbered(rows: Iterable[Observation]) -> list[Vintage]:
    cells: dict[tuple[int, int, int, str], list[Observation]] = defaultdict(list)
    for row in rows:
        cells[row.indicator_id, row.unit_id, row.period, row.source].append(row)
    return [
        _vintage(row, number, len(cell))
        for cell in cells.values()
        for number, row in enumerate(cell, start=1)
    ]


def _vintage(row: Observation, number: int, of: int) -> Vintage:
    return Vintage(
        id=row.pk,
        indicator_id=row.indicator_id,
        unit_id=row.unit_id,
        period=Period.from_key(row.period),
        source=Source(row.source),
        level=row.level,
        growth=row.growth,
        rank=row.rank,
        base=row.base,
        stated_completion=row.stated_completion,
        basis=Basis(row.basis),
        status=Status(row.status),
        document=row.document,
        reason=row.reason,
        absent_because=row.absent_because,
        known_at=row.known_at,
        recorded_at=row.recorded_at,
        entered_by=row.entered_by,
        approved_by=row.approved_by,
        is_sample=row.is_sample,
        number=number,
        of=of,
    )

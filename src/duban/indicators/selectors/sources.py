"""Sources side by side (数据打架): cells told by more than one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from duban.engine.kernel import Period
from duban.engine.series import spread_of_sources
from duban.indicators.models import Agreement
from duban.indicators.selectors.definitions import definitions_of
from duban.indicators.selectors.figures import current_figures, vintages_by_id
from duban.indicators.types import Definition, SourceCell, Vintage
from duban.orgs.types import Actor

__all__ = ["source_cells"]


def source_cells(*, actor: Actor, zone_id: int, as_of: Period, known_at: datetime) -> list[SourceCell]:
    """Return each indicator of the period that two or more sources give a level for, widest apart first."""
    if zone_id not in actor.zone_ids:
        return []
    cells = current_figures(zone_ids=[zone_id], periods=[as_of], known_at=known_at)
    told: dict[int, list[int]] = defaultdict(list)
    for (indicator_id, _key), by_source in cells.items():
        levels = [f.id for f in by_source.values() if f.level is not None]
        if len(levels) > 1:
            told[indicator_id] = levels
    vintages = vintages_by_id(actor=actor, ids=[i for ids in told.values() for i in ids], known_at=known_at)
    agreements = _agreements(zone_id, as_of, known_at)
    found = [
        _cell(d, as_of, [vintages[i] for i in told[d.id]], agreements.get(d.id))
        for d in definitions_of(actor, [zone_id])
        if d.id in told
    ]
    return sorted(found, key=lambda c: (c.agreed is not None, c.same_figure, -(c.relative_pct or 0)))


def _agreements(zone_id: int, as_of: Period, known_at: datetime) -> dict[int, Agreement]:
    rows = Agreement.objects.filter(zone_id=zone_id, period=as_of.key, at__lte=known_at).order_by("at", "id")
    return {row.indicator_id: row for row in rows}


def _cell(
    definition: Definition, as_of: Period, vintages: Sequence[Vintage], agreement: Agreement | None
) -> SourceCell:
    spread = spread_of_sources({v.source.value: v.level for v in vintages if v.level is not None})
    return SourceCell(
        indicator=definition,
        period=as_of,
        vintages=tuple(vintages),
        lowest=spread.lowest[1],
        highest=spread.highest[1],
        difference=spread.difference,
        relative_pct=spread.relative_pct,
        same_figure=spread.same_at_precision,
        agreed=next((v for v in vintages if agreement and v.id == agreement.observation_id), None),
        explanation=agreement.explanation if agreement else "",
        agreed_by=agreement.agreed_by if agreement else "",
        agreed_at=agreement.at if agreement else None,
    )

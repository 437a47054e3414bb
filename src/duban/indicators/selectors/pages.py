"""All there is to know of one indicator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from duban.engine.kernel import FIRST_MONTH, Period
from duban.engine.series import PaceCurve, share_at
from duban.indicators.models import TargetShare
from duban.indicators.selectors.boards import row_for
from duban.indicators.selectors.definitions import indicator_by_code
from duban.indicators.selectors.figures import agreed_sources, chosen, current_figures, list_vintages
from duban.indicators.selectors.targets import list_targets
from duban.indicators.types import CurrentFigure, GapRow, IndicatorPage, ShareRow, TargetRow, Tier, YearLine
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor

__all__ = ["indicator_page"]

_YEARS = 4
_MONTHS = range(1, 13)


def indicator_page(
    *, actor: Actor, zone_id: int, code: str, as_of: Period, known_at: datetime, tier: Tier = Tier.TARGET
) -> IndicatorPage:
    """
    Return an indicator's line on the board, its years month by month, its vintages, targets and their parts.

    :raises NotFound: if there is none of that code within reach
    """
    definition = indicator_by_code(actor=actor, zone_id=zone_id, code=code)
    row, _question, _figures = row_for(
        actor=actor, definition=definition, as_of=as_of, known_at=known_at, tier=tier
    )
    years = range(as_of.year, as_of.year - _YEARS, -1)
    periods = [Period(y, m) for y in years for m in range(FIRST_MONTH, 13)]
    cells = current_figures(
        zone_ids=[zone_id], periods=periods, known_at=known_at, indicator_id=definition.id
    )
    agreed = agreed_sources(zone_ids=[zone_id], periods=periods, known_at=known_at)
    found = {p: chosen(definition, p, cells, agreed) for p in periods}
    targets = list_targets(actor=actor, indicator_id=definition.id, known_at=known_at)
    return IndicatorPage(
        row=row,
        years=tuple(line for y in years if (line := _line(y, found)) is not None),
        pace=_pace(row),
        vintages=tuple(list_vintages(actor=actor, indicator_id=definition.id, known_at=known_at)),
        targets=tuple(targets),
        shares=_shares(zone_id, targets, known_at),
    )


def _line(year: int, found: Mapping[Period, CurrentFigure | None]) -> YearLine | None:
    figures = [found.get(Period(year, month)) for month in _MONTHS]
    if not any(figures):
        return None
    return YearLine(
        year=year,
        levels=tuple(f.level if f else None for f in figures),
        growths=tuple(f.growth if f else None for f in figures),
        samples=tuple(bool(f and f.is_sample) for f in figures),
    )


def _pace(row: GapRow) -> tuple[Decimal, ...]:
    if row.gap.target is None or row.gap.schedule_pct is None:
        return ()
    curve = PaceCurve(row.target.pace) if row.target and row.target.pace else None
    return tuple(row.gap.target * share_at(curve, month) for month in _MONTHS)


def _shares(zone_id: int, targets: list[TargetRow], known_at: datetime) -> tuple[ShareRow, ...]:
    names, _posts = unit_names(zone_ids=[zone_id], on=timezone.localdate(known_at))
    rows = TargetShare.objects.filter(target_id__in=[t.id for t in targets]).order_by(
        "target_id", "unit_id", "month"
    )
    return tuple(ShareRow(r.target_id, r.unit_id, names.get(r.unit_id, ""), r.month, r.value) for r in rows)

"""What a plan is held against: the gap of its indicator, and the unit its promises are made in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from duban.engine.kernel import Period
from duban.engine.series import (
    Coverage,
    Effect,
    Kept,
    MonthKept,
    TargetKind,
    ToCover,
    coverage,
    kept,
    to_cover,
)
from duban.indicators.selectors import year_figures
from duban.indicators.types import Definition, GapRow
from duban.ledger.models import Measure
from duban.orgs.types import Actor

__all__ = ["POINTS", "Footing", "effects_of", "figures_by_month", "footing_of", "unit_of"]

POINTS = "百分点"  # zh: data
_PER_CENT = frozenset({"%", "％"})


@dataclass(frozen=True, slots=True)
class Footing:
    """An indicator's gap as plans see it."""

    indicator: Definition
    kind: TargetKind | None
    to_cover: ToCover
    unit: str
    """The indicator's unit, or 百分点."""

    @property
    def wants_effects(self) -> bool:
        """Whether a plan for it states amounts: a rank has none."""
        return self.kind is not TargetKind.RANK

    @property
    def by_growth(self) -> bool:
        """Whether it is held to its growth."""
        return self.kind is TargetKind.GROWTH

    def covered_by(self, effects: Iterable[Effect], as_of: Period) -> Coverage:
        """Return what these effects cover after the data date."""
        return coverage(self.to_cover.amount, effects, as_of.month)

    def kept_by(
        self, effects: Iterable[Effect], base_month: int, figures: Mapping[int, Decimal], through: int
    ) -> tuple[MonthKept, ...]:
        """Return what these effects promised beside what came."""
        against = Kept(self.indicator.nature, self.indicator.direction, base_month, figures, self.by_growth)
        return kept(effects, against, through)


def footing_of(row: GapRow) -> Footing:
    """Return the line of the gap board as plans see it."""
    kind = row.target.kind if row.target else None
    found = to_cover(row.gap, kind, row.indicator.nature, row.indicator.direction)
    return Footing(row.indicator, kind, found, unit_of(row.indicator, in_points=found.in_points))


def unit_of(indicator: Definition, *, in_points: bool) -> str:
    """Return what amounts of a plan for it are counted in."""
    return POINTS if in_points or indicator.unit in _PER_CENT else indicator.unit


def figures_by_month(*, actor: Actor, footing: Footing, year: int, known_at: datetime) -> dict[int, Decimal]:
    """Return the indicator's levels by month, or its growth where it is held to that, as known at *known_at*."""
    found = year_figures(actor=actor, zone_id=footing.indicator.zone_id, year=year, known_at=known_at).get(
        footing.indicator.id, {}
    )
    figures = {m: f.growth if footing.by_growth else f.level for m, f in found.items()}
    return {month: figure for month, figure in figures.items() if figure is not None}


def effects_of(measures: Iterable[Measure]) -> list[Effect]:
    """Return the effects of measures read with theirs."""
    return [Effect(e.month, e.amount, m.confidence_pct) for m in measures for e in m.effects.all()]

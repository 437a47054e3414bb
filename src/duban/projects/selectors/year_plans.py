"""The newest plan of a year of several projects, and what share of it stands by a month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT, HUNDRED
from duban.engine.series import PaceCurve, share_at
from duban.projects.models import YearPlan

__all__ = ["Planned", "YearPlans", "year_plans"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A year's plan in 万元 and its pace."""

    year: int
    amount: Decimal
    curve: PaceCurve | None

    def share(self, month: int) -> Decimal:
        """Return the plan's share by the end of a month, in per cent; before January's there is none."""
        if month < 1:
            return Decimal(0)
        with localcontext(EXACT):
            return share_at(self.curve, month) * HUNDRED


@dataclass(frozen=True, slots=True)
class YearPlans:
    """Plans by project and year."""

    found: Mapping[tuple[int, int], Planned]

    def of(self, project_id: int, year: int) -> Planned | None:
        """Return the newest plan of a project's year."""
        return self.found.get((project_id, year))


def year_plans(ids: Collection[int]) -> YearPlans:
    """Return the newest plans of these projects, in one query."""
    rows = YearPlan.objects.filter(project__in=ids).order_by("version")
    return YearPlans(
        {(row.project_id, row.year): Planned(row.year, row.amount, _curve(row.shares)) for row in rows}
    )


def _curve(shares: list[str]) -> PaceCurve | None:
    return PaceCurve(tuple(Decimal(share) / HUNDRED for share in shares)) if shares else None

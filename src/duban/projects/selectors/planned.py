"""How much of a project should stand by now: by its schedule, by the year's plan, or by the days gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, localcontext

from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import EXACT, HUNDRED
from duban.engine.series import Term, elapsed_pct
from duban.projects.models import Project
from duban.projects.selectors.year_plans import YearPlans
from duban.projects.types import PlannedShare, ShareFrom

__all__ = ["planned_shares"]


def planned_shares(
    projects: Iterable[Project],
    on: date,
    *,
    schedules: Mapping[int, PlannedShare],
    plans: YearPlans,
    calendar: WorkCalendar,
) -> dict[int, PlannedShare]:
    """
    Return the share that should stand on a day, in per cent, of every project for which one is known.

    The kept schedule goes first, by its approved baseline where there is one; then the year's plan, of a project that
    begins in that year, as a share of its total investment; then the days gone from the planned start to the planned
    finish. Each is named where it is shown.
    """
    found = {}
    for project in projects:
        if (kept := schedules.get(project.pk)) is not None:
            found[project.pk] = kept
        elif (share := _by_plan(project, on, plans)) is not None:
            found[project.pk] = PlannedShare(share, ShareFrom.YEAR_PLAN)
        elif (share := _by_days(project, on, calendar)) is not None:
            found[project.pk] = PlannedShare(share, ShareFrom.DAYS)
    return found


def _by_plan(project: Project, on: date, plans: YearPlans) -> Decimal | None:
    """
    Return the money planned by the end of the last whole month over the total, in per cent.

    Only in a project's first year: what was invested in the years before is not what was planned.
    """
    plan = plans.of(project.pk, on.year)
    start = project.started_on or project.planned_start
    if plan is None or not project.total_investment or start is None or start.year != on.year:
        return None
    with localcontext(EXACT):
        share: Decimal = plan.amount * plan.share(_whole_months(on)) / project.total_investment
        return min(share, HUNDRED)


def _by_days(project: Project, on: date, calendar: WorkCalendar) -> Decimal | None:
    start = project.planned_start or project.started_on
    finish = project.planned_finish or project.planned_production
    if start is None or finish is None or finish < start:
        return None
    return elapsed_pct(Term(start, finish), on, calendar)


def _whole_months(on: date) -> int:
    return on.month if (on + timedelta(days=1)).month != on.month else on.month - 1

"""Which projects a filter picks and what each is that year: the one place where lists, cards, maps and documents count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from duban.orgs.types import Actor
from duban.projects.models import Project
from duban.projects.selectors.stages import stages_of
from duban.projects.types import (
    ProjectCounts,
    ProjectDates,
    ProjectFilter,
    ProjectOrder,
    ProjectState,
    YearClass,
    stage_of,
    year_class,
)

__all__ = ["DATES", "Picked", "count_projects", "dates_of", "pick"]

DATES = tuple(f.name for f in fields(ProjectDates))


@dataclass(frozen=True, slots=True)
class Picked:
    """A project a filter looks at, as lean as counting needs."""

    id: int
    code: str
    name: str
    name_en: str
    total: Decimal | None
    dates: ProjectDates
    state: ProjectState
    year_class: YearClass
    stage: str


def pick(*, actor: Actor, zone_id: int, filter: ProjectFilter) -> list[Picked]:  # noqa: A002 - as everywhere in lists
    """Return the projects within reach that the whole filter picks, in its order."""
    return _ordered(_narrowed(_looked_at(actor, zone_id, filter), filter), filter)


def count_projects(*, actor: Actor, zone_id: int, filter: ProjectFilter) -> ProjectCounts:  # noqa: A002
    """
    Return how many projects of each class and stage the filter looks at, whatever class or stage it asks for itself.

    The classes add to the total, and so do the stages with those in none. Started is counted among those to start this year alone: what started outside the
    list is not clamped away but shows as a class of its own.
    """
    stages = stages_of(zone_id=zone_id, on=date(filter.year, 12, 31))
    rows = _looked_at(actor, zone_id, filter)
    by_class = dict.fromkeys(YearClass, 0)
    by_stage = {stage.code: 0 for stage in stages} | {"": 0}
    for row in rows:
        by_class[row.year_class] += 1
        by_stage[row.stage] += 1
    in_no_stage = by_stage.pop("")
    new = [row for row in rows if row.year_class is YearClass.NEW_START]
    return ProjectCounts(
        total=len(rows),
        by_class=by_class,
        started=sum(row.dates.started_on is not None for row in new),
        by_stage=by_stage,
        in_no_stage=in_no_stage,
    )


def dates_of(row: object) -> ProjectDates:
    """Return the dates of a project's row."""
    return ProjectDates(**{name: getattr(row, name) for name in DATES})


def _looked_at(actor: Actor, zone_id: int, wanted: ProjectFilter) -> list[Picked]:
    lean = ("pk", "code", "name", "name_en", "total_investment", "state", *DATES)
    stages = stages_of(zone_id=zone_id, on=date(wanted.year, 12, 31))
    found = []
    for pk, code, name, name_en, total, state, *days in _rows(actor, zone_id, wanted).values_list(*lean):
        dates = ProjectDates(*days)
        klass = year_class(dates, wanted.year)
        stage = stage_of(stages, dates, wanted.year)
        found.append(Picked(pk, code, name, name_en, total, dates, ProjectState(state), klass, stage))
    return found


def _rows(actor: Actor, zone_id: int, wanted: ProjectFilter) -> QuerySet[Project]:
    rows = Project.objects.visible_to(actor).filter(zone_id=zone_id)
    exact = {
        "ownership": wanted.ownership,
        "regime": wanted.regime,
        "lead_id": wanted.lead_id,
        "enterprise_id": wanted.enterprise_id,
        "state": None if wanted.state == "all" else wanted.state,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.words:
        held = Q()
        for name in ("name", "name_en", "code", "national_code", "content", "industry", "enterprise__name"):
            held |= Q(**{f"{name}__icontains": wanted.words})
        rows = rows.filter(held)
    return rows


def _narrowed(rows: Iterable[Picked], wanted: ProjectFilter) -> list[Picked]:
    return [
        row for row in rows if wanted.year_class in {None, row.year_class} and wanted.stage in {"", row.stage}
    ]


def _ordered(rows: list[Picked], wanted: ProjectFilter) -> list[Picked]:
    rows = sorted(rows, key=lambda row: row.code)
    if wanted.order is ProjectOrder.NAME:
        return sorted(rows, key=lambda row: row.name)
    if wanted.order is ProjectOrder.TOTAL:
        return sorted(rows, key=lambda row: (row.total is None, -(row.total or Decimal(0))))
    if wanted.order is ProjectOrder.START:
        starts = {row.id: row.dates.started_on or row.dates.planned_start for row in rows}
        return sorted(rows, key=lambda row: (starts[row.id] is None, str(starts[row.id])))
    return rows

"""The register as rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from duban.enterprises.selectors import enterprise_names
from duban.orgs.selectors import post_holders, unit_names
from duban.orgs.types import Actor
from duban.projects.models import Project
from duban.projects.selectors.picking import Picked, dates_of, pick
from duban.projects.selectors.stages import stages_of
from duban.projects.types import (
    Ownership,
    Place,
    ProjectFilter,
    ProjectRow,
    ProjectsFound,
    ProjectState,
    Regime,
    stage_of,
    year_class,
)

__all__ = ["all_projects", "list_projects", "place_of", "rows_by_id"]


def list_projects(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ProjectFilter,  # noqa: A002
    page: int = 1,
    size: int = 50,
) -> ProjectsFound:
    """Return one page of the projects the filter picks; a page past the last is the last."""
    picked = pick(actor=actor, zone_id=zone_id, filter=filter)
    pages = max(1, -(-len(picked) // size))
    page = min(max(page, 1), pages)
    shown = picked[(page - 1) * size : page * size]
    return ProjectsFound(_drawn(zone_id, on, filter.year, shown), len(picked), page, pages)


def all_projects(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ProjectFilter,  # noqa: A002
) -> tuple[ProjectRow, ...]:
    """Return every project the filter picks: what an export and a map show."""
    return _drawn(zone_id, on, filter.year, pick(actor=actor, zone_id=zone_id, filter=filter))


def _drawn(zone_id: int, on: date, year: int, picked: Collection[Picked]) -> tuple[ProjectRow, ...]:
    by_id = rows_by_id(zone_id=zone_id, ids=[p.id for p in picked], on=on, year=year)
    return tuple(by_id[p.id] for p in picked if p.id in by_id)


def rows_by_id(*, zone_id: int, ids: Collection[int], on: date, year: int) -> dict[int, ProjectRow]:
    """Return these projects as rows: the caller has asked who may see them."""
    stages = stages_of(zone_id=zone_id, on=date(year, 12, 31))
    projects = list(Project.objects.filter(zone_id=zone_id, pk__in=ids))
    firms = enterprise_names(zone_id=zone_id, ids=[p.enterprise_id for p in projects])
    units, titles = unit_names(zone_ids=[zone_id], on=on)
    posts = {post for p in projects for post in (p.backer_id, p.head_id) if post is not None}
    holders = post_holders(post_ids=posts, on=on)

    def sitting(post: int | None) -> str:
        return "" if post is None else holders.get(post) or titles.get(post, "")

    return {
        p.pk: ProjectRow(
            id=p.pk,
            code=p.code,
            national_code=p.national_code,
            name=p.name,
            name_en=p.name_en,
            ownership=Ownership(p.ownership),
            regime=Regime(p.regime),
            state=ProjectState(p.state),
            year_class=year_class(dates_of(p), year),
            industry=p.industry,
            enterprise_id=p.enterprise_id,
            enterprise="" if p.enterprise_id is None else firms.get(p.enterprise_id, ""),
            lead_id=p.lead_id,
            lead="" if p.lead_id is None else units.get(p.lead_id, ""),
            backer=sitting(p.backer_id),
            head=sitting(p.head_id),
            total_investment=p.total_investment,
            place=place_of(p),
            dates=dates_of(p),
            stage=stage_of(stages, dates_of(p), year),
            illustrative=frozenset(p.illustrative),
            is_sample=p.is_sample,
            version=p.version,
        )
        for p in projects
    }


def place_of(project: Project) -> Place:
    """Return where a project's row lies."""
    corners = tuple((Decimal(x), Decimal(y)) for x, y in project.outline)
    return Place(project.longitude, project.latitude, corners)

"""Everything the register says of one project."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor
from duban.projects.lifecycle import PROJECT
from duban.projects.models import Project
from duban.projects.policies import Owners, is_keeper
from duban.projects.selectors.lists import place_of, rows_by_id
from duban.projects.selectors.picking import dates_of
from duban.projects.types import (
    Ownership,
    ProjectDraft,
    ProjectMove,
    ProjectPage,
    Regime,
)

__all__ = ["drafts_of", "find_project", "project_page"]

_SAME = (
    "name",
    "code",
    "national_code",
    "name_en",
    "industry",
    "enterprise_id",
    "content",
    "capacity",
    "address",
    "land",
    "total_investment",
    "expected_output",
    "expected_tax",
    "expected_jobs",
    "lead_id",
    "backer_id",
    "head_id",
    "source",
    "is_sample",
)


def find_project(*, actor: Actor, zone_id: int, code: str) -> int:
    """
    Return the id of the project of that code.

    :raises NotFound: if there is none within reach
    """
    found = Project.objects.visible_to(actor).filter(zone_id=zone_id, code=code).values_list("pk", flat=True)
    project = found.first()
    if project is None:
        raise NotFound(Problem("core.not_found"))
    return project


def project_page(*, actor: Actor, zone_id: int, project_id: int, on: date) -> ProjectPage:
    """
    Return everything the register says of a project within reach.

    :raises NotFound: if it is not
    """
    reach = Project.objects.visible_to(actor).select_related("enterprise")
    project = reach.filter(zone_id=zone_id, pk=project_id).first()
    if project is None:
        raise NotFound(Problem("core.not_found"))
    draft = draft_of(project)
    names = unit_names(zone_ids=[zone_id], on=on)[0]
    total, sources = draft.total_investment, sum(draft.money.values())
    firm = project.enterprise
    owners = Owners(zone_id, project.lead_id, None if firm is None else firm.unit_id)
    roles = {"keeper"} if is_keeper(actor, owners) else set()
    return ProjectPage(
        row=rows_by_id(zone_id=zone_id, ids=[project.pk], on=on, year=on.year)[project.pk],
        draft=draft,
        assisting=tuple(names[i] for i in sorted(draft.assisting_ids) if i in names),
        unexplained=total - sources if total is not None and draft.money else None,
        moves=tuple(ProjectMove(m.edge, m.by, m.at, m.reason) for m in project.moves.order_by("-at", "-pk")),
        open_edges=tuple(edge.name for edge in PROJECT.open_edges(project.state, roles)),
    )


def drafts_of(*, actor: Actor, zone_id: int, ids: Collection[int]) -> dict[int, ProjectDraft]:
    """Return what the register says of these projects within reach, in a fixed number of queries."""
    reach = Project.objects.visible_to(actor).filter(zone_id=zone_id, pk__in=ids)
    return {row.pk: draft_of(row) for row in reach.prefetch_related("assistance", "money")}


def draft_of(project: Project) -> ProjectDraft:
    """Return a project's row as what its form begins with."""
    return ProjectDraft(
        **{name: getattr(project, name) for name in _SAME},
        ownership=Ownership(project.ownership),
        regime=Regime(project.regime),
        place=place_of(project),
        dates=dates_of(project),
        assisting_ids=frozenset(one.unit_id for one in project.assistance.all()),
        money={one.source: one.amount for one in sorted(project.money.all(), key=lambda one: one.source)},
        illustrative=frozenset(project.illustrative),
    )

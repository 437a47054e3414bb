"""Who stands for what of a project, for life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from duban.orgs.types import Actor
from duban.projects.models import Project, Responsible
from duban.projects.types import (
    PapersDraft,
    Party,
    ResponsibilityPage,
    ResponsibleRow,
    gaps_on,
)

__all__ = ["responsibility_of", "responsible_rows"]


def responsibility_of(*, actor: Actor, zone_id: int, project_id: int, on: date) -> ResponsibilityPage:
    """Return everybody who ever stood for a party of a project within reach, and what the five lack on a day."""
    reach = Project.objects.visible_to(actor).filter(zone_id=zone_id, pk=project_id)
    ids = list(reach.values_list("pk", flat=True))
    rows = responsible_rows(ids).get(project_id, ())
    order = list(Party)
    newest = sorted(rows, key=lambda r: r.starts, reverse=True)
    return ResponsibilityPage(tuple(sorted(newest, key=lambda r: order.index(r.party))), gaps_on(rows, on))


def responsible_rows(project_ids: Collection[int]) -> dict[int, tuple[ResponsibleRow, ...]]:
    """Return the rows of these projects, the earliest first: the caller has asked who may see them."""
    found: dict[int, list[ResponsibleRow]] = defaultdict(list)
    for row in Responsible.objects.filter(project_id__in=project_ids).order_by("starts", "pk"):
        found[row.project_id].append(_row(row))
    return {project: tuple(rows) for project, rows in found.items()}


def _row(row: Responsible) -> ResponsibleRow:
    return ResponsibleRow(
        id=row.pk,
        party=Party(row.party),
        firm=row.firm,
        person=row.person,
        certificate=row.certificate,
        papers=PapersDraft(row.authorisation, row.authorised_on, row.commitment, row.committed_on),
        starts=row.starts,
        ends=row.ends,
        reason=row.reason,
        by=row.by,
        at=row.at,
        is_sample=row.is_sample,
    )

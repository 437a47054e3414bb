"""What stands at the top of every page of a project."""

from __future__ import annotations

from datetime import date

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Project
from duban.projects.policies import Owners, is_keeper, is_lead, is_reporter
from duban.projects.selectors.lists import rows_by_id
from duban.projects.types import ProjectHead

__all__ = ["project_head"]


def project_head(*, actor: Actor, zone_id: int, code: str, on: date) -> ProjectHead:
    """
    Return the head of a project's pages, as of a day: its class is that of the day's year.

    :raises NotFound: if there is no such project within reach
    """
    reach = Project.objects.visible_to(actor).select_related("enterprise")
    project = reach.filter(zone_id=zone_id, code=code).first()
    if project is None:
        raise NotFound(Problem("core.not_found"))
    row = rows_by_id(zone_id=zone_id, ids=[project.pk], on=on, year=on.year)[project.pk]
    firm = project.enterprise
    owners = Owners(zone_id, project.lead_id, None if firm is None else firm.unit_id)
    return ProjectHead(
        id=row.id,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        national_code=row.national_code,
        ownership=row.ownership,
        regime=row.regime,
        state=row.state,
        year=on.year,
        year_class=row.year_class,
        enterprise=row.enterprise,
        lead=row.lead,
        head=row.head,
        dates=row.dates,
        illustrative=row.illustrative,
        is_sample=row.is_sample,
        version=row.version,
        may_keep=is_keeper(actor, owners),
        may_lead=is_lead(actor, owners),
        may_report=is_reporter(actor, owners),
    )

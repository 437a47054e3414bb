"""Taking what is illustrative (示例) out of the room again. Nothing that was ever real is touched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from duban.core.files import drop_files
from duban.orgs.types import Actor, Role
from duban.projects.models import (
    Assistance,
    Enrolment,
    Evidence,
    Explanation,
    Invested,
    Money,
    Move,
    Permit,
    PermitChange,
    PlanLayer,
    Project,
    Responsible,
    Scan,
    YearPlan,
)
from duban.projects.services._common import keep_zone, note_zone
from duban.projects.services._schedule_samples import remove_schedules
from duban.projects.services._site_samples import remove_site
from duban.projects.types.scans import SCANS

__all__ = ["remove_samples"]

_MARKED = (Responsible, YearPlan, Invested, Explanation, Evidence, Enrolment)
_UNDER = (Assistance, Money, Move)


@transaction.atomic
def remove_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Remove every project of the zone marked 示例, every marked row of the others, and the fields marked so; say how many.

    Rooms whose rows hang on projects take out theirs first.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    """
    keep_zone(actor, zone_id, "remove_samples", Role.SUPERVISOR)
    count = remove_schedules(zone_id) + remove_site(zone_id) + _remove_scans(zone_id)
    count += _remove_register(zone_id, at)
    count += PlanLayer.objects.filter(zone_id=zone_id, is_sample=True).delete()[0]
    note_zone(actor, zone_id, "remove_samples", at, {"count": count})
    return count


def _remove_scans(zone_id: int) -> int:
    """Remove the papers marked so, and those of heads, permits and projects marked so."""
    marked = Q(is_sample=True) | Q(project__is_sample=True)
    gone = Scan.objects.filter(
        marked | Q(responsible__is_sample=True) | Q(permit__is_sample=True), project__zone_id=zone_id
    )
    drop_files(
        gone.values_list("digest", flat=True),
        named=lambda digest: Scan.objects.filter(digest=digest).exists(),
        shelf=SCANS,
    )
    return gone.delete()[0]


def _remove_register(zone_id: int, at: datetime) -> int:
    count = 0
    made_up = list(Project.objects.filter(zone_id=zone_id, is_sample=True).values_list("pk", flat=True))
    permits = Permit.objects.filter(project__zone_id=zone_id)
    gone = list(permits.filter(is_sample=True).values_list("pk", flat=True))
    gone += permits.filter(project_id__in=made_up).values_list("pk", flat=True)
    PermitChange.objects.filter(permit_id__in=gone).delete()
    count += Permit.objects.filter(pk__in=gone).delete()[0]
    for model in _MARKED:
        rows = model._default_manager.filter(project__zone_id=zone_id)  # noqa: SLF001 - Django's public name for it
        count += rows.filter(is_sample=True).delete()[0]
        rows.filter(project_id__in=made_up).delete()
    for under in _UNDER:
        under._default_manager.filter(project_id__in=made_up).delete()  # noqa: SLF001
    for project in Project.objects.filter(pk__in=made_up):
        project.statements.clear()
    count += Project.objects.filter(pk__in=made_up).delete()[0]
    for project in Project.objects.filter(zone_id=zone_id, is_sample=False).exclude(illustrative=[]):
        count += len(project.illustrative)
        _bare(project, at)
    return count


def _bare(project: Project, at: datetime) -> None:
    for name in project.illustrative:
        if name == "money":
            project.money.all().delete()
        elif name == "assisting_ids":
            project.assistance.all().delete()
        elif name == "place":
            project.longitude = project.latitude = None
            project.outline = []
        else:
            setattr(project, name, "" if isinstance(getattr(project, name), str) else None)
    project.illustrative = []
    project.version += 1
    project.changed_at = at
    project.save()

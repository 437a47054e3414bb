"""Taking illustrative schedules and templates out again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from duban.orgs.types import Actor, Role
from duban.projects.models import Baseline, Outlook, Revision, Template, Trial
from duban.projects.services._common import keep_zone, note_zone

__all__ = ["remove_schedule_samples"]


@transaction.atomic
def remove_schedule_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Remove every revision and template marked 示例, what rests on those revisions, and all of projects so marked; say how many.

    What was kept after an illustrative revision is whole by itself and stays.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    """
    keep_zone(actor, zone_id, "remove_samples", Role.SUPERVISOR)
    made_up = Q(is_sample=True) | Q(project__is_sample=True)
    gone = list(Revision.objects.filter(made_up, zone_id=zone_id).values_list("pk", flat=True))
    for model in (Outlook, Trial, Baseline):
        model._default_manager.filter(revision__in=gone).delete()  # noqa: SLF001 - Django's public name for it
    count = Revision.objects.filter(pk__in=gone).delete()[0]
    count += Template.objects.filter(zone_id=zone_id, is_sample=True).delete()[0]
    note_zone(actor, zone_id, "remove_schedule_samples", at, {"rows": count})
    return count

"""Taking illustrative schedules and templates out again."""

from __future__ import annotations

from django.db.models import Q

from duban.projects.models import Baseline, Outlook, Revision, Template, Trial

__all__ = ["remove_schedules"]


def remove_schedules(zone_id: int) -> int:
    """
    Remove every revision and template marked 示例, what rests on those revisions, and all of projects so marked; say how many.

    What was kept after an illustrative revision is whole by itself and stays.
    """
    made_up = Q(is_sample=True) | Q(project__is_sample=True)
    gone = list(Revision.objects.filter(made_up, zone_id=zone_id).values_list("pk", flat=True))
    for model in (Outlook, Trial, Baseline):
        model._default_manager.filter(revision__in=gone).delete()  # noqa: SLF001 - Django's public name for it
    count = Revision.objects.filter(pk__in=gone).delete()[0]
    return count + Template.objects.filter(zone_id=zone_id, is_sample=True).delete()[0]

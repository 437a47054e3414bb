"""Taking illustrative reports, pictures and counted work out again."""

from __future__ import annotations

from django.db.models import Q

from duban.core.files import drop_files
from duban.projects.models import Count, CountedWork, Judgement, Picture, Report, ReportMove, Rhythm, Telling
from duban.projects.types.progress import SHELF

__all__ = ["remove_site"]


def remove_site(zone_id: int) -> int:
    """Remove every report, picture and counted work marked 示例, and what hangs on projects so marked; say how many."""
    here = Q(project__zone_id=zone_id)
    made_up = here & (Q(is_sample=True) | Q(project__is_sample=True))
    reports = list(Report.objects.filter(made_up).values_list("pk", flat=True))
    works = list(CountedWork.objects.filter(made_up).values_list("pk", flat=True))
    pictures = Picture.objects.filter(made_up | Q(report__in=reports))
    drop_files(
        pictures.values_list("digest", flat=True),
        named=lambda digest: Picture.objects.filter(digest=digest).exists(),
        shelf=SHELF,
    )
    ReportMove.objects.filter(report__in=reports).delete()
    Telling.objects.filter(report__in=reports).delete()
    Count.objects.filter(Q(report__in=reports) | Q(work__in=works)).delete()
    Picture.objects.filter(drawing__in=list(pictures.values_list("pk", flat=True))).update(drawing=None)
    count = pictures.delete()[0]
    count += Report.objects.filter(pk__in=reports).delete()[0]
    count += CountedWork.objects.filter(pk__in=works).delete()[0]
    for model in (Judgement, Rhythm):
        count += model._default_manager.filter(here, project__is_sample=True).delete()[0]  # noqa: SLF001
    return count

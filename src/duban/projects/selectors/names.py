"""What projects and steps are called, for those who read of them elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from duban.projects.models import Project, Step

__all__ = ["project_names", "step_names"]


def project_names(*, zone_id: int, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the names of these projects of the zone, Chinese and English, whoever asks: the record names them."""
    rows = Project.objects.filter(zone_id=zone_id, pk__in=set(ids)).values_list("pk", "name", "name_en")
    return {id_: (name, name_en) for id_, name, name_en in rows}


def step_names(*, zone_id: int) -> dict[str, tuple[str, str]]:
    """Return what each step of the zone's procedures is called, by code, as the newest procedure says."""
    rows = Step.objects.filter(procedure__zone_id=zone_id).order_by("procedure__starts", "procedure_id")
    return {code: (name, name_en) for code, name, name_en in rows.values_list("code", "name", "name_en")}

"""The papers of a project as files: which there are, and their bytes."""

from __future__ import annotations

from pathlib import Path

from duban.core.errors import NotFound
from duban.core.files import kept_at
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Project, Scan
from duban.projects.types import ScanKind, ScanRow
from duban.projects.types.scans import SCANS

__all__ = ["scan", "scans_of"]


def scans_of(*, actor: Actor, zone_id: int, project_id: int) -> tuple[ScanRow, ...]:
    """Return every paper ever handed in of a project within reach, the newest first: that one holds, the others stay."""
    reach = Project.objects.visible_to(actor).filter(zone_id=zone_id, pk=project_id)
    rows = Scan.objects.filter(project__in=reach).select_related("permit")
    return tuple(_row(row) for row in rows.order_by("-id"))


def scan(*, actor: Actor, zone_id: int, code: str, scan_id: int) -> tuple[ScanRow, Path]:
    """
    Return a paper and where its bytes are, for those who may see the project.

    :raises NotFound: if there is none within reach, or its bytes are lost
    """
    reach = Project.objects.visible_to(actor).filter(zone_id=zone_id, code=code)
    row = Scan.objects.filter(pk=scan_id, project__in=reach).select_related("permit").first()
    path = None if row is None else kept_at(row.digest, shelf=SCANS)
    if row is None or path is None or not path.is_file():
        raise NotFound(Problem("core.not_found"))
    return _row(row), path


def _row(row: Scan) -> ScanRow:
    return ScanRow(
        id=row.pk,
        kind=ScanKind(row.kind),
        responsible_id=row.responsible_id,
        step="" if row.permit is None else row.permit.step,
        name=row.name,
        mime=row.mime,
        size=row.size,
        by=row.by,
        at=row.at,
        is_sample=row.is_sample,
    )

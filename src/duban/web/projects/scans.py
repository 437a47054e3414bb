"""The papers of a project as files: linked on its pages, handed in, handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from duban.core.errors import Invalid
from duban.core.files import Upload
from duban.engine.kernel import Problem
from duban.projects import selectors, services
from duban.projects.types import ScanDraft, ScanKind, ScanRow
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.serving import served
from duban.web.uploads import uploads
from duban.web.zones import in_working_zone as in_zone

__all__ = ["ACCEPTED", "Linked", "given", "limit", "linked", "scan"]

ACCEPTED = ".pdf,.ofd,image/jpeg,image/png,image/webp"
"""What a form offers; what a file is, its content says."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A paper as linked."""

    row: ScanRow
    href: str


def linked(request: ActorRequest, code: str, rows: Iterable[ScanRow]) -> tuple[Linked, ...]:
    """Return papers with where they are fetched, the newest first."""
    return tuple(Linked(row, address("project-scan", request.zone.slug, code, row.id)) for row in rows)


def limit() -> int:
    """Return how large a file may be, in MB."""
    return min(int(settings.UPLOAD_LIMIT), int(settings.DUBAN_ATTACHMENT_LIMIT)) // 1024 // 1024


def given(
    request: ActorRequest,
    project_id: int,
    kind: ScanKind,
    *,
    responsible_id: int | None = None,
    step: str = "",
) -> None:
    """
    Keep the one file of a form.

    :raises Invalid: if there is none, or it is not fit
    """
    found: tuple[Upload, ...] = uploads(request, "file")
    if len(found) != 1:
        raise Invalid(Problem("core.required", "file", ("@projects.scans",)))
    services.file_scan(
        actor=request.actor,
        zone_id=request.zone.id,
        project_id=project_id,
        draft=ScanDraft(kind, found[0], responsible_id, step),
        at=request.at,
    )


@require_GET
@in_zone
def scan(request: ActorRequest, code: str, scan: int) -> HttpResponse:
    """Return a paper to who may see its project."""
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    kept, path = selectors.scan(**reach, code=code, scan_id=scan)
    return served(path, name=kept.name, mime=kept.mime, as_small="small" in request.GET)

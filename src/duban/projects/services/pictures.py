"""Photos and drawings of a project: cleaned, kept once, shown only to those who see the project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Invalid, NotFound
from duban.core.files import Kept, keep_file
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Picture, Project, Report
from duban.projects.policies import is_reporter
from duban.projects.services._common import demand, note, open_project
from duban.projects.types.progress import SHELF, PictureDraft, PictureKind

__all__ = ["add_picture", "keep_picture"]

_MOST = 5000
_LONGEST = {"spot": 60, "activity": 40, "caption": 120}


@transaction.atomic
def add_picture(*, actor: Actor, zone_id: int, project_id: int, picture: PictureDraft, at: datetime) -> int:
    """
    Keep a drawing or a photo with a project, and return its id. The same picture again is that picture.

    :raises NotFound: if the project, or the drawing named, is not within reach
    :raises Forbidden: unless the actor works for the lead department or the firm
    :raises Invalid: if the file is no picture, too large or unreadable, or with everything wrong with its labels
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "add_picture", is_reporter)
    return keep_picture(actor, project, picture, at).pk


def keep_picture(
    actor: Actor, project: Project, picture: PictureDraft, at: datetime, *, report: Report | None = None
) -> Picture:
    """
    Keep a picture with a locked project.

    :raises NotFound: if the drawing named is not one of the project's
    :raises Invalid: if it is no picture, too large or unreadable, or with everything wrong with its labels
    """
    drawing = _drawing(project, picture)
    if problems := list(_unfit(project, picture)):
        raise Invalid(*problems)
    kept = keep_file(picture.upload, shelf=SHELF)
    if not kept.is_image:
        raise Invalid(Problem("projects.not_a_picture", picture.upload.name, (picture.upload.name,)))
    held = Picture.objects.filter(project=project, report=report, digest=kept.digest).first()
    if held is not None:
        return held
    taken = _taken(kept, at)
    row = Picture.objects.create(
        project=project,
        report=report,
        drawing=drawing,
        kind=picture.kind.value,
        name=kept.name,
        mime=kept.kind,
        size=kept.size,
        digest=kept.digest,
        spot=picture.spot.strip() or (drawing.spot if drawing else ""),
        activity=picture.activity.strip() or (drawing.activity if drawing else ""),
        caption=picture.caption.strip(),
        on=_day(picture, taken, report, at),
        taken_at=taken,
        by=actor.name,
        at=at,
        is_sample=picture.is_sample,
    )
    after = {"picture": row.pk, "name": row.name, "kind": row.kind, "size": row.size, "digest": row.digest}
    note(actor, project, "add_picture", at, after=after)
    return row


def _drawing(project: Project, picture: PictureDraft) -> Picture | None:
    if picture.drawing_id is None:
        return None
    rows = Picture.objects.filter(project=project, kind=PictureKind.DRAWING)
    drawing = rows.filter(pk=picture.drawing_id).first()
    if drawing is None:
        raise NotFound(Problem("core.not_found", "drawing"))
    return drawing


def _unfit(project: Project, picture: PictureDraft) -> Iterator[Problem]:
    for name, most in _LONGEST.items():
        if len(getattr(picture, name).strip()) > most:
            yield Problem("core.too_long", name, (f"@projects.{name}", str(most)))
    if picture.kind is PictureKind.DRAWING and not picture.spot.strip():
        yield Problem("core.required", "spot", ("@projects.spot",))
    if Picture.objects.filter(project=project).count() >= _MOST:
        yield Problem("core.too_many", "photo", ("@projects.pictures", str(_MOST)))


def _taken(kept: Kept, at: datetime) -> datetime | None:
    """Return when the camera says it was taken, in the zone's time; a camera whose clock runs ahead says nothing."""
    taken = kept.taken_at
    if taken is None:
        return None
    taken = timezone.make_aware(taken) if timezone.is_naive(taken) else taken
    return taken if taken <= at + timedelta(days=1) else None


def _day(picture: PictureDraft, taken: datetime | None, report: Report | None, at: datetime) -> date:
    if picture.on is not None:
        return picture.on
    if taken is not None:
        return timezone.localdate(taken)
    return report.on if report is not None else timezone.localdate(at)

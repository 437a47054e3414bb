"""Photos and drawings of a project: cleaned, kept once, shown only to those who see the project."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Invalid, NotFound
from duban.core.files import Kept, keep_files
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Picture, Project, Report
from duban.projects.policies import is_reporter
from duban.projects.selectors.offered import planned_of_project
from duban.projects.services._common import demand, note, open_project
from duban.projects.types.progress import SHELF, PictureDraft, PictureKind

__all__ = ["add_picture", "enter_pictures", "keep_pictures"]

_MOST = 5000
_LONGEST = {"spot": 60, "caption": 120}
_LONGEST_SAID = 200


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
    return enter_pictures(actor, project, keep_pictures(project, (picture,)), at)[0].pk


def keep_pictures(project: Project, pictures: Sequence[PictureDraft]) -> list[tuple[PictureDraft, Kept]]:
    """
    Keep the bytes of pictures of a locked project, before anything is recorded: who records waits for no file.

    :raises NotFound: if a drawing named is not one of the project's
    :raises Invalid: if one is no picture, too large or unreadable, or with everything wrong with their labels
    """
    for picture in pictures:
        _drawing(project, picture)
    planned = None if not pictures else planned_of_project(project)
    known = None if planned is None else planned.leaves
    more = len(pictures)
    if problems := [p for picture in pictures for p in _unfit(project, picture, more, known)]:
        raise Invalid(*problems)
    files = keep_files([picture.upload for picture in pictures], shelf=SHELF)
    names = [p.upload.name for p, kept in zip(pictures, files, strict=True) if not kept.is_image]
    if names:
        raise Invalid(*(Problem("projects.not_a_picture", name, (name,)) for name in names))
    return list(zip(pictures, files, strict=True))


def enter_pictures(
    actor: Actor,
    project: Project,
    pictures: Sequence[tuple[PictureDraft, Kept]],
    at: datetime,
    *,
    report: Report | None = None,
) -> list[Picture]:
    """Enter kept pictures with a locked project; the same picture again is that picture."""
    return [_entered(actor, project, picture, kept, at, report) for picture, kept in pictures]


def _entered(
    actor: Actor, project: Project, picture: PictureDraft, kept: Kept, at: datetime, report: Report | None
) -> Picture:
    held = Picture.objects.filter(project=project, report=report, digest=kept.digest).first()
    if held is not None:
        return held
    drawing = _drawing(project, picture) or _only_drawing(project, picture)
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
        **_activity(project, picture, drawing),
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


def _only_drawing(project: Project, picture: PictureDraft) -> Picture | None:
    """Return the drawing of the activity a photo is of, where there is just one and no place was said."""
    key = picture.activity.strip()
    if not key or picture.spot.strip() or picture.kind is PictureKind.DRAWING:
        return None
    found = list(Picture.objects.filter(project=project, kind=PictureKind.DRAWING, activity=key)[:2])
    return found[0] if len(found) == 1 else None


def _activity(project: Project, picture: PictureDraft, drawing: Picture | None) -> dict[str, str]:
    """Return the activity a picture is of, its drawing's where none is said; in words where there is no plan."""
    said = picture.activity.strip()
    if not said:
        names = ("activity", "activity_said")
        return {name: getattr(drawing, name) if drawing else "" for name in names}
    planned = planned_of_project(project)
    if planned is None:
        return {"activity": "", "activity_said": said}
    return {"activity": said, "activity_said": planned.leaves[said].name[:_LONGEST_SAID]}


def _unfit(
    project: Project, picture: PictureDraft, more: int, known: Container[str] | None
) -> Iterator[Problem]:
    activity = picture.activity.strip()
    if activity and known is not None and activity not in known:
        yield Problem("projects.no_activity", "activity", (activity[:40],))
    if len(activity) > _LONGEST_SAID:
        yield Problem("core.too_long", "activity", ("@projects.activity", str(_LONGEST_SAID)))
    for name, most in _LONGEST.items():
        if len(getattr(picture, name).strip()) > most:
            yield Problem("core.too_long", name, (f"@projects.{name}", str(most)))
    if picture.kind is PictureKind.DRAWING and not picture.spot.strip():
        yield Problem("core.required", "spot", ("@projects.spot",))
    if Picture.objects.filter(project=project).count() + more > _MOST:
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

"""The pages of progress and of the four lights: who reads them, and what is written through them."""

from __future__ import annotations

READ = {
    "project-progress": ("business", ("PROJECT",)),
    "project-report": ("business", ("PROJECT",)),
    "project-picture": ("business", ("PROJECT", "PICTURE")),
    "project-lights": ("business", ()),
    "project-lights-export": ("business", ("csv",)),
    "project-lights-rule": ("business", ()),
}
WRITE = {
    "project-review": ("PROJECT", 1),
    "project-picture-add": ("PROJECT",),
    "project-work": ("PROJECT",),
    "project-rhythm": ("PROJECT",),
    "project-judge": ("PROJECT",),
}


def a_picture(actor, zone, code, upload, at):
    """Keep a picture with a project, for its address."""
    from duban.projects.models import Project
    from duban.projects.services import add_picture
    from duban.projects.types import PictureDraft

    made = Project.objects.get(zone_id=zone, code=code).pk
    add_picture(actor=actor, zone_id=zone, project_id=made, picture=PictureDraft(upload), at=at)


def picture_id():
    """Return the id of any picture."""
    from duban.projects.models import Picture

    return Picture.objects.values_list("id", flat=True).first()

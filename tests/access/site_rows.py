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


def files(actor, zone, code, upload, at):
    """Keep a picture with a project, and a paper with one of its heads, for their addresses."""
    from duban.projects.models import Project
    from duban.projects.services import add_picture, file_scan, name_responsible
    from duban.projects.types import Party, PictureDraft, ResponsibleDraft, ScanDraft, ScanKind

    made = Project.objects.get(zone_id=zone, code=code).pk
    reach = {"actor": actor, "zone_id": zone, "project_id": made, "at": at}
    add_picture(**reach, picture=PictureDraft(upload))
    row = name_responsible(**reach, draft=ResponsibleDraft(Party.DESIGNER, "设计院", "李四", at.date()))
    file_scan(**reach, draft=ScanDraft(ScanKind.AUTHORISATION, upload, row))


def file_ids():
    """Return the id of any picture and of any paper."""
    from duban.projects.models import Picture, Scan

    first = {"PICTURE": Picture, "SCAN": Scan}
    return {name: model.objects.values_list("id", flat=True).first() for name, model in first.items()}

"""A building site for tests: pictures, reports, people."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

from PIL import Image

from duban.core.files import Upload
from duban.projects import services
from duban.projects.types import PictureDraft, ReportDraft, ReportKind

AT = datetime(2020, 9, 16, 2, tzinfo=UTC)
"""Ten in the morning of 16 September 2020, a Wednesday."""
SEPTEMBER = date(2020, 9, 30)


def photo(size=(60, 40), taken="2020:09:15 16:30:00", offset="", form="JPEG"):
    """A picture with a place and a device in it, and the moment it was taken."""
    image = Image.new("RGB", size, "red")
    image.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (38.0, 29.0, 13.0)
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    out = io.BytesIO()
    image.save(out, form, exif=exif.tobytes())
    return out.getvalue()


def picture(name="IMG_1.JPG", content=None, **given):
    return PictureDraft(Upload(name, content or photo()), **given)


def draft(**given):
    return replace(
        ReportDraft(ReportKind.MONTHLY, SEPTEMBER, percent=60, image="主体完成，设备开始安装"), **given
    )


class Site:
    """One project, its people and the clock."""

    def __init__(self, zone, project, firm, lead, officer, keeper):
        self.zone, self.project = zone, project
        self.firm, self.lead, self.officer, self.keeper = firm, lead, officer, keeper

    def report(self, *, actor=None, at=AT, pictures=(), submit=True, **given):
        return services.report_project(
            actor=actor or self.firm,
            zone_id=self.zone,
            project_id=self.project.pk,
            draft=draft(**given),
            at=at,
            pictures=pictures,
            submit=submit,
        )

    def move(self, report, edge, actor=None, version=None, reason="", at=AT):
        from duban.projects.models import Report

        services.review_report(
            actor=actor or self.lead,
            zone_id=self.zone,
            project_id=self.project.pk,
            report_id=report,
            edge=edge,
            version=Report.objects.get(pk=report).version if version is None else version,
            at=at,
            reason=reason,
        )

    def reviewed(self, **given):
        report = self.report(**given)
        self.move(report, "review", at=given.get("at", AT))
        return report

    def page(self, actor=None, on=date(2020, 9, 16)):
        from duban.projects import selectors

        return selectors.progress_page(
            actor=actor or self.keeper, zone_id=self.zone, code=self.project.code, on=on
        )

"""Photos and drawings: cleaned, kept, and laid over one another."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.utils.timezone import localdate
from PIL import Image

from duban.core.errors import Invalid, NotFound
from duban.projects import selectors, services
from duban.projects.models import Picture, Report
from duban.projects.types import (
    PictureKind,
)
from tests.projects.site import AT, photo, picture

pytestmark = pytest.mark.usefixtures("own_folder")


def codes(refused):
    return sorted(p.code for p in refused.value.problems)


def test_a_photo_loses_place_and_device_and_keeps_its_moment(site, person):
    site.report(pictures=[picture()])
    row, path = selectors.picture(
        actor=person("zhuren"), zone_id=site.zone, picture_id=Picture.objects.get().pk
    )
    content = path.read_bytes()
    assert b"SecretPhone" not in content
    assert b"Exif" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert not image.getexif()
    # The camera knew no zone: its clock is the site's, eight hours ahead of UTC.
    assert row.taken_at == datetime(2020, 9, 15, 8, 30, tzinfo=UTC)
    assert row.on == date(2020, 9, 15)


@pytest.mark.parametrize(
    ("taken", "offset", "moment"),
    [
        ("2020:09:15 16:30:00", "+00:00", datetime(2020, 9, 15, 16, 30, tzinfo=UTC)),
        ("0000:00:00 00:00:00", "", None),
        ("yesterday", "", None),
        ("2031:01:01 00:00:00", "", None),
        ("", "", None),
    ],
)
def test_a_camera_that_is_wrong_is_not_believed(site, taken, offset, moment):
    site.report(pictures=[picture(content=photo(taken=taken, offset=offset))])
    row = Picture.objects.get()
    assert row.taken_at == moment
    assert row.on == (localdate(moment) if moment else AT.date())


def test_files_that_are_no_pictures_are_refused_and_nothing_is_written(site):
    hostile = {
        "a.pdf": b"%PDF-1.7 x",
        "a.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "a.jpg": b"<html><script>alert(1)</script></html>",
        "b.jpg": photo()[:200],
        "c.txt": "记录".encode(),
        "d.gif": b"GIF89a" + b"\x00" * 20,
    }
    for name, content in hostile.items():
        with pytest.raises(Invalid):
            site.report(pictures=[picture(name, content)])
    assert (Report.objects.count(), Picture.objects.count()) == (0, 0)


def test_too_large_or_too_many(site, settings):
    settings.DUBAN_ATTACHMENT_LIMIT = 100
    with pytest.raises(Invalid) as refused:
        site.report(pictures=[picture()])
    assert codes(refused) == ["core.file_too_large"]
    with pytest.raises(Invalid) as refused:
        site.report(pictures=[picture()] * 13)
    assert codes(refused) == ["core.too_many"]


def test_a_drawing_and_its_photos_make_a_spot(site, plant):
    drawing = services.add_picture(
        actor=site.lead,
        zone_id=site.zone,
        project_id=site.project.pk,
        picture=picture(
            "图.png",
            photo(taken="", form="PNG"),
            kind=PictureKind.DRAWING,
            spot="1号厂房东立面",
            activity="A-10",
            on=date(2020, 1, 5),
        ),
        at=AT,
    )
    site.report(pictures=[picture(drawing_id=drawing, caption="屋面完成")])
    [scene] = site.page().scenes
    [spot] = scene.spots
    assert (scene.activity, scene.called.name) == ("", "A-10"), "without a plan an activity is words"
    assert (spot.name, spot.drawing.id) == ("1号厂房东立面", drawing)
    assert [(p.activity_said, p.drawing_id, p.caption) for p in spot.photos] == [
        ("A-10", drawing, "屋面完成")
    ]
    with pytest.raises(Invalid) as refused:
        services.add_picture(
            actor=site.lead,
            zone_id=site.zone,
            project_id=site.project.pk,
            picture=picture(kind=PictureKind.DRAWING, caption="x" * 121),
            at=AT,
        )
    assert codes(refused) == ["core.required", "core.too_long"]
    other = plant(name="别家的厂房")
    with pytest.raises(NotFound):
        services.add_picture(
            actor=site.lead,
            zone_id=site.zone,
            project_id=other.pk,
            picture=picture(drawing_id=drawing),
            at=AT,
        )


# Whole numbers and fractions which their camera says were text: read, they are text; written again, they break.
@pytest.mark.parametrize(("tag", "value"), [(0x0100, 7), (0x011A, 1.5)])
def test_a_photo_with_odd_notes_of_its_camera_is_kept_upright_without_them(site, tag, value):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[tag] = value
    told = bytearray(exif.tobytes())
    order = "big" if told[6:8] == b"MM" else "little"
    at = told.index(tag.to_bytes(2, order))
    told[at + 2 : at + 4] = (2).to_bytes(2, order)
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=bytes(told))
    site.report(pictures=[picture(content=out.getvalue())])
    _row, path = selectors.picture(actor=site.keeper, zone_id=site.zone, picture_id=Picture.objects.get().pk)
    with Image.open(path) as image:
        assert image.size == (40, 60)
        assert not image.getexif()

"""The demonstration says of the projects what the article says, and what is made up can be taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from duban.demo.scenes import SCENES, drawing, photo
from duban.demo.timeline import TIMELINES
from duban.engine.schedule import moment
from duban.projects import selectors
from duban.projects.models import Count, CountedWork, Picture, Report

ARTICLE_DAY = date(2020, 9, 16)


@pytest.fixture
def zone(db):
    from duban.demo.services import ZONE
    from duban.orgs.selectors import find_zone
    from tests.snapshots import demonstration

    demonstration(work=True)
    return find_zone(slug=ZONE)


def test_the_articles_progress_is_fact_and_everything_else_is_marked(zone):
    told = Report.objects.filter(is_sample=False)
    assert told.count() == 8
    assert {r.state for r in told} == {"reviewed"}
    assert {(r.percent, r.on, r.source) for r in told} == {
        (None, ARTICLE_DAY, "宁夏财经网 2020年9月16日报道")
    }
    assert [(c.work.name, c.done, c.at_least, c.said) for c in Count.objects.filter(report__in=told).order_by("id")] == [
        ("单晶炉安装", Decimal(1400), True, "1400多台"),
        ("切片机安装", Decimal(330), False, "330台"),
    ]  # fmt: skip
    made_up = Report.objects.filter(is_sample=True, project__is_sample=False)
    # Nobody's real project is given a made-up figure, nor a newer word than the article's.
    assert {(r.percent, r.investment, r.workers) for r in made_up} == {(None, None, None)}
    assert not Count.objects.filter(report__in=made_up).exists()
    assert max(r.on for r in made_up) < ARTICLE_DAY
    assert set(Picture.objects.values_list("is_sample", flat=True)) == {True}


def test_drawn_weeks_lie_over_a_drawing_within_their_activity_s_days(zone, person):
    actor = person("ducha")
    for line in TIMELINES:
        reach = {"actor": actor, "zone_id": zone, "code": line.code}
        page = selectors.progress_page(**reach, on=ARTICLE_DAY)
        [scene] = [x for x in page.scenes if x.activity == line.activity]
        [spot] = scene.spots
        assert [(p.on, p.activity, p.drawing_id) for p in spot.photos] == [
            (end, line.activity, spot.drawing.id) for end, _share in line.photos
        ]
        shown = {p.id for report in page.reports for p in report.pictures}
        assert {p.id for p in spot.photos} <= shown, "each came with its week's report"
        lines = {x.activity.id: x for x in selectors.schedule_page(**reach).lines}
        there = lines[line.activity]
        begun = moment(there.start).date()
        assert begun <= line.photos[0][0]
        assert line.photos[-1][0] <= moment(there.finish).date()
        assert page.image_on == ARTICLE_DAY, "what the article says stays the newest"


def test_a_scene_is_the_same_bytes_says_that_it_is_drawn_and_grows():
    red = (168, 34, 30)
    for scene in SCENES.values():
        first = photo(scene, 30)
        assert first == photo(scene, 30)
        assert drawing(scene) == drawing(scene)
        seen = [Image.open(BytesIO(photo(scene, done))).convert("RGB") for done in (0, 30, 100)]
        plates = [one.crop((746, 24, 936, 124)) for one in seen]
        near = [
            p
            for p in plates[0].get_flattened_data()
            if max(abs(a - b) for a, b in zip(p, red, strict=True)) < 40
        ]
        assert len(near) > 1500, "the plate and its two characters"
        changed = [ImageChops.difference(a, b).getbbox() for a, b in pairwise(seen)]
        assert all(changed)


def test_what_is_made_up_leaves_and_the_articles_stays(zone):
    from duban.demo.services import remove_samples
    from duban.orgs.selectors import operator
    from tests.snapshots import AT

    remove_samples(actor=operator(name="测试"), zone_id=zone, at=AT)
    assert (Report.objects.count(), Picture.objects.count(), CountedWork.objects.count()) == (8, 0, 2)
    page = selectors.progress_page(
        actor=operator(name="测试"), zone_id=zone, code="longi-15gw", on=ARTICLE_DAY
    )
    assert (page.percent, page.image) == (None, "已完成1400多台单晶炉和330台切片机安装。")

"""The demonstration says of the projects what the article says, and what is made up can be taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

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
    assert set(Report.objects.filter(is_sample=True).values_list("project__is_sample", flat=True)) == {True}
    assert set(Picture.objects.values_list("is_sample", flat=True)) == {True}


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

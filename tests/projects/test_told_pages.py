"""Progress told by reports on the pages, in the background, and the pictures of activities."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from duban.core import clock
from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.projects import services
from duban.projects.models import Report, Revision, Telling
from duban.projects.services import schedules
from duban.projects.services.schedules import follow_reports
from duban.projects.types import (
    ActivityDraft,
    DropActivity,
    PictureKind,
    ProjectDates,
)
from tests.projects.site import AT, Site, photo, picture
from tests.projects.telling import ELEVENTH, edit, lay_out, page, plan, refused, week

pytestmark = pytest.mark.usefixtures("own_folder")


def test_what_was_counted_before_plans_listened_is_told_in_the_background(planned, operator):
    report = planned.report(**week(ELEVENTH, 400))
    Report.objects.filter(pk=report).update(state="reviewed")
    assert services.tell_plans(actor=operator, at=AT) == 1
    assert (plan(planned)["7"].percent, Revision.objects.get(number=2).kind) == (25, "report")
    assert services.tell_plans(actor=operator, at=AT) == 0
    Report.objects.filter(pk=report).update(state="returned")
    assert services.tell_plans(actor=operator, at=AT) == 1
    assert plan(planned)["7"].told is None


def test_a_plan_that_cannot_be_computed_keeps_no_other_from_being_told(
    planned, plant, firm_unit, operator, monkeypatch
):
    dates = ProjectDates(planned_start=date(2020, 3, 1), started_on=date(2020, 3, 10))
    other = plant(name="另一项目", code="other", enterprise_id=firm_unit[2], dates=dates)
    second = lay_out(Site(planned.zone, other, planned.firm, planned.lead, planned.officer, planned.keeper))
    for site in (planned, second):
        report = site.report(**week(ELEVENTH, 400))
        Report.objects.filter(pk=report).update(state="reviewed")

    def refuses(actor, project, **said):
        if project.pk == planned.project.pk:
            raise Invalid(Problem("schedules.no_work", "工地"))
        return follow_reports(actor, project, **said)

    monkeypatch.setattr(schedules, "follow_reports", refuses)
    with pytest.raises(Invalid) as told:
        services.tell_plans(actor=operator, at=AT)
    assert [p.code for p in told.value.problems] == ["schedules.no_work"]
    assert (plan(planned)["7"].percent, plan(second)["7"].percent) == (0, 25)


def at(site, name, *more):
    return reverse(name, args=["yinchuan", site.project.code, *more])


def test_the_table_says_what_waits_and_where_the_share_is_from(planned, browse, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    pictures = [picture(activity="7")]
    report = planned.report(
        **week(ELEVENTH, 400, pictures=pictures, activities=(ActivityDraft("9", percent=0),))
    )
    head = browse("jianhuan")
    shown = head.get(at(planned, "project-schedule")).content.decode()
    assert "待审 400/1600" in shown
    assert "待审 0%" in shown
    assert '#pictures-7">图片 1</a>' in shown
    planned.move(report, "review", at=AT)
    shown = head.get(at(planned, "project-schedule")).content.decode()
    assert "待审" not in shown
    assert (
        f'#report-{report}" title="进度周报（数据截至 2020年9月11日），千套公司项目负责人" data-from>25%</a>'
        in shown
    )
    form = head.get(at(planned, "schedule-activity"), {"id": "7"}).content.decode()
    for field in ("percent", "remaining", "actual_start", "actual_finish", "done"):
        assert f'name="{field}"' not in form
    assert f'#report-{report}"' in form
    posted = {"id": "7", "base": "2", "percent": "70"}
    answer = head.post(at(planned, "schedule-activity"), posted)
    assert answer.status_code == 422
    assert "以审核过的进度报告为准" in answer.content.decode()
    history = head.get(at(planned, "schedule-history")).content.decode()
    assert f'#report-{report}">进度周报（数据截至 2020-09-11）审核通过</a>' in history


def test_the_form_reads_taps_counts_and_the_rest_of_the_plan(planned, browse, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    firm = browse("qiantao")
    given = {
        "term": "weekly:2020-09-18", "image": "安装中", "percent": "", "activity_7": "400",
        "begun_7": "1", "begun_on_7": "2020-09-02", "begun_9": "1",
        "other_1": "8", "begun_other_1": "1", "begun_on_other_1": "2020-09-03", "percent_other_1": "20%",
    }  # fmt: skip
    assert firm.post(at(planned, "project-report"), given).status_code == 302
    told = {t.activity: (t.percent, t.started, t.finished) for t in Telling.objects.all()}
    # Without a day it is the day the figures are of: today, a Wednesday.
    assert told == {
        "7": (None, date(2020, 9, 2), None), "9": (None, date(2020, 9, 16), None),
        "8": (20, date(2020, 9, 3), None),
    }  # fmt: skip
    report = Report.objects.get()
    assert report.percent is None
    planned.move(report.pk, "send_back", reason="再核", at=AT)
    form = firm.get(at(planned, "project-report"), {"term": "weekly:2020-09-18"}).content.decode()
    assert 'value="400"' in form
    assert 'name="begun_on_7" value="2020-09-02"' in form
    assert 'name="percent_8" inputmode="numeric" value="20"' in form
    refused_ = firm.post(at(planned, "project-report"), given | {"percent_other_1": "很多"})
    assert refused_.status_code == 422
    assert "很多" in refused_.content.decode()


def test_a_photo_is_of_an_activity_of_the_plan_and_meets_its_drawing(planned):
    drawing = services.add_picture(
        actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk, at=AT,
        picture=picture("图.jpg", photo((70, 50)), kind=PictureKind.DRAWING, spot="东侧", activity="9"),
    )  # fmt: skip
    refused(lambda: planned.report(pictures=[picture(activity="粉刷")]), "projects.no_activity")
    planned.report(pictures=[picture(activity="9"), picture(content=photo((50, 50)), activity="7")])
    scenes = planned.page(actor=planned.firm).scenes
    assert [(s.activity, s.number, s.called.name) for s in scenes] == [
        ("7", "1", "单晶炉安装"),
        ("9", "3", "粉刷"),
    ]
    [spot] = scenes[1].spots
    assert (spot.name, spot.drawing.id, [p.drawing_id for p in spot.photos]) == ("东侧", drawing, [drawing])
    assert page(planned).pictures == {"7": 1, "9": 2}
    edit(planned, 1, DropActivity("9"))
    assert [(s.activity, s.called.name) for s in planned.page(actor=planned.firm).scenes] == [
        ("7", "单晶炉安装"), ("", "粉刷"),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_words_of_pictures_become_activities_where_they_are_exactly_one(planned, migrate):
    kept = [
        services.add_picture(
            actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk, at=AT,
            picture=picture(f"{n}.jpg", photo((50 + n, 30))),
        )
        for n in range(4)
    ]  # fmt: skip
    apps = migrate("0012_english_words_of_steps")
    old = apps.get_model("projects", "Picture").objects
    for pk, said in zip(kept, ("粉刷", "2", "东立面三层", ""), strict=True):
        old.filter(pk=pk).update(activity=said)
    apps = migrate("0013_reports_tell_the_plan")
    new = apps.get_model("projects", "Picture").objects
    # By name, by number (trying out is the second), not at all, and nothing said.
    assert list(new.order_by("pk").values_list("activity", "activity_said")) == [
        ("9", "粉刷"), ("8", "2"), ("", "东立面三层"), ("", ""),
    ]  # fmt: skip
    old = migrate("0012_english_words_of_steps").get_model("projects", "Picture").objects
    assert list(old.order_by("pk").values_list("activity", flat=True)) == ["粉刷", "2", "东立面三层", ""]
    revision = Revision.objects.only("pk").get()
    migrate("0013_reports_tell_the_plan")
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(reason="改")

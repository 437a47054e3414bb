"""The pages of progress and lights, asked for as people do."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duban.projects.models import CountedWork, Judgement, Picture, ProgressRule, Report, Rhythm
from tests.projects.site import AT, photo, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
ON = "?on=2020-09-16"


@pytest.fixture(autouse=True)
def _then(monkeypatch):
    """It is ten in the morning of 16 September 2020."""
    from duban.core import clock

    monkeypatch.setattr(clock, "now", lambda: AT)


def at(site, name, *args):
    return reverse(name, args=["yinchuan", *([site.project.code] if name not in BOARDS else []), *args])


BOARDS = {"project-lights", "project-lights-export", "project-lights-rule"}


def send(client, site, **given):
    fields = {
        "term": "monthly:2020-08-31",
        "percent": "60",
        "image": "主体完成",
        "key": "k-1",
    } | given
    return client.post(at(site, "project-report"), fields)


def test_a_report_with_a_photo_travels_from_phone_to_the_projects_page(site, browse):
    firm, head = browse("qiantao"), browse("jianhuan")
    page = firm.get(at(site, "project-report"))
    assert page.status_code == 200
    assert "2020-08-31" in page.content.decode()
    answer = send(firm, site, photo=SimpleUploadedFile("现场.jpg", photo()), workers="40", investment="3200")
    assert answer.status_code == 302
    report = Report.objects.get()
    assert (report.percent, report.workers, report.state) == (60, 40, "submitted")
    shown = head.get(at(site, "project-progress")).content.decode()
    assert "待审核" in shown
    assert "审核通过" in shown
    assert "审核通过" not in firm.get(at(site, "project-progress")).content.decode()
    version = Report.objects.get().version
    moved = head.post(
        at(site, "project-review", report.pk), {"edge": "send_back", "version": version, "reason": ""}
    )
    assert moved.status_code == 422
    head.post(
        at(site, "project-review", report.pk), {"edge": "send_back", "version": version, "reason": "重拍"}
    )
    again = firm.get(at(site, "project-report"))
    assert "退回：重拍" in again.content.decode()
    assert send(firm, site, percent="58", key="k-2").status_code == 302
    version = Report.objects.get().version
    head.post(at(site, "project-review", report.pk), {"edge": "review", "version": version})
    page = head.get(at(site, "project-progress")).content.decode()
    assert '<p class="percent">58<small>%</small></p>' in page
    assert "今年以来完成投资 3200 万元" not in page


def test_a_refused_report_keeps_what_was_typed_and_says_everything(site, browse):
    firm = browse("qiantao")
    answer = send(firm, site, percent="abc", image="", workers="-1", investment="12")
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "不是数值" in body
    answer = send(firm, site, percent="101", image="")
    body = answer.content.decode()
    assert "进度 101 不合规" in body
    assert "“形象进度”不能为空" in body
    device = firm.post(
        at(site, "project-report"),
        {"term": "monthly:2020-08-31", "percent": "101"},
        headers={"accept": "application/json"},
    )
    assert device.status_code == 422
    assert len(device.json()["problems"]) == 2
    sent = firm.post(
        at(site, "project-report"),
        {"term": "monthly:2020-08-31", "percent": "10", "image": "x", "key": "d"},
        headers={"accept": "application/json"},
    )
    assert sent.json() == {"next": at(site, "project-progress")}
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "term", ["monthly:2020-08-30", "yearly:2020-08-31", "weekly:", ":2020-08-31", "monthly:today", "x"]
)
def test_a_forged_period_is_answered_in_words(site, browse, term):
    firm = browse("qiantao")
    assert firm.get(at(site, "project-report") + f"?term={term}").status_code == 422
    assert send(firm, site, term=term).status_code == 422


def test_a_report_kept_on_a_phone_for_weeks_still_arrives(site, browse):
    assert send(browse("qiantao"), site, term="monthly:2020-05-31").status_code == 302
    assert Report.objects.get().ends == date(2020, 5, 31)


def test_each_photo_is_tied_to_its_drawing(site, browse):
    from duban.projects import services
    from duban.projects.types import PictureKind

    drawings = [
        services.add_picture(
            actor=site.lead,
            zone_id=site.zone,
            project_id=site.project.pk,
            picture=picture(f"{n}.png", photo((40 + n, 30), form="PNG"), kind=PictureKind.DRAWING, spot=f"位置{n}", activity=f"A{n}"),
            at=AT,
        )
        for n in (1, 2)
    ]  # fmt: skip
    files = [SimpleUploadedFile(f"{n}.jpg", photo((50 + n, 30))) for n in (1, 2)]
    answer = browse("qiantao").post(
        at(site, "project-report"),
        {
            "term": "monthly:2020-08-31",
            "percent": "10",
            "image": "x",
            "photo": files,
            "photo_drawing": [str(drawings[1]), str(drawings[0])],
        },
    )
    assert answer.status_code == 302
    photos = Picture.objects.filter(kind="photo").order_by("id")
    assert [(p.drawing_id, p.spot, p.activity_said) for p in photos] == [
        (drawings[1], "位置2", "A2"),
        (drawings[0], "位置1", "A1"),
    ]
    page = browse("jianhuan").get(at(site, "project-progress")).content.decode()
    assert page.count("data-compare") == 2


def test_a_picture_is_served_to_those_who_see_the_project_and_never_runs(site, browse, stranger):
    send(browse("qiantao"), site, photo=SimpleUploadedFile("现场.jpg", photo()))
    kept = Picture.objects.get()
    address = at(site, "project-picture", kept.pk)
    for name in ("qiantao", "jianhuan", "zhuren"):
        answer = browse(name).get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert browse(name).get(f"{address}?small").headers["Content-Type"] == "image/jpeg"
    for name in ("xitong", "bieren"):
        assert browse(name).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    other = reverse("project-picture", args=["yinchuan", "2020-099", kept.pk])
    assert browse("jianhuan").get(other).status_code == 404


def test_hostile_files_are_told_at_the_form(site, browse):
    firm = browse("qiantao")
    for content in (b"<svg onload=alert(1)/>", photo()[:100], b"%PDF-1.7"):
        answer = send(firm, site, photo=SimpleUploadedFile("x.jpg", content, content_type="image/jpeg"))
        assert answer.status_code == 422
    assert Report.objects.count() == 0


def test_setting_up_counted_work_pictures_and_rhythm(site, browse):
    head = browse("jianhuan")
    given = {"name": "单晶炉", "unit": "台", "total": "1,600", "start": "2020-09-01", "finish": "2020-09-30"}
    assert head.post(at(site, "project-work"), given).status_code == 302
    assert CountedWork.objects.get().total == 1600
    assert head.post(at(site, "project-work"), given | {"total": "many"}).status_code == 422
    assert head.post(at(site, "project-work"), given | {"start": "soon"}).status_code == 422
    assert head.post(at(site, "project-rhythm"), {"how": "weekly"}).status_code == 302
    assert Rhythm.objects.get().how == "weekly"
    assert head.post(at(site, "project-rhythm"), {"how": "daily"}).status_code == 422
    file = SimpleUploadedFile("图.png", photo(form="PNG"))
    answer = head.post(at(site, "project-picture-add"), {"kind": "drawing", "spot": "东立面", "photo": file})
    assert answer.status_code == 302
    assert head.post(at(site, "project-picture-add"), {"kind": "drawing", "spot": "x"}).status_code == 422
    assert head.post(at(site, "project-picture-add"), {"kind": "film"}).status_code == 422
    form = browse("qiantao").get(at(site, "project-report")).content.decode()
    assert "单晶炉" in form
    assert "东立面" in form


def test_a_leader_judges_a_light_on_the_projects_page(site, browse):
    leader = browse("zhuren")
    given = {"lamp": "library", "reason": "统计局已受理", "starts": "2020-09-01", "ends": "2020-09-30"}
    assert leader.post(at(site, "project-judge"), given | {"lamp": "sun"}).status_code == 422
    assert leader.post(at(site, "project-judge"), given | {"ends": ""}).status_code == 422
    assert browse("qiantao").post(at(site, "project-judge"), given).status_code == 403
    assert leader.post(at(site, "project-judge"), given).status_code == 302
    page = leader.get(at(site, "project-progress")).content.decode()
    assert "正当理由：统计局已受理" in page
    assert leader.post(at(site, "project-judge"), {"withdraw": "x", "reason": "补齐"}).status_code == 404
    one = Judgement.objects.get()
    assert leader.post(at(site, "project-judge"), {"withdraw": one.pk, "reason": "补齐"}).status_code == 302
    page = leader.get(at(site, "project-progress")).content.decode()
    assert "入库灯 红灯" in page


def test_the_board_filters_by_its_address_and_exports_what_it_shows(site, browse, plant):
    from duban.projects.types import ProjectDates

    late = plant(name="应开未开", dates=ProjectDates(planned_start=date(2020, 6, 1)))
    reader = browse("ducha")
    page = reader.get(at(site, "project-lights")).content.decode()
    assert site.project.name in page
    assert "应开未开" in page
    for query, shown, hidden in (
        ("list=unstarted", late.code, site.project.code),
        ("list=not_in_library", site.project.code, late.code),
        ("list=silent", site.project.code, late.code),
        ("lamp=red&light=start", late.code, site.project.code),
        ("q=千套厂房", site.project.code, late.code),
    ):
        page = reader.get(at(site, "project-lights") + f"?{query}").content.decode()
        assert f"/projects/{shown}/progress/" in page
        assert f"/projects/{hidden}/progress/" not in page
        sheet = b"".join(reader.get(at(site, "project-lights-export", "csv") + f"?{query}").streaming_content)
        text = sheet.decode("utf-8-sig")
        assert shown in text
        assert hidden not in text
    book = reader.get(at(site, "project-lights-export", "xlsx"))
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert sheet.max_row == 3
    for bad in ("lamp=blue", "light=sun", "list=x", "lead=x", "on=x"):
        assert reader.get(at(site, "project-lights") + f"?{bad}").status_code == 422
    assert reader.get(at(site, "project-lights-export", "pdf")).status_code == 404


def test_supervision_rules_the_lights(site, browse):
    keeper, head = browse("ducha"), browse("jianhuan")
    page = keeper.get(at(site, "project-lights-rule"))
    assert "略慢" in page.content.decode()
    given = {
        name: page.context["form"].initial[name]
        for name in page.context["form"].fields
        if name in page.context["form"].initial
    }
    given |= {"slight": "green", "starts": "2020-09-16", "reason": "并入绿灯"}
    assert head.post(at(site, "project-lights-rule"), given).status_code == 403
    assert (
        keeper.post(at(site, "project-lights-rule"), given | {"progress_yellow_pp": "40"}).status_code == 422
    )
    assert keeper.post(at(site, "project-lights-rule"), given).status_code == 302
    assert ProgressRule.objects.get().parameters["slight"] == "green"


def test_what_waits_is_one_count(site, browse):
    firm = browse("qiantao")
    mine = firm.get(reverse("my", args=["yinchuan"])).content.decode()
    assert "报项目进度" in mine
    assert at(site, "project-report") in mine
    send(firm, site)
    mine = firm.get(reverse("my", args=["yinchuan"])).content.decode()
    assert "报项目进度" not in mine
    head = browse("jianhuan").get(reverse("my", args=["yinchuan"])).content.decode()
    assert "审核项目进度" in head


def test_the_day_is_told_once(site):
    from duban.boards.services import prepare_day
    from duban.notices.models import Notice
    from duban.orgs.selectors import operator

    def told():
        return prepare_day(actor=operator(name="后台"), on=date(2020, 9, 16), at=AT, zone_ids=[site.zone])

    assert told() > 0
    codes = list(Notice.objects.filter(about=f"project:{site.project.code}").values_list("code", flat=True))
    assert sorted(codes) == ["boards.day_silent", "boards.day_task_due"]
    assert told() == 0


@pytest.mark.parametrize("name", ["project-progress", "project-report"])
def test_pages_ask_as_often_with_many_reports_as_with_few(site, browse, name, django_assert_max_num_queries):
    for end in (date(2020, 7, 3), date(2020, 7, 10), date(2020, 7, 17), date(2020, 7, 24)):
        from duban.projects.types import ReportKind

        site.reviewed(kind=ReportKind.WEEKLY, end=end, pictures=[picture(content=photo((60 + end.day, 40)))])
    client = browse("jianhuan")
    with django_assert_max_num_queries(60):
        client.get(at(site, name))

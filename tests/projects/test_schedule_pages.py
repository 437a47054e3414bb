"""The pages of a schedule through the test client: what the chart's script sends, forms without it, how often they ask."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.engine.schedule import LinkKind
from duban.exchange.kept_schedules import schedule_mspdi
from duban.orgs.models import Post, Unit
from duban.projects import services
from duban.projects.models import Project, Revision, Template
from duban.projects.types import ChangeDates, PlannedLink, Schedule
from tests.projects.desk import AT, Desk
from tests.projects.plans import activity, three


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


@pytest.fixture
def page(client, desk):
    return Page(client, desk)


class Page:
    def __init__(self, client, desk):
        self.client, self.desk = client, desk
        self.sign_in("jianhuan")

    def sign_in(self, username):
        self.client.logout()
        assert (
            self.client.post(reverse("sign-in"), {"username": username, "password": PASSWORD}).status_code
            == 302
        )

    def address(self, name, *more):
        return reverse(name, args=["yinchuan", self.desk.code, *more])

    def get(self, name, *more, **query):
        return self.client.get(self.address(name, *more), query)

    def post(self, name, /, **data):
        return self.client.post(self.address(name), data)

    def edits(self, name, *edits, base=1, **more):
        return self.post(name, base=base, edits=json.dumps(edits), baseline="", **more)


LONGER = {"op": "days", "id": "1", "days": 13}


def test_trying_out_answers_what_changes_and_keeps_nothing(page):
    answer = page.edits("schedule-try", LONGER)
    told = answer.json()
    assert answer.status_code == 200
    assert [row[0][0] for row in told["rows"]] == ["1", "2", "3"]
    assert told["rows"][0][1][0] == "13工作日"
    assert told["effect"]["moved"] == "完工推迟 3 个工作日"
    assert told["effect"]["verdict"] == "比期限晚 1 个工作日"
    assert Revision.objects.count() == 1


def test_saving_keeps_one_revision_and_the_second_is_told(page):
    assert page.edits("schedule-save", LONGER, reason="拆迁").json() == {"number": 2}
    late = page.edits("schedule-save", LONGER)
    assert late.status_code == 409
    assert "第 2 版" in late.json()["problems"][0]
    assert page.edits("schedule-try", LONGER, base=1).status_code == 409
    assert Revision.objects.get(number=2).reason == "拆迁"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[[]]",
        '[{"op":"days","id":"1","days":"x"}]',
        '[{"op":"start","id":1,"day":"2020"}]',
        "[" * 5000,
        '[{"op":"?","id":"1"}]',
        '[{"op":[],"id":"1"}]',
        '[{"op":{"a":1},"id":"1"}]',
        r'[{"op":"drop","id":"\ud800"}]',
        '[{"op":"days","id":"1","days":1e400}]',
        '[{"op":"link","id":"2","before":1,"kind":1}]',
        '[{"op":"link","id":"2","before":"1","kind":7}]',
        '[{"op":"unlink","id":"2","before":"1","kind":"FS"}]',
        '[{"op":"days","id":"1","days":' + "9" * 5000 + "}]",
        "null",
    ],
)
def test_forged_changes_are_refused_in_words(page, text):
    answer = page.post("schedule-save", base=1, edits=text)
    assert answer.status_code == 422
    assert "读不懂" in answer.json()["problems"][0]
    assert Revision.objects.count() == 1


def test_who_only_reads_changes_nothing(page):
    page.sign_in("tongji")
    assert page.edits("schedule-save", LONGER).status_code == 403
    assert page.edits("schedule-try", LONGER).status_code == 403
    assert page.post("schedule-activity", id="1", base=1, name="x").status_code == 403
    assert page.post("schedule-dates", base=1, deadline="2020-12-31").status_code == 403
    assert page.post("schedule-restore", base=1, number=1).status_code == 403
    assert page.post("schedule-baseline", number=1, name="x", reason="y").status_code == 403
    assert Revision.objects.count() == 1


def test_a_form_without_a_script_changes_an_activity(page):
    answer = page.post(
        "schedule-activity",
        id="2",
        base=1,
        name="主体",
        duration="30自然日",
        after="1SS+2工作日",
        deadline="2020-10-31",
    )
    assert answer.status_code == 302
    changed = page.desk.page().schedule.activities[1]
    assert (changed.name, changed.calendar, changed.duration) == ("主体", "", 30 * 24 * 600)
    # The activity's own deadline, not the schedule's.
    assert changed.deadline is not None
    assert page.desk.page().schedule.deadline == date(2020, 9, 30)
    shown = page.get("schedule-activity", id="2").content.decode()
    assert 'value="30自然日"' in shown
    assert 'value="1SS+2工作日"' in shown
    wrong = page.post("schedule-activity", id="2", base=2, name="", duration="很久", after="99")
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "很久" in text
    assert "99" in text


def test_a_file_is_looked_at_first_and_only_what_was_looked_at_is_kept(page):
    desk = page.desk
    content = schedule_mspdi(actor=desk.lead, zone_id=desk.zone, code=desk.code)
    shown = page.post("schedule-file", file=SimpleUploadedFile("计划.xml", content))
    assert shown.status_code == 200
    assert Revision.objects.count() == 1
    body = shown.context["body"]
    forged = page.post("schedule-file", base=1, body=body[:-3] + "abc", reason="x")
    assert forged.status_code == 422
    assert page.post("schedule-file", base=1, body=body, reason="计划.xml").status_code == 302
    assert desk.page().revision.kind == "file"
    assert page.post("schedule-file", base=1, body=body, reason="").status_code == 409
    assert page.post("schedule-file", file=SimpleUploadedFile("x.txt", b"hello")).status_code == 422


def test_out_of_the_page_as_project_and_excel(page):
    assert page.get("schedule-export", "xml").content.startswith(b"<?xml")
    assert page.get("schedule-export", "xlsx").content.startswith(b"PK")
    assert page.get("schedule-export", "doc").status_code == 422
    assert page.get("project-schedule", number=7).status_code == 404


def test_a_name_cannot_end_the_block_of_data_it_stands_in(page):
    page.post("schedule-activity", id="1", base=1, name="</script><script>alert(1)</script>")
    text = page.get("project-schedule").content.decode()
    assert "<script>alert" not in text


def asked(page, name, **query):
    page.get(name, **query)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert page.get(name, **query).status_code == 200
    return len(found)


def test_however_long_a_schedule_its_page_asks_as_often(page):
    few = asked(page, "project-schedule"), asked(page, "schedule-history")
    many = tuple(activity(str(n), 2) for n in range(200))
    page.desk.keep(
        Schedule(
            date(2020, 9, 7),
            many,
            tuple(PlannedLink(str(n), str(n + 1)) for n in range(199)),
            date(2021, 9, 30),
        ),
        base=1,
    )
    assert asked(page, "project-schedule") == few[0] <= 28
    assert asked(page, "schedule-history") == few[1] <= 32


def test_however_many_projects_the_last_start_list_asks_as_often(page, desk):
    def board():
        address = reverse("last-start", args=["yinchuan"])
        with CaptureQueriesContext(connection) as found:
            assert page.client.get(address, {"on": "2020-09-09", "within": "14"}).status_code == 200
        return len(found)

    board()
    before = board()
    unit, post = Unit.objects.get(code="construction").pk, Post.objects.get(code="construction-head").pk
    for n in range(5):
        code = desk.register(f"more-{n}", unit, post)
        services.keep_schedule(
            actor=desk.lead, zone_id=desk.zone, project_id=Project.objects.get(code=code).pk,
            schedule=three(), base=0, reason="", at=AT,
        )  # fmt: skip
    assert board() == before <= 24


def test_templates_and_shutdowns_through_their_pages(page):
    page.sign_in("ducha")
    templates, calendar = (reverse(n, args=["yinchuan"]) for n in ("schedule-templates", "site-calendar"))
    assert page.client.post(templates, {"adopt": "1"}).status_code == 302
    assert Template.objects.count() == 4
    kept = {"code": page.desk.code, "name": "本区厂房", "kind": "factory"}
    assert page.client.post(templates, kept).status_code == 302
    assert page.client.post(templates, kept).status_code == 422
    assert page.client.get(templates, {"show": Template.objects.last().pk}).status_code == 200
    span = {
        "name": "停电",
        "starts": "2020-09-14",
        "ends": "2020-09-15",
        "scope": "all",
        "works": "",
        "source": "通知",
    }
    assert "推迟" in page.client.get(calendar, span).content.decode()
    assert page.client.post(calendar, span | {"ends": "2020-09-01"}).status_code == 422
    assert page.client.post(calendar, span).status_code == 302
    page.sign_in("tongji")
    assert page.client.post(calendar, span).status_code == 403
    assert page.client.post(templates, {"adopt": "1"}).status_code == 403


def test_links_are_put_in_and_taken_out_one_by_one(page):
    put = {"op": "link", "id": "3", "before": "1", "kind": 3}
    told = page.edits("schedule-try", put, {"op": "unlink", "id": "3", "before": "2", "kind": 1}).json()
    # Places of the lines and the kind: 1 to 2 finish to start, 1 to 3 start to start.
    assert told["links"] == [[0, 1, 1], [0, 2, 3]]
    ring = page.edits("schedule-try", {"op": "link", "id": "1", "before": "3", "kind": 1})
    assert ring.status_code == 422
    [said] = ring.json()["problems"]
    assert all(f"{a} 任务{a} → {b} 任务{b}" in said for a, b in ("12", "31"))
    refused = page.edits(
        "schedule-try",
        {"op": "link", "id": "2", "before": "1", "kind": 1},
        {"op": "link", "id": "2", "before": "2", "kind": 1},
        {"op": "link", "id": "2", "before": "9", "kind": 1},
        {"op": "unlink", "id": "2", "before": "3", "kind": 1},
    )
    assert [s[:12] for s in refused.json()["problems"]] == [
        "前置任务“任务1”写了不",
        "任务“任务2”不能等它自",
        "计划里没有任务“9”，可",
        "“任务3”到“任务2”没",
    ]
    assert page.edits("schedule-save", put).json() == {"number": 2}
    assert PlannedLink("1", "3", LinkKind.START_START) in page.desk.page().schedule.links


def test_three_points_and_a_cause_through_the_form_and_what_the_chances_say(page):
    given = {"id": "2", "base": 1, "name": "主体", "duration": "5工作日", "after": "1"}
    wrong = page.post("schedule-activity", **given, shortest="4工作日", longest="")
    assert wrong.status_code == 422
    assert "要一起填" in wrong.content.decode()
    assert (
        page.post(
            "schedule-activity", **given, shortest="4工作日", longest="9工作日", risk="equipment"
        ).status_code
        == 302
    )
    form = page.get("schedule-activity", id="2").content.decode()
    assert 'value="4工作日"' in form
    assert '<option value="equipment" selected>' in form
    assert page.post("schedule-chances").status_code == 302
    text = page.get("schedule-answers").content.decode()
    for said in (
        "各原因占多大分量",
        "设备",
        "未注明原因",
        "1 项按填写的最短、最长工期",
        "2 项按默认的 0.9、1、1.5 倍",
    ):
        assert said in text
    rule = reverse("chance-rule", args=["yinchuan"])
    wanted = {
        "low": "1",
        "high": "3",
        "together": "0.2",
        "least": "5",
        "starts": "2020-09-01",
        "reason": "试行",
    }
    assert page.client.post(rule, wanted).status_code == 403
    page.sign_in("ducha")
    assert page.client.post(rule, wanted | {"high": "0.5"}).status_code == 422
    assert page.client.post(rule, wanted).status_code == 302
    assert "试行" in page.client.get(rule).content.decode()
    page.sign_in("jianhuan")
    assert "按旧规则推算" in page.get("schedule-answers").content.decode()
    page.post("schedule-chances")
    assert "2 项按默认的 1、1、3 倍" in page.get("schedule-answers").content.decode()


def test_a_day_is_corrected_only_after_its_effect_has_been_shown(page):
    address = reverse("calendar", args=["yinchuan"])
    asked = {"day": "2020-09-27", "name": "不调休", "source": "国办通知"}
    page.sign_in("xitong")
    shown = page.client.get(address, asked).content.decode()
    for said in ("改为放假", "推迟 1", "确认更正，并告知有关人员"):
        assert said in shown
    assert "任务1" not in shown
    assert page.client.get(address, asked | {"day": "x"}).status_code == 200
    assert page.client.post(address, asked).status_code == 302
    assert "1 份进度计划的完工日期变动" in page.client.get(address).content.decode()
    assert "没有进度计划因此变动" in page.client.get(address, asked).content.decode()
    page.sign_in("jianhuan")
    assert page.client.get(address, asked).status_code == 403


def test_a_plan_in_time_by_its_data_date_and_late_from_today_says_both(page):
    """Begun by Wednesday 9 September it is in time; from Monday the 14th nothing begun, three working days late."""
    page.desk.edit(1, ChangeDates({"data_date": date(2020, 9, 7)}))
    in_time = page.get("project-schedule", on="2020-09-09").content.decode()
    assert "从 2020年9月9日 看，最早 2020年9月30日 完成 · <span>正好在期限完成" in in_time
    late = page.get("project-schedule", on="2020-09-14").content.decode()
    assert "从 2020年9月14日 看，最早 2020年10月12日 完成" in late
    assert "计划里的进展是 2020年9月7日 的" in late
    assert "比期限晚 3 个工作日" in late
    assert page.address("schedule-answers") in late
    earlier = page.get("project-schedule", on="2020-09-14", number="1").content.decode()
    assert "从 2020年9月14日 看" not in earlier, "an older revision is not what stands today"

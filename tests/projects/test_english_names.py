"""An activity's English name: typed once, optional, read wherever an English reader meets the activity, and in no file."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from duban.core.errors import Invalid
from duban.exchange.kept_schedules import bring_schedule, schedule_mspdi, schedule_sheet
from duban.projects import selectors, services
from duban.projects.models import Outlook, Template
from duban.projects.selectors.schedule_codec import decode, encode
from duban.projects.services.template_defaults import defaults
from duban.projects.types import Called, ChangeActivity, RevisionKind, TemplateKind
from tests.projects.desk import AT, Desk
from tests.projects.plans import D, three
from tests.projects.test_schedule_pages import Page

CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH = {"1": "Foundations", "2": "Structure"}


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


@pytest.fixture
def named(desk):
    desk.edit(1, *(ChangeActivity(key, {"name_en": name}) for key, name in ENGLISH.items()))
    return desk


def test_what_has_no_english_name_is_kept_in_the_same_bytes():
    plan = three()
    assert b"name_en" not in encode(plan)
    assert decode(encode(plan)) == plan


def test_it_comes_with_every_answer(named):
    reach = {"actor": named.lead, "zone_id": named.zone}
    on = date(2020, 9, 9)
    chain = named.page().standing.chain
    assert [(s.name, s.name_en) for s in chain] == [
        ("任务1", "Foundations"), ("任务2", "Structure"), ("任务3", ""),
    ]  # fmt: skip
    [first, *_rest] = selectors.last_start_board(**reach, on=on).rows
    assert first.activity == Called("任务1", "Foundations")
    crash = selectors.crashes(**reach, code=named.code, on=on)
    assert {c.name: c.name_en for c in crash}["任务2"] == "Structure"
    services.ask_chances(actor=named.lead, zone_id=named.zone, project_id=named.id, at=AT)
    weights = selectors.chances_of(**reach, code=named.code, on=on).weights
    assert {w.name: w.name_en for w in weights} == {"任务1": "Foundations", "任务2": "Structure", "任务3": ""}
    named.edit(2, ChangeActivity("1", {"duration": 13 * D}))
    slips = selectors.slippage(**reach, code=named.code, since=2)
    assert {s.name: s.name_en for s in slips}["任务1"] == "Foundations"


def test_what_was_kept_before_there_were_english_names_is_still_read(named):
    kept = Outlook.objects.get(project_id=named.id)
    kept.starts = [told[:6] for told in kept.starts]
    kept.save()
    board = selectors.last_start_board(actor=named.lead, zone_id=named.zone, on=date(2020, 9, 9))
    assert [r.activity for r in board.rows] == [Called("任务1", "")]


def test_too_long_a_name_is_told(desk):
    with pytest.raises(Invalid) as found:
        desk.edit(1, ChangeActivity("1", {"name_en": "x" * 201}))
    assert [(p.code, p.where) for p in found.value.problems] == [("core.too_long", "name_en")]
    schedule = selectors.current_schedule(actor=desk.lead, zone_id=desk.zone, code=desk.code)[1]
    with pytest.raises(Invalid, match="too_long"):
        services.keep_template(
            actor=desk.keeper, zone_id=desk.zone, kind=TemplateKind.ROAD, name="甲", name_en="x" * 121,
            schedule=schedule, at=AT,
        )  # fmt: skip


def test_every_template_that_ships_has_both_names():
    for default in defaults():
        assert default.name_en
        assert not CHINESE.search(default.name_en)
        for line in default.lines:
            assert line.name_en, line.name
            assert not CHINESE.search(line.name_en)
            assert CHINESE.search(line.name)


def test_a_schedule_begun_from_a_template_has_its_names(desk):
    reach = {"actor": desk.keeper, "zone_id": desk.zone}
    services.adopt_default_templates(**reach, at=AT)
    road = Template.objects.get(kind="road")
    assert (road.name, road.name_en) == ("示例：园区道路", "Example: road in the zone")
    services.begin_from_template(
        actor=desk.lead, zone_id=desk.zone, project_id=desk.id, template_id=road.pk,
        start=date(2020, 4, 1), deadline=None, base=1, at=AT,
    )  # fmt: skip
    assert desk.page().lines[4].activity.called == Called("路床整形与报验", "Road bed shaped and inspected")


def test_files_are_what_they_were_and_a_file_brought_in_loses_no_name(named):
    asked = {"actor": named.lead, "zone_id": named.zone, "code": named.code}
    written = schedule_mspdi(**asked)
    assert "任务1" in written.decode()
    assert "Foundations" not in written.decode()
    with translation.override("en"), schedule_sheet(**asked) as sheet:
        brought = bring_schedule(sheet.read(), "x.xlsx")
    assert [a.name for a in brought.schedule.activities] == ["任务1", "任务2", "任务3"]
    named.keep(bring_schedule(written, "x.xml").schedule, base=2, kind=RevisionKind.FILE)
    assert [x.activity.name_en for x in named.page().lines] == ["Foundations", "Structure", ""]


@pytest.fixture
def page(client, named):
    return Page(client, named)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("project-schedule", {}),
        ("schedule-answers", {"on": "2020-09-09"}),
        ("schedule-history", {"since": 1}),
        ("project-report", {"on": "2020-09-16"}),
    ],
)
def test_pages_say_it_in_the_reader_s_language(page, name, query):
    page.desk.edit(2, ChangeActivity("1", {"duration": 13 * D}))
    for language, here, gone in (("en", "Foundations", "任务1"), ("zh-hans", "任务1", "Foundations")):
        page.client.cookies["duban_language"] = language
        html = page.get(name, **query).content.decode()
        assert here in html
        assert gone not in html
        assert "任务3" in html, "what has no English name keeps its own"


def test_the_zone_s_list_and_what_would_be_say_it_too(page):
    page.client.cookies["duban_language"] = "en"
    board = page.client.get(reverse("last-start", args=["yinchuan"]), {"on": "2020-09-09"}).content.decode()
    assert "Foundations" in board
    assert "任务1" not in board
    told = page.edits("schedule-try", {"op": "days", "id": "1", "days": 13}, base=2).json()
    assert [row[2] for row in told["rows"]] == ["Foundations", "Structure", "任务3"]


def test_it_is_typed_in_the_activity_s_form(page):
    form = page.get("schedule-activity", id="3").content.decode()
    assert 'name="name_en"' in form
    sent = {
        "base": 2,
        "id": "3",
        "name": "任务3",
        "name_en": " Handed over ",
        "duration": "5工作日",
        "after": "2",
    }
    assert page.post("schedule-activity", **sent).status_code == 302
    lines = page.desk.page().lines
    assert lines[2].activity.called == Called("任务3", "Handed over")

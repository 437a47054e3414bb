"""The record is read in words: every act, field and code of the demonstration has one."""

import re

import pytest
from django.urls import reverse

from duban.audit.selectors import list_entries
from duban.audit.services import record
from duban.audit.types import Act
from duban.demo.people import PASSWORD
from duban.indicators.models import Indicator
from duban.orgs.models import Unit, User
from duban.orgs.selectors import operator
from tests.snapshots import demonstration


@pytest.fixture
def zone(db):
    demonstration(work=True)
    return Unit.objects.get(code="yinchuan").pk


@pytest.fixture
def keeper(client, zone):
    client.post(reverse("sign-in"), {"username": "shenji", "password": PASSWORD})

    def read(**asked):
        return client.get(reverse("record", args=["yinchuan"]), asked).context

    return read


def write(zone, at, verb, thing, before, after):
    record(actor=operator(name="测试"), act=Act(verb, thing, zone, before, after, "更正"), at=at)


def changes(line):
    return [(c.field, c.before, c.after) for c in line.changes]


@pytest.fixture
def newest(keeper):
    return lambda: next(line for line in keeper()["rows"] if line.reason == "更正")


def test_every_line_of_the_demonstration_is_in_words(keeper):
    pages = keeper()["total"] // 50 + 1
    lines = [line for page in range(1, pages + 1) for line in keeper(page=str(page))["rows"]]
    assert len(lines) > 500
    assert [line.verb for line in lines if line.did == line.verb] == []
    # A field without a word would stand in English; so would a code without one.
    code = re.compile(r"[a-z]+_[a-z_]+")
    said = {c.field for line in lines for c in line.changes}
    assert [field for field in said if re.fullmatch(r"[a-z_0-9]+", field)] == []
    written = {v for line in lines for c in line.changes for v in (c.before, c.after)}
    told = {v for v in written if code.fullmatch(v)}
    assert told <= set(Indicator.objects.values_list("code", flat=True)), told
    assert not [v for v in written if "{'" in v or "['" in v]


def test_a_revision_says_field_before_and_after_with_unit_and_period(newest, zone, at):
    row = Indicator.objects.get(code="funds_in_place")
    facts = {
        "indicator": row.pk,
        "period": 202008,
        "source": "department",
        "level": "65.13",
        "status": "final",
    }
    write(zone, at, "indicators.observe", "observation:1", {"level": "65", "status": "preliminary"}, facts)
    line = newest()
    assert (line.did, line.thing, line.reason) == ("记入数据", "数据 招商引资到位资金", "更正")
    assert ("累计", "65 亿元", "65.13 亿元") in changes(line)
    assert ("期别", "", "2020年1—8月") in changes(line)
    assert ("数据状态", "初步", "最终") in changes(line)


def test_days_people_units_and_shares_are_written_as_elsewhere(newest, zone, at):
    unit, user = Unit.objects.get(code="promotion").pk, User.objects.get(username="zhaoshang").pk
    before = {
        "starts": "2020-01-01",
        "user_id": user,
        "unit_id": unit,
        "is_active": False,
        "role": "responsible",
    }
    write(
        zone, at, "orgs.grant", f"user:{user}", before, {**before, "starts": "2020-09-16", "is_active": True}
    )
    line = newest()
    assert line.thing == "账号 投资促进局局长"
    # What stayed as it was is left out.
    assert changes(line) == [("启用", "否", "是"), ("起始日期", "2020年1月1日", "2020年9月16日")]
    write(zone, at, "orgs.grant", f"user:{user}", {}, before)
    said = {c.field: c.after for c in newest().changes}
    assert said["单位"] == "投资促进局"
    assert said["人员"] == "投资促进局局长"
    assert said["角色"] == "责任人"


def test_an_act_is_found_by_its_word(keeper, zone):
    found = keeper(q="报告进展")
    assert found["total"] > 10
    assert {line.verb for line in found["rows"]} == {"ledger.report_progress"}
    assert (
        len(list_entries(actor=operator(name="测试"), text="report_progress", zone_id=zone, limit=500))
        == found["total"]
    )


def test_a_reset_names_the_account(client, zone):
    client.post(reverse("sign-in"), {"username": "xitong", "password": PASSWORD})
    user = User.objects.get(username="tongji").pk
    client.post(reverse("person", args=["yinchuan", user]), {"verb": "reset"})
    page = client.get(reverse("people", args=["yinchuan"])).content.decode()
    assert re.search(r"账号 tongji 的一次性密码：\w{5}-\w{5}-\w{5}。", page)

"""One list of causes for blockers and plans: dated, kept by its keepers, and carried over from two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import translation

from duban.audit.models import Entry
from duban.blockers import selectors, services
from duban.blockers.types import DEFAULT_CAUSES, CauseRow
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.demo.people import PASSWORD
from duban.orgs.models import Unit

TODAY = date(2020, 9, 20)


@pytest.fixture
def asked(yinchuan, person, at):
    return {"actor": person("ducha"), "zone_id": yinchuan, "at": at}


def held(zone, day):
    return {c.code: c.name for c in selectors.causes_on(zone_id=zone, on=day)}


def test_every_zone_begins_with_the_ordinary_causes(yinchuan, asked):
    assert held(yinchuan, TODAY) == {c.code: c.name for c in DEFAULT_CAUSES}
    assert services.adopt_causes(**asked, starts=TODAY) == 0
    assert all(c.name_en for c in selectors.causes_on(zone_id=yinchuan, on=TODAY))


def test_a_cause_is_added_reworded_and_ended_from_a_day(yinchuan, asked):
    services.set_cause(**asked, cause=CauseRow("labour", "用工", "Labour"), starts=date(2020, 9, 21))
    assert "labour" not in held(yinchuan, TODAY)
    assert list(held(yinchuan, date(2020, 9, 21)))[-1] == "labour"
    services.set_cause(**asked, cause=CauseRow("labour", "缺工"), starts=date(2020, 10, 1))
    assert [held(yinchuan, date(2020, m, d))["labour"] for m, d in ((9, 30), (10, 1))] == ["用工", "缺工"]
    services.end_cause(**asked, code="labour", since=date(2020, 11, 1))
    assert "labour" in held(yinchuan, date(2020, 10, 31))
    assert "labour" not in held(yinchuan, date(2020, 11, 1))
    assert selectors.cause_names(zone_id=yinchuan)["labour"] == "缺工"
    lines = [c for c in selectors.list_causes(zone_id=yinchuan) if c.code == "labour"]
    assert [(c.name, c.starts, c.ends, c.latest) for c in lines] == [
        ("缺工", date(2020, 10, 1), date(2020, 10, 31), True),
        ("用工", date(2020, 9, 21), date(2020, 9, 30), False),
    ]
    services.set_cause(**asked, cause=CauseRow("labour", "用工难"), starts=date(2021, 1, 1))
    assert held(yinchuan, date(2021, 1, 1))["labour"] == "用工难"
    verbs = Entry.objects.filter(thing="cause:labour").values_list("verb", flat=True)
    assert sorted(verbs) == ["blockers.end_cause", *["blockers.set_cause"] * 3]


def test_corrected_on_its_own_day_it_stays_one_line(yinchuan, asked):
    for name in ("用工", "缺工"):
        services.set_cause(**asked, cause=CauseRow("labour", name), starts=TODAY)
    [line] = [c for c in selectors.list_causes(zone_id=yinchuan) if c.code == "labour"]
    assert line.name == "缺工"
    with translation.override("en"):
        services.set_cause(**asked, cause=CauseRow("labour", "缺工", "Labour"), starts=TODAY)
        assert selectors.cause_names(zone_id=yinchuan)["labour"] == "Labour"


def test_who_may_keep_it_and_what_it_refuses(yinchuan, asked, person, at, stranger):
    cause = CauseRow("labour", "用工")
    for name, wrong in (("zhaoshang", Forbidden), ("caizheng", NotFound), ("xitong", NotFound)):
        for act in (
            lambda who: services.set_cause(actor=who, zone_id=yinchuan, cause=cause, starts=TODAY, at=at),
            lambda who: services.end_cause(actor=who, zone_id=yinchuan, code="funds", since=TODAY, at=at),
            lambda who: services.adopt_causes(actor=who, zone_id=yinchuan, starts=TODAY, at=at),
        ):
            with pytest.raises((wrong, Forbidden)):
                act(person(name))
    with pytest.raises(NotFound):
        services.set_cause(actor=stranger, zone_id=yinchuan, cause=cause, starts=TODAY, at=at)
    for keeper in ("kaohe", "zhuren"):
        services.set_cause(actor=person(keeper), zone_id=yinchuan, cause=cause, starts=TODAY, at=at)
    with pytest.raises(Invalid) as refusal:
        services.set_cause(**asked, cause=CauseRow("Ärger", " "), starts=TODAY)
    assert [p.where for p in refusal.value.problems] == ["code", "name"]
    with pytest.raises(Conflict):
        services.set_cause(**asked, cause=cause, starts=TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        services.end_cause(**asked, code="labour", since=TODAY)
    with pytest.raises(NotFound):
        services.end_cause(**asked, code="moon", since=TODAY)


@pytest.fixture
def signed(client, yinchuan):
    def sign(username):
        client.logout()
        client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
        return client

    return sign


def test_the_page_adds_renames_and_ends(signed, yinchuan):
    page = reverse("causes", args=["yinchuan"])
    assert signed("zhaoshang").get(page).status_code == 200
    assert 'name="save"' not in signed("zhaoshang").get(page).content.decode()
    assert signed("zhaoshang").post(page, {"end": "weather"}).status_code == 403
    client = signed("kaohe")
    new = {"save": "yes", "code": "labour", "name": "用工", "name_en": "Labour", "starts": "2020-09-21"}
    assert client.post(page, new).status_code == 302
    assert held(yinchuan, date(2020, 9, 21))["labour"] == "用工"
    form = client.get(page, {"code": "labour"}).context["form"]
    assert (form.initial["name"], form.initial["name_en"]) == ("用工", "Labour")
    wrong = client.post(page, new | {"code": "9x", "name": ""})
    assert wrong.status_code == 422
    assert 'href="#id_name"' in wrong.content.decode()
    assert client.post(page, {"end": "labour", "since": "2020-09-01"}).status_code == 422
    assert client.post(page, {"end": "labour", "since": "不知道"}).status_code == 422
    assert client.post(page, {"end": "labour", "since": "2020-12-01"}).status_code == 302
    assert "labour" not in held(yinchuan, date(2020, 12, 1))
    shown = client.get(page).content.decode()
    assert all(word in shown for word in ("在用", "已停用", "未到起始日", "用工"))
    assert f'href="{page}"' in client.get(reverse("plans", args=["yinchuan"])).content.decode()
    assert f'href="{page}"' in client.get(reverse("blockers", args=["yinchuan"])).content.decode()


BEFORE = [("ledger", "0003_counted"), ("blockers", "0001_initial")]
AFTER = [("ledger", "0006_no_list_of_its_own")]


def migrated(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_lists_become_one_and_back(at):
    unit = Unit.objects.create(kind="zone", code="old")
    bare = Unit.objects.create(kind="zone", code="bare")
    try:
        old = migrated(BEFORE)
        listed, codes = old.get_model("blockers", "Cause"), old.get_model("ledger", "CauseCode")
        plan = old.get_model("ledger", "Plan").objects.create(
            zone_id=unit.pk, year=2020, title="方案", subject="project", owner_id=unit.pk
        )
        for code, name in (("funds", "资金"), ("land", "土地（本区）"), ("weather", "天气")):
            listed.objects.create(zone_id=unit.pk, code=code, name=name, starts=date(2019, 1, 1))
        words = {"money": "资金", "land": "用地手续（方案）", "weather": "雨雪", "market": "市场订单"}
        for place, (code, name) in enumerate(words.items()):
            row = codes.objects.create(
                zone_id=unit.pk, code=code, name=name, order=place, retired=code == "market"
            )
            old.get_model("ledger", "Cause").objects.create(
                plan=plan, code_id=row.pk, order=place, text=name, is_primary=place == 0
            )

        new = migrated(AFTER)
        lines = new.get_model("ledger", "Cause").objects.order_by("order").select_related("coded")
        assert [(c.text, c.coded.code, c.coded.name) for c in lines] == [
            ("资金", "funds", "资金"),
            ("用地手续（方案）", "land", "用地手续（方案）"),
            ("雨雪", "weather", "雨雪"),
            ("市场订单", "market", "市场订单"),
        ]
        today = {c.code: c.name for c in selectors.causes_on(zone_id=unit.pk, on=TODAY)}
        assert today == {"funds": "资金", "land": "土地（本区）", "weather": "雨雪"}
        assert len(selectors.causes_on(zone_id=bare.pk, on=TODAY)) == 14

        back = migrated(BEFORE)
        kept = back.get_model("ledger", "Cause").objects.order_by("order").select_related("code")
        assert [(c.text, c.code.code) for c in kept] == [
            ("资金", "funds"),
            ("用地手续（方案）", "land"),
            ("雨雪", "weather"),
            ("市场订单", "market"),
        ]
        assert back.get_model("ledger", "CauseCode").objects.filter(retired=True).get().code == "market"
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

"""A page stands at a day: the one asked for, else the zone's own, else today; its addresses keep what was asked for."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.demo.services import SHOWN_ON
from duban.ledger.models import Item, Move, Plan
from duban.orgs.models import Unit
from duban.orgs.selectors import operator
from duban.orgs.services import set_sample_day
from tests.snapshots import demonstration

DAY = "2020-10-12"


@pytest.fixture
def desk(client, db):
    demonstration(work=True)
    client.post(reverse("sign-in"), {"username": "ducha", "password": PASSWORD})
    return client


def page(desk, name, *args, **asked):
    return desk.get(reverse(name, args=["yinchuan", *args]), asked)


def addresses(text):
    """Return every address of the zone a page leads to, and those of itself with another query."""
    found = re.findall(r'\s(?:href|action|hx-get)="((?:/yinchuan/|\?)[^"]*)"', text)
    return [one.replace("&amp;", "&") for one in found]


READ = (
    "zone-home",
    "gap",
    "my",
    "plans",
    "ownerless",
    "ledger",
    "ledger-board",
    "ledger-tree",
    "ledger-calendar",
)


@pytest.mark.parametrize("name", READ)
def test_every_address_of_a_page_keeps_the_day_asked_for(desk, name):
    response = page(desk, name, on=DAY)
    text = response.content.decode()
    assert response.status_code == 200
    assert response.wsgi_request.on == date(2020, 10, 12)
    links = [one for one in addresses(text) if not re.search(r"[?&]on=today", one)]
    assert len(links) > 5
    assert [one for one in links if f"on={DAY}" not in one] == []
    assert [one for one in links if one.count("on=2020") > 1] == []
    forms = re.findall(r'<form\b[^>]*method="get".*?</form>', text, re.DOTALL)
    assert all(f'name="on" value="{DAY}"' in form for form in forms)


def test_the_illustrative_zone_stands_at_its_own_day_and_says_so(desk):
    usual = page(desk, "ledger")
    assert usual.wsgi_request.on == SHOWN_ON
    text = usual.content.decode()
    assert "按 2020年10月10日 显示" in text
    assert '<a href="?on=today">改为今天</a>' in text
    assert not [one for one in addresses(text) if "on=2020" in one]
    now = page(desk, "ledger", on="today")
    assert now.wsgi_request.on == now.wsgi_request.today
    assert '<a href="?on=2020-10-10">改为 2020年10月10日</a>' in now.content.decode()
    assert [one for one in addresses(now.content.decode()) if "on=" not in one] == []


def test_a_zone_without_a_day_of_its_own_stands_at_today_and_says_nothing(desk):
    zone = Unit.objects.get(code="yinchuan").pk
    set_sample_day(actor=operator(name="测试"), zone_id=zone, day=None, at=datetime(2026, 1, 6, tzinfo=UTC))
    response = page(desk, "ledger")
    assert response.wsgi_request.on == response.wsgi_request.today
    assert "stands" not in response.content.decode()
    assert "按 2020年10月12日 显示" in page(desk, "ledger", on=DAY).content.decode()


def test_what_is_overdue_is_counted_from_the_day(desk):
    before, after = (page(desk, "ledger", on=day, view="overdue") for day in ("2020-09-30", "2020-12-31"))
    assert before.context["found"].total < after.context["found"].total
    first = Plan.objects.earliest("pk").pk
    plan = page(desk, "plan", first)
    assert {line.lamp for line in plan.context["measures"]}.isdisjoint({"late"})
    late = page(desk, "plan", first, on="2021-02-01")
    assert {line.lamp for line in late.context["measures"]} == {"late"}


def test_writing_takes_the_real_clock_and_comes_back_to_the_day(desk):
    item = Item.objects.filter(state="under_way").first()
    address = reverse("item-move", args=["yinchuan", item.pk])
    data = {"edge": "suspend", "version": item.version, "reason": "等设备"}
    answer = desk.post(f"{address}?on={DAY}", data)
    assert answer.headers["Location"] == f"{reverse('item', args=['yinchuan', item.pk])}?on={DAY}"
    assert Move.objects.filter(item=item).latest("id").at.year >= 2026


@pytest.mark.parametrize("day", ["soon", "2020-13-01", "2020-10-10' or 1"])
def test_what_is_no_day_is_said_to_be_none(desk, day):
    assert page(desk, "ledger", on=day).status_code == 422


def test_an_address_that_names_a_day_and_an_anchor_are_left_whole():
    from duban.web.standing import _kept

    given = (
        b'<a href="/z/a/?on=2020-01-01&amp;x=1">1</a><a href="/z/a/#b">2</a><a href="?">3</a><a href="/y/">4</a>'
        b'<a href="#c">5</a><form class="f" method="get"><p></form><img src="/z/p.png"><a href="?q=a#b">6</a>'
    )
    assert _kept(given, "z", "2020-10-12") == (
        b'<a href="/z/a/?on=2020-01-01&amp;x=1">1</a><a href="/z/a/?on=2020-10-12#b">2</a>'
        b'<a href="?on=2020-10-12">3</a><a href="/y/">4</a><a href="#c">5</a>'
        b'<form class="f" method="get"><input type="hidden" name="on" value="2020-10-12"><p></form>'
        b'<img src="/z/p.png"><a href="?q=a&amp;on=2020-10-12#b">6</a>'
    )

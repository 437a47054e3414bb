"""The ledger's pages as an office uses them: what the address asks for is what is listed, exported and moved."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.exchange import listing
from duban.ledger.models import Item
from duban.ledger.types import ItemFilter, ItemState, Order, Origin, Urgency, View
from duban.web.ledger import asking


@pytest.fixture
def desk(client, ledger):
    client.post(reverse("sign-in"), {"username": "ducha", "password": PASSWORD})
    return client


def address(name, *args):
    return reverse(name, args=["yinchuan", *args])


def numbers(page):
    return re.findall(r'class="l number">([^<]+)<', page.content.decode())


def exported(client, fmt, query=""):
    return b"".join(client.get(f"{address('ledger-export', fmt)}?{query}").streaming_content)


def test_an_address_says_a_filter_and_a_filter_its_address(rf):
    whole = ItemFilter(
        view=View.ALL,
        q="资金 到位",
        states=(ItemState.ACCEPTED, ItemState.REPORTED),
        unit_id=3,
        lead_id=4,
        responsible_id=5,
        person_id=6,
        leader_id=7,
        origin=Origin.CAMPAIGN,
        plan_id=8,
        parent_id=9,
        urgency=Urgency.EXTRA,
        tag="大干60天",
        due_from=date(2020, 9, 16),
        due_to=date(2020, 11, 14),
        order=Order.PERCENT,
        descending=True,
    )
    asked = asking.Asked(whole, 3, date(2020, 10, 10))
    request = rf.get(f"/?{asked.query(page=3)}")
    request.on = date(2020, 10, 10)
    assert asking.read(request) == asked
    assert asking.Asked(ItemFilter(), 1, request.on).query() == ""


@pytest.mark.parametrize(
    "query", ["view=none", "unit=x", "sort=up", "state=gone", "from=soon", "urgency=very", "page=a"]
)
def test_an_address_that_says_nothing_sensible_is_told_so(desk, query):
    assert desk.get(f"{address('ledger')}?{query}").status_code == 422


def test_list_counts_and_exports_are_the_same_rows(desk, ledger):
    ledger.dispatched(title="已交办的一项")
    ledger.under_way(title="办理中的一项", urgency=Urgency.URGENT)
    ledger.draft(title="拟办的一项")
    for query, expected in (
        ("view=all", 3),
        ("", 2),
        ("q=办理中", 1),
        ("urgency=urgent", 1),
        ("state=dispatched", 1),
    ):
        page = desk.get(f"{address('ledger')}?{query}")
        rows = numbers(page)
        assert len(rows) == expected, query
        table = list(csv.reader(io.StringIO(exported(desk, "csv", query).decode("utf-8-sig"))))
        assert [row[0] for row in table[1:]] == rows
        book = openpyxl.load_workbook(io.BytesIO(exported(desk, "xlsx", query))).active
        assert [row[0].value for row in book.iter_rows(min_row=2)] == rows
        assert [cell.value for cell in book[1]] == table[0]
    chips = desk.get(f"{address('ledger')}?view=all").content.decode()
    assert re.search(r"全部 <b>3</b>", chips)
    assert re.search(r"在办 <b>2</b>", chips)


def test_no_cell_of_an_export_is_a_formula(desk, ledger):
    ledger.draft(title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in exported(desk, "csv", "view=all").decode()
    book = openpyxl.load_workbook(io.BytesIO(exported(desk, "xlsx", "view=all"))).active
    assert book["B2"].value == "'=HYPERLINK(1)"
    assert book["B2"].data_type == "s"


def test_a_csv_comes_in_parts_and_begins_with_its_mark():
    rows = (("督办", n, date(2020, 9, 16), None) for n in range(1201))
    parts = list(listing.csv_parts([listing.Heading("名称")], rows))
    assert len(parts) == 3
    assert parts[0].startswith("\ufeff".encode())
    assert b"".join(parts).count(b"\r\n") == 1202


def test_pages_of_any_length_ask_as_often(desk, ledger):
    def asked(*names):
        counts = []
        for name in names:
            desk.get(address(name))
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address(name)).status_code == 200
            counts.append(len(queries))
        return counts

    names = ("ledger", "ledger-board", "ledger-calendar", "ledger-tree", "my")
    parent = ledger.under_way()
    ledger.dispatched(parent_id=parent, due=date(2020, 11, 1))
    few = asked(*names)
    for n in range(8):
        ledger.dispatched(title=f"事项{n}", parent_id=parent, due=date(2020, 11, 1))
    assert asked(*names) == few


def test_many_are_moved_at_once_or_none_and_each_is_told_why(desk, ledger):
    good, other = ledger.draft(title="齐全的"), ledger.draft(title="没有依据的", basis="")
    tickets = [f"{pk}:{Item.objects.get(pk=pk).version}" for pk in (good, other)]
    query = "?view=all"
    page = desk.post(address("ledger-bulk") + query, {"edge": "register", "item": tickets})
    assert page.status_code == 422
    assert Item.objects.get(pk=other).number in page.content.decode()
    assert set(Item.objects.values_list("state", flat=True)) == {"draft"}
    assert page.content.decode().count("checked") >= 2
    page = desk.post(
        address("ledger-bulk") + query, {"edge": "register", "item": tickets, "good_only": "yes"}
    )
    assert page.status_code == 422
    assert Item.objects.get(pk=good).state == "registered"
    assert Item.objects.get(pk=other).state == "draft"
    assert desk.post(address("ledger-bulk"), {"edge": "register"}).status_code == 422


def test_a_view_is_kept_and_dropped(desk, ledger):
    desk.post(f"{address('ledger-views')}?view=overdue&tag=六十天", {"name": "我的超期"})
    page = desk.get(address("ledger")).content.decode()
    assert "我的超期" in page
    assert "view=overdue&amp;tag=" in page
    kept = re.search(r'name="drop" value="(\d+)"', page)[1]
    desk.post(address("ledger-views"), {"drop": kept})
    assert "我的超期" not in desk.get(address("ledger")).content.decode().split("</div>", 1)[0]


def test_a_stale_move_is_told_and_what_was_typed_stays(desk, ledger):
    item = ledger.reported()
    page = desk.post(
        address("item-move", item), {"edge": "send_back", "version": "0", "reason": "缺两家企业的凭证"}
    )
    assert page.status_code == 409
    assert "缺两家企业的凭证" in page.content.decode()
    assert Item.objects.get(pk=item).state == "reported"


def test_the_page_says_what_is_still_missing(desk, ledger):
    item = ledger.draft(leader_id=None, steps=())
    ledger.move(item, "register", ledger.supervisor)
    said = desk.get(address("item", item)).content.decode()
    lacks = said[said.index("还缺什么") :][:900]
    assert "分管领导" in lacks
    assert "路线图" in lacks
    assert 'value="dispatch"' not in said


def test_reports_answer_a_device_in_its_own_words(client, ledger):
    client.post(reverse("sign-in"), {"username": "zhaoshang", "password": PASSWORD})
    item = ledger.accepted()
    sent = {"percent": "101", "text": "x", "key": "a" * 32}
    refused = client.post(address("item-report", item), sent, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert "101" in refused.json()["problems"][0]
    for _again in range(2):
        told = client.post(
            address("item-report", item), sent | {"percent": "20"}, headers={"Accept": "application/json"}
        )
        assert told.json() == {"next": address("my")}
    page = ledger.page(item)
    assert [r.percent for r in page.progress] == [20]


def test_help_wanted_may_become_a_blocker(client, ledger):
    client.post(reverse("sign-in"), {"username": "zhaoshang", "password": PASSWORD})
    item = ledger.accepted()
    sent = {"percent": "20", "text": "已对接", "problem": "用地未批", "help_wanted": "请建设环保局三日内答复"}
    plain = client.post(address("item-report", item), sent | {"key": "a" * 32})
    assert plain.headers["Location"] == address("my")
    raised = client.post(address("item-report", item), sent | {"key": "b" * 32, "raise": "yes"})
    form = client.get(raised.headers["Location"])
    assert form.status_code == 200
    assert form.context["form"].initial == {"text": "用地未批", "help_wanted": "请建设环保局三日内答复"}
    assert form.context["subject"].id == str(item)
    offered = client.get(address("item", item)).content.decode()
    assert "&amp;help_wanted=%E8%AF%B7" in offered


def test_who_has_something_waiting_begins_with_it(client, ledger):
    def first(username):
        client.logout()
        client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
        return client.get(reverse("home")).headers["Location"]

    assert first("zhaoshang") == address("zone-home")
    ledger.dispatched()
    assert first("zhaoshang") == address("my")
    assert first("zhuren") == address("zone-home")
    assert first("jianhuan") == address("zone-home")


def test_the_rule_is_set_by_supervision_alone(client, ledger):
    typed = {
        "near_days": "5",
        "near_unit": "working",
        "behind_pp": "15",
        "normal": "3",
        "urgent": "1",
        "extra": "1",
        "number_form": "督〔{year}〕{serial}号",
        "slip_form": "单〔{year}〕{serial}号",
        "starts": datetime.now(UTC).date().isoformat(),
        "reason": "统一口径",
    }
    for username, status in (("zhaoshang", 403), ("ducha", 302)):
        client.logout()
        client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
        assert client.post(address("ledger-rules"), typed).status_code == status
    assert "统一口径" in client.get(address("ledger-rules")).content.decode()


def test_the_form_asks_for_every_field_and_the_page_shows_it(desk, ledger):
    top = Item.objects.get(pk=ledger.draft(title="到位资金80亿元", due=date(2026, 12, 31)))
    form = desk.get(f"{address('item-new')}?parent={top.pk}").context["form"]
    assert form.initial["parent"] == top.number
    typed = {
        "title": "二期4个项目到位资金", "task": "逐户核对", "done_when": "凭证齐备", "origin": "document", "origin_text": "市政府文件",
        "basis": "银政办发〔2020〕9号", "parent": top.number, "lead": ledger.units["economy"],
        "responsible": ledger.units["promotion"], "person": ledger.posts["promotion-head"],
        "leader": ledger.posts["deputy-promotion"], "assisting": [ledger.units["finance"]], "start": "2026-09-16",
        "due": "2026-11-14", "unit": "working", "frequency": "monthly", "urgency": "urgent", "weight": "7",
        "tags": "招商、重大", "step-id": "", "step-title": "到账", "step-due": "2026-11-10", "step-proof": "进账单", "seen": "yes",
    }  # fmt: skip
    assert desk.post(address("item-new"), typed).status_code == 302
    item = Item.objects.get(title=typed["title"])
    assert (item.parent_id, item.weight, item.unit, item.frequency, item.urgency) == (
        top.pk, 7, "working", "monthly", "urgent",
    )  # fmt: skip
    page = desk.get(address("item", item.pk)).content.decode()
    for said in (
        top.number, "逐户核对", "凭证齐备", "上级文件", "市政府文件", "银政办发〔2020〕9号", "急件", "每月", "工作日", "招商", "重大", "进账单",
        "财政审计局",
    ):  # fmt: skip
        assert said in page, said
    assert re.search(r"<dt>权重</dt><dd>7</dd>", page)
    # The parent is changed and taken away on the form too; one that is not there is told.
    edit = typed | {"version": item.version, "step-id": item.steps.get().pk, "parent": "没有这个号"}
    wrong = desk.post(address("item-edit", item.pk), edit)
    assert wrong.status_code == 422
    assert "没有“没有这个号”这个上级事项" in wrong.content.decode()
    assert desk.post(address("item-edit", item.pk), edit | {"parent": ""}).status_code == 302
    assert Item.objects.get(pk=item.pk).parent_id is None

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.core.errors import NotFound
from duban.core.reading import reading
from duban.engine.calendars import DayUnit
from duban.engine.series import DueLight, DueRule
from duban.ledger import search, selectors, services
from duban.ledger.models import Item
from duban.ledger.selectors.lights import lights_on
from duban.ledger.types import ItemFilter, ItemState, Order, StepDraft, Urgency, View
from duban.orgs.services import correct_day

OF_LIGHT = {View.OVERDUE: DueLight.OVERDUE, View.BEHIND: DueLight.BEHIND, View.NEAR: DueLight.NEAR}


def scatter(ledger, count, seed=7):
    """Lay out items of every state and date; states are set here only because the views are what is tested."""
    rng = random.Random(seed)
    lights = lights_on(ledger.zone, ledger.on)
    states = [
        "draft", "registered", "dispatched", "refused", "accepted", "under_way", "suspended", "reported", "verified",
        "struck_off", "archived", "cancelled",
    ]  # fmt: skip
    units = [ledger.units[code] for code in ("economy", "construction", "promotion", "finance")]
    items = []
    for n in range(count):
        start = ledger.on + timedelta(days=rng.randint(-60, 20))
        item = Item(
            zone_id=ledger.zone, year=2019, serial=n + 1, number=f"旧〔2019〕{n + 1}号", title=f"事项{n}",
            origin="meeting", lead_id=rng.choice(units), responsible_id=rng.choice(units),
            person_id=ledger.posts["promotion-head"], start=start, due=start + timedelta(days=rng.randint(0, 70)),
            unit=rng.choice(["calendar", "working"]), percent=rng.randint(0, 100),
            state=rng.choice(states), created_by="x", created_at=ledger.at, moved_at=ledger.at, version=1,
        )  # fmt: skip
        item.behind_from = lights.behind_from(item)
        items.append(item)
    Item.objects.bulk_create(items)
    search.index((i.pk, i.zone_id, search.text_of(i, ())) for i in items)


def shown_and_found(ledger, on):
    def ask(view):
        return selectors.list_items(
            actor=ledger.supervisor, zone_id=ledger.zone, on=on, filter=ItemFilter(view=view), size=200
        )

    everything = list(
        selectors.iter_items(
            actor=ledger.supervisor, zone_id=ledger.zone, on=on, filter=ItemFilter(view=View.ALL)
        )
    )
    for view, light in OF_LIGHT.items():
        found = ask(view)
        assert {row.id for row in found.rows} == {r.id for r in everything if r.standing.light is light}, view
        assert found.total == len(found.rows)
        assert {row.standing.light for row in found.rows} <= {light}


def test_views_agree_with_the_lights_on_any_day_under_any_rule(ledger, operator):
    scatter(ledger, 180)
    for ahead in (-30, 0, 11, 45):
        shown_and_found(ledger, ledger.on + timedelta(days=ahead))
    # A corrected calendar makes the days kept stale: the lists are right before and after they are renewed.
    correct_day(
        actor=operator,
        day=ledger.on + timedelta(days=1),
        is_workday=False,
        name="停",
        source="示例",
        at=ledger.at,
    )
    assert not lights_on(ledger.zone, ledger.on).kept_holds
    shown_and_found(ledger, ledger.on)
    services.refresh_lights(actor=ledger.supervisor, zone_id=ledger.zone, at=ledger.at)
    assert lights_on(ledger.zone, ledger.on).kept_holds
    shown_and_found(ledger, ledger.on)
    # A stricter rule, and one that begins later.
    for starts, pp in ((ledger.on, 5), (ledger.on + timedelta(days=10), 25)):
        services.set_ledger_rule(
            actor=ledger.supervisor, zone_id=ledger.zone, due=DueRule(5, DayUnit.CALENDAR, Decimal(pp)),
            accept_days=dict.fromkeys(Urgency, 3), number_form="督{year}-{serial}", starts=starts, reason="收紧",
            at=ledger.later(),
        )  # fmt: skip
        for ahead in (0, 11):
            shown_and_found(ledger, ledger.on + timedelta(days=ahead))


def test_counts_are_the_lists(ledger):
    scatter(ledger, 60)
    filters = [
        ItemFilter(),
        *(ItemFilter(q=q) for q in ("事项1", "事", "事项 〔2019〕")),
        ItemFilter(unit_id=ledger.units["finance"]),
        ItemFilter(unit_id=ledger.units["finance"], q="事项"),
        ItemFilter(states=(ItemState.DRAFT, ItemState.STRUCK_OFF)),
    ]
    for actor, asked in product((ledger.supervisor, ledger.doer), filters):
        reach = {"actor": actor, "zone_id": ledger.zone, "on": ledger.on}
        counts = selectors.count_items(**reach, filter=asked)
        for view in View:
            one = replace(asked, view=view)
            rows = len(list(selectors.iter_items(**reach, filter=one)))
            assert selectors.list_items(**reach, filter=one).total == rows == counts.by_view[view], (
                one,
                view,
            )
        assert counts.by_view[View.ALL] or actor is ledger.doer


def test_pages_cover_everything_once_in_order(ledger):
    scatter(ledger, 57)
    Item.objects.filter(serial__lte=5).update(due=None, behind_from=None)
    for order in Order:
        for descending in (False, True):
            asked = ItemFilter(view=View.ALL, order=order, descending=descending)
            pages = [
                selectors.list_items(
                    actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=asked, page=n, size=10
                )
                for n in range(1, 7)
            ]
            ids = [row.id for page in pages for row in page.rows]
            assert len(ids) == len(set(ids)) == 57
            streamed = selectors.iter_items(
                actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=asked
            )
            assert [row.id for row in streamed] == ids
            if order is Order.DUE:
                dues = [row.due for page in pages for row in page.rows]
                assert (dues[:5] if descending else dues[-5:]) == [None] * 5


def test_a_page_asks_as_often_whatever_there_is(ledger):
    def asked(work):
        with CaptureQueriesContext(connection) as queries, reading():
            work()
        return len(queries)

    def questions():
        item = Item.objects.order_by("-pk").first().pk
        return [
            asked(lambda: ledger.list(View.ALL)),
            asked(lambda: ledger.list(View.BEHIND, q="事项")),
            asked(
                lambda: selectors.count_items(
                    actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter()
                )
            ),
            asked(lambda: ledger.page(item)),
            asked(
                lambda: selectors.items_by_state(
                    actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter()
                )
            ),
            asked(
                lambda: selectors.items_calendar(
                    actor=ledger.supervisor,
                    zone_id=ledger.zone,
                    on=ledger.on,
                    filter=ItemFilter(),
                    month=ledger.on,
                )
            ),
            asked(lambda: selectors.waiting_for(actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on)),
            asked(
                lambda: selectors.ownerless_items(actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on)
            ),
            asked(
                lambda: selectors.department_page(
                    actor=ledger.supervisor,
                    zone_id=ledger.zone,
                    unit_id=ledger.units["finance"],
                    on=ledger.on,
                )
            ),
        ]

    scatter(ledger, 20)
    few = questions()
    scatter_more(ledger)
    assert questions() == few
    assert few[0] <= 12
    assert few[3] <= 26


def scatter_more(ledger):
    Item.objects.filter(year=2019).update(year=2017)
    for item in Item.objects.filter(year=2017):
        Item.objects.filter(pk=item.pk).update(number=f"旧〔2017〕{item.serial}号")
    scatter(ledger, 60, seed=8)


def test_another_zone_sees_nothing(ledger, stranger):
    item = ledger.dispatched()
    found = selectors.list_items(
        actor=stranger, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter(view=View.ALL)
    )
    assert found.total == 0
    for call in (
        lambda: selectors.item_tree(actor=stranger, zone_id=ledger.zone, on=ledger.on, item_id=item),
        lambda: selectors.item_by_number(actor=stranger, zone_id=ledger.zone, number="2020-1"),
    ):
        with pytest.raises(NotFound):
            call()


def test_found_by_any_piece_of_text(ledger):
    item = ledger.draft(
        title="加快推进隆基绿能二期项目",
        task="ＡＢＣ 基地配套 110kV 线路",
        tags=("六十天",),
        origin_text="区领导批示",
    )
    other = ledger.draft(title="其他", task="")
    for q in (
        "隆基",
        "隆基绿能",
        "二期",
        "期项",
        "ABC",
        "abc",
        "110kv",
        "六十天",
        "批示",
        "督〔2020〕1号",
        "隆基 线路",
        "隆",
    ):
        assert ledger.ids(View.ALL, q=q) == [item], q
    assert ledger.ids(View.ALL, q="基隆") == []
    # The pairs 绿能, 能二, 二期 all stand there; the piece as a whole must as well.
    assert ledger.ids(View.ALL, q="隆基二期") == []
    assert ledger.ids(View.ALL, q="能建 隆基") == []
    assert set(ledger.ids(View.ALL, q="%")) == set()
    assert set(ledger.ids(View.ALL, q='"')) == set()
    assert ledger.ids(View.ALL, q="其他") == [other]


def test_numbers_are_read_short_and_long(ledger):
    item = ledger.draft()
    for number in ("督〔2020〕1号", "2020-1", " 2020-01 ", "2020—1"):
        card = selectors.item_by_number(actor=ledger.supervisor, zone_id=ledger.zone, number=number)
        assert card.id == item


def test_like_items_are_shown_on_registering(ledger):
    item = ledger.draft(title="加快推进隆基绿能二期项目开工建设")
    ledger.move(item, "register", ledger.supervisor)
    far = ledger.draft(title="开展企业安全生产大检查", lead_id=ledger.units["construction"])
    ledger.move(far, "register", ledger.supervisor)

    def like(title, **given):
        found = selectors.similar_items(
            actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, title=title, **given
        )
        return {one.id: one.likeness for one in found}

    same = like("加快推进隆基绿能二期项目开工建设")
    assert same == {item: 1.0}
    near = like("推进隆基绿能二期项目开工")
    assert list(near) == [item]
    assert like("推进隆基绿能二期项目开工", lead_id=ledger.units["economy"])[item] > near[item]
    assert list(like("企业安全生产大检查")) == [far]
    assert like("召开招商推介会") == {}
    assert like("加快推进隆基绿能二期项目开工建设", but_id=item) == {}


def test_the_tree_the_board_and_the_calendar(ledger):
    whole = ledger.dispatched(title="总项")
    part = ledger.dispatched(title="分项", parent_id=whole, due=date(2020, 10, 31))
    leaf = ledger.draft(title="细项", parent_id=part, due=date(2020, 10, 20), steps=())
    tree = selectors.item_tree(actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, item_id=whole)
    assert [(t.row.id, t.depth) for t in tree] == [(whole, 0), (part, 1), (leaf, 2)]
    board = selectors.items_by_state(
        actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter(), size=1
    )
    column = next(c for c in board if c.state == "dispatched")
    assert (column.total, [row.id for row in column.rows]) == (2, [part])
    month = selectors.items_calendar(
        actor=ledger.supervisor,
        zone_id=ledger.zone,
        on=ledger.on,
        filter=ItemFilter(),
        month=date(2020, 10, 5),
    )
    assert [(d.day, [r.id for r in d.items], [s.step for s in d.steps]) for d in month] == [
        (date(2020, 10, 31), [part], ["签订补充协议", "签订补充协议"])
    ]


def test_what_waits_for_each(ledger):
    new = ledger.dispatched(title="待签收")
    refused = ledger.dispatched(title="待定")
    ledger.move(refused, "refuse", ledger.doer, reason="不属本局")
    done = ledger.reported(title="待核实")
    back = ledger.reported(title="退办")
    ledger.move(back, "send_back", ledger.lead, reason="不全")
    drafted = ledger.draft(title="待交办")
    ledger.move(drafted, "register", ledger.supervisor)
    ledger.later(days=1)

    def waits(actor):
        rows = selectors.waiting_for(actor=actor, zone_id=ledger.zone, on=ledger.on)
        return {row.item_id: row.kind.value for row in rows}

    assert waits(ledger.doer) == {new: "accept", back: "redo"}
    assert waits(ledger.lead) == {refused: "decide_refusal", done: "verify"}
    assert waits(ledger.supervisor) == {refused: "decide_refusal", done: "verify", drafted: "dispatch"}
    assert waits(ledger.clerk) == {}
    ledger.later(days=10)
    assert waits(ledger.doer)[back] == "redo"
    late = ledger.under_way(
        title="已超期",
        due=date(2020, 9, 29),
        steps=(StepDraft("一", date(2020, 9, 29)),),
    )
    ledger.later(days=5)
    assert waits(ledger.doer)[late] == "overdue"
    people = selectors.overdue_by_person(actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on)
    assert [(p.person, p.overdue) for p in people] == [("投资促进局局长", 1)]
    assert selectors.overdue_by_person(actor=ledger.other, zone_id=ledger.zone, on=ledger.on) == ()


def test_a_department_is_shown_by_its_work(ledger):
    ledger.struck_off()
    ledger.under_way(title="在办")
    page = selectors.department_page(
        actor=ledger.supervisor, zone_id=ledger.zone, unit_id=ledger.units["promotion"], on=ledger.on
    )
    assert (page.unit, page.open, page.overdue, page.finished, page.on_time) == ("投资促进局", 1, 0, 1, 1)
    assert (page.opened_since, page.closed_since, page.extended) == (2, 1, 0)


def test_work_nobody_answers_for(ledger, operator):
    from duban.orgs.services import create_post

    fine = ledger.dispatched()
    vacant = create_post(
        actor=operator, unit_id=ledger.units["promotion"], code="vacant", title="专员", at=ledger.at
    )
    lacking = ledger.draft(title="无人负责", person_id=vacant, due=None, start=None, steps=())
    ledger.move(lacking, "register", ledger.supervisor)
    steps = ledger.draft(title="节点无时间", steps=(StepDraft("走访"),))
    ledger.move(steps, "register", ledger.supervisor)
    found = selectors.ownerless_items(actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on)
    assert [(o.item_id, o.step_id is not None, o.lacks, o.ask) for o in found] == [
        (lacking, False, ("person_left", "date", "route_map"), "经济发展局局长"),
        (steps, True, ("date",), "经济发展局局长"),
    ]
    assert fine not in {o.item_id for o in found}


def test_rare_characters_are_found_too(ledger):
    rare = [
        "𬭩电",
        "㐂事",
        "Ⅷ级",
        "ⅷ号线",
        "é楼",
        "ßa",
        "①号",
        "가나",
        "한글路",
        "𫓧业",
        "ﬁre",
        "ａ１",
        "थेम",
        "İzm",
    ]
    items = {word: ledger.draft(title=f"办理{word}项目") for word in rare}
    for word, item in items.items():
        assert item in ledger.ids(View.ALL, q=word), word
        assert item in ledger.ids(View.ALL, q=f"理{word}项"), word


def test_words_in_most_items_are_found_by_walking_the_list(ledger, monkeypatch):
    scatter(ledger, 40)
    ledger.draft(title="事项以外", task="")

    def found(**asked):
        page = ledger.list(View.ALL, **asked)
        return page.total, [row.id for row in page.rows]

    questions = [
        {"q": q, **more}
        for q in ("事项", "事项1", "事项3 旧〔2019〕", "项", "以外", "不存在的词")
        for more in ({}, {"unit_id": ledger.units["finance"]}, {"order": Order.NUMBER, "descending": True})
    ]
    usual = [found(**asked) for asked in questions]
    monkeypatch.setattr(search, "_COMMON", 1)
    assert [found(**asked) for asked in questions] == usual
    assert usual[0][0] == 41

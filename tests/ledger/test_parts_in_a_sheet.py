"""Parts of an item in a sheet, and words said in so many words."""

from datetime import date

import pytest

from duban.core.sentences import sentence
from duban.engine.calendars import DayUnit
from duban.indicators.types import Effect
from duban.ledger.models import Item
from duban.ledger.types import Origin, Urgency, View
from tests.ledger.books import book


def codes(problems):
    return [p.code for p in problems]


def clean(report):
    assert [sentence(p) for p in report.problems] == []
    return report


def test_parts_come_in_under_their_parent_whichever_row_is_first(bring, sheets):
    content = book(
        ["编号", "事项", "上级事项", "牵头部门", "责任部门", "分管领导", "依据", "完成时限"],
        ["督〔2020〕2号", "到位资金：投促局", "督〔2020〕1号", None, "投资促进局", None, None, "2020-11-14"],
        ["督〔2020〕1号", "到位资金80亿元", None, "经济发展局", "经济发展局", "管委会副主任（分管招商）", "任务书", "2020-12-31"],
        ["督〔2020〕3号", "到位资金：建环局", "到位资金80亿元", None, "建设环保局", None, None, "2020-12-01"],
        ["督〔2020〕4号", "设备款到账", "督〔2020〕2号", None, "投资促进局", None, None, "2020-10-31"],
    )  # fmt: skip
    report = clean(bring(content))
    assert report.count(Effect.ADDED) == 4
    made = sheets()
    assert {title: sheet.parent for title, sheet in made.items()} == {
        "到位资金80亿元": "",
        "到位资金：投促局": "督〔2020〕1号",
        "到位资金：建环局": "督〔2020〕1号",
        "设备款到账": "督〔2020〕2号",
    }
    # What a part leaves empty it has from what it is a part of, two steps down too.
    deepest = made["设备款到账"]
    assert (deepest.row.lead, deepest.leader, deepest.basis) == (
        "经济发展局", "管委会副主任（分管招商）", "任务书",
    )  # fmt: skip
    assert bring(content).count(Effect.UNCHANGED) == 4


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([["1号", "甲", "没有的", "2020-11-14"]], ["ledger.unknown_parent"]),
        ([["1号", "甲", "甲", "2020-11-14"]], ["ledger.ring"]),
        ([["1号", "甲", "乙", "2020-11-14"], ["2号", "乙", "甲", "2020-11-14"]], ["ledger.ring"] * 2),
        ([["1号", "甲", None, "2020-11-14"], ["2号", "乙", "甲", "2020-12-31"]], ["ledger.outlives_parent"]),
        (
            [["1号", "甲", "没有的", "2020-11-14"], ["2号", "乙", "1号", "2020-11-14"]],
            ["ledger.unknown_parent", "ledger.parent_refused"],
        ),
        (
            [["1号", "甲", None, "2020-11-14"], ["2号", "甲", None, "2020-11-15"], ["3号", "乙", "甲", "2020-11-14"]],
            ["ledger.several_parents"],
        ),
    ],
)  # fmt: skip
def test_parents_that_cannot_be(bring, rows, wrong):
    heads = ["编号", "事项", "上级事项", "完成时限", "牵头部门"]
    report = bring(book(heads, *([*row, "经济发展局"] for row in rows)))
    assert [p.code for p in report.problems] == wrong
    assert Item.objects.count() == 0


def test_a_ring_through_what_is_there(bring, ledger):
    top = ledger.draft(title="甲")
    ledger.draft(title="乙", parent_id=top)
    report = bring(
        book(["事项", "上级事项", "牵头部门", "完成时限"], ["甲", "乙", "经济发展局", "2020-11-14"])
    )
    assert [p.code for p in report.problems] == ["ledger.ring"]


def test_parent_and_parts_are_brought_forward_in_one_sheet(bring, ledger):
    top = ledger.draft(title="甲")
    ledger.draft(title="乙", parent_id=top)
    numbers = list(Item.objects.order_by("pk").values_list("number", flat=True))
    heads = ["编号", "事项", "完成时限"]
    alone = bring(book(heads, [numbers[0], "甲", "2020-10-31"]))
    assert [p.code for p in alone.problems] == ["ledger.before_parts"]
    both = bring(book(heads, [numbers[0], "甲", "2020-10-31"], [numbers[1], "乙", "2020-10-20"]))
    assert both.count(Effect.REVISED) == 2
    assert [i.due for i in Item.objects.order_by("pk")] == [date(2020, 10, 31), date(2020, 10, 20)]


def test_a_word_that_is_said_is_kept_also_where_it_is_the_usual_one(bring, ledger):
    item = ledger.draft(
        title="甲",
        weight=5,
        urgency=Urgency.EXTRA,
        unit=DayUnit.WORKING,
        origin=Origin.DOCUMENT,
        tags=("旧",),
    )
    heads = [
        "事项",
        "牵头部门",
        "完成时限",
        "权重",
        "紧急程度",
        "期限按",
        "报告频次",
        "任务来源",
        "标签",
        "依据",
    ]
    row = [
        "甲",
        "经济发展局",
        "2020-11-14",
        1,
        "一般",
        "自然日",
        "不定期",
        "会议议定",
        "新、招商",
        "新的依据",
    ]
    report = clean(bring(book(heads, row)))
    assert report.count(Effect.REVISED) == 1
    held = Item.objects.get(pk=item)
    assert (held.weight, held.urgency, held.unit, held.frequency, held.origin, held.basis) == (
        1, "normal", "calendar", "none", "meeting", "新的依据",
    )  # fmt: skip
    assert sorted(held.tags.values_list("word", flat=True)) == ["招商", "新"]
    assert ledger.ids(View.ALL, q="新的依据") == [item]

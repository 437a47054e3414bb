"""A target split from a spreadsheet: indicator × department × month."""

from decimal import Decimal

import pytest

from duban.core.sentences import sentence
from duban.exchange.imports import bring_in
from duban.exchange.types import Kind
from duban.indicators.types import Effect
from duban.ledger.models import Item
from tests.ledger.books import book

MONTHS = [f"{month}月" for month in range(9, 13)]
HEAD = ["指标", "责任部门", *MONTHS, "全年"]


@pytest.fixture
def bring(person, yinchuan, now):
    def run(content, *, commit=True, who="tongji"):
        return bring_in(
            actor=person(who),
            zone_id=yinchuan,
            kind=Kind.DECOMPOSITION,
            name="分解.xlsx",
            content=content,
            at=now,
            commit=commit,
        )

    return run


GOOD = book(
    ["2020年招商引资到位资金目标分解表"],
    ["单位：亿元"],
    HEAD,
    ["招商引资到位资金", "投促局", 20, 18, 14, 10, 62],
    ["招商引资到位资金", "经济发展局", None, 4, 3, 3, 10],
    ["招商引资到位资金", "建设环保局", 2, 2, 2, 2, None],
    ["合计", None, 22, 24, 19, 15, 80],
)


def test_the_parts_become_items_and_their_months_steps(bring):
    report = bring(GOOD)
    assert [sentence(p) for p in report.problems] == []
    assert report.count(Effect.ADDED) == 3
    whole = Item.objects.get(parent=None, plan=None)
    assert whole.title == "招商引资到位资金2020年目标80亿元"
    parts = {i.responsible_id: i for i in Item.objects.filter(parent=whole)}
    assert len(parts) == 3
    steps = [s.title for i in parts.values() for s in i.steps.order_by("due")]
    assert "10月完成4亿元" in steps
    assert sum(Decimal(s.split("完成")[1].removesuffix("亿元")) for s in steps) == 80
    again = bring(GOOD)
    assert (again.count(Effect.UNCHANGED), Item.objects.count()) == (3, 4)


def test_the_difference_is_named(bring):
    bad = book(
        ["2020年分解表"],
        ["单位：亿元"],
        HEAD,
        ["招商引资到位资金", "投资促进局", 20, 18, 14, 10, None],
        ["招商引资到位资金", "经济发展局", None, 4, 3, 2, None],
    )
    report = bring(bad)
    assert [sentence(p) for p in report.problems] == ["各部门各月之和 71 与目标 80 不符，差 -9。"]
    assert not Item.objects.exists()


def test_a_line_that_does_not_add_up_is_told(bring):
    bad = book(HEAD, ["招商引资到位资金", "投资促进局", 20, 18, 14, 10, 63])
    problem = next(p for p in bring(bad).problems if p.code == "exchange.row_sum")
    assert (problem.where, problem.args) == ("Sheet1!G2", ("62", "63", "-1"))


def test_units_are_converted(bring):
    wan = book(
        ["2020年分解表"], ["单位：万元"], ["指标", "部门", "12月"], ["funds_in_place", "投资促进局", 800_000]
    )
    assert bring(wan).count(Effect.ADDED) == 1


def test_unknown_names_and_years_without_a_target(bring):
    bad = book(
        ["指标", "部门", "年度", "12月（亿元）"],
        ["没有这项", "投资促进局", 2020, 1],
        ["招商引资到位资金", "投资促进处", 2020, 80],
        ["招商引资到位资金", "投资促进局", 2019, 80],
    )
    assert {p.code for p in bring(bad).problems} == {
        "indicators.unknown",
        "exchange.unknown_unit_near",
        "exchange.no_target",
    }

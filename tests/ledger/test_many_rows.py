"""However many rows a ledger has, bringing it in asks the database a fixed number of times for each chunk of rows."""

from datetime import date

import pytest
from django.db import connection

from duban.exchange.imports import bring_in
from duban.exchange.types import Kind
from duban.indicators.types import Effect
from duban.ledger.models import Item
from tests.ledger.books import book

HEADINGS = [
    "编号", "事项", "任务内容", "完成标准", "任务来源", "依据", "牵头部门", "责任部门", "配合部门", "起始", "完成时限",
    "报告频次", "紧急程度", "权重", "标签", "路线图",
]  # fmt: skip


def many(rows, *, weight=2):
    return book(
        HEADINGS,
        *(
            [f"督〔2020〕{n}号", f"事项{n}", f"任务{n}", "验收", "会议议定", "会议纪要", "经济发展局", "投资促进局", "财政审计局、建设环保局",
             date(2020, 9, 16), date(2020, 11, 14), "每周", "急件", weight, "招商、重大", "2020-09-30 走访\n2020-10-31 签约\n2020-11-14 备案"]
            for n in range(1, rows + 1)
        ),
    )  # fmt: skip


@pytest.fixture
def asked(ledger):
    def run(content):
        seen = []

        def count(execute, sql, params, many, context):
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            report = bring_in(
                actor=ledger.supervisor,
                zone_id=ledger.zone,
                kind=Kind.LEDGER,
                name="台账.xlsx",
                content=content,
                at=ledger.later(),
                commit=True,
            )
        assert not report.problems
        return report, len(seen)

    return run


def test_twice_the_rows_ask_no_more_but_by_the_chunk(asked):
    few, _ = asked(many(40)), asked(many(40, weight=3))
    again = asked(many(40, weight=3))
    assert again[0].count(Effect.UNCHANGED) == 40
    # A database takes only so many values at once: what is written in pieces is a query a few dozen rows.
    assert few[1] <= 60
    assert again[1] <= 40


def test_a_thousand_rows(asked):
    new, added = asked(many(1000))
    same, unchanged = asked(many(1000))
    other, revised = asked(many(1000, weight=3))
    assert [new.count(Effect.ADDED), same.count(Effect.UNCHANGED), other.count(Effect.REVISED)] == [1000] * 3
    # Not several a row: less than one for each five.
    assert max(added, unchanged, revised) <= 200
    assert unchanged <= 40
    assert set(Item.objects.values_list("weight", "version")) == {(3, 2)}

import io
from decimal import Decimal

import openpyxl
import pytest

from duban.core.errors import Forbidden
from duban.engine.kernel import Period
from duban.exchange.imports import bring_in, returned_workbook
from duban.exchange.templates import template_of
from duban.exchange.types import Kind, Options
from duban.indicators.models import Observation
from duban.indicators.selectors import gap_board, list_indicators
from duban.indicators.types import Effect
from duban.orgs.selectors import list_units


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


REAL = book(
    ["2020年1—8月主要经济指标完成情况表"],
    ["单位：亿元"],
    ["指标名称", "累计完成", "同比增长（%）"],
    ["招商引资到位资金", "６６．２", "—"],
    ["固定资产投资", 85.2, 10],
    ["合计", 151.4, None],
    ["注：初步数"],
)


@pytest.fixture
def bring(operator, yinchuan, now):
    def run(content, kind=Kind.OBSERVATIONS, name="8月.xlsx", *, commit=True, actor=operator, **options):
        return bring_in(
            actor=actor,
            zone_id=yinchuan,
            kind=kind,
            name=name,
            content=content,
            at=now,
            commit=commit,
            options=Options(**options),
        )

    return run


def test_a_real_life_sheet_goes_in(bring):
    report = bring(REAL, reason="上级认定")
    assert [report.count(e) for e in Effect] == [0, 1, 1, 0]
    assert report.skipped == 2


def test_the_same_file_twice_changes_nothing(bring):
    bring(REAL, reason="上级认定")
    before = Observation.objects.count()
    again = bring(REAL, reason="上级认定")
    assert again.count(Effect.UNCHANGED) == 2
    assert Observation.objects.count() == before


def test_a_dry_run_writes_nothing(bring):
    before = Observation.objects.count()
    assert bring(REAL, commit=False, reason="x").count(Effect.REVISED) == 1
    assert Observation.objects.count() == before


def test_one_bad_row_holds_all_back_unless_chosen_otherwise(bring, operator, yinchuan, now):
    mixed = book(
        ["指标", "期别", "累计（亿元）"],
        ["招商引资到位资金", "2020-08", 66.2],
        ["没有这项", "2020-08", 1],
        ["固定资产投资", "1月", 2],
    )
    report = bring(mixed, reason="x")
    assert not report.written
    assert {p.code for p in report.problems} == {"indicators.unknown", "exchange.no_january"}
    assert level(operator, yinchuan, now) == Decimal("65.13")
    assert bring(mixed, reason="x", good_rows_only=True).written
    assert level(operator, yinchuan, now) == Decimal("66.2")


def level(actor, zone, now):
    board = gap_board(actor=actor, zone_id=zone, as_of=Period(2020, 8), known_at=now)
    return next(r.gap.level for r in board.rows if r.indicator.code == "funds_in_place")


def test_the_workbook_comes_back_with_a_reason_in_each_bad_cell(bring):
    content = book(["指标", "期别", "累计（亿元）"], ["固定资产投资", "1月", 2])
    report = bring(content)
    back = openpyxl.load_workbook(
        io.BytesIO(returned_workbook(name="x.xlsx", content=content, report=report))
    )
    assert "1月" in back.worksheets[0]["B2"].comment.text


def test_wan_and_yuan_are_converted_exactly(bring, operator, yinchuan, now):
    bring(
        book(["指标", "期别", "累计", "计量单位"], ["招商引资到位资金", "2020-08", 662000, "万元"]),
        reason="x",
    )
    assert level(operator, yinchuan, now) == Decimal("66.2")


def test_a_wide_sheet_one_column_a_month(bring):
    wide = book(
        ["2019年主要指标", None, None], ["单位：亿元"], ["指标", "1-2月", "1-3月"], ["固定资产投资", 3.1, 7.2]
    )
    report = bring(wide, reason="x")
    assert report.is_clean, report.problems
    assert report.count(Effect.REVISED) == 2


def test_fractions_in_a_percent_column_are_asked(bring):
    report = bring(book(["指标", "期别", "同比（%）"], ["固定资产投资", "2020-08", 0.27]), reason="x")
    assert [p.code for p in report.problems] == ["exchange.doubtful_percents"]


def test_gbk_csv(bring):
    content = "指标,期别,累计（亿元）\n招商引资到位资金,2020年1-8月,66.2\n".encode("gbk")
    assert bring(content, name="8月.csv", reason="x").count(Effect.REVISED) == 1


def test_our_own_template_goes_back_in(bring, operator, yinchuan, now):
    for kind in Kind:
        made = template_of(actor=operator, zone_id=yinchuan, kind=kind, on=now.date())
        report = bring(made, kind=kind, name="t.xlsx")
        assert report.is_clean, (kind, report.problems)


def test_targets_definitions_and_units(bring, operator, yinchuan, now):
    bring(
        book(["编码", "名称", "计量单位", "牵头部门"], ["park_tax", "园区税收", "亿元", "财政审计局"]),
        Kind.DEFINITIONS,
    )
    assert "park_tax" in {d.code for d in list_indicators(actor=operator, zone_id=yinchuan)}
    report = bring(
        book(["指标", "年度", "全年目标（亿元）", "下达层级"], ["园区税收", 2020, 12.5, "市"]), Kind.TARGETS
    )
    assert report.count(Effect.ADDED) == 1
    bring(book(["编码", "名称", "上级"], ["tax", "税务分局", "财政审计局"]), Kind.ORGANISATION)
    assert "税务分局" in {u.name for u in list_units(actor=operator, zone_id=yinchuan, on=now.date())}


def test_the_director_imports_nothing(bring, person):
    with pytest.raises(Forbidden):
        bring(REAL, actor=person("zhuren"), reason="x")

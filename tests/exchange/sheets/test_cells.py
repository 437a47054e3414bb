"""What cells say, in every spelling offices use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.sentences.exchange import SENTENCES
from duban.engine.kernel import Period, Problem
from duban.exchange.sheets.cells import (
    Absent,
    date_value,
    doubtful_percents,
    integer,
    number,
    percent,
    period,
    text,
    yes_no,
)
from duban.exchange.sheets.types import Cell, Format, Kind, Shows
from tests.exchange.sheets.makers import PERCENT, cell

D = Decimal


def told(found: object) -> str:
    if isinstance(found, Problem):
        assert found.where == "Sheet1!C5"
        assert str(SENTENCES[found.code]).format(*found.args)
        return found.code.removeprefix("exchange.")
    return "absent" if isinstance(found, Absent) else str(found)


PERIODS = {
    "1-8月": "2020-08", "1—8月": "2020-08", "1－8月": "2020-08", "1～8月": "2020-08", "１—８月": "2020-08",
    "1至8月": "2020-08", "1到8月": "2020-08", "1-8月份": "2020-08", "1月-8月": "2020-08", "01-08月": "2020-08",
    "1一8月": "2020-08", "一至八月": "2020-08", "1−8月累计": "2020-08", "（1-8月）": "2020-08", " 1 - 8 月 ": "2020-08",
    "2019年1—8月": "2019-08", "2019年1-8月累计": "2019-08", "2019年1月至2019年8月": "2019-08", "19年1-8月": "2019-08",
    "2019.1-8": "2019-08", "2019/1-8月": "2019-08", "二〇一九年一至十一月": "2019-11", "2019年1-12月": "2019-12",
    "201908": "2019-08", "2019-08": "2019-08", "2019/8": "2019-08", "2019.8": "2019-08", "2019.10": "2019-10",
    "2019-08-31": "2019-08", "20190831": "2019-08", "2019年8月累计": "2019-08", "截至2019年8月底": "2019-08",
    "截止8月末": "2020-08", "前8个月": "2020-08", "2019年前八个月": "2019-08", "一季度": "2020-03", "第一季度": "2020-03",
    "2019年一季度": "2019-03", "Q1": "2020-03", "上半年": "2020-06", "2019年上半年": "2019-06", "前三季度": "2020-09",
    "1-3季度": "2020-09", "全年": "2020-12", "2019年": "2019-12", "2019年度": "2019-12", "1-2月": "2020-02",
    "1月": "no_january", "202001": "no_january", "2020年1月": "no_january", "1-1月": "no_january", "2020-1-8": "no_january",
    "2020年8月": "single_month", "8月": "single_month", "八月份": "single_month", "二季度": "single_quarter",
    "3-8月": "not_from_january", "1-13月": "not_a_period", "202013": "not_a_period", "1-8": "not_a_period",
    "2020": "not_a_period", "八": "not_a_period", "合计": "not_a_period", "": "required", "=1+1": "not_a_period",
}  # fmt: skip


@pytest.mark.parametrize("said", PERIODS)
def test_periods(said):
    assert told(period(cell(said), 2020)) == PERIODS[said]


def test_periods_from_numbers_and_dates():
    assert told(period(cell(202008))) == "2020-08"
    assert told(period(cell(2020.8))) == "2020-08"
    assert told(period(cell(2020.1))) == "period_as_number"
    assert told(period(cell(date(2020, 8, 31)))) == "2020-08"
    assert told(period(cell(date(2020, 1, 8)))) == "no_january"
    assert told(period(cell("1-8月"))) == "year_missing"
    assert told(period(cell("8月"), 2020, cumulative=True)) == "2020-08"
    assert told(period(cell("1-8月", formula=True), 2020)) == "formula"


@given(st.integers(2000, 2060), st.integers(2, 12))
def test_every_period_in_every_spelling(year, month):
    spellings = [
        f"{year}年1—{month}月", f"{year}年1-{month}月累计", f"{year}{month:02d}", f"{year}-{month:02d}", f"{year}/{month}",
        f"{year}.{month:02d}", f"截至{year}年{month}月底", f"{year}年前{month}个月", f"{year}年 1 ～ {month} 月份",
    ]  # fmt: skip
    assert {period(cell(said)) for said in spellings} == {Period(year, month)}


NUMBERS = {
    "65.13": "65.13", "1,234.5": "1234.5", "１，２３４．５": "1234.5", "1 234.5": "1234.5", "65.13亿元": "65.13",
    "65.13 亿元": "65.13", "65.13亿": "65.13", "¥65.13": "65.13", "￥65.13": "65.13", "+5": "5", "-3.2": "-3.2",
    "−3.2": "-3.2", "—3.2": "-3.2", "（5.2）": "-5.2", "(5.2)": "-5.2", "(5.2亿元)": "-5.2", "△5.2": "-5.2", "0": "0", "'65": "65",
    "—": "absent", "-": "absent", "–": "absent", "——": "absent", "/": "absent", "…": "absent", "...": "absent", "空": "absent",
    "无": "absent", "N/A": "absent", "n/a": "absent", "暂无": "absent", "未报": "absent", "": "absent", "  ": "absent",
    "×": "absent", "*": "absent",
    "约65": "not_exact", "65左右": "not_exact", "超60": "not_exact", "≥65": "not_exact", "60余": "not_exact",
    "65,13": "not_a_number", "12 34": "not_a_number", "1,2345": "not_a_number", "1.2.3": "not_a_number",
    "下降5.2": "not_a_number", "▲5.2": "not_a_number", "=1+1": "not_a_number", "六十五": "not_a_number", "(-5)": "not_a_number",
    "651300万元": "unit_conflict", "65.13亿美元": "unit_conflict", "27%": "percent_for_number", "27个百分点": "percent_for_number",
}  # fmt: skip


@pytest.mark.parametrize("said", NUMBERS)
def test_numbers(said):
    assert told(number(cell(said), "亿元", "亿元")) == NUMBERS[said]


@pytest.mark.parametrize(
    ("value", "stated", "target", "expected"),
    [
        (651300, "万元", "亿元", "65.1300"),
        (65.13, "亿元", "万元", "651300"),
        (6513000, "千元", "亿元", "65.13000"),
        (65.13, "百万元", "万元", "6513"),
        (6513000000, "元", "亿元", "65.13000000"),
        (65.13, "亿元（人民币）", "亿元", "unit_mismatch"),
        (65.13, "人民币亿元", "亿元", "65.13"),
        (5, "万美元", "亿美元", "0.0005"),
        (5, "亿美元", "亿元", "unit_mismatch"),
        (5, "亿", "亿元", "5"),
        (1.2, "万人", "人", "12000"),
        (65.13, "", "亿元", "unit_unstated"),
        (6, "", "家", "6"),
        (6, "户", "家", "unit_mismatch"),
        (100, "万千瓦时", "千瓦时", "1000000"),
        (3, "吨标准煤/万元", "吨标准煤/万元", "3"),
    ],
)
def test_units(value, stated, target, expected):
    assert told(number(cell(value), stated, target)) == expected


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=2),
    st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]),
)
def test_units_there_and_back_are_exact(value, unit):
    there = number(cell(value), "亿元", unit)
    assert isinstance(there, Decimal)
    assert number(cell(there), unit, "亿元") == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_written_figure_reads_back(value):
    for written in (
        f"{value:,}",
        f"{value}",
        f"{value:,}亿元",
        f" {value:,} ".replace(",", "，").replace("-", "−"),
    ):
        assert number(cell(written), "亿元", "亿元") == value


def test_numbers_that_are_none():
    assert told(number(cell(5, formula=True), "家", "家")) == "formula"
    assert told(number(cell(5, anchor="C4"), "家", "家")) == "merged_figure"
    assert told(number(cell(date(2020, 8, 5)), "家", "家")) == "date_for_number"
    assert told(number(cell(value=True), "家", "家")) == "not_a_number"
    assert told(number(Cell("#REF!", Kind.ERROR, "Sheet1", 5, 3), "家", "家")) == "error_cell"
    assert told(number(cell(0.27, PERCENT), "亿元", "亿元")) == "percent_for_number"
    assert told(number(cell(651300, Format(Shows.SCALED, "", "0!.0,")), "万元", "亿元")) == "scaled_format"


def test_the_formats_own_unit_counts():
    form = Format(Shows.PLAIN, "万元", '0"万元"')
    assert told(number(cell(651300, form), "", "亿元")) == "65.1300"
    assert told(number(cell(651300, form), "亿元", "亿元")) == "unit_conflict"


RATES = [
    ("27%", "", "27"), ("27％", "", "27"), ("27 %", "%", "27"), ("+27%", "", "27"), ("增长27%", "", "27"), ("下降5.2%", "", "-5.2"),
    ("下降5.2", "%", "-5.2"), ("-5.2%", "%", "-5.2"), ("（5.2）", "%", "-5.2"), ("负增长3%", "", "-3"), ("同比增长8%", "", "8"),
    ("持平", "%", "0"), ("与上年持平", "", "0"), ("27", "%", "27"), ("27", "", "bare_percent"), ("0.27", "", "bare_percent"),
    ("0.27", "%", "0.27"), ("27", "百分比", "27"), ("27", "±%", "27"), ("+27个百分点", "%", "points_for_growth"),
    ("27个百分点", "", "points_for_growth"), ("增长2.5个百分点", "%", "points_for_growth"), ("+2.5个百分点", "百分点", "2.5"),
    ("2.5", "个百分点", "2.5"), ("2.5%", "百分点", "growth_for_points"), ("—", "%", "absent"), ("", "", "absent"),
    ("下降-5%", "", "not_a_number"), ("5亿元", "%", "not_a_number"), ("扭亏为盈", "%", "not_a_number"), ("翻番", "%", "not_a_number"),
    (27, "%", "27"), (27, "", "bare_percent"), (0.27, "", "bare_percent"), (0.27, "%", "0.27"), (-5.2, "%", "-5.2"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "unit", "expected"), RATES)
def test_rates(said, unit, expected):
    assert told(percent(cell(said), unit)) == expected


def test_a_percent_format_speaks_for_itself():
    assert told(percent(cell(0.27, PERCENT), "")) == "27"
    assert told(percent(cell(0.27, PERCENT), "%")) == "27"
    assert told(percent(cell(0.27, PERCENT), "百分点")) == "growth_for_points"
    assert told(percent(cell(0.0815, PERCENT), "%")) == "8.15"


def test_a_whole_column_below_one_is_asked():
    heading = cell("同比（%）")
    asked = doubtful_percents([cell(0.27), cell(0.1), cell(0), cell("—")], "%", heading)
    assert told(asked) == "doubtful_percents"
    assert doubtful_percents([cell(0.27), cell(10)], "%", heading) is None
    assert doubtful_percents([cell("0.27%"), cell(0.27, PERCENT)], "%", heading) is None
    assert doubtful_percents([cell(0.27)], "百分点", heading) is None
    assert doubtful_percents([], "%", heading) is None


@given(st.decimals(min_value=-1000, max_value=1000, places=2))
def test_written_rates_read_back(value):
    word = "增长" if value >= 0 else "下降"
    for written in (f"{value}%", f"{word}{abs(value)}%", f"{value} ％"):
        assert percent(cell(written), "") == value


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2020年9月16日", "2020-09-16"), ("2020.9.16", "2020-09-16"), ("2020-09-16", "2020-09-16"), ("2020/9/16", "2020-09-16"),
        ("20200916", "2020-09-16"), (20200916, "2020-09-16"), (44090, "2020-09-16"), ("２０２０年９月１６日", "2020-09-16"),
        ("2020-09-16 08:00:00", "2020-09-16"), ("2020-02-30", "not_a_date"), ("9月16日", "not_a_date"), ("—", "absent"), ("", "absent"),
    ],
)  # fmt: skip
def test_dates(said, expected):
    assert told(date_value(cell(said))) == expected


def test_the_rest():
    assert [yes_no(cell(v)) for v in ("是", "√", "Y", 1, True)] == [True] * 5
    assert [yes_no(cell(v)) for v in ("否", "×", "N", 0, False)] == [False] * 5
    assert told(yes_no(cell(""))) == "absent"
    assert told(yes_no(cell("也许"))) == "not_yes_no"
    assert integer(cell("3.0"), "家") == 3
    assert integer(cell("3家")) == 3
    assert told(integer(cell(3.5))) == "not_whole"
    assert text(cell(" 经发局 ")) == "经发局"
    assert text(cell("=HYPERLINK(1)")) == "=HYPERLINK(1)"
    assert text(cell(date(2020, 9, 16))) == "2020-09-16"
    assert told(text(cell("—"))) == "absent"
    assert told(text(cell("长" * 501))) == "too_long"
    assert told(text(Cell("#N/A", Kind.ERROR, "Sheet1", 5, 3))) == "error_cell"

"""Workbooks as a zone's offices make them: awkward and honest. What is clear goes in; what is not is asked."""

from __future__ import annotations

from datetime import datetime

import openpyxl
import pytest

from duban.core.sentences import sentence
from duban.engine.series import Direction, Nature
from duban.exchange.observations import Desk, column_problems, reported_of
from duban.exchange.reading import lines_of, open_tables
from duban.exchange.remarks import remarks_on
from duban.exchange.tally import Tally
from duban.exchange.types import Kind
from duban.indicators.types import Basis, Carries, Definition, Source
from tests.exchange.sheets.makers import saved

E = None
NAMES = {
    "output": ("工业总产值", Carries.BOTH, "亿元"),
    "added": ("规上工业增加值", Carries.GROWTH, "亿元"),
    "investment": ("固定资产投资", Carries.BOTH, "亿元"),
    "revenue": ("一般公共预算收入", Carries.BOTH, "亿元"),
    "funds": ("招商引资到位资金", Carries.BOTH, "亿元"),
    "firms": ("新增规模以上企业", Carries.LEVEL, "家"),
    "intensity": ("研发投入强度", Carries.LEVEL, "%"),
}


def definition(number, code, name, carries, unit):
    return Definition(
        id=number, zone_id=1, code=code, name=name, name_en="", unit=unit, decimals=2, nature=Nature.FLOW,
        direction=Direction.HIGHER, carries=carries, basis=Basis.NOMINAL, source=Source.STATISTICS,
        source_office="", meaning="", is_key=False, owner_id=None, leader_id=None, parent_id=None, order=0,
        band_low=None, band_high=None, is_sample=False, retired=False, version=0,
    )  # fmt: skip


DEFINITIONS = [definition(n, code, *facts) for n, (code, facts) in enumerate(NAMES.items(), start=1)]
CODES = {d.id: d.code for d in DEFINITIONS}


def book(sheets, merges=(), formats=None, hidden=()):
    """Write sheets by name; merges, formats and hidden rows and columns are of the first."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(list(row))
    first = made.worksheets[0]
    for merge in merges:
        first.merge_cells(merge)
    for ref, code in (formats or {}).items():
        first[ref].number_format = code
    for what in hidden:
        (first.row_dimensions[int(what)] if what.isdigit() else first.column_dimensions[what]).hidden = True
    return saved(made)


def read(content, name="月报.xlsx"):
    """Return what goes in (code, period, level, growth), the problems and the remarks."""
    opened = open_tables(Kind.OBSERVATIONS, name, content)
    tally = Tally()
    lines = lines_of(opened.tables, tally.skip)
    rows = list(reported_of(lines, Desk.of(DEFINITIONS, {}), tally.take, tally.skip))
    told = tally.report(Kind.OBSERVATIONS, name, tuple(column_problems(opened.tables)), written=False)
    problems = [*opened.problems, *told.problems]
    remarks = list(remarks_on(opened.tables, tally.parts))
    for problem in (*problems, *remarks):
        assert "{" not in sentence(problem), problem
    told = [(p.code.removeprefix("exchange."), p.where.rpartition("!")[2]) for p in problems]
    return rows, told, [r.code.removeprefix("exchange.") for r in remarks]


def figures(rows):
    return [
        (CODES[r.indicator_id], str(r.period), None if r.level is None else f"{r.level:f}", None if r.growth is None else f"{r.growth:f}")
        for r in rows
    ]  # fmt: skip


AUGUST = "2020-08"
ALL_FIVE = [
    ("output", AUGUST, "217.4", "27"),
    ("added", AUGUST, None, "23"),
    ("investment", AUGUST, "85.2", "10"),
    ("revenue", AUGUST, "8.5", "8"),
    ("funds", AUGUST, "65.13", None),
]

BULLETIN = {
    "Sheet1": [
        ["2020年1-8月主要经济指标完成情况表"],
        ["编制单位：经济发展局", E, E, E, E, "单位：亿元、%"],
        ["指标名称", "本月", E, "累计", E, "完成年度目标%"],
        [E, "总量", "同比±%", "总量", "同比", E],
        ["一、工业总产值", 28.3, "12.1", 217.4, 27, E],
        ["二、规模以上工业增加值", "—", "—", "—", 23, E],
        ["三、固定资产投资", 9.8, "5.2", 85.2, 10, E],
        ["   其中：工业投资", 3, 2, 50, 9, E],
        ["四、一般公共预算收入", 1.1, "-3", 8.5, 8, E],
        ["五、招商引资到位资金", 6.5, "/", 65.13, "…", 81.4],
        ["合  计", E, E, E, E, E],
        ["注：本表数据为快报数，以统计局公布为准。"],
        ["填表人：某某        审核人：某某"],
    ]
}


def test_the_monthly_bulletin():
    content = book(BULLETIN, merges=["A1:F1", "A3:A4", "B3:C3", "D3:E3", "F3:F4"])
    rows, problems, remarks = read(content)
    assert problems == []
    assert figures(rows) == ALL_FIVE
    assert str(rows[-1].stated_completion) == "81.4"
    assert remarks == ["columns_left", "part_left"]


def test_spaced_numbered_and_starred_names():
    rows, problems, _ = read(book({"Sheet1": [
        ["银川经开区2020年1—8月经济运行情况"],
        ["（单位：亿元）"],
        ["项      目", "累计完成", "同比增长（%）"],
        ["工 业 总 产 值", "２１７．４", "27"],
        ["（二）规模以上工业增加值", "N/A", "增长23%"],
        ["3.固定资产投资", "85.2", "10%"],
        ["④一般公共预算收入", "8.5", "8"],
        ["★招商引资到位资金", "65.13", "—"],
    ]}))  # fmt: skip
    assert problems == []
    assert figures(rows) == ALL_FIVE


def test_units_behind_the_names():
    rows, problems, _ = read(book({"2020年8月": [
        ["主要指标进度（2020年1-8月）"],
        ["指标", "1-8月累计", "增速(%)"],
        ["工业总产值（亿元）", 217.4, 27],
        ["规上工业增加值（%）", E, 23],
        ["固定资产投资（万元）", "852,000", 10],
        ["一般公共预算收入(千元)", "850 000", "8"],
        ["新增规模以上企业（家）", 6, E],
        ["研发投入强度（%）", 2.31, E],
    ]}))  # fmt: skip
    assert problems == []
    assert [(c, level) for c, _p, level, _g in figures(rows)] == [
        ("output", "217.4"), ("added", None), ("investment", "85.2000"), ("revenue", "8.50000"),
        ("firms", "6"), ("intensity", "2.31"),
    ]  # fmt: skip


def test_growth_stands_in_the_column_of_figures_where_the_line_says_so():
    rows, problems, _ = read(book({"S": [
        ["银川经开区2020年1-8月指标完成情况"],
        ["责任单位", "指标名称", "年度目标", "1-8月完成", "完成率"],
        ["经济发展局", "工业总产值（亿元）", 300, 217.4, "72.5%"],
        [E, "规上工业增加值增速（%）", 20, 23, E],
        [E, "固定资产投资增速（%）", 12, 10, E],
        ["小计", E, E, 217.4, E],
        ["投资促进局", "招商引资到位资金（亿元）", 80, 65.13, "81.4%"],
        ["总计", E, E, 282.53, E],
    ]}, merges=["A1:E1", "A3:A5"]))  # fmt: skip
    assert problems == []
    assert figures(rows) == [
        ("output", AUGUST, "217.4", None), ("added", AUGUST, None, "23"), ("investment", AUGUST, None, "10"),
        ("funds", AUGUST, "65.13", None),
    ]  # fmt: skip
    assert [str(r.stated_completion) for r in rows] == ["72.5", "None", "None", "81.4"]


def test_a_column_of_units():
    rows, problems, remarks = read(book({"S": [
        ["2020年1-8月重点指标"],
        ["序号", "指标名称", "计量单位", "1-8月累计", "同比增速"],
        [1, "工业总产值", "亿元", 217.4, "27%"],
        [2, "固定资产投资", "万元", "852,000", "10%"],
        [3, "规上工业增加值", "%", "23", E],
        [4, "新增规模以上企业", "家", "6", "/"],
    ]}))  # fmt: skip
    assert problems == []
    assert [f[2:] for f in figures(rows)] == [("217.4", "27"), ("85.2000", "10"), (None, "23"), ("6", None)]
    assert remarks == []


def test_growth_as_people_say_it():
    rows, problems, _ = read(book({"S": [
        ["2020年1-8月"], ["单位：亿元"], ["指标", "累计", "同比"],
        ["工业总产值", "217.4", "增长27%"],
        ["固定资产投资", "85.2", "下降3.2%"],
        ["一般公共预算收入", "8.5", "持平"],
        ["规上工业增加值", "—", "27.0%"],
    ]}))  # fmt: skip
    assert problems == []
    assert [f[3] for f in figures(rows)] == ["27", "-3.2", "0", "27.0"]


def test_what_may_be_read_in_two_ways_is_asked():
    _rows, problems, _ = read(book({"S": [
        ["2020年1-8月"], ["单位：亿元"], ["指标", "累计", "同比"],
        ["工业总产值", "217.4", "+27个百分点"],
        ["固定资产投资", "85.2", "0.27"],
        ["规上工业增加值", "23", E],
        ["招商引资到位资金", "约65", E],
        ["全社会固定资产投资", "90", E],
        ["工业总产值（现价）", "217", E],
        ["绿化面积", "3", E],
    ]}))  # fmt: skip
    assert problems == [
        ("points_for_growth", "C4"), ("bare_percent", "C5"), ("growth_only", "B6"), ("not_exact", "B7"),
        ("unknown_but_near", "A8"), ("unknown_but_near", "A9"), ("indicators.unknown", "A10"),
    ]  # fmt: skip


def test_fractions_shown_as_per_cent_are_clear():
    rows, problems, _ = read(book({"S": [
        ["2020年1-8月"], ["单位：亿元"], ["指标", "累计", "同比"], ["工业总产值", 217.4, 0.27], ["固定资产投资", 85.2, -0.032],
    ]}, formats={"C4": "0.0%", "C5": "0.00%"}))  # fmt: skip
    assert problems == []
    assert [f[3] for f in figures(rows)] == ["27", "-3.2"]


def test_months_as_columns():
    rows, problems, _ = read(book({"进度": [
        ["2019年主要指标分月完成情况表"], ["单位：亿元"],
        ["指标", "1-2月", "1-3月", "1-4月", "1-5月"],
        ["固定资产投资", 3.1, 7.2, 12.5, "２０．１"],
        ["招商引资到位资金", 5, "—", E, 30],
        ["合计", 8.1, 7.2, 12.5, 50.1],
    ]}))  # fmt: skip
    assert problems == []
    assert figures(rows) == [
        ("investment", "2019-02", "3.1", None), ("investment", "2019-03", "7.2", None),
        ("investment", "2019-04", "12.5", None), ("investment", "2019-05", "20.1", None),
        ("funds", "2019-02", "5", None), ("funds", "2019-05", "30", None),
    ]  # fmt: skip


def test_months_alone_as_columns_are_asked_unless_cumulative():
    def months(title):
        return read(
            book({"进度": [[title], ["单位：亿元"], ["指标", "2月", "3月"], ["固定资产投资", 3.1, 7.2]]})
        )

    assert [f[1] for f in figures(months("2019年主要指标分月累计情况")[0])] == ["2019-02", "2019-03"]
    assert [c for c, _ in months("2019年主要指标情况")[1]] == ["single_month", "single_month"]


def test_a_growth_beside_several_months_is_asked():
    _rows, problems, _ = read(book({"S": [
        ["2020年"], ["单位：亿元"], ["指标", "1-7月", "1-8月", "同比增幅（%）"], ["固定资产投资", 75, 85.2, 10],
    ]}))  # fmt: skip
    assert problems == [("whose_month", "D4")]


def test_this_year_beside_last_year():
    rows, problems, remarks = read(book({"S": [
        ["主要经济指标对比表"], ["单位：亿元"],
        ["指标", "2020年1-8月", "2019年1-8月", "增减额", "增幅（%）"],
        ["工业总产值", 217.4, 171.2, 46.2, 27],
    ]}))  # fmt: skip
    assert problems == []
    assert figures(rows) == [("output", "2019-08", "171.2", None), ("output", AUGUST, "217.4", "27")]
    assert remarks == ["columns_left"]


def test_one_sheet_a_month():
    sheets = {
        f"{m}月": [
            ["2019年主要指标累计完成情况"],
            ["单位：亿元"],
            ["指标", "累计", "同比%"],
            ["固定资产投资", 10 + m, 5],
        ]
        for m in (6, 7, 8)
    }
    rows, problems, _ = read(book(sheets))
    assert problems == []
    assert [f[1:3] for f in figures(rows)] == [("2019-06", "16"), ("2019-07", "17"), ("2019-08", "18")]


def test_a_year_alone_is_no_period():
    _rows, problems, _ = read(book({"表": [
        ["2019年主要经济指标"], ["单位：亿元"], ["指标", "累计", "同比%"], ["固定资产投资", 16, 5],
    ]}))  # fmt: skip
    assert problems == [("period_unstated", "A4")]


def test_last_month_s_tab_under_this_month_s_title_is_asked():
    _rows, problems, _ = read(book({"1-7月": [
        ["2020年1-8月主要指标"], ["单位：亿元"], ["指标", "累计", "同比%"], ["固定资产投资", 85.2, 10],
    ]}))  # fmt: skip
    assert [c for c, _ in problems] == ["periods_differ"]


def test_the_month_it_was_made_is_not_the_month_it_is_about():
    rows, problems, _ = read(book({"表": [
        ["2020年1-8月主要指标"], ["经济发展局　2020年9月"], ["单位：亿元"], ["指标", "累计", "同比%"], ["固定资产投资", 85.2, 10],
    ]}))  # fmt: skip
    assert problems == []
    assert figures(rows) == [("investment", AUGUST, "85.2", "10")]


@pytest.mark.parametrize(
    ("heading", "told"), [("累计", []), ("1-8月完成额", []), ("完成额", ["single_month"])]
)
def test_a_month_in_the_title_with_and_without_cumulative(heading, told):
    rows, problems, _ = read(book({"表": [
        ["2020年8月主要经济指标完成情况表"], ["单位：亿元"], ["指标", heading, "同比（%）"], ["固定资产投资", 85.2, 10],
    ]}))  # fmt: skip
    assert [c for c, _ in problems] == told
    assert told or [f[1] for f in figures(rows)] == [AUGUST]


def test_days_and_serials_as_periods():
    rows, problems, _ = read(book({"表": [
        ["2020年度主要指标统计表（累计）"], ["单位：亿元"], ["月份", "指标", "累计", "同比（%）"],
        ["8月", "工业总产值", 217.4, 27],
        [datetime(2020, 8, 31), "固定资产投资", 85.2, 10],
        [44074, "招商引资到位资金", 65.13, E],
        [202008, "规上工业增加值", E, 23],
        ["1月", "一般公共预算收入", 1, E],
    ]}))  # fmt: skip
    assert [f[1] for f in figures(rows)] == [AUGUST] * 4
    assert problems == [("no_january", "A8")]


def test_wan_beside_yi_is_asked():
    _rows, problems, _ = read(book({"表": [
        ["2020年1-8月"], ["指标", "累计（万元）", "累计（亿元）"], ["固定资产投资", 852000, 85.2],
    ]}))  # fmt: skip
    assert [c for c, _ in problems] == ["two_columns"]


def test_a_name_and_a_heading_in_different_units_are_asked():
    _rows, problems, _ = read(book({"表": [
        ["2020年1-8月"], ["指标", "累计（亿元）"], ["固定资产投资（万元）", 85.2],
    ]}))  # fmt: skip
    assert problems == [("unit_conflict", "B3")]


def test_numbers_kept_as_text():
    rows, problems, _ = read(book({"表": [
        ["２０２０年１－８月主要指标"], ["单位：万元、％"], ["指标", "累计数", "同比增幅"],
        ["工业总产值", "２，１７４，０００", "２７"],
        ["固定资产投资", "852000.00 ", "１０．０％"],
        ["一般公共预算收入", " 85,000", "8"],
        ["招商引资到位资金", "-", "N/A"],
    ]}))  # fmt: skip
    assert [f[2:] for f in figures(rows)][:3] == [("217.4000", "27"), ("85.200000", "10.0"), ("8.5000", "8")]
    assert figures(rows)[3][2:] == (None, None)
    assert problems == []


def test_ranks():
    rows, problems, _ = read(book({"表": [
        ["2020年1-8月"], ["单位：亿元"], ["指标", "累计", "同比%", "全市排名"],
        ["工业总产值", 217.4, 27, 3], ["固定资产投资", 85.2, 10, "第2位"],
    ]}))  # fmt: skip
    assert problems == []
    assert [r.rank for r in rows] == [3, 2]


def test_what_is_hidden_is_read_and_told():
    rows, problems, remarks = read(book({"表": [
        ["2020年1-8月"], ["单位：亿元"], ["指标", "底稿", "累计", "同比%"], ["工业总产值", 1, 217.4, 27], ["固定资产投资", 2, 85.2, 10],
    ]}, hidden=["B", "5"]))  # fmt: skip
    assert problems == []
    assert len(rows) == 2
    assert remarks == ["columns_left", "hidden_rows"]


def test_the_same_bulletin_as_csv_in_every_encoding():
    text = '2020年1-8月主要指标,,\n单位：亿元,,\n指标名称,累计,同比（%）\n一、工业总产值,"217.4",27\n二、固定资产投资,85.2,10\n合计,302.6,\n'
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
        rows, problems, _ = read(text.encode(encoding), "8月.csv")
        assert (figures(rows), problems) == ([ALL_FIVE[0], ALL_FIVE[2]], []), encoding

"""Tables found in sheets as offices send them."""

from __future__ import annotations

import pytest

from duban.engine.kernel import Problem
from duban.exchange.sheets.headers import Skipped, Table, TableRow, Why, find_table
from duban.exchange.sheets.headings import ColumnKind, ColumnSpec, split_unit
from tests.exchange.sheets.makers import grid, xls, xlsx

COLUMNS = (
    ColumnSpec("indicator", ("指标", "指标名称", "主要指标", "项目"), required=True, kind=ColumnKind.KEY),
    ColumnSpec("period", ("期别", "月份", "时间"), kind=ColumnKind.KEY),
    ColumnSpec(
        "level",
        ("总量", "累计", "本年累计", "完成数", "绝对量", "绝对值", "到位资金"),
        required=True,
        kind=ColumnKind.VALUE,
    ),
    ColumnSpec("growth", ("同比增速", "同比增长", "同比", "增速", "增幅"), kind=ColumnKind.VALUE),
    ColumnSpec("unit", ("计量单位", "单位")),
    ColumnSpec("department", ("责任单位", "部门"), kind=ColumnKind.KEY),
)
WIDE = ("period", "level", "growth")
E = None


def table(rows, *, merges=(), wide=(), name="Sheet1") -> Table:
    found = find_table(grid(xlsx(rows, merges=merges, name=name)), COLUMNS, wide=wide)
    assert isinstance(found, Table), found
    return found


def refused(rows, *, merges=(), wide=()) -> list[Problem]:
    found = find_table(grid(xlsx(rows, merges=merges)), COLUMNS, wide=wide)
    assert isinstance(found, tuple)
    return list(found)


def data(found: Table) -> list[dict[str, str]]:
    return [{key: cell.text for key, cell in row.cells.items() if cell.text} for row in found.rows()]


def skipped(found: Table) -> list[tuple[int, Why]]:
    return [(line.number, line.why) for line in found.lines() if isinstance(line, Skipped)]


def test_a_plain_table():
    found = table(
        [["指标", "累计（亿元）", "同比增长(%)"], ["工业总产值", 217.4, 27], ["固定资产投资", 85.2, 10]]
    )
    assert data(found) == [
        {"indicator": "工业总产值", "level": "217.4", "growth": "27"},
        {"indicator": "固定资产投资", "level": "85.2", "growth": "10"},
    ]
    assert (found.unit_of("level"), found.unit_of("growth"), found.unit_of("indicator")) == ("亿元", "%", "")


MONTHLY = [
    ["2020年1—8月主要经济指标完成情况表", E, E, E, E],
    [E, E, E, E, "单位：亿元、%"],
    ["指标名称", "计量单位", "8月", E, E],
    [E, E, "当月", "累计", "同比（%）"],
    ["工业总产值", "亿元", 20, 217.4, 27],
    ["合 计", E, 1, 2, 3],
    ["指标名称", "计量单位", "当月", "累计", "同比（%）"],
    ["固定资产投资", "亿元", 1, 85.2, 10],
    ["注：本表为快报数"],
    ["填报人：某某", E, "审核人：某某"],
]
MERGES = ["A1:E1", "A3:A4", "B3:B4", "C3:E3"]


def test_the_monthly_report():
    found = table(MONTHLY, merges=MERGES)
    assert [row["level"] for row in data(found)] == ["217.4", "85.2"]
    assert skipped(found) == [(6, Why.TOTAL), (7, Why.HEADING), (9, Why.NOTE), (10, Why.NOTE)]
    assert (found.unit, found.period, found.year, found.cumulative) == ("亿元", "2020年1-8月", 2020, True)
    assert [h.name for h in found.others] == ["8月当月"]
    assert found.columns["level"].path == ("8月", "累计")


def test_the_monthly_report_reads_alike_wide_or_not():
    assert data(table(MONTHLY, merges=MERGES, wide=WIDE)) == data(table(MONTHLY, merges=MERGES))


def test_groups_without_merging():
    found = table(
        [
            ["指标名称", "2020年1-8月", E, "去年同期", E],
            [E, "绝对值", "同比%", "绝对值", "同比%"],
            ["甲", 1, 2, 3, 4],
        ]
    )
    assert data(found) == [{"indicator": "甲", "level": "1", "growth": "2"}]
    assert found.period == "2020年1-8月"


@pytest.mark.parametrize("merges", [(), ("B1:C1", "D1:E1")])
def test_a_group_above_belongs_to_the_heading(merges):
    rows = [
        [E, "去年同期", E, "2020年1-8月", E],
        ["指标", "总量", "同比", "总量", "同比"],
        ["甲", 3, 4, 1, 2],
    ]
    assert data(table(rows, merges=merges)) == [{"indicator": "甲", "level": "1", "growth": "2"}]
    problems = refused([[E, "去年同期", E], ["指标", "总量", "同比"], ["甲", 3, 4]], merges=["B1:C1"])
    assert {p.code for p in problems} == {"exchange.missing_columns"}


def test_a_title_close_above_is_no_group():
    rows = [
        [E, E, "目标任务完成情况表"],
        [E, E, E, "单位：亿元"],
        ["指标", "部门", "累计", "同比"],
        ["甲", "乙", 1, 2],
    ]
    assert data(table(rows))[0]["level"] == "1"
    assert data(table([["全区目标完成情况", E, E], *rows[2:]], merges=["A1:C1"]))[0]["level"] == "1"


def test_three_lines_of_headings():
    rows = [["指标", "完成情况", E], [E, "2020年", E], [E, "累计", "同比"], ["甲", 1, 2]]
    found = table(rows, merges=["A1:A3", "B1:C1", "B2:C2"])
    assert data(found) == [{"indicator": "甲", "level": "1", "growth": "2"}]


def test_last_year_never_passes_as_this_year():
    assert [p.code for p in refused([["项目", "上年同期累计", "同比"], ["甲", 1, 2]])] == [
        "exchange.missing_columns"
    ]
    assert [p.code for p in refused([["项目", "目标总量", "同比"], ["甲", 1, 2]])] == [
        "exchange.missing_columns"
    ]
    assert [p.code for p in refused([["项目", "当月", "同比"], ["甲", 1, 2]])] == ["exchange.missing_columns"]


@pytest.mark.parametrize(
    "heading",
    ["1-8月累计", "累计完成", "2020年1—8月累计（亿元）", "到位资金（亿元）", "本年累计数", "到位资金(万元)"],
)
def test_harmless_words_around_a_name(heading):
    assert data(table([["项目", heading], ["甲", 1]])) == [{"indicator": "甲", "level": "1"}]


def test_two_columns_for_one_thing_are_asked():
    problems = refused([["项目", "累计(亿元)", "完成数（万元）"], ["甲", 1, 2]])
    assert [p.code for p in problems] == ["exchange.two_columns"]
    assert {"B1", "C1"} <= set(problems[0].args)


def test_what_is_missing_names_what_was_found():
    problem = refused([["标题"], ["项目", "单位", "备考"], ["甲", "亿元", 2]])[0]
    assert problem.code == "exchange.missing_columns"
    assert problem.where == "Sheet1!A2"
    assert problem.args[2] == "项目、单位、备考"


def test_no_headings_at_all():
    assert [p.code for p in refused([["随便"], ["写写"]])] == ["exchange.no_header"]
    assert [p.code for p in refused([])] == ["exchange.no_header"]


def test_months_as_columns():
    rows = [
        ["2020年招商引资进度"],
        ["指标", "单位", "1-2月", "1-3月", "1—8月累计", "1-12月"],
        ["到位资金", "亿元", 10, 20, 65.13, E],
        ["合计", E, 1],
    ]
    found = table(rows, wide=WIDE)
    assert [(p.period, p.column) for p in found.period_columns] == [
        ("1-2月", 3),
        ("1-3月", 4),
        ("1-8月累计", 5),
        ("1-12月", 6),
    ]
    assert found.year == 2020
    row = next(found.rows())
    assert [row.at(p.column).text for p in found.period_columns] == ["10", "20", "65.13", ""]


def test_months_as_columns_in_groups():
    rows = [["指标", "1-7月", E, "1-8月", E], [E, "总量", "同比(%)", "总量", "同比(%)"], ["甲", 1, 2, 3, 4]]
    found = table(rows, wide=WIDE, merges=["A1:A2", "B1:C1", "D1:E1"])
    assert [(p.period, p.name, p.unit) for p in found.period_columns] == [
        ("1-7月", "总量", ""), ("1-7月", "同比", "%"), ("1-8月", "总量", ""), ("1-8月", "同比", "%"),
    ]  # fmt: skip


def test_a_month_alone_beside_the_cumulative():
    found = table([["指标", "8月", "1-8月累计"], ["甲", 20, 217.4]], wide=WIDE)
    assert data(found) == [{"indicator": "甲", "level": "217.4"}]


def test_departments_merged_down():
    rows = [["部门", "指标", "累计"], ["经发局", "甲", 1], [E, "乙", 2], ["小计", E, 3], ["投促局", "丙", 4]]
    found = table(rows, merges=["A2:A3", "A4:B4"])
    assert [row["department"] for row in data(found)] == ["经发局", "经发局", "投促局"]
    assert skipped(found) == [(4, Why.TOTAL)]


def test_a_figure_merged_down_is_told_by_its_anchor():
    found = table([["指标", "累计"], ["甲", 1], ["乙", E]], merges=["B2:B3"])
    assert [row.cells["level"].anchor for row in found.rows()] == ["", "B2"]


@pytest.mark.parametrize(
    "text", ["合计", "总 计", "小计", "全区合计", "一、工业小计", "合计：", "共计", "合计（亿元）"]
)
def test_totals_are_left_out(text):
    assert skipped(table([["指标", "累计"], ["甲", 1], [text, 1]])) == [(3, Why.TOTAL)]


def test_totals_in_the_second_column():
    assert skipped(table([["部门", "指标", "累计"], ["经发局", "合计", 1]])) == [(2, Why.TOTAL)]


@pytest.mark.parametrize(
    "text",
    [
        "注：快报数",
        "注1：……",
        "备注: 略",
        "说明：口径不变",
        "填报人：某某",
        "制表：某某",
        "单位负责人：",
        "数据来源：统计局",
        "第1页",
        "审核",
    ],
)
def test_notes_are_left_out(text):
    assert skipped(table([["指标", "累计"], ["甲", 1], [text]])) == [(3, Why.NOTE)]


def test_sections_and_examples_are_left_out():
    rows = [["指标", "累计", "同比"], ["示例：工业总产值", 1, 2], ["一、投资类", E, E], ["固投", 1, 2]]
    found = table(rows, merges=["A3:C3"])
    assert skipped(found) == [(2, Why.EXAMPLE), (3, Why.SECTION)]
    assert len(data(found)) == 1


def test_a_row_without_figures_stays_a_row():
    assert data(table([["指标", "累计"], ["甲", E], ["乙", "—"]])) == [
        {"indicator": "甲"},
        {"indicator": "乙", "level": "—"},
    ]


def test_blank_columns_and_rows():
    rows = [[E], [E, "指标", E, "累计"], [E, E, E, E], [E, "甲", E, 1], [E], [E, "乙", E, 2]]
    assert [row["level"] for row in data(table(rows))] == ["1", "2"]


def test_headings_in_full_width_and_with_breaks():
    found = table([["指 标\n名 称", "累 计\n（万元）", "同比\n±％"], ["甲", 1, 2]])
    assert (found.unit_of("level"), found.unit_of("growth")) == ("万元", "%")


def test_the_sheets_unit_holds_where_the_heading_is_silent():
    found = table([["情况表"], ["金额单位：人民币万元"], ["指标", "累计", "同比"], ["甲", 1, 2]])
    assert (found.unit_of("level"), found.unit_of("indicator")) == ("万元", "")
    assert table([["单位：银川经开区"], ["指标", "累计"], ["甲", 1]]).unit == ""
    assert table([["单位：亿元、万美元"], ["指标", "累计"], ["甲", 1]]).unit == ""


def test_the_period_may_stand_in_the_sheets_name():
    found = table([["制表日期：2020年9月5日"], ["指标", "累计"], ["甲", 1]], name="2020年1-8月")
    assert (found.period, found.year) == ("2020年1-8月", 2020)


def test_earlier_names_are_preferred_for_texts():
    found = table([["指标", "单位", "计量单位", "累计"], ["甲", "经发局", "亿元", 1]])
    assert data(found)[0]["unit"] == "亿元"


def test_the_same_table_as_xls():
    rows = [
        ["2020年1—8月完成情况"],
        ["单位：亿元"],
        ["指标", "累计", "同比"],
        ["甲", 65.13, 0.27],
        ["合计", "=65.13", 0.27],
    ]
    found = find_table(grid(xls(rows, merges=[(0, 0, 0, 2)], formats={(3, 2): 10}), "a.xls"), COLUMNS)
    assert isinstance(found, Table)
    row = next(found.rows())
    assert isinstance(row, TableRow)
    assert row.cells["growth"].percent
    assert (found.unit, found.period) == ("亿元", "2020年1-8月")
    assert skipped(found) == [(5, Why.TOTAL)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到位资金（亿元）", ("到位资金", "亿元")),
        ("同比增长(%)", ("同比增长", "%")),
        ("同比±%", ("同比", "%")),
        ("增幅%", ("增幅", "%")),
        ("到位资金[万元]", ("到位资金", "万元")),
        ("金额/万元", ("金额", "万元")),
        ("金额（单位：万元）", ("金额", "万元")),
        ("比重（百分点）", ("比重", "百分点")),
        ("固定资产投资（不含农户）", ("固定资产投资(不含农户)", "")),
        ("投资（不含农户）（亿元）", ("投资(不含农户)", "亿元")),
        ("新增企业（家）", ("新增企业", "家")),
        ("市/县", ("市/县", "")),
    ],
)
def test_units_split_off(text, expected):
    assert split_unit(text) == expected

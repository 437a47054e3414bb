"""Layouts of statistics offices beyond the usual: what stands for a figure and what only looks like one."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.exchange.sheets.makers import xls
from tests.exchange.test_real_sheets import AUGUST, E, book, figures, read

INVESTMENT = ("investment", AUGUST, "85.2", "10")
JULY = "2020-07"
TITLE = ["2020年1-8月主要指标"]
YI = ["单位：亿元"]


def sheet(*rows, merges=(), name="Sheet1"):
    return read(book({name: rows}, merges=merges))


def of_headings(*headings, cells=(85.2, 10), title=TITLE, unit=YI):
    return sheet(title, unit, ["指标", *headings], ["固定资产投资", *cells])


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("2020年8月", "本月止累计"), ("2020年8月", "1-本月"), ("2020年8月", "1—本月累计"), ("2020年8月", "自年初累计"),
        ("2020年8月", "8月止累计"), ("2020年8月", "年初至今"), ("2020年1-8月", "完成"), ("2020年1-8月", "本年实际"),
        ("2020年1-8月", "绝对量"), ("2020年1-8月", "1-8月\n完成"), ("2020.1-8", "累计"), ("20年1-8月", "累计"),
        ("2020年度1-8月", "累计"), ("2020/1-2020/8", "累计"),
    ],
)  # fmt: skip
def test_a_level_from_january_in_other_words(title, level):
    rows, problems, _ = of_headings(level, "比上年同期±%", title=[f"主要指标（{title}）"])
    assert (problems, figures(rows)) == ([], [INVESTMENT])


@pytest.mark.parametrize(
    "growth",
    ["增长（%）", "增减％", "比上年同期±%", "比上年同期增减（%）", "累计增长%", "升降%", "增长率（%）"],
)
def test_a_rate_of_growth_in_other_words(growth):
    rows, problems, _ = of_headings("累计", growth)
    assert (problems, figures(rows)) == ([], [INVESTMENT])


@pytest.mark.parametrize(
    "heading", ["同比增长额", "同比增减额", "增减", "年初数", "上年同期增长%", "全市同比%"]
)
def test_what_is_no_rate_of_growth(heading):
    rows, problems, remarks = of_headings("累计", heading, cells=(85.2, 7.7), unit=["单位：亿元、%"])
    assert (problems, remarks) == ([], ["columns_left"])
    assert figures(rows) == [("investment", AUGUST, "85.2", None)]


def test_a_change_that_may_be_an_amount_is_asked_though_the_sheet_has_rates():
    _rows, problems, _ = of_headings("累计", "同比增减", cells=(85.2, 7.7), unit=["单位：亿元、%"])
    assert problems == [("bare_percent", "C4")]


@pytest.mark.parametrize(
    "other",
    [
        "全年目标", "全年预计", "1-9月预计", "1-9月计划", "1-8月目标", "1-8月应完成", "去年1-8月", "上年同期1-8月", "1-8月排名",
        "1-8月占全市比重%", "1-8月同比增减额", "1-8月全市增速%", "1-8月完成率%", "1-8月环比增长%", "1-8月目标增速%", "1-8月两年平均增速%",
    ],
)  # fmt: skip
def test_a_plan_beside_the_months_is_no_figure(other):
    for headings, cells in (
        (["1-7月", "1-8月", other], (72, 85.2, 130)),
        ([other, "1-8月完成"], (130, 85.2)),
        (["1-8月完成", other], (85.2, 130)),
    ):
        rows, problems, _ = of_headings(*headings, cells=cells, title=["2020年主要指标"])
        if problems:
            assert {c for c, _ in problems} == {"whose_month"}, (headings, problems)
        else:
            expected = [("investment", AUGUST, "85.2", None)]
            assert figures(rows)[-1:] == expected, headings
            assert figures(rows)[:-1] in ([], [("investment", JULY, "72", None)])


def test_nothing_but_expectations():
    _rows, problems, _ = of_headings("1-7月预计", "1-8月预计", cells=(72, 85.2), title=["2020年主要指标"])
    assert ("no_figures", "Sheet1") in problems
    for said in ("2020年1-9月主要指标预计完成情况表", "2020年1-9月目标任务分解表"):
        assert [c for c, _ in of_headings("累计", "同比%", title=[said])[1]] == ["forecast"]
    rows, problems, _ = of_headings(
        "1-8月完成", "同比%", "全年预计", cells=(85.2, 10, 130), title=["2020年1-8月完成及全年预计情况表"]
    )
    assert (problems, figures(rows)) == ([], [INVESTMENT])


def test_the_same_months_twice_are_asked():
    for other in ("1-8月实际", "2020年1-8月"):
        _rows, problems, _ = of_headings("1-7月", "1-8月", other, cells=(72, 85.2, 86), title=["2020年"])
        assert [c for c, _ in problems] == ["two_columns"]


@pytest.mark.parametrize("merges", [(), ("B3:C3", "D3:E3")])
@pytest.mark.parametrize("growth_first", [False, True])
def test_months_over_levels_and_growth(merges, growth_first):
    pair = ["增速%", "总量"] if growth_first else ["总量", "增速%"]
    july, august = ([9, 72], [10, 85.2]) if growth_first else ([72, 9], [85.2, 10])
    rows, problems, _ = sheet(
        ["2020年主要指标"],
        YI,
        ["指标", "1-7月", E, "1-8月", E],
        [E, *pair, *pair],
        ["固定资产投资", *july, *august],
        merges=merges,
    )
    assert (problems, figures(rows)) == ([], [("investment", JULY, "72", "9"), INVESTMENT])


def test_a_month_alone_over_the_same_headings_is_left():
    rows, problems, _ = sheet(
        TITLE, YI, ["指标", "8月", E, "1-8月", E], [E, "总量", "增速%", "总量", "增速%"], ["固定资产投资", 9.8, 5.2, 85.2, 10],
        merges=["A3:A4", "B3:C3", "D3:E3"],
    )  # fmt: skip
    assert (problems, figures(rows)) == ([], [INVESTMENT])


def test_years_over_months():
    rows, problems, _ = sheet(
        ["主要指标对比"], YI, ["指标", "2019年", E, "2020年", E], [E, "1-7月", "1-8月", "1-7月", "1-8月"],
        ["固定资产投资", 66, 77.5, 72, 85.2],
        merges=["A3:A4", "B3:C3", "D3:E3"],
    )  # fmt: skip
    assert problems == []
    assert [f[1:3] for f in figures(rows)] == [
        ("2019-07", "66"), ("2019-08", "77.5"), (JULY, "72"), (AUGUST, "85.2"),
    ]  # fmt: skip


def test_months_over_years_and_years_alone():
    rows, problems, _ = sheet(
        YI, ["指标", "1-8月", E, "同比%"], [E, "2020年", "2019年", E], ["固定资产投资", 85.2, 77.5, 10],
        merges=["A2:A3", "B2:C2", "D2:D3"],
    )  # fmt: skip
    assert (problems, figures(rows)) == ([], [("investment", "2019-08", "77.5", None), INVESTMENT])
    rows, problems, _ = of_headings(
        "2018年", "2019年", "2020年1-8月", cells=(110, 120, 85.2), title=["历年指标"]
    )
    assert [f[1] for f in figures(rows)] == ["2018-12", "2019-12", AUGUST]
    _rows, problems, _ = of_headings("2019年", "2020年", cells=(77.5, 85.2))
    assert [c for c, _ in problems] == ["year_or_months"]


def test_months_as_keys_and_days():
    for july, august in (
        ("202007", "202008"),
        ("2020.7", "2020.8"),
        (datetime(2020, 7, 1), datetime(2020, 8, 1)),
    ):
        rows, problems, _ = of_headings(july, august, cells=(72, 85.2), title=["主要指标累计情况"])
        assert problems == []
        assert [f[1:3] for f in figures(rows)] == [(JULY, "72"), (AUGUST, "85.2")]
        asked = of_headings(july, august, cells=(72, 85.2), title=["主要指标情况"])[1]
        assert [c for c, _ in asked] == ["single_month", "single_month"]


def test_quarters_as_columns():
    rows, problems, _ = of_headings("一季度", "上半年", "前三季度", cells=(20, 60, 96), title=["2019年"])
    assert problems == []
    assert [f[1] for f in figures(rows)] == ["2019-03", "2019-06", "2019-09"]


def test_a_month_alone_never_runs_from_january_because_the_title_does():
    assert [c for c, _ in of_headings("8月完成", "同比%")[1]] == ["single_month"]
    assert [c for c, _ in of_headings("7月", "8月", cells=(9, 9.8))[1]] == ["single_month", "single_month"]
    _rows, problems, _ = sheet(TITLE, YI, ["指标", "月份", "累计"], ["固定资产投资", "8月", 9.8])
    assert problems == [("single_month", "B4")]


def test_month_ends_run_from_january():
    rows, problems, _ = sheet(
        ["2020年企业数"], ["指标", "单位", "7月末", "8月末"], ["新增规模以上企业", "家", 5, 6]
    )
    assert (problems, [f[1:3] for f in figures(rows)]) == ([], [(JULY, "5"), (AUGUST, "6")])


def test_headings_of_another_month_than_the_title_are_asked():
    assert [c for c, _ in of_headings("1-7月累计", "同比%")[1]] == ["periods_differ"]


def test_sheets_named_by_the_month():
    for names in (("202007", "202008"), ("2020.7", "2020.8"), ("2020-07", "2020-08")):
        pages = {n: [["主要指标"], YI, ["指标", "累计"], ["固定资产投资", 72]] for n in names}
        rows, problems, _ = read(book(pages))
        assert (problems, [f[1] for f in figures(rows)]) == ([], [JULY, AUGUST])


@pytest.mark.parametrize(
    "below",
    [
        [["单位：万元"], ["指标", "累计", "同比%"]],
        [["指标", "累计（万元）", "同比%"]],
        [["指标", "1-7月累计", "同比%"]],
        [["2020年1-7月主要指标"], ["指标", "累计", "同比%"]],
    ],
)
def test_a_second_table_below_is_refused_and_nothing_of_it_read(below):
    rows, problems, _ = sheet(
        TITLE,
        YI,
        ["指标", "累计", "同比%"],
        ["固定资产投资", 85.2, 10],
        *below,
        ["一般公共预算收入", 85000, 8],
    )
    assert [c for c, _ in problems] == ["another_table"]
    assert figures(rows) == [INVESTMENT]


def test_the_same_table_goes_on_over_the_page():
    rows, problems, _ = sheet(
        TITLE, YI, ["指标", "累计", "同比%"], ["固定资产投资", 85.2, 10], ["续表"], ["2020年1—8月主要指标"], YI,
        ["指标", "累计", "同比%"], ["一般公共预算收入", 8.5, 8],
    )  # fmt: skip
    assert (problems, len(rows)) == ([], 2)


def test_lines_without_figures_are_told_not_asked():
    rows, problems, remarks = sheet(
        TITLE, ["指标", "单位", "累计", "同比%"], ["甲", "乙", 1, 2], ["一、工业", E, "—", E], ["固定资产投资", "亿元", 85.2, 10],
        ["注：1.本表为快报数。"], ["2.固定资产投资不含农户。"], ["（以统计局公布为准）"],
    )  # fmt: skip
    assert (problems, figures(rows)) == ([], [INVESTMENT])
    assert remarks == ["part_left", "part_left", "part_left"]


def test_a_line_with_a_figure_and_no_known_name_is_always_asked():
    _rows, problems, _ = sheet(
        TITLE, YI, ["指标", "累计", "同比%"], ["固投", 85.2, 10], [E, 3, 4], ["同比增长", E, 10]
    )
    assert [c for c, _ in problems] == ["indicators.unknown", "no_indicator", "indicators.unknown"]


def test_a_row_of_growth_below_its_level():
    rows, problems, _ = sheet(
        TITLE, ["指标", "单位", "1-8月完成"], ["固定资产投资", "亿元", 85.2], ["固定资产投资增速", "%", 10],
        ["工业总产值增速", "%", 27], ["工业总产值", "亿元", 217.4], ["招商引资到位资金", "亿元", 65], ["招商引资到位资金", "亿元", 65.13],
    )  # fmt: skip
    assert problems == []
    assert [f[2:] for f in figures(rows)] == [
        ("85.2", "10"), (None, "27"), ("217.4", None), ("65", None), ("65.13", None),
    ]  # fmt: skip


def test_ranks_in_brackets():
    rows, problems, _ = of_headings("累计", "同比%", "全市排位", cells=(85.2, 10, "（4）"))
    assert (problems, [r.rank for r in rows]) == ([], [4])
    for said in (-1, 0, 70000, "3/11", "第三名"):
        assert of_headings("累计", "同比%", "全市排名", cells=(85.2, 10, said))[1] == [("not_a_rank", "D4")]


def test_numbers_nobody_publishes():
    for said in ("1" * 35, 1e22, "85.123456789012345678901"):
        assert of_headings("累计", cells=(said,))[1] == [("too_many_digits", "B4")]
    assert of_headings("累计", "同比%", cells=(85.2, "1." + "3" * 35))[1] == [("too_many_digits", "C4")]
    assert of_headings("累计", cells=("85.2*",))[1] == [("not_a_number", "B4")]


def test_the_city_s_figures_are_not_the_zone_s():
    rows, problems, remarks = sheet(
        TITLE, YI, ["指标", "全市", E, "经开区", E], [E, "累计", "增速%", "累计", "增速%"], ["固定资产投资", 850, 7, 85.2, 10],
        merges=["A3:A4", "B3:C3", "D3:E3"],
    )  # fmt: skip
    assert (problems, figures(rows), remarks) == ([], [INVESTMENT], ["columns_left"])
    _rows, problems, _ = sheet(TITLE, YI, ["指标", "全市", E], [E, "累计", "增速%"], ["固定资产投资", 850, 7])
    assert problems[0] == ("no_figures", "Sheet1")


def test_indicators_across_are_asked_to_be_turned():
    _rows, problems, _ = sheet(
        TITLE,
        YI,
        ["园区", "工业总产值", E],
        [E, "总量", "增速"],
        ["西区", 100, 20],
        merges=["A3:A4", "B3:C3"],
    )
    assert {"missing_columns", "turned"} <= {c for c, _ in problems}


def test_a_table_without_rows_says_so():
    assert sheet(TITLE, ["指标", "单位", "累计"])[2] == ["no_rows"]


def test_a_file_of_wps():
    rows, problems, _ = read(
        xls([TITLE, YI, ["指标", "累计", "同比%"], ["固定资产投资", 85.2, 10.0]]), "月报.et"
    )
    assert (problems, figures(rows)) == ([], [INVESTMENT])

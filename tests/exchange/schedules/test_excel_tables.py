"""Task tables as offices make them: titles, two rows of headings, units in brackets, outlines, dates as text, progress."""

import io
from datetime import date

import pytest
import xlsxwriter

from duban.engine.kernel import Unfit
from duban.engine.schedule import HOUR, Kind, LinkKind, moment, schedule
from duban.exchange.schedules import excel
from duban.exchange.schedules.words import predecessors, share
from tests.exchange.schedules.test_own_forms import shown, workbook

WORKDAY = 8 * HOUR


def test_a_title_over_all_two_rows_of_headings_and_dates_as_text():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("总控计划")
    sheet.merge_range("A1:G1", "某产业园一期施工总进度计划（示例）", book.add_format())
    for cells, text in (
        ("A2:A3", "序号"), ("B2:B3", "分部分项工程名称"), ("C2:C3", "工期（工日）"), ("D2:E2", "计划时间"), ("F2:F3", "紧前工序"),
    ):  # fmt: skip
        sheet.merge_range(cells, text, book.add_format())
    sheet.write_row("D3", ["开工日期", "完工日期"])
    sheet.write_row("A4", [1, "基坑开挖", 3, "2020年9月21日", "2020.9.23", ""])
    sheet.write_row("A5", [2, "垫层", 1, "", "", 1])
    sheet.write_row("A6", [3, "基础", 5, "", "", "1完成-开始+1天；2"])
    book.close()
    found = schedule(excel.network(out.getvalue()))
    assert shown(found) == {
        "1": "09-21 08:00 – 09-23 17:00",
        "2": "09-24 08:00 – 09-24 17:00",
        "3": "09-25 08:00 – 09-30 17:00",  # the 26th is off, the make-up Sunday the 27th is worked
    }


@pytest.mark.parametrize(
    ("text", "days"),
    [("30天", 30), ("30工日", 30), ("1.5个月", 30), ("2周", 10), ("2个星期", 10), ("12", 12), ("1年", 240)],
)
def test_durations_as_written(text, days):
    (found,) = excel.network(
        workbook(("任务名称", "工期", "开始"), ("甲", text, date(2020, 9, 21)))
    ).activities
    assert found.duration == days * WORKDAY


def test_a_unit_in_the_heading_is_that_of_plain_numbers():
    data = workbook(
        ("任务名称", "工期(月)", "开始"), ("甲", 2, date(2020, 9, 21)), ("乙", "3天", date(2020, 9, 21))
    )
    assert [a.duration for a in excel.network(data).activities] == [40 * WORKDAY, 3 * WORKDAY]


@pytest.mark.parametrize(
    "rows",
    [
        (("序号", "WBS", "任务", "工期", "开始"), (1, "1", "土建", "", ""), (2, "1.1", "基础", 3, "2020-9-21"), (3, "2", "设备", 2, "2020/9/21")),
        (("序号", "大纲级别", "任务", "工期", "开始"), (1, 1, "土建", "", ""), (2, 2, "基础", 3, "2020-9-21"), (3, 1, "设备", 2, "2020/9/21")),
        (("序号", "任务", "工期", "开始"), (1, "土建", "", ""), (2, "　　基础", 3, "2020-9-21"), (3, "设备", 2, "2020/9/21")),
    ],
    ids=["number", "level", "indent"],
)  # fmt: skip
def test_outlines(rows):
    activities = excel.network(workbook(*rows)).activities
    assert [(a.kind, a.parent) for a in activities] == [
        (Kind.SUMMARY, None),
        (Kind.TASK, "1"),
        (Kind.TASK, None),
    ]


def test_progress_in_per_cent():
    """Ten days from Monday, six tenths done: worked until Friday of the first week and through the make-up Sunday."""
    data = workbook(
        ("序号", "任务", "工期", "开始", "完成", "前置任务", "完成百分比"),
        (1, "甲", 2, "2020-09-21", "2020-09-22", "", "100%"),
        (2, "乙", 10, "2020-09-21", "", "", 0.6),
        (3, "丙", 1, "", "", "2", "0%"),
    )
    network = excel.network(data)
    done, begun, waiting = network.activities
    assert str(moment(done.actual_finish)) == "2020-09-22 17:00:00"
    assert begun.remaining == 4 * WORKDAY
    assert waiting.actual_start is None
    assert str(moment(network.options.data_date)) == "2020-09-27 17:00:00"
    assert shown(schedule(network))["2"].endswith("– 10-09 17:00")  # 28, 29, 30 September, 9 October


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60%", 0.6),
        ("60％", 0.6),
        ("60", 0.6),
        ("0.6", 0.6),
        ("1", 1.0),
        ("100", 1.0),
        ("120%", None),
        ("过半", None),
    ],
)
def test_shares(text, expected):
    assert share(text) == expected


def test_a_percentage_nobody_can_read_is_told():
    with pytest.raises(Unfit) as refused:
        excel.network(workbook(("任务", "工期", "开始", "进度"), ("甲", 2, "2020-09-21", "过半")))
    assert [(p.code, p.where) for p in refused.value.problems] == [("schedules.bad_percent", "计划!A2")]


def test_links_in_chinese_and_numbers_that_a_sheet_made_decimal():
    found, bad = predecessors("3开始-开始+2工日、5.0", WORKDAY)
    assert not bad
    assert [(b.id, b.kind) for b in found] == [("3", LinkKind.START_START), ("5", LinkKind.FINISH_START)]

"""Excel task tables, TOML, and the words people write durations and predecessors in."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Unfit
from duban.engine.schedule import CLOCK, DAY, HOUR, Kind, LinkKind, moment, schedule
from duban.exchange.schedules import excel, toml
from duban.exchange.schedules.files import load, parse
from duban.exchange.schedules.words import Amount, amount, predecessors

WORKDAY = 8 * HOUR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", Amount(5 * WORKDAY)),
        ("5工作日", Amount(5 * WORKDAY)),
        ("5 个工作日", Amount(5 * WORKDAY)),
        ("5天?", Amount(5 * WORKDAY)),
        ("30自然日", Amount(30 * DAY, by_clock=True)),
        ("2 个已用工作日", Amount(2 * DAY, by_clock=True)),
        ("4小时", Amount(4 * HOUR)),
        ("1.5h", Amount(900)),
        ("2周", Amount(10 * WORKDAY)),
        ("1个月", Amount(20 * WORKDAY)),
        ("-50%", Amount(0, percent=-50)),
        ("快了", None),
        ("", None),
        ("99999999999天", None),
    ],
)
def test_amounts(text, expected):
    assert amount(text, WORKDAY) == expected


def test_predecessors():
    found, bad = predecessors("3FS+2工作日; 5SS，A-1 ff-1天；7, 9FS+50%", WORKDAY)
    assert [(b.id, b.kind, b.lag) for b in found] == [
        ("3", LinkKind.FINISH_START, Amount(2 * WORKDAY)),
        ("5", LinkKind.START_START, Amount(0)),
        ("A-1", LinkKind.FINISH_FINISH, Amount(-WORKDAY)),
        ("7", LinkKind.FINISH_START, Amount(0)),
        ("9", LinkKind.FINISH_START, Amount(0, percent=50)),
    ]
    assert bad == []
    assert predecessors("3FS+2光年", WORKDAY)[1] == ["3FS+2光年"]


@given(st.text(max_size=40))
def test_no_words_do_harm(text):
    amount(text, WORKDAY)
    predecessors(text, WORKDAY)


def workbook(*rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, day = book.add_worksheet("计划"), book.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(r, c, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(r, c, value)
    book.close()
    return out.getvalue()


HEAD = ("序号", "任务", "工期", "开始", "完成", "前置任务")


def shown(found):
    return {
        a.id: f"{moment(found.early_start[k]):%m-%d %H:%M} – {moment(found.early_finish[k]):%m-%d %H:%M}"
        for k, a in enumerate(found.network.activities)
    }


def test_a_task_table():
    """Monday 21 September 2020; the make-up Sunday and the holiday are in the calendar."""
    data = workbook(
        ("某项目进度计划",),
        HEAD,
        ("1", "土建", "", "", "", ""),
        ("1.1", "基础", "3工作日", date(2020, 9, 21), "", ""),
        ("1.2", "主体", "5工作日", "", "", "1.1"),
        (2, "设备", "10自然日", date(2020, 9, 22), "", ""),
        (3, "安装", "2", "", "", "1.2FS+1工作日; 2"),
        (4, "投产", 0, "", "", "3"),
    )
    found = schedule(parse(data, "plan.xlsx"))
    assert shown(found) == {
        "1": "09-21 08:00 – 09-29 17:00",
        "1.1": "09-21 08:00 – 09-23 17:00",
        "1.2": "09-24 08:00 – 09-29 17:00",
        "2": "09-22 08:00 – 10-02 08:00",
        "3": "10-09 08:00 – 10-10 17:00",
        "4": "10-10 17:00 – 10-10 17:00",
    }
    assert [a.kind for a in found.network.activities][::5] == [Kind.SUMMARY, Kind.FINISH_MILESTONE]
    assert found.network.activities[3].calendar == CLOCK


def test_a_duration_is_counted_where_only_two_dates_stand():
    data = workbook(HEAD, ("1", "安装", "", date(2020, 9, 28), date(2020, 10, 9), ""))
    (found,) = excel.network(data).activities
    assert found.duration == 4 * WORKDAY  # 28, 29, 30 September and 9 October


def test_every_mistake_of_a_table_is_told_with_its_cell():
    data = workbook(
        HEAD,
        ("1", "甲", "很久", date(2020, 9, 21), "", ""),
        ("2", "乙", "3", "不详", "", "1FS+2光年"),
        ("3", "丙", "", "", "", ""),
    )
    with pytest.raises(Unfit) as refused:
        excel.network(data)
    assert sorted((p.code, p.where) for p in refused.value.problems) == [
        ("schedules.bad_date", "计划!D3"),
        ("schedules.bad_duration", "计划!B2"),
        ("schedules.bad_link", "计划!B3"),
        ("schedules.no_duration", "计划!B4"),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("甲", "乙")], "schedules.no_table"),
        ([HEAD], "schedules.no_activities"),
        ([HEAD, ("1", "甲", "3", "", "", "")], "schedules.no_start"),
    ],
)
def test_tables_that_are_none(rows, code):
    with pytest.raises(Unfit) as refused:
        excel.network(workbook(*rows))
    assert code in [p.code for p in refused.value.problems]


TOML = """
[plan]
start = 2020-09-21
finish_by = 2020-12-31
hours_per_day = 8

[[calendar]]
key = "two shifts"
base = "state"
[calendar.week]
sat = ["08:00-12:00", "13:00-17:00"]
[[calendar.on]]
day = 2020-10-08
[[calendar.off]]
first = 2020-09-22
last = 2020-09-23

[[activity]]
id = "A"
name = "基础"
duration = "3d"
calendar = "two shifts"

[[activity]]
id = "B"
name = "主体"
duration = "2d"
after = ["A SS+1d"]
start_no_earlier = 2020-09-28
deadline = 2020-09-30

[[activity]]
id = "C"
name = "投产"
milestone = true
after = "B"
"""


def test_our_own_form():
    found = schedule(toml.network(TOML.encode()))
    assert shown(found) == {
        "A": "09-21 08:00 – 09-25 17:00",
        "B": "09-28 08:00 – 09-29 17:00",
        "C": "09-29 17:00 – 09-29 17:00",
    }
    assert found.total_float[1] == WORKDAY


def test_every_mistake_of_our_own_form_is_told():
    text = TOML.replace('"3d"', '"soon"').replace("SS+1d", "SS+1 parsec").replace("2020-09-28", '"later"')
    text = text.replace('calendar = "two shifts"', 'calendar = "none"').replace("08:00-12:00", "12-8")
    with pytest.raises(Unfit) as refused:
        toml.network(text.encode())
    assert sorted(p.code for p in refused.value.problems) == [
        "schedules.bad_date", "schedules.bad_duration", "schedules.bad_hours", "schedules.bad_link",
        "schedules.unknown_calendar",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.toml", b"[plan\n", "schedules.bad_toml"),
        ("x.toml", b"\xff\xff", "schedules.bad_toml"),
        ("x.toml", b"", "schedules.no_activities"),
        ("x.mpp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "schedules.is_mpp"),
        ("x.pdf", b"%PDF-1.7", "schedules.unknown_kind"),
        ("x.xlsx", b"PK\x03\x04rubbish", "exchange.broken"),
    ],
)
def test_other_files_are_refused_by_what_they_hold(name, data, code):
    with pytest.raises(Unfit) as refused:
        parse(data, name)
    assert code in [p.code for p in refused.value.problems]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unfit) as refused:
        load(tmp_path / "no.xml")
    assert refused.value.problems[0].code == "schedules.no_file"


def test_a_file_that_claims_too_much_is_not_read(tmp_path):
    path = tmp_path / "big.xml"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(Unfit) as refused:
        load(path)
    assert refused.value.problems[0].code == "schedules.too_large"

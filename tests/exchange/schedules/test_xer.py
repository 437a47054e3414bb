"""Primavera's XER: tables, encodings, calendars, options."""

from datetime import date, datetime

import pytest

from duban.engine.kernel import Unfit
from duban.engine.schedule import CLOCK, DAY, HOUR, Bound, FloatOf, Kind, LinkKind, Progress, moment, schedule
from duban.exchange.schedules import xer
from duban.exchange.schedules.files import parse
from duban.exchange.schedules.xer_calendars import parsed

HOURS = "(0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())"
WEEK = "".join(f"(0||{k}()({HOURS if 2 <= k <= 6 else ''}))" for k in range(1, 8))
DATA = f"(0||CalendarData()((0||DaysOfWeek()({WEEK}))(0||VIEW(ShowTotal|Y)())(0||Exceptions()((0||0(d|44105)())(0||1(d|44101)({HOURS}))))))"
"""No work on 1 October 2020, work on Sunday 27 September."""


def table(name, *rows):
    columns = list(rows[0])
    lines = [f"%T\t{name}", "%F\t" + "\t".join(columns)]
    return "\r\n".join(lines + ["%R\t" + "\t".join(str(r[c]) for c in columns) for r in rows])


def row(key, hours=8, **more):
    base = {
        "task_id": key, "proj_id": "1", "wbs_id": "9", "clndr_id": "1", "task_type": "TT_Task", "status_code": "TK_NotStart",
        "task_code": f"A{key}", "task_name": f"任务{key}", "target_drtn_hr_cnt": hours, "remain_drtn_hr_cnt": hours,
        "act_start_date": "", "act_end_date": "", "cstr_type": "", "cstr_date": "", "cstr_type2": "", "cstr_date2": "",
        "expect_end_date": "", "suspend_date": "", "resume_date": "",
    }  # fmt: skip
    return base | more


def after(one, other, kind="PR_FS", lag=0):
    return {
        "task_id": other,
        "pred_task_id": one,
        "proj_id": "1",
        "pred_proj_id": "1",
        "pred_type": kind,
        "lag_hr_cnt": lag,
    }


def file(tasks, links=(), options=None, encoding="utf-8", more=(), **project):
    about = {
        "proj_id": "1", "clndr_id": "1", "last_recalc_date": "2020-09-07 08:00", "plan_start_date": "2020-09-07 08:00",
        "plan_end_date": "", "critical_path_type": "CT_TotFloat", "critical_drtn_hr_cnt": "0",
    }  # fmt: skip
    parts = [
        "ERMHDR\t19.12\t2020-09-07\tProject",
        table("PROJECT", about | project),
        table(
            "CALENDAR",
            {
                "clndr_id": "1",
                "clndr_name": "五天",
                "base_clndr_id": "",
                "day_hr_cnt": "8",
                "clndr_data": DATA,
            },
        ),
        table("SCHEDOPTIONS", {"proj_id": "1"} | (options or {})),
        table("TASK", *tasks),
        *more,
    ]
    if links:
        parts.append(table("TASKPRED", *links))
    return "\r\n".join([*parts, "%E"]).encode(encoding)


def dates(data):
    found = schedule(xer.network(data))
    return {
        a.id: tuple(f"{moment(c[k]):%m-%d %H:%M}" for c in (found.early_start, found.early_finish))
        for k, a in enumerate(found.network.activities)
        if a.kind is not Kind.BRANCH
    }


def test_a_small_plan():
    data = file([row("10", 24), row("11", 8)], [after("10", "11", lag=8)])
    assert dates(data) == {"10": ("09-07 08:00", "09-09 17:00"), "11": ("09-11 08:00", "09-11 17:00")}
    (link,) = xer.network(data).links
    assert (link.kind, link.lag, link.calendar) == (LinkKind.FINISH_START, 8 * HOUR, "1")


def test_a_calendar_is_its_week_and_the_days_that_differ():
    week, days = parsed(DATA)
    assert [sum(b - a for a, b in spans) / HOUR for spans in week] == [8, 8, 8, 8, 8, 0, 0]
    assert {date.fromordinal(d).isoformat(): len(s) for d, s in days.items()} == {
        "2020-10-01": 0,
        "2020-09-27": 2,
    }


@pytest.mark.parametrize(
    "text", ["", "(", ")))", "(0||CalendarData()", "(0||DaysOfWeek()((0||9()())))", "(" * 30 + ")" * 30]
)
def test_a_torn_calendar_does_no_harm(text):
    parsed(text)


def test_a_calendar_nested_without_end_is_refused():
    with pytest.raises(Unfit) as refused:
        parsed("(" * 10_000)
    assert refused.value.problems[0].code == "schedules.too_deep"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_in_any_encoding_it_comes_in(encoding):
    (found,) = parse(file([row("10")], encoding=encoding), "x.xer").activities
    assert found.name == "任务10"


def test_western_text_is_not_taken_for_chinese():
    data = (
        file([row("10", task_name="Gründung für Höfe – Überprüfung")])
        .decode()
        .encode("cp1252", errors="ignore")
    )
    (found,) = xer.network(data.replace("任务".encode(), b"")).activities
    assert found.name == "Gründung für Höfe – Überprüfung"


@pytest.mark.parametrize(
    ("whose", "expected"),
    [
        ("rcal_Predecessor", "1"),
        ("rcal_Successor", "1"),
        ("rcal_24Hour", CLOCK),
        ("rcal_ProjDefault", "1"),
        ("24 Hour", CLOCK),
        ("Successor", "1"),
    ],
)
def test_the_calendar_of_the_lag(whose, expected):
    data = file(
        [row("10"), row("11")], [after("10", "11", lag=8)], {"sched_calendar_on_relationship_lag": whose}
    )
    assert xer.network(data).links[0].calendar == expected


def test_options_are_the_files_own():
    options = {
        "sched_progress_override": "Y", "sched_float_type": "FT_SS", "sched_open_critical_flag": "Y",
        "sched_use_expect_end_flag": "N", "sched_use_project_end_date_for_float": "N",
    }  # fmt: skip
    found = xer.network(
        file(
            [row("10")],
            (),
            options,
            critical_path_type="CT_DrivPath",
            critical_drtn_hr_cnt="16",
            plan_end_date="2020-12-31 17:00",
        )
    ).options
    assert (found.progress, found.float_of, found.open_ends_critical) == (
        Progress.OVERRIDE,
        FloatOf.START,
        True,
    )
    assert (found.expected_finish, found.float_per_project, found.longest_path) == (False, False, True)
    assert (found.critical_limit, found.day) == (16 * HOUR, 8 * HOUR)
    assert moment(dict(found.finish_by_project)["1"]) == datetime(2020, 12, 31, 17)


def test_constraints_and_kinds():
    tasks = [
        row(
            "1",
            cstr_type="CS_MSOA",
            cstr_date="2020-09-14 08:00",
            cstr_type2="CS_MEOB",
            cstr_date2="2020-09-30 17:00",
        ),
        row("2", 0, task_type="TT_FinMile"),
        row("3", task_type="TT_LOE"),
        row("4", cstr_type="CS_MANDFIN", cstr_date="2020-09-30 17:00"),
    ]
    found = xer.network(file(tasks)).activities
    assert [(a.kind, a.bound, a.second) for a in found] == [
        (Kind.TASK, Bound.START_NO_EARLIER, Bound.FINISH_NO_LATER),
        (Kind.FINISH_MILESTONE, Bound.NONE, Bound.NONE),
        (Kind.EFFORT, Bound.NONE, Bound.NONE),
        (Kind.TASK, Bound.MUST_FINISH, Bound.NONE),
    ]


def test_progress():
    tasks = [
        row(
            "1",
            8,
            status_code="TK_Complete",
            act_start_date="2020-09-07 08:00",
            act_end_date="2020-09-07 17:00",
            remain_drtn_hr_cnt=0,
        ),
        row("2", 40, status_code="TK_Active", act_start_date="2020-09-08 08:00", remain_drtn_hr_cnt=16),
        row("3"),
    ]
    data = file(tasks, [after("1", "2"), after("2", "3")], last_recalc_date="2020-09-14 08:00")
    assert dates(data) == {
        "1": ("09-07 08:00", "09-07 17:00"), "2": ("09-14 08:00", "09-15 17:00"), "3": ("09-16 08:00", "09-16 17:00"),
    }  # fmt: skip


def test_resources_drive_what_depends_on_them():
    """Forty hours at half pace on the resource's calendar: ten days."""
    more = (
        table("RSRC", {"rsrc_id": "5", "clndr_id": "1", "rsrc_type": "RT_Labor"}),
        table("TASKRSRC", {"task_id": "1", "rsrc_id": "5", "remain_qty": "40", "remain_qty_per_hr": "0.5"}),
    )
    assert dates(file([row("1", 8, task_type="TT_Rsrc")], more=more))["1"] == ("09-07 08:00", "09-18 17:00")


def test_a_summary_activity_spans_its_branch():
    more = (
        table(
            "PROJWBS",
            {"wbs_id": "8", "parent_wbs_id": "", "wbs_name": "all"},
            {"wbs_id": "9", "parent_wbs_id": "8", "wbs_name": "part"},
        ),
    )
    tasks = [row("1", 24), row("2", 8), row("3", task_type="TT_WBS", wbs_id="8")]
    assert dates(file(tasks, [after("1", "2")], more=more))["3"] == ("09-07 08:00", "09-10 17:00")


def test_two_projects_keep_their_own_data_dates():
    one = file([row("1"), row("2", proj_id="2")]).decode()
    second = "%R\t2\t1\t2020-10-12 08:00\t2020-10-12 08:00\t\tCT_TotFloat\t0"
    data = one.replace("%T\tCALENDAR", f"{second}\r\n%T\tCALENDAR").encode()
    assert dates(data) == {"1": ("09-07 08:00", "09-07 17:00"), "2": ("10-12 08:00", "10-12 17:00")}


def test_two_projects_keep_their_own_calendars_of_lags():
    """The first counts lags in the successor's calendar, the second by the clock."""
    tasks = [row("1"), row("2", clndr_id="2"), row("3"), row("4", proj_id="2"), row("5", proj_id="2")]
    options = table(
        "SCHEDOPTIONS",
        {"proj_id": "1", "sched_calendar_on_relationship_lag": "rcal_Successor"},
        {"proj_id": "2", "sched_calendar_on_relationship_lag": "rcal_24Hour"},
    )
    data = file(tasks, [after("1", "2", lag=8), after("4", "5", lag=8)], more=(options,))
    assert [link.calendar for link in xer.network(data).links] == ["2", CLOCK]


def test_nothing_to_compute_is_refused():
    with pytest.raises(Unfit) as refused:
        parse(b"ERMHDR\t19.12\n%T\tPROJECT\n%F\tproj_id\n%R\t1\n%E\n", "x.xer")
    assert refused.value.problems[0].code == "schedules.no_activities"


def test_a_torn_file_gives_what_it_holds():
    data = file([row("1"), row("2")])
    cut = data[: data.rindex(b"TT_Task")]
    assert [a.id for a in xer.network(cut).activities] == ["1", "2"]
    assert DAY == 24 * HOUR


def test_a_line_break_in_a_text_does_not_tear_the_row():
    """What stands after the break belongs to the cell before it."""
    data = file([row("1"), row("2", task_name="浇筑\r\n二层")], [after("1", "2")])
    network = xer.network(data)
    assert [a.name for a in network.activities] == ["任务1", "浇筑 二层"]
    assert network.activities[1].duration == 8 * HOUR


def test_rows_may_end_early_and_tables_come_in_any_order():
    text = file([row("1"), row("2")], [after("1", "2")]).decode()
    head, *parts = text.removesuffix("%E").split("%T\t")
    shuffled = head + "".join(f"%T\t{part.rstrip()}\r\n" for part in reversed(parts)) + "%E"
    short = "\r\n".join(line.rstrip("\t") for line in shuffled.split("\r\n"))
    assert dates(short.encode()) == dates(text.encode())


@pytest.mark.parametrize(
    ("text", "hours"), [("8", 8), ("8,5", 8.5), ("1.040,5", 1040.5), ("1,040.5", 1040.5), ("", 0)]
)
def test_hours_in_the_way_of_any_country(text, hours):
    assert xer.hours(text) == hours * HOUR


@pytest.mark.parametrize(
    ("flags", "progress"),
    [(("Y", "N"), Progress.RETAINED), (("N", "Y"), Progress.OVERRIDE), (("N", "N"), Progress.OVERRIDE)],
)
def test_how_begun_work_goes_on(flags, progress):
    options = dict(zip(("sched_retained_logic", "sched_progress_override"), flags, strict=True))
    assert xer.network(file([row("1")], options=options)).options.progress is progress


@pytest.mark.parametrize(
    ("kind", "early", "late"),
    [("SD_Both", True, True), ("SD_Pred", True, False), ("SD_Succ", False, True), ("SD_None", False, False)],
)
def test_which_outside_dates_count(kind, early, late):
    outside = {"external_early_start_date": "2020-09-09 08:00", "external_late_end_date": "2020-09-30 17:00"}
    (found,) = xer.network(file([row("1", **outside)], options={"sched_outer_depend_type": kind})).activities
    assert (found.no_earlier is not None, found.no_later is not None) == (early, late)


def test_what_suspension_and_actual_starts_mean_to_lags_is_read():
    stopped = row(
        "1", status_code="TK_Active", act_start_date="2020-09-01 08:00", suspend_date="2020-09-03 17:00"
    )
    network = xer.network(file([stopped], options={"sched_lag_early_start_flag": "N"}))
    assert str(moment(network.activities[0].stopped)) == "2020-09-03 17:00:00"
    assert network.options.lag_from_actual_start


def test_hours_with_am_and_pm():
    week, _ = parsed("(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|8:00 AM|f|1:30 PM)())))))))")
    assert week is not None
    assert week[0] == ((8 * HOUR, 13 * HOUR + HOUR // 2),)


def test_who_is_assigned_keeps_what_an_expected_finish_leaves_no_time_for():
    begun = {
        "status_code": "TK_Active",
        "act_start_date": "2020-09-01 08:00",
        "expect_end_date": "2020-09-04 17:00",
    }
    crew = table("TASKRSRC", {"task_id": "2", "rsrc_id": "7"})
    found = dates(file([row("1", 16, **begun), row("2", 16, **begun)], more=[crew]))
    assert (found["1"][1], found["2"][1]) == ("09-07 08:00", "09-08 17:00")


def test_a_deep_breakdown_is_counted_once_from_below():
    """Five thousand branches inside one another, each with its summary activity; a branch inside itself does no harm."""
    depth = 5_000
    branches = [{"wbs_id": k, "parent_wbs_id": k - 1 or "", "wbs_name": k} for k in range(1, depth + 1)]
    ring = [
        {"wbs_id": "x", "parent_wbs_id": "y", "wbs_name": "x"},
        {"wbs_id": "y", "parent_wbs_id": "x", "wbs_name": "y"},
    ]
    spans = [row(f"s{k}", 0, wbs_id=k, task_type="TT_WBS") for k in [*range(1, depth + 1), "x"]]
    found = schedule(
        xer.network(file([row("1", wbs_id=depth), *spans], more=[table("PROJWBS", *branches, *ring)]))
    )
    assert set(found.early_finish[: depth + 1]) == {found.early_finish[0]}
    assert found.early_finish[depth + 1] is None

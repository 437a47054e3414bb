"""A kept schedule goes out as Project's XML and as a sheet, and comes back the same; files say what does not come over."""

from datetime import date

import pytest

from duban.core.errors import Invalid
from duban.engine.schedule import moment, schedule
from duban.exchange.kept_schedules import bring_schedule, schedule_mspdi, schedule_sheet
from duban.exchange.schedules.files import parse
from duban.projects import selectors
from duban.projects.types import ChangeActivity, ChangeDates, RevisionKind, Schedule
from tests.projects.desk import Desk
from tests.projects.plans import D, activity, day


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


def finishes(schedule_):
    return [(x.activity.name, x.finish) for x in schedule_.lines]


def rich(desk):
    from duban.engine.schedule import DAY, Bound
    from duban.projects.types import PlannedLink

    desk.keep(
        Schedule(
            date(2020, 9, 7),
            (
                activity("a", 0, "土建", heading=True),
                activity("b", 10, "基础", parent="a"),
                activity("c", 5, "主体", parent="a"),
                activity("d", 0, "封顶"),
                activity("e", 3, "设备", bound=Bound.START_NO_EARLIER, bound_at=day(10, 12)),
            ),
            (
                PlannedLink("b", "c", lag=7 * DAY, by_clock=True),
                PlannedLink("c", "d"),
                PlannedLink("d", "e", lag=2 * D),
            ),
            deadline=date(2020, 10, 30),
        ),
        base=1,
    )
    desk.edit(
        2,
        ChangeDates({"data_date": date(2020, 9, 14)}),
        ChangeActivity("b", {"actual_start": day(9, 8), "percent": 40}),
    )


@pytest.mark.parametrize("form", ["mspdi", "sheet"])
def test_out_and_in_again(desk, form):
    rich(desk)
    asked = {"actor": desk.lead, "zone_id": desk.zone, "code": desk.code}
    if form == "mspdi":
        content = schedule_mspdi(**asked)
    else:
        with schedule_sheet(**asked) as sheet:
            content = sheet.read()
    before = desk.page()
    brought = bring_schedule(content, "plan.xml" if form == "mspdi" else "plan.xlsx")
    kept = brought.schedule
    if form == "sheet":
        # A sheet has no columns for these.
        from dataclasses import replace

        kept = replace(
            kept,
            deadline=before.schedule.deadline,
            data_date=before.schedule.data_date,
            start=before.schedule.start,
        )
    desk.keep(kept, base=3, kind=RevisionKind.FILE)
    after = desk.page()
    assert after.revision.kind is RevisionKind.FILE
    assert [n for n, _ in finishes(after)] == [n for n, _ in finishes(before)]
    if form == "mspdi":
        assert finishes(after) == finishes(before)
    else:
        # Nor for a constraint beside predecessors: 设备 follows two days after 封顶.
        assert finishes(after)[:4] == finishes(before)[:4]
    assert [x.depth for x in after.lines] == [0, 1, 1, 0, 0]
    assert after.lines[1].activity.percent == 40
    assert after.lines[1].activity.actual_start == day(9, 8)


def test_what_project_opens_says_the_same_dates(desk):
    rich(desk)
    network = parse(schedule_mspdi(actor=desk.lead, zone_id=desk.zone, code=desk.code), "plan.xml")
    found = schedule(network)
    assert [a.name for a in network.activities] == [x.activity.name for x in desk.page().lines]
    assert moment(found.finish).date() == moment(desk.page().standing.finish).date()


def test_a_file_that_is_no_plan_is_refused_in_words():
    with pytest.raises(Invalid) as told:
        bring_schedule(b"hello", "x.txt")
    assert [p.code for p in told.value.problems] == ["schedules.unknown_kind"]


def test_what_does_not_come_over_is_said():
    xml = """<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><StartDate>2020-09-07T08:00:00</StartDate>
    <CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
    <WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
    </WeekDays></Calendar></Calendars><Tasks>
    <Task><UID>0</UID><ID>0</ID><Name>P</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>
    <Task><UID>1</UID><ID>1</ID><Name>土建</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary></Task>
    <Task><UID>2</UID><ID>2</ID><Name>基础</Name><OutlineLevel>2</OutlineLevel><Duration>PT8H0M0S</Duration></Task>
    <Task><UID>3</UID><ID>3</ID><Name>手排</Name><OutlineLevel>1</OutlineLevel><Manual>1</Manual><Duration>PT4H0M0S</Duration><Start>2020-09-14T08:00:00</Start><Finish>2020-09-14T12:00:00</Finish></Task>
    </Tasks></Project>"""
    brought = bring_schedule(xml.encode(), "plan.xml")
    assert [(a.id, a.parent, a.heading) for a in brought.schedule.activities] == [
        ("1", None, True),
        ("2", "1", False),
        ("3", None, False),
    ]
    assert {p.code for p in brought.notes} == {"projects.file_headings", "projects.file_given"}
    [calendar] = brought.schedule.calendars
    # The file's own calendar comes along: half a day on Mondays, eight hours on the days it does not speak of.
    assert calendar.weekly() == 36 * 600
    assert brought.schedule.activities[2].bound_at == day(9, 14)


def test_the_finish_by_another_calendar_is_computed_from_what_came_over(desk):
    xml_like = selectors.computed_schedule(actor=desk.lead, zone_id=desk.zone, code=desk.code)
    assert xml_like.result.finish == desk.page().standing.finish


def test_a_file_whose_work_began_on_the_calendar_s_last_day_is_refused_in_words(desk):
    file = (
        "ERMHDR\t8.0\t2020-01-01\n%T\tPROJECT\n%F\tproj_id\tproj_short_name\tplan_start_date\n%R\t1\tp\t2020-09-07 08:00\n"
        "%T\tTASK\n%F\ttask_id\tproj_id\ttask_name\ttask_code\ttarget_drtn_hr_cnt\tstatus_code\tact_start_date\n"
        "%R\t1\t1\t基础\ta\t8\tTK_Active\t9999-12-31 23:59\n%E\n"
    )
    brought = bring_schedule(file.encode(), "a.xer")
    with pytest.raises(Invalid) as refused:
        selectors.preview_schedule(
            actor=desk.lead, zone_id=desk.zone, code=desk.code, schedule=brought.schedule
        )
    assert "projects.day_out_of_range" in {p.code for p in refused.value.problems}

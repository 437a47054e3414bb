"""Microsoft Project's XML: what is read, what is refused, and that what is written reads the same."""

from datetime import datetime
from itertools import pairwise

import pytest

from duban.engine.kernel import Unfit
from duban.engine.schedule import CLOCK, DAY, HOUR, OFFICE, Bound, Kind, LinkKind, moment, schedule, tick
from duban.exchange.schedules import mspdi, xmltree
from duban.exchange.schedules.files import parse
from duban.exchange.schedules.mspdi_writer import written

TIMES = "".join(
    f"<WorkingTime><FromTime>{a}:00:00</FromTime><ToTime>{b}:00:00</ToTime></WorkingTime>"
    for a, b in (("08", "12"), ("13", "17"))
)
WEEK = "".join(
    f"<WeekDay><DayType>{k}</DayType><DayWorking>{int(2 <= k <= 6)}</DayWorking>"
    + (f"<WorkingTimes>{TIMES}</WorkingTimes>" if 2 <= k <= 6 else "")
    + "</WeekDay>"
    for k in range(1, 8)
)


def calendar(uid=1, more="", week=WEEK, base=-1):
    return (
        f"<Calendar><UID>{uid}</UID><Name>C{uid}</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<BaseCalendarUID>{base}</BaseCalendarUID><WeekDays>{week}</WeekDays>{more}</Calendar>"
    )


def task(uid, hours=8, more="", level=1):
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT{hours}H0M0S</Duration><DurationFormat>7</DurationFormat>{more}</Task>"
    )


def after(uid, kind=1, lag=0, form=7):
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def project(tasks, calendars=None, more="", head="", rest=""):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">'
        f"<StartDate>2020-09-07T08:00:00</StartDate><CalendarUID>1</CalendarUID>{head}"
        f"<Calendars>{calendars or calendar()}</Calendars><Tasks>{tasks}</Tasks>{rest}{more}</Project>"
    ).encode()


def starts(data):
    found = schedule(mspdi.network(data))
    return {
        a.id: f"{moment(found.early_start[k]):%m-%d %H:%M}" for k, a in enumerate(found.network.activities)
    }


def test_links_lags_and_their_units():
    tasks = (
        task(1, 80)
        + task(2, more=after(1, 3, 4800))
        + task(3, more=after(1, 1, 3 * DAY, 8))
        + task(4, more=after(1, 3, 50, 19))
        + task(5, more=after(1, 1, -4800))
    )
    links = mspdi.network(project(tasks)).links
    assert [(k.kind, k.lag, k.calendar) for k in links] == [
        (LinkKind.START_START, 8 * HOUR, None),
        (LinkKind.FINISH_START, 3 * DAY, CLOCK),
        (LinkKind.START_START, 40 * HOUR, None),
        (LinkKind.FINISH_START, -8 * HOUR, None),
    ]
    assert starts(project(tasks)) == {
        "1": "09-07 08:00", "2": "09-08 08:00", "3": "09-22 08:00", "4": "09-14 08:00", "5": "09-18 08:00",
    }  # fmt: skip


def test_what_a_task_says_of_itself():
    more = (
        "<WBS>1.2</WBS><ConstraintType>4</ConstraintType><ConstraintDate>2020-09-14T08:00:00</ConstraintDate>"
        "<Deadline>2020-09-30T17:00:00</Deadline><Milestone>0</Milestone>"
    )
    (found,) = mspdi.network(project(task(7, 16, more))).activities
    assert (found.id, found.code, found.name, found.duration, found.remaining) == (
        "7",
        "1.2",
        "T7",
        16 * HOUR,
        16 * HOUR,
    )
    assert (found.bound, moment(found.bound_at)) == (Bound.START_NO_EARLIER, datetime(2020, 9, 14, 8))
    assert moment(found.deadline) == datetime(2020, 9, 30, 17)


def test_kinds():
    tasks = (
        task(0, more="<Summary>1</Summary>", level=0)
        + task(1, more="<Summary>1</Summary>")
        + task(2, 0, "<Milestone>1</Milestone>", level=2)
        + task(3, more="<Active>0</Active>", level=2)
        + task(4, more="<IsNull>1</IsNull>")
        + task(
            5,
            more="<ExternalTask>1</ExternalTask><Start>2020-09-09T08:00:00</Start><Finish>2020-09-10T17:00:00</Finish>",
        )
        + task(
            6, more="<Manual>1</Manual><Start>2020-09-09T08:00:00</Start><Finish>2020-09-10T17:00:00</Finish>"
        )
    )
    found = {a.id: a for a in mspdi.network(project(tasks)).activities}
    assert {k: a.kind for k, a in found.items()} == {
        "0": Kind.SUMMARY, "1": Kind.SUMMARY, "2": Kind.START_MILESTONE, "3": Kind.INACTIVE, "5": Kind.OUTSIDE,
        "6": Kind.TASK,
    }  # fmt: skip
    assert (found["2"].parent, found["1"].parent) == ("1", "0")
    assert found["6"].given == (tick(datetime(2020, 9, 9, 8)), tick(datetime(2020, 9, 10, 17)))


def test_flags_may_be_words_and_headings_need_not_call_themselves_so():
    """Other programs write true and false where Project writes 1 and 0; some leave out what the outline says."""
    tasks = (
        task(1, more="<Summary>true</Summary>")
        + task(2, more="<Active>false</Active>", level=2)
        + task(3, more="<IsNull>true</IsNull>", level=2)
        + task(4)
        + task(5, more="<Summary>true</Summary>", level=2)
        + task(6, 0, "<Milestone>true</Milestone>", level=1)
    )
    week = WEEK.replace("<DayWorking>1", "<DayWorking>true").replace("<DayWorking>0", "<DayWorking>false")
    found = mspdi.network(
        project(tasks, calendar(week=week), head="<MultipleCriticalPaths>true</MultipleCriticalPaths>")
    )
    assert {a.id: a.kind for a in found.activities} == {
        "1": Kind.SUMMARY, "2": Kind.INACTIVE, "4": Kind.SUMMARY, "5": Kind.TASK, "6": Kind.START_MILESTONE,
    }  # fmt: skip
    assert found.options.critical_paths
    assert found.calendars[0].week == (OFFICE,) * 5 + ((), ())


def test_what_has_not_begun_has_all_of_it_left():
    """Some programs write eight hours left of everything."""
    found = schedule(mspdi.network(project(task(1, 24, "<RemainingDuration>PT8H0M0S</RemainingDuration>"))))
    assert found.late_start == found.early_start


def held(kind, day, time="08:00:00"):
    return f"<ConstraintType>{kind}</ConstraintType><ConstraintDate>2020-09-{day}T{time}</ConstraintDate>"


def test_a_headings_date_holds_everything_below_it():
    """Not before Thursday the 10th, two headings deep; not after Tuesday the 8th, which presses late dates alone."""
    first = task(1, more=held(4, 10)) + task(2, level=2) + task(3, level=3) + task(4, level=3, more=after(3))
    last = (
        task(5, more=held(7, "08", "17:00:00"))
        + task(6, level=2)
        + task(7, level=2, more=after(6))
        + task(8, 80)
    )
    found = schedule(mspdi.network(project(first + last)))
    said = {
        a.id: tuple(f"{moment(x):%d %H}" for x in (found.early_start[k], found.late_finish[k]))
        for k, a in enumerate(found.network.activities)
    }
    assert (said["3"], said["4"]) == (("10 08", "17 17"), ("11 08", "18 17"))
    assert (said["6"], said["7"], said["8"]) == (("07 08", "07 17"), ("08 08", "08 17"), ("07 08", "18 17"))


def exception(first, last, kind=1, more="", working=0, times=TIMES):
    hours = f"<WorkingTimes>{times}</WorkingTimes>" if working else ""
    return (
        f"<Exception><TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
        f"<Type>{kind}</Type>{more}<DayWorking>{working}</DayWorking>{hours}</Exception>"
    )


def within(*exceptions):
    return f"<Exceptions>{''.join(exceptions)}</Exceptions>"


RESOURCE = (
    "<Resources><Resource><UID>1</UID><Type>1</Type><CalendarUID>{}</CalendarUID></Resource></Resources>"
)
ASSIGNMENT = (
    "<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units>"
    "<Work>PT24H0M0S</Work><RemainingWork>PT24H0M0S</RemainingWork>{}</Assignment></Assignments>"
)
LEAVE = calendar() + calendar(2, within(exception("2020-09-08", "2020-09-08")), week="", base=1)


def finishes(data):
    found = schedule(mspdi.network(data))
    return f"{moment(found.early_finish[0]):%m-%d %H:%M}"


@pytest.mark.parametrize("kind", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_text_is_read_whatever_it_calls_itself(kind):
    data = project(task(1)).decode().encode(kind)
    assert [a.name for a in parse(data, "x.xml").activities] == ["T1"]


def test_blanks_may_stand_before_the_declaration():
    assert len(parse(b"\r\n " + project(task(1)), "x.xml").activities) == 1


def test_a_file_with_nothing_but_the_project_itself_is_refused():
    with pytest.raises(Unfit) as refused:
        parse(project(task(0, more="<Summary>1</Summary>", level=0)), "x.xml")
    assert [p.code for p in refused.value.problems] == ["schedules.no_activities"]


def test_written_and_read_again_it_is_the_same_plan():
    calendars = calendar(
        more=within(exception("2020-09-09", "2020-09-10"), exception("2020-09-13", "2020-09-13", working=1))
    )
    tasks = (
        task(0, more="<Summary>1</Summary>", level=0)
        + task(1, 40, "<Deadline>2020-09-11T17:00:00</Deadline>")
        + task(2, 16, after(1, 1, 4800))
        + task(
            3,
            16,
            after(1, 3, DAY, 8)
            + "<ConstraintType>6</ConstraintType><ConstraintDate>2020-09-30T17:00:00</ConstraintDate>",
        )
        + task(4, 0, after(2) + after(3) + "<Milestone>1</Milestone>")
        + task(
            5,
            24,
            "<ActualStart>2020-09-07T08:00:00</ActualStart><RemainingDuration>PT8H0M0S</RemainingDuration>",
        )
    )
    one = mspdi.network(project(tasks, calendars))
    found = schedule(one)
    other = mspdi.network(written(one, found))
    assert other.links == one.links
    assert [a._replace(calendar="") for a in other.activities] == [
        a._replace(calendar="") for a in one.activities
    ]
    again = schedule(other)
    for name in (
        "early_start",
        "early_finish",
        "late_start",
        "late_finish",
        "total_float",
        "free_float",
        "critical",
    ):
        assert getattr(again, name) == getattr(found, name)
    assert b"<TotalSlack>" in written(one, found)


HOSTILE = {
    "entity outside": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project>&e;</Project>',
    "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Project>&b;</Project>',
    "dtd outside": b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><Project/>',
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_doctypes_and_entities_are_refused(data):
    with pytest.raises(Unfit) as refused:
        parse(data, "x.xml")
    assert [p.code for p in refused.value.problems] == ["schedules.unsafe_xml"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (project(task(1))[:-30], "schedules.bad_xml"),
        (b"<Project><Tasks></Wrong>", "schedules.bad_xml"),
        (b"<Project/>", "schedules.not_mspdi"),
        (b"<html/>", "schedules.not_mspdi"),
        (b'<?xml version="1.0" encoding="klingon"?><Project><Tasks/></Project>', "schedules.bad_encoding"),
        (b"<Project><Tasks>" + b"<Task>" * 100, "schedules.too_deep"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(Unfit) as refused:
        parse(data, "x.xml")
    assert refused.value.problems[0].code == code


def test_chinese_in_an_encoding_the_parser_does_not_know():
    data = project(task(1)).decode().replace("UTF-8", "GB2312").replace("T1", "基础").encode("gb18030")
    assert mspdi.network(data).activities[0].name == "基础"


def test_values_that_cannot_be_meant_do_no_harm():
    more = "<Duration>P9999999999999D</Duration><Milestone>x</Milestone><ConstraintType>99</ConstraintType><Deadline>NA</Deadline>"
    with pytest.raises(Unfit) as refused:
        schedule(mspdi.network(project(task(1, more=more))))
    assert refused.value.problems[0].code == "schedules.too_far"
    (odd,) = mspdi.network(
        project(task(1, more="<Duration>soon</Duration><OutlineLevel>x</OutlineLevel>"))
    ).activities
    assert odd.duration == 0


def test_text_is_kept_whole_however_it_is_cut():
    root = xmltree.read("<a><b>一&amp;二</b></a>".encode(), frozenset({"a"}), frozenset())
    assert root["a"][0]["b"] == "一&二"


def test_records_stay_in_order():
    found = mspdi.network(project("".join(task(k) for k in range(1, 50)))).activities
    assert all(int(a.id) < int(b.id) for a, b in pairwise(found))


def test_names_may_carry_a_prefix():
    data = project(task(1) + task(2, more=after(1)))
    prefixed = (
        data.replace(b"</", b"</p:").replace(b"<", b"<p:").replace(b"<p:/p:", b"</p:").replace(b"<p:?", b"<?")
    )
    assert starts(prefixed.replace(b"xmlns=", b"xmlns:p=")) == starts(data)


def test_a_task_without_a_duration_is_as_long_as_its_dates():
    bare = (
        "<Task><UID>1</UID><Name>T</Name><OutlineLevel>1</OutlineLevel><Start>2020-09-11T08:00:00</Start>"
        "<Finish>2020-09-14T17:00:00</Finish></Task>"
    )
    (found,) = mspdi.network(project(bare)).activities
    assert found.duration == 16 * HOUR


def test_what_is_planned_by_hand_may_keep_its_dates_under_other_names():
    more = "<Manual>1</Manual><ManualStart>2020-09-10T08:00:00</ManualStart><ManualFinish>2020-09-10T17:00:00</ManualFinish>"
    assert starts(project(task(1, more=more))) == {"1": "09-10 08:00"}


def test_an_assignment_may_come_later_than_its_task():
    """A day's work that begins a day late ends on the second day; the other assignment ends on the first."""
    people = "".join(
        f"<Resource><UID>{k}</UID><Name>R{k}</Name><Type>1</Type><CalendarUID>1</CalendarUID></Resource>"
        for k in (1, 2)
    )
    work = "<Units>1</Units><Work>PT8H0M0S</Work><RemainingWork>PT8H0M0S</RemainingWork>"
    assignments = "".join(
        f"<Assignment><UID>{k}</UID><TaskUID>1</TaskUID><ResourceUID>{k}</ResourceUID>{work}<Delay>{delay}</Delay></Assignment>"
        for k, delay in ((1, 0), (2, 4800))
    )
    rest = f"<Resources>{people}</Resources><Assignments>{assignments}</Assignments>"
    found = schedule(mspdi.network(project(task(1, hours=16), rest=rest)))
    assert f"{moment(found.early_finish[0]):%m-%d %H:%M}" == "09-08 17:00"


def test_linked_headings_inside_one_another_by_the_thousand_are_refused():
    depth = 4_000
    nested = "".join(
        task(k, more=f"<Summary>{int(k < depth)}</Summary>" + (after("a") if k < depth else ""), level=k)
        for k in range(1, depth + 1)
    )
    with pytest.raises(Unfit) as refused:
        schedule(mspdi.network(project(task("a") + nested)))
    assert [p.code for p in refused.value.problems] == ["schedules.too_tangled"]

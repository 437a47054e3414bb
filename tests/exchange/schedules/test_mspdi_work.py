"""Microsoft Project's assignments, splits, resumed work and work planned by hand, as files hold them."""

import pytest

from duban.engine.schedule import HOUR, moment, schedule
from duban.exchange.schedules import mspdi
from duban.exchange.schedules.mspdi_writer import written
from tests.exchange.schedules.test_mspdi import (
    ASSIGNMENT,
    LEAVE,
    RESOURCE,
    TIMES,
    WEEK,
    after,
    calendar,
    finishes,
    project,
    starts,
    task,
)


def test_a_worker_on_leave_takes_the_task_with_him_unless_the_task_ignores_it():
    rest = RESOURCE.format(2) + ASSIGNMENT.format("")
    assert finishes(project(task(1, 24), LEAVE, rest=rest)) == "09-10 17:00"
    ignoring = task(1, 24, "<IgnoreResourceCalendar>1</IgnoreResourceCalendar>")
    assert finishes(project(ignoring, LEAVE, rest=rest)) == "09-09 17:00"
    fixed = task(1, 24, "<Type>1</Type>")
    assert finishes(project(fixed, LEAVE, rest=rest)) == "09-09 17:00"


def test_a_worker_who_never_works_when_the_task_does_leaves_its_hours_alone():
    """Nights for the task, days for the worker; and a worker who never works at all."""
    night = "".join(
        f"<WeekDay><DayType>{k}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>00:00:00</FromTime>"
        "<ToTime>08:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
        for k in range(1, 8)
    )
    never = "".join(
        f"<WeekDay><DayType>{k}</DayType><DayWorking>0</DayWorking></WeekDay>" for k in range(1, 8)
    )
    calendars = calendar() + calendar(2, week=night) + calendar(3, week=never)
    rest = RESOURCE.format(1) + ASSIGNMENT.format("")
    assert (
        finishes(project(task(1, 24, "<CalendarUID>2</CalendarUID>"), calendars, rest=rest)) == "09-10 08:00"
    )
    rest = RESOURCE.format(3) + ASSIGNMENT.format("")
    assert finishes(project(task(1, 24), calendars, rest=rest)) == "09-09 17:00"


@pytest.mark.parametrize(("kind", "expected"), [(0, "09-10 12:00"), (2, "09-10 17:00")])
def test_who_is_levelled_comes_later_unless_his_work_is_spread_over_the_task(kind, expected):
    """12 hours of a task of 24, half a day late, on a calendar without the 8th; or spread, the 24 hours of it."""
    rest = (
        "<Resources><Resource><UID>1</UID><Type>1</Type><CalendarUID>2</CalendarUID></Resource></Resources><Assignments>"
        "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units><Work>PT12H0M0S</Work>"
        "<RemainingWork>PT12H0M0S</RemainingWork><LevelingDelay>4800</LevelingDelay></Assignment></Assignments>"
    )
    assert finishes(project(task(1, 24, f"<Type>{kind}</Type>"), LEAVE, rest=rest)) == expected


def test_a_calendar_of_another_name_and_the_same_hours_is_none_of_its_own():
    """The task says three days; what its worker's figures come to does not count where he keeps its hours."""
    rest = RESOURCE.format(2) + ASSIGNMENT.format("").replace("<Units>1<", "<Units>2<")
    assert finishes(project(task(1, 24), calendar() + calendar(2), rest=rest)) == "09-09 17:00"


def by_hand(start, finish):
    dates = f"<Start>2020-{start}</Start><Finish>2020-{finish}</Finish>"
    return f"<Manual>1</Manual><Summary>1</Summary>{dates}{dates.replace('<', '<Manual').replace('<Manual/', '</Manual')}"


def test_a_heading_planned_by_hand_keeps_its_dates_and_holds_what_has_none_of_its_own():
    """
    Two weeks by hand over one task of two days and one with a date; work after it waits for its end.

    As Project 2024 does it: what is below begins with the heading, the heading is late when that is but no sooner than
    it is itself, and headings above see it stand still.
    """
    dated = "<ConstraintType>4</ConstraintType><ConstraintDate>2020-09-08T08:00:00</ConstraintDate>"
    tasks = (
        task(1, 8, "<Summary>1</Summary>")
        + task(2, 80, by_hand("09-14T08:00:00", "09-25T17:00:00"), level=2)
        + task(3, 16, level=3)
        + task(4, 8, dated, level=3)
        + task(5, 8, after(2))
    )
    found = schedule(mspdi.network(project(tasks)))

    def shown(column):
        return [f"{moment(t):%m-%d %H:%M}" for t in column]

    assert shown(found.early_start) == [
        "09-08 08:00",
        "09-14 08:00",
        "09-14 08:00",
        "09-08 08:00",
        "09-28 08:00",
    ]
    assert shown(found.early_finish)[:3] == ["09-25 17:00", "09-25 17:00", "09-15 17:00"]
    assert [t / (8 * HOUR) for t in found.total_float] == [0, 0, 9, 14, 0]
    assert found.critical == [True, True, False, False, True]
    assert shown([found.finish]) == ["09-28 17:00"]
    read = mspdi.network(written(found.network, found))
    assert [a.given for a in read.activities] == [a.given for a in found.network.activities]


def test_a_split_is_as_long_as_from_start_to_finish():
    """Three days of work spread over five, as task and assignment both say."""
    dates = "<Start>2020-09-07T08:00:00</Start><Finish>2020-09-11T17:00:00</Finish>"
    rest = RESOURCE.format(1) + ASSIGNMENT.format(dates)
    assert finishes(project(task(1, 24, dates), rest=rest)) == "09-11 17:00"
    assert finishes(project(task(1, 24, dates))) == "09-09 17:00"


def test_a_split_counts_in_work_of_fixed_duration_too():
    dates = "<Start>2020-09-07T08:00:00</Start><Finish>2020-09-11T17:00:00</Finish>"
    rest = RESOURCE.format(1) + ASSIGNMENT.format(dates)
    assert finishes(project(task(1, 24, f"<Type>1</Type>{dates}"), rest=rest)) == "09-11 17:00"


def test_what_takes_no_time_is_as_long_as_what_is_used_up_on_it():
    """A milestone on Monday evening to which a material is assigned on Tuesday, all day."""
    milestone = task(
        2,
        0,
        "<Milestone>1</Milestone><Start>2020-09-07T17:00:00</Start><Finish>2020-09-08T17:00:00</Finish>"
        + after(1),
    )
    rest = (
        "<Resources><Resource><UID>1</UID><Type>0</Type></Resource></Resources><Assignments><Assignment><UID>1</UID>"
        "<TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID><Start>2020-09-07T17:00:00</Start>"
        "<Finish>2020-09-07T17:00:00</Finish></Assignment><Assignment><UID>2</UID><TaskUID>2</TaskUID>"
        "<ResourceUID>1</ResourceUID><Start>2020-09-08T08:00:00</Start><Finish>2020-09-08T17:00:00</Finish></Assignment>"
        "</Assignments>"
    )
    found = schedule(mspdi.network(project(task(1) + milestone + task(3, more=after(2)), rest=rest)))
    shown = [
        f"{moment(t):%d %H}"
        for c in (found.early_start, found.early_finish, found.late_start, found.late_finish)
        for t in c[1:2]
    ]
    assert shown == ["07 17", "08 17", "08 08", "09 08"]
    assert found.critical == [True, True, True]


def test_a_worker_who_comes_later_has_come_once_he_has_begun():
    """b has a day left for either worker; the second came a day later than the first. a may be late until the rest goes on."""
    begun = (
        "<ActualStart>2020-09-07T08:00:00</ActualStart><Stop>2020-09-08T17:00:00</Stop>"
        "<Resume>2020-09-09T08:00:00</Resume><RemainingDuration>PT8H0M0S</RemainingDuration>"
    )
    one = "<TaskUID>2</TaskUID><Units>1</Units><RemainingWork>PT8H0M0S</RemainingWork>"
    rest = (
        "<Resources><Resource><UID>1</UID><Type>1</Type></Resource><Resource><UID>2</UID><Type>1</Type></Resource></Resources>"
        f"<Assignments><Assignment><UID>1</UID><ResourceUID>1</ResourceUID><Work>PT24H0M0S</Work>{one}</Assignment>"
        f"<Assignment><UID>2</UID><ResourceUID>2</ResourceUID><Work>PT16H0M0S</Work><Delay>4800</Delay>{one}</Assignment>"
        "</Assignments>"
    )
    tasks = task(1) + task(2, 24, begun + after(1)) + task(3, 40)
    found = schedule(mspdi.network(project(tasks, rest=rest)))
    assert f"{moment(found.early_finish[1]):%d %H}" == "09 17"
    assert f"{moment(found.late_finish[0]):%d %H}" == "10 17"


def test_a_split_ahead_of_work_that_has_begun():
    """One day done, two left from Tuesday on, Friday the last of them."""
    begun = (
        "<ActualStart>2020-09-07T08:00:00</ActualStart><Stop>2020-09-07T17:00:00</Stop>"
        "<Resume>2020-09-08T08:00:00</Resume><RemainingDuration>PT16H0M0S</RemainingDuration>"
    )
    dates = "<Start>2020-09-07T08:00:00</Start><Finish>2020-09-11T17:00:00</Finish>"
    rest = RESOURCE.format(1) + ASSIGNMENT.format(dates)
    assert finishes(project(task(1, 24, begun + dates), rest=rest)) == "09-11 17:00"
    assert finishes(project(task(1, 24, begun))) == "09-09 17:00"


@pytest.mark.parametrize(
    ("stop", "resume", "expected"),
    [
        ("07T17:00:00", "10T08:00:00", "09-11 17:00"),
        ("07T17:00:00", "07T17:00:00", "09-09 17:00"),
        ("07T08:00:00", "07T08:00:00", "09-10 17:00"),
    ],
)
def test_work_goes_on_when_the_file_says(stop, resume, expected):
    """Two of four days are left; where it is said to go on the moment it began, nothing is said."""
    begun = (
        f"<ActualStart>2020-09-07T08:00:00</ActualStart><Stop>2020-09-{stop}</Stop><Resume>2020-09-{resume}</Resume>"
        "<RemainingDuration>PT16H0M0S</RemainingDuration>"
    )
    assert finishes(project(task(1, 32, begun))) == expected


def test_a_split_that_ends_in_a_workers_own_hours():
    """A task of a day; who does it works Saturdays too and does the last of it then."""
    dates = "<Start>2020-09-11T08:00:00</Start><Finish>2020-09-19T17:00:00</Finish>"
    six = WEEK.replace(
        "<DayType>7</DayType><DayWorking>0</DayWorking>",
        f"<DayType>7</DayType><DayWorking>1</DayWorking><WorkingTimes>{TIMES}</WorkingTimes>",
    )
    rest = RESOURCE.format(2) + ASSIGNMENT.format(dates)
    held = "<ConstraintType>4</ConstraintType><ConstraintDate>2020-09-11T08:00:00</ConstraintDate>"
    assert (
        finishes(project(task(1, 24, dates + held), calendar() + calendar(2, week=six), rest=rest))
        == "09-19 17:00"
    )


def test_what_is_planned_by_hand_without_a_start_is_never_critical():
    """Project puts a day in for it, says so with an empty text, and leaves it out of what is critical."""
    dates = "<Start>2020-09-07T08:00:00</Start><Finish>2020-09-07T17:00:00</Finish><Manual>1</Manual>"
    found = schedule(
        mspdi.network(project(task(1, more=dates) + task(2, more=f"<StartText></StartText>{dates}")))
    )
    assert found.total_float == [0, 0]
    assert found.critical == [True, False]


@pytest.mark.parametrize(("hours", "flag", "expected"), [(0, 0, "09-07 17:00"), (8, 1, "09-08 08:00")])
def test_what_takes_no_time_may_stand_where_a_day_ends_whatever_it_is_called(hours, flag, expected):
    tasks = task(1) + task(2, hours, f"{after(1)}<Milestone>{flag}</Milestone>")
    assert starts(project(tasks))["2"] == expected

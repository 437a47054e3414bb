"""Plans worked by hand, minute by minute, by the rules each program documents."""

import pytest

from duban.engine.kernel import Unfit
from duban.engine.schedule import (
    CLOCK,
    HOUR,
    OFFICE,
    ROUND_THE_CLOCK,
    Activity,
    Bound,
    Calendar,
    Crew,
    Exceptions,
    Kind,
    Link,
    LinkKind,
    Progress,
    Rules,
    schedule,
    standard,
)
from duban.engine.schedule import (
    DAY as CLOCK_DAY,
)
from tests.engine.schedule.build import DAY, at, critical, dates, floats, plan, task

BOTH = pytest.mark.parametrize("rules", list(Rules))


@BOTH
def test_a_chain_and_a_shorter_branch(rules):
    made = plan([task("a", 3), task("b", 2), task("c", 5)], "a>b", "a>c", rules=rules)
    assert dates(made) == {
        "a": "09-07 08:00 – 09-09 17:00",
        "b": "09-10 08:00 – 09-11 17:00",
        "c": "09-10 08:00 – 09-16 17:00",
    }
    assert dates(made, "late")["b"] == "09-15 08:00 – 09-16 17:00"
    assert floats(made) == {"a": (0, 0), "b": (3, 3), "c": (0, 0)}
    assert critical(made) == {"a", "c"}


@BOTH
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a>b", "09-10 08:00 – 09-11 17:00"),
        ("a>b FS+2", "09-14 08:00 – 09-15 17:00"),
        ("a>b FS-1", "09-09 08:00 – 09-10 17:00"),
        ("a>b SS", "09-07 08:00 – 09-08 17:00"),
        ("a>b SS+1", "09-08 08:00 – 09-09 17:00"),
        ("a>b FF", "09-08 08:00 – 09-09 17:00"),
        ("a>b FF+1", "09-09 08:00 – 09-10 17:00"),
        ("a>b SF+4", "09-09 08:00 – 09-10 17:00"),
        ("a>b FS+0.5", "09-10 13:00 – 09-14 12:00"),
    ],
)
def test_every_link(rules, text, expected):
    assert dates(plan([task("a", 3), task("b", 2)], text, rules=rules))["b"] == expected


@BOTH
def test_a_lag_by_the_clock_runs_over_the_weekend(rules):
    """Three days after Friday 17:00 is Monday 17:00, so Tuesday morning."""
    made = plan(
        [task("a", 5), task("b", 1)], Link("a", "b", LinkKind.FINISH_START, 3 * CLOCK_DAY, CLOCK), rules=rules
    )
    assert dates(made)["b"] == "09-15 08:00 – 09-15 17:00"


def test_curing_by_the_clock_begins_when_the_pour_ends():
    """Elapsed durations ignore all calendars: Friday 17:00 to Monday 17:00, with float until Tuesday morning."""
    cure = Activity("cure", calendar=CLOCK, duration=3 * CLOCK_DAY, remaining=3 * CLOCK_DAY)
    made = plan([task("pour", 5), cure, task("strip", 1)], "pour>cure", "cure>strip")
    assert dates(made) == {
        "pour": "09-07 08:00 – 09-11 17:00",
        "cure": "09-11 17:00 – 09-14 17:00",
        "strip": "09-15 08:00 – 09-15 17:00",
    }
    assert schedule(made).total_float[1] == 15 * HOUR


@BOTH
@pytest.mark.parametrize(
    ("bound", "when", "expected"),
    [
        (Bound.START_NO_EARLIER, "09-14 08:00", "09-14 08:00 – 09-15 17:00"),
        (Bound.START_NO_EARLIER, "09-01 08:00", "09-10 08:00 – 09-11 17:00"),
        (Bound.FINISH_NO_EARLIER, "09-18 17:00", "09-17 08:00 – 09-18 17:00"),
        (Bound.MUST_START, "09-08 08:00", "09-08 08:00 – 09-09 17:00"),
        (Bound.MUST_FINISH, "09-18 17:00", "09-17 08:00 – 09-18 17:00"),
    ],
)
def test_constraints_that_both_programs_read_alike(rules, bound, when, expected):
    made = plan([task("a", 3), task("b", 2, bound=bound, bound_at=at(when))], "a>b", rules=rules)
    assert dates(made)["b"] == expected


@pytest.mark.parametrize(
    ("bound", "when"), [(Bound.START_NO_LATER, "09-08 08:00"), (Bound.FINISH_NO_LATER, "09-09 17:00")]
)
def test_no_later_pulls_in_project_and_only_presses_in_primavera(bound, when):
    activities = [task("a", 3), task("b", 2, bound=bound, bound_at=at(when))]
    project, primavera = (plan(activities, "a>b", rules=rules) for rules in Rules)
    assert dates(project)["b"] == "09-08 08:00 – 09-09 17:00"
    assert dates(primavera)["b"] == "09-10 08:00 – 09-11 17:00"
    assert dates(primavera, "late")["b"] == "09-08 08:00 – 09-09 17:00"
    assert floats(primavera)["b"][0] == -2


@BOTH
def test_a_deadline_presses_late_dates_alone(rules):
    made = plan([task("a", 3), task("b", 2, deadline=at("09-10 17:00"))], "a>b", rules=rules)
    assert dates(made)["b"] == "09-10 08:00 – 09-11 17:00"
    assert floats(made) == {"a": (-1, 0), "b": (-1, 0)}
    assert critical(made) == {"a", "b"}


def test_as_late_as_possible_in_project_and_in_primavera():
    activities = [
        task("a", 1),
        task("late", 1, bound=Bound.AS_LATE_AS_POSSIBLE),
        task("b", 5),
        task("end", 1),
    ]
    links = ("a>late", "a>b", "late>end", "b>end")
    project, primavera = (plan(activities, *links, rules=rules) for rules in Rules)
    assert dates(project, "late")["late"] == "09-14 08:00 – 09-14 17:00"
    assert dates(primavera)["late"] == "09-14 08:00 – 09-14 17:00"
    assert floats(primavera)["late"][1] == 0


@BOTH
def test_a_milestone_ends_with_the_day_and_work_begins_with_the_next(rules):
    done = Activity("done", calendar="standard", kind=Kind.FINISH_MILESTONE, milestone=True)
    made = plan([task("a", 3), done, task("b", 1)], "a>done", "done>b", rules=rules)
    assert dates(made)["done"] == "09-09 17:00 – 09-09 17:00"
    assert dates(made)["b"] == "09-10 08:00 – 09-10 17:00"


SIX = Calendar("six", "Six", (OFFICE,) * 6 + ((),))


def test_project_counts_a_lag_in_the_successors_calendar_primavera_as_it_is_told():
    """Friday 17:00 and one day: Saturday is worked in the one calendar, not in the other."""
    activities = [task("a", 5), task("b", 1, calendar="six")]
    project = plan(activities, "a>b FS+1", calendars=(standard(), SIX))
    told = plan(
        activities,
        Link("a", "b", LinkKind.FINISH_START, DAY, "standard"),
        calendars=(standard(), SIX),
        rules=Rules.PRIMAVERA,
    )
    assert dates(project)["b"] == "09-14 08:00 – 09-14 17:00"
    assert dates(told)["b"] == "09-15 08:00 – 09-15 17:00"


def test_float_is_counted_in_the_activitys_own_calendar():
    made = plan([task("a", 10), task("b", 2, calendar="six")], calendars=(standard(), SIX))
    assert floats(made)["b"][0] == 9


def test_several_assignments_end_with_the_last():
    """The one keeps Saturdays, the other does not; six days of work."""
    crews = (Crew("standard", 6 * DAY, 6 * DAY), Crew("six", 6 * DAY, 6 * DAY))
    assert (
        dates(plan([task("a", 6, crews=crews)], calendars=(standard(), SIX)))["a"]
        == "09-07 08:00 – 09-14 17:00"
    )


def test_headings_roll_up_and_pass_links_on():
    activities = [
        Activity("h", kind=Kind.SUMMARY, calendar="standard"),
        task("a", 2, parent="h"),
        task("b", 4, parent="h"),
        task("c", 1),
        Activity("k", kind=Kind.SUMMARY, calendar="standard"),
        task("d", 1, parent="k"),
    ]
    made = plan(activities, "h>c", "c>k FS+1")
    assert dates(made) == {
        "h": "09-07 08:00 – 09-10 17:00",
        "a": "09-07 08:00 – 09-08 17:00",
        "b": "09-07 08:00 – 09-10 17:00",
        "c": "09-11 08:00 – 09-11 17:00",
        "k": "09-15 08:00 – 09-15 17:00",
        "d": "09-15 08:00 – 09-15 17:00",
    }
    assert floats(made)["a"] == (2, 2)


def test_what_is_planned_by_hand_stays():
    given = (at("09-15 08:00"), at("09-16 17:00"))
    made = plan([task("a", 3), task("hand", 2, given=given), task("b", 1)], "a>hand", "hand>b")
    assert dates(made)["hand"] == "09-15 08:00 – 09-16 17:00"
    assert dates(made)["b"] == "09-17 08:00 – 09-17 17:00"


def test_what_is_inactive_neither_moves_nor_is_moved():
    off = task("off", 9, kind=Kind.INACTIVE)
    made = plan([task("a", 1), off, task("b", 1)], "a>off", "off>b")
    assert dates(made)["b"] == "09-07 08:00 – 09-07 17:00"
    assert dates(made)["off"] == "None – None"


def test_begun_work_in_project_keeps_its_start_and_goes_on_where_it_was_taken_up_again():
    begun = task("a", 4, remaining=2 * DAY, actual_start=at("09-07 08:00"), resume=at("09-14 08:00"))
    made = plan([begun, task("b", 1)], "a>b")
    assert dates(made) == {"a": "09-07 08:00 – 09-15 17:00", "b": "09-16 08:00 – 09-16 17:00"}


DATA = {"rules": Rules.PRIMAVERA, "data_date": at("09-14 08:00")}


def test_begun_work_in_primavera_goes_on_from_the_data_date():
    begun = task("a", 4, remaining=2 * DAY, actual_start=at("09-07 08:00"))
    done = task("z", 2, remaining=0, actual_start=at("09-07 08:00"), actual_finish=at("09-08 17:00"))
    made = plan([done, begun, task("b", 1)], "z>b", "a>b", **DATA)
    assert dates(made) == {
        "z": "09-07 08:00 – 09-08 17:00",
        "a": "09-14 08:00 – 09-15 17:00",
        "b": "09-16 08:00 – 09-16 17:00",
    }
    assert floats(made)["z"] == (None, None)


@pytest.mark.parametrize(
    ("progress", "expected"),
    [(Progress.RETAINED, "09-17 08:00 – 09-18 17:00"), (Progress.OVERRIDE, "09-14 08:00 – 09-15 17:00")],
)
def test_work_begun_out_of_turn(progress, expected):
    """b has begun though a, three days long, has not: retained logic makes its rest wait."""
    begun = task("b", 4, remaining=2 * DAY, actual_start=at("09-09 08:00"))
    assert dates(plan([task("a", 3), begun], "a>b", progress=progress, **DATA))["b"] == expected


def test_a_lag_that_began_before_the_data_date_has_partly_run_out():
    """a ended on 10 September; of five days' lag two had gone by the morning of the 14th."""
    done = task("a", 1, remaining=0, actual_start=at("09-09 08:00"), actual_finish=at("09-10 08:00"))
    made = plan([done, task("b", 1)], Link("a", "b", LinkKind.FINISH_START, 5 * DAY, "standard"), **DATA)
    assert dates(made)["b"] == "09-17 08:00 – 09-17 17:00"


def test_an_expected_finish_sets_what_remains():
    begun = task("a", 4, remaining=2 * DAY, actual_start=at("09-07 08:00"), expected_finish=at("09-18 17:00"))
    assert dates(plan([begun], **DATA))["a"] == "09-14 08:00 – 09-18 17:00"
    assert dates(plan([begun], expected_finish=False, **DATA))["a"] == "09-14 08:00 – 09-15 17:00"


def test_must_finish_by_counts_late_dates_from_there():
    made = plan([task("a", 3)], rules=Rules.PRIMAVERA, finish_by=at("09-08 17:00"))
    assert floats(made)["a"][0] == -1


def test_level_of_effort_spans_what_it_accompanies():
    watch = Activity("w", kind=Kind.EFFORT, calendar="standard")
    made = plan([task("a", 3), task("b", 2), watch], "a>b", "a>w SS", "b>w FF", rules=Rules.PRIMAVERA)
    assert dates(made)["w"] == "09-07 08:00 – 09-11 17:00"


def test_the_longest_path_is_what_the_end_hangs_on():
    activities = [task("a", 3), task("b", 2, deadline=at("09-08 17:00")), task("c", 5)]
    made = plan(activities, "a>c", rules=Rules.PRIMAVERA)
    assert critical(made) == {"a", "b", "c"}
    assert critical(plan(activities, "a>c", rules=Rules.PRIMAVERA, longest_path=True)) == {"a", "c"}


def test_near_critical_and_open_ends():
    activities = [task("a", 3), task("b", 2)]
    assert critical(plan(activities)) == {"a"}
    assert critical(plan(activities, critical_limit=DAY)) == {"a", "b"}
    assert critical(plan(activities, rules=Rules.PRIMAVERA, open_ends_critical=True)) == {"a", "b"}
    assert critical(plan(activities, critical_paths=True)) == {"a", "b"}


def test_planned_from_the_finish():
    made = plan([task("a", 3), task("b", 2)], "a>b", from_finish=True, finish_by=at("09-18 17:00"))
    assert dates(made, "late") == {"a": "09-14 08:00 – 09-16 17:00", "b": "09-17 08:00 – 09-18 17:00"}
    assert dates(made)["a"] == "09-14 08:00 – 09-16 17:00"


def test_a_ring_is_named_in_order():
    made = plan([task(k, 1) for k in "abcd"], "a>b", "b>c", "c>b", "c>d")
    with pytest.raises(Unfit) as refused:
        schedule(made)
    (problem,) = refused.value.problems
    assert problem.code == "schedules.ring"
    assert problem.args[0] in {"b b → c c → b b", "c c → b b → c c"}


def test_every_broken_link_is_told_and_the_rest_computed():
    made = plan([task("a", 1), task("a", 1), task("b", 1)], "a>b", "x>b", "b>y", "b>b")
    found = schedule(made)
    assert sorted(p.code for p in found.problems) == [
        "schedules.doubled_id",
        "schedules.self_link",
        "schedules.unknown_link",
        "schedules.unknown_link",
    ]
    assert found.finish is not None


def test_a_calendar_without_work_is_refused():
    with pytest.raises(Unfit) as refused:
        schedule(plan([task("a", 1, calendar="none")], calendars=(Calendar("none", "Never", ((),) * 7),)))
    assert [(p.code, p.where) for p in refused.value.problems] == [("schedules.no_work", "Never")]


def test_a_plan_beyond_three_hundred_years_is_refused():
    with pytest.raises(Unfit) as refused:
        schedule(plan([task("a", 3_000_000)]))
    assert refused.value.problems[0].code == "schedules.too_far"


def test_an_empty_plan_is_empty():
    found = schedule(plan([]))
    assert (found.start, found.finish) == (None, None)


NIGHT = Calendar("night", "Night", (((0, 6 * HOUR), (22 * HOUR, CLOCK_DAY)),) * 7)


def test_a_shift_over_midnight_is_one_span():
    made = plan([task("a", 2, calendar="night")], calendars=(NIGHT,))
    assert dates(made)["a"] == "09-07 22:00 – 09-09 06:00"


def test_round_the_clock():
    made = plan([task("a", 3, calendar="all")], calendars=(Calendar("all", "All", (ROUND_THE_CLOCK,) * 7),))
    assert dates(made)["a"] == "09-07 08:00 – 09-08 08:00"


def test_a_range_of_days_with_hours_of_their_own_and_a_day_within_it():
    short = ((8 * HOUR, 12 * HOUR),)
    day = at("09-08 00:00") // CLOCK_DAY
    summer = Calendar(
        "s",
        "Summer",
        standard().week,
        (Exceptions(day, day + 2, (short,) * 5 + (None, None)),),
        {day + 1: ()},
    )
    assert dates(plan([task("a", 2, calendar="s")], calendars=(summer,)))["a"] == "09-07 08:00 – 09-10 12:00"

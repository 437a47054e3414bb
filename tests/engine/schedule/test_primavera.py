"""
What Primavera makes of progress, worked by hand.

The data date is Monday 14 September 2020; a tail of ten days ends the plan on Friday the 25th unless something is later.
"""

import pytest

from duban.engine.schedule import DAY as CLOCK_DAY
from duban.engine.schedule import HOUR, Bound, Calendar, Crew, Kind, Progress, Rules, schedule
from tests.engine.schedule.build import DAY, at, dates, floats, plan, shown, standard, task

DATA = at("09-14 08:00")
TAIL = task("tail", 10)
SIX = Calendar("six", "six", (((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)),) * 6 + ((),))


def made(activities, *links, **options):
    return plan([*activities, TAIL], *links, rules=Rules.PRIMAVERA, data_date=DATA, **options)


def begun(key, left, since, **more):
    return task(key, left, actual_start=at(since), **more)


def done(key, since, until):
    return task(key, 0, actual_start=at(since), actual_finish=at(until))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (begun("a", 3, "09-08 08:00"), "09-18 08:00 – 09-22 17:00"),
        (task("a", 3), "09-21 08:00 – 09-23 17:00"),
    ],
    ids=["begun", "waiting"],
)
def test_a_lead_no_longer_lets_begun_work_be_late_once_what_follows_has_begun(first, expected):
    """b may go on on the 23rd: what has begun must end before, what has not may use the lead of a day."""
    late = dates(made([first, begun("b", 3, "09-09 08:00")], "a>b FS-1"), "late")
    assert late["b"] == "09-23 08:00 – 09-25 17:00"
    assert late["a"] == expected


def test_a_lag_before_finished_work_presses_nobody():
    late = dates(made([task("a", 3), done("b", "09-08 08:00", "09-09 17:00")], "a>b FS+5"), "late")
    assert late["a"] == "09-23 08:00 – 09-25 17:00"


def test_begun_work_waits_for_the_rest_of_a_lag():
    """a ended on the evening before the data date: all three days of curing are still ahead."""
    found = dates(made([done("a", "09-08 08:00", "09-11 17:00"), begun("b", 3, "09-09 08:00")], "a>b FS+3"))
    assert found["b"] == "09-17 08:00 – 09-21 17:00"


@pytest.mark.parametrize(("stopped", "expected"), [(None, "09-14 08:00"), (at("09-09 17:00"), "09-15 08:00")])
def test_a_lag_does_not_run_while_work_is_suspended(stopped, expected):
    """Of four days of lag five have passed, but only three of them were worked."""
    a = begun("a", 3, "09-07 08:00", stopped=stopped, resume=None if stopped is None else DATA)
    assert dates(made([a, task("b", 1)], "a>b SS+4"))["b"].startswith(expected)


@pytest.mark.parametrize(("actual", "expected"), [(False, "09-23 08:00"), (True, "09-16 08:00")])
def test_a_start_lag_runs_from_what_remains_or_from_the_actual_start(actual, expected):
    """a was begun on the 10th, out of turn: the rest of it waits until the 21st, two days of the lag have passed."""
    activities = [task("x", 5), begun("a", 3, "09-10 08:00"), task("b", 1)]
    found = dates(made(activities, "x>a", "a>b SS+4", lag_from_actual_start=actual))
    assert found["b"].startswith(expected)


@pytest.mark.parametrize(
    ("progress", "expected"),
    [(Progress.RETAINED, "09-21 08:00"), (Progress.OVERRIDE, "09-14 08:00")],
)
def test_finished_work_hands_on_what_its_predecessors_owe_unless_progress_overrides(progress, expected):
    activities = [task("x", 5), done("b", "09-08 08:00", "09-09 17:00"), task("c", 1)]
    assert dates(made(activities, "x>b", "b>c", progress=progress))["c"].startswith(expected)


def test_a_lead_before_the_data_date_gives_no_free_float():
    """Nothing is done before the data date, so the lead of a day is not used, and a may not move."""
    assert floats(made([task("a", 3), task("b", 2)], "a>b SS-1"))["a"][1] == 0


def test_free_float_counts_with_the_lag_that_is_left():
    """Of four days two have passed; b is held until the 21st: three days more than the lag needs. No end presses a's."""
    b = task("b", 1, bound=Bound.START_NO_EARLIER, bound_at=at("09-21 08:00"))
    assert floats(made([begun("a", 3, "09-10 08:00"), b], "a>b SS+4"))["a"] == (7, 3)


@pytest.mark.parametrize(
    ("expected_finish", "early", "late"),
    [
        ("09-18 17:00", "09-14 08:00 – 09-18 17:00", "09-21 08:00 – 09-25 17:00"),
        ("09-11 17:00", "09-14 08:00 – 09-16 17:00", "09-23 08:00 – 09-25 17:00"),
    ],
    ids=["ahead", "gone by"],
)
def test_an_expected_finish_sets_what_remains_both_ways(expected_finish, early, late):
    network = made([task("a", 3, expected_finish=at(expected_finish))])
    assert (dates(network)["a"], dates(network, "late")["a"]) == (early, late)


def test_a_finish_milestone_stands_where_its_own_calendar_works():
    """Saturday noon is no moment of a five-day calendar."""
    milestone = task("m", 0, kind=Kind.FINISH_MILESTONE)
    network = made([task("a", 5.5, calendar="six"), milestone], "a>m", calendars=(standard(), SIX))
    assert dates(network)["a"].endswith("09-19 12:00")
    assert dates(network)["m"] == "09-21 08:00 – 09-21 08:00"


def test_a_level_of_effort_goes_on_from_the_data_date_when_what_it_began_with_is_done():
    effort = task("e", 1, kind=Kind.EFFORT)
    over = task("o", 1, kind=Kind.EFFORT)
    activities = [done("a", "09-08 08:00", "09-09 17:00"), task("b", 3), effort, over]
    network = made(activities, "a>e SS", "b>e FF", "e>o SS", "e>o FF")
    assert dates(network)["e"] == dates(network)["o"] == "09-14 08:00 – 09-16 17:00"
    assert floats(network)["e"] == floats(network)["o"] == (7, 0)


def test_open_ends_are_critical_with_all_that_leads_to_them():
    network = made([task("a", 2), task("b", 1)], "a>b", open_ends_critical=True)
    assert dates(network, "late")["b"] == dates(network)["b"] == "09-16 08:00 – 09-16 17:00"
    assert floats(network)["a"][0] == 0


def test_outside_dates_press_an_open_end_and_give_it_room():
    network = made([task("a", 2, no_later=at("10-02 17:00")), task("b", 2, no_later=at("09-18 17:00"))])
    late = dates(network, "late")
    assert (late["a"][-11:], late["b"][-11:]) == ("10-02 17:00", "09-18 17:00")


def test_a_day_without_a_time_takes_the_time_of_what_it_holds_back():
    """a ends at noon; b, held until the 22nd, begins there after lunch. After an evening it begins in the morning."""
    held = {"bound": Bound.START_NO_EARLIER, "bound_at": at("09-22 00:00")}
    network = made([task("a", 1.5), task("b", 1, **held), task("c", 1), task("d", 1, **held)], "a>b", "c>d")
    assert dates(network)["b"].startswith("09-22 13:00")
    assert dates(network)["d"].startswith("09-22 08:00")


def test_a_mandatory_finish_does_not_move_what_has_begun():
    bound = {"bound": Bound.MUST_FINISH, "bound_at": at("09-23 17:00")}
    network = made([begun("a", 2, "09-10 08:00", **bound)])
    assert dates(network)["a"] == "09-14 08:00 – 09-15 17:00"
    assert floats(network)["a"][0] == 6


def test_two_rings_are_told_at_once():
    from duban.engine.kernel import Unfit

    activities = [task(k, 1) for k in "abcdef"]
    with pytest.raises(Unfit) as refused:
        schedule(made(activities, "a>b", "b>a", "b>c", "c>d", "d>e", "e>c", "e>f"))
    told = [p.args[0] for p in refused.value.problems]
    assert len(told) == 2
    assert {frozenset(x.replace(" ", "").replace("→", "")) for x in told} == {
        frozenset("ab"),
        frozenset("cde"),
    }


def test_a_calendar_nobody_describes_is_told_and_eight_hours_stand_in():
    found = schedule(made([task("a", 1, calendar="lost")]))
    assert [(p.code, p.where, p.args) for p in found.problems] == [
        ("schedules.missing_calendar", "a", ("lost", "a"))
    ]
    assert shown(found.early_finish[0]) == "09-14 17:00"


def test_by_hand_in_project_late_finishes_may_be_mornings_and_start_links_press_nobody():
    """As Project itself saves it: ten days before Friday the 25th is Friday the 11th, in the morning."""
    by_hand = [
        task("a", 1, given=(at("09-07 08:00"), at("09-07 17:00"))),
        task("b", 1, given=(at("09-25 08:00"), at("09-25 17:00"))),
        task("c", 1, given=(at("09-07 08:00"), at("09-07 17:00"))),
        task("d", 1, given=(at("09-09 08:00"), at("09-09 17:00"))),
    ]
    late = dates(plan(by_hand, "a>b FS+10", "c>d SS+2"), "late")
    assert late["a"] == "09-10 08:00 – 09-11 08:00"
    assert late["c"] == "09-25 08:00 – 09-25 17:00"


def test_a_levelling_delay_comes_after_predecessors_and_before_nothing_that_must_be():
    """Thursday morning, 24 hours on by the clock."""
    must = {"bound": Bound.MUST_START, "bound_at": at("09-11 08:00")}
    found = dates(
        plan([task("a", 3), task("b", 1, delay=CLOCK_DAY), task("m", 1, delay=CLOCK_DAY, **must)], "a>b")
    )
    assert found["b"] == "09-11 08:00 – 09-11 17:00"
    assert found["m"].startswith("09-11 08:00")


def test_float_of_what_resources_drive_is_counted_in_its_own_calendar():
    """Six-day work that ends on Saturday the 19th may end on Friday the 25th: five of the activity's days later."""
    crew = Crew("six", 6 * DAY, 6 * DAY)
    assert floats(made([task("a", 6, crews=(crew,))], calendars=(standard(), SIX)))["a"][0] == 5

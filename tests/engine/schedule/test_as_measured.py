"""What Project and P6 were seen to do where their descriptions are silent; each plan worked by hand."""

from duban.engine.schedule import CLOCK, HOUR, Bound, Kind, Link, LinkKind, Progress, Rules, moment, schedule
from tests.engine.schedule.build import DAY, at, plan, task

ELAPSED_DAY = 24 * HOUR
BEFORE = {"actual_start": at("09-01 08:00"), "actual_finish": at("09-01 17:00"), "remaining": 0}


def seen(network):
    found = schedule(network)
    return {
        a.id: {
            "early": (_said(found.early_start[k]), _said(found.early_finish[k])),
            "late": (_said(found.late_start[k]), _said(found.late_finish[k])),
            "total": _days(found.total_float[k]),
            "free": _days(found.free_float[k]),
        }
        for k, a in enumerate(network.activities)
    }


def _said(ticks):
    return None if ticks is None else f"{moment(ticks):%m-%d %H:%M}"


def _days(ticks):
    return None if ticks is None else ticks / DAY


def milestone(key):
    return task(key, 0, kind=Kind.START_MILESTONE, milestone=True)


def p6(activities, *links, **options):
    return plan(activities, *links, rules=Rules.PRIMAVERA, **options)


def test_a_milestone_is_late_the_moment_its_successor_is():
    """Friday evening early, Monday morning late, no float between; the last one ends with the plan."""
    found = seen(plan([task("a", 5), milestone("m"), task("b", 5), milestone("end")], "a>m", "m>b", "b>end"))
    assert found["m"]["early"] == ("09-11 17:00", "09-11 17:00")
    assert found["m"]["late"] == ("09-14 08:00", "09-14 08:00")
    assert found["m"]["total"] == 0
    assert found["a"]["late"] == ("09-07 08:00", "09-11 17:00")
    assert found["end"]["late"] == ("09-18 17:00", "09-18 17:00")


def test_a_milestone_stands_where_its_predecessor_leaves_it_be_it_on_a_sunday():
    """33 hours round the clock from Saturday 8:00; what works round the clock goes on from the milestone at once."""
    found = seen(
        plan(
            [
                task("a", 33 / 8, calendar=CLOCK, bound=Bound.START_NO_EARLIER, bound_at=at("09-12 08:00")),
                milestone("m"),
                task("b", 1, calendar=CLOCK),
                task("c", 1),
            ],
            "a>m",
            "m>b",
            "m>c",
        )
    )
    assert found["m"]["early"] == ("09-13 17:00", "09-13 17:00")
    assert found["b"]["early"] == ("09-13 17:00", "09-14 01:00")
    assert found["c"]["early"] == ("09-14 08:00", "09-14 17:00")
    assert found["a"]["free"] == 0


def test_what_may_not_start_before_the_evening_starts_in_the_morning():
    """Rescheduled after Thursday 17:00, and to a Saturday; a milestone stands when it is told."""
    thursday, saturday = at("09-10 17:00"), at("09-12 12:00")
    found = seen(
        plan(
            [
                task("a", 1),
                task("b", 1, bound=Bound.START_NO_EARLIER, bound_at=thursday),
                task("c", 1, bound=Bound.MUST_START, bound_at=saturday),
                milestone("m")._replace(bound=Bound.START_NO_EARLIER, bound_at=thursday),
            ],
            "a>b",
            "a>c",
            "a>m",
        )
    )
    assert found["b"]["early"] == ("09-11 08:00", "09-11 17:00")
    assert found["c"]["early"] == ("09-14 08:00", "09-14 17:00")
    assert found["m"]["early"] == ("09-10 17:00", "09-10 17:00")


def test_what_goes_before_levelled_work_has_none_of_its_delay_to_spare():
    """Monday, two days' delay, Thursday: the first day is as critical as the last."""
    found = seen(plan([task("a", 1), task("b", 1, delay=2 * ELAPSED_DAY)], "a>b"))
    assert found["b"]["early"] == ("09-10 08:00", "09-10 17:00")
    assert found["a"] == {
        "early": ("09-07 08:00", "09-07 17:00"),
        "late": ("09-07 08:00", "09-07 17:00"),
        "total": 0,
        "free": 0,
    }


def test_the_delay_counts_at_a_finish_link_too():
    found = seen(plan([task("a", 2), task("b", 1, delay=ELAPSED_DAY)], "a>b FF"))
    assert found["b"]["early"] == ("09-09 08:00", "09-09 17:00")
    assert found["a"]["late"] == ("09-07 08:00", "09-08 17:00")
    assert (found["a"]["total"], found["a"]["free"]) == (0, 0)


def test_free_slack_is_never_more_than_total_slack():
    """Nine days to the successor, two to the deadline."""
    first = task("a", 1, deadline=at("09-09 17:00"))
    held = task("b", 1, bound=Bound.START_NO_EARLIER, bound_at=at("09-21 08:00"))
    found = seen(plan([first, held], "a>b"))
    assert (found["a"]["total"], found["a"]["free"]) == (2, 2)


def test_a_milestone_with_a_date_and_nothing_before_it_stands_when_it_is_told():
    """On a Wednesday evening and on a Saturday, as Project 2024 was seen to leave them; other work waits for Monday."""
    evening, saturday = at("09-09 19:00"), at("09-12 10:00")
    found = seen(
        plan(
            [
                milestone("m")._replace(bound=Bound.START_NO_EARLIER, bound_at=evening),
                milestone("n")._replace(bound=Bound.FINISH_NO_EARLIER, bound_at=saturday),
                task("a", 1, bound=Bound.START_NO_EARLIER, bound_at=saturday),
            ]
        )
    )
    assert found["m"]["early"] == ("09-09 19:00", "09-09 19:00")
    assert found["n"]["early"] == ("09-12 10:00", "09-12 10:00")
    assert found["a"]["early"] == ("09-14 08:00", "09-14 17:00")
    assert (found["m"]["total"], found["n"]["total"]) == (3, 1)


def test_what_ends_with_other_work_ends_at_its_very_moment():
    """In the morning when a starts; by the clock two days after a starts, and two after b ends, on a Saturday."""
    two_days = 2 * ELAPSED_DAY
    found = seen(
        plan(
            [
                task("a", 2, bound=Bound.START_NO_EARLIER, bound_at=at("09-09 08:00")),
                task("b", 4),
                task("c", 1),
                task("d", 1),
                task("e", 1),
                task("end", 10),
            ],
            "a>c SF",
            Link("a", "d", LinkKind.START_FINISH, two_days, CLOCK),
            Link("b", "e", LinkKind.FINISH_FINISH, two_days, CLOCK),
        )
    )
    assert found["c"]["early"] == ("09-08 08:00", "09-09 08:00")
    assert found["d"]["early"] == ("09-10 08:00", "09-11 08:00")
    assert found["e"]["early"] == ("09-11 08:00", "09-12 17:00")
    assert (found["c"]["total"], found["d"]["total"], found["e"]["total"]) == (8, 6, 5)


def test_work_that_has_begun_ends_when_its_rest_does():
    """Four days planned; one is left, gone on with on Thursday, or already on Monday evening."""
    late = task("a", 4, actual_start=at("09-07 08:00"), resume=at("09-10 08:00"), remaining=DAY)
    soon = task("b", 4, actual_start=at("09-07 08:00"), resume=at("09-07 17:00"), remaining=DAY)
    found = seen(plan([late, soon]))
    assert found["a"]["early"] == ("09-07 08:00", "09-10 17:00")
    assert found["b"]["early"] == ("09-07 08:00", "09-08 17:00")


def test_what_waits_for_begun_work_is_late_no_sooner_than_the_rest_goes_on():
    """The rest goes on on the 16th and is due that evening, a day too short: a must be done by the 15th, not the 14th."""
    begun = task(
        "b",
        4,
        actual_start=at("09-07 08:00"),
        resume=at("09-16 08:00"),
        remaining=2 * DAY,
        deadline=at("09-16 17:00"),
    )
    found = seen(plan([task("a", 5), begun], "a>b"))
    assert found["b"]["early"] == ("09-07 08:00", "09-17 17:00")
    assert found["b"]["total"] == -1
    assert found["a"]["late"][1] == "09-15 17:00"
    assert (found["a"]["total"], found["a"]["free"]) == (2, 2)


def test_what_begun_work_was_to_start_after_is_late_when_its_rest_is():
    """b has begun without a; a need not have begun before the rest of b goes on, on the 16th."""
    begun = task(
        "b",
        4,
        actual_start=at("09-07 08:00"),
        actual_duration=2 * DAY,
        resume=at("09-16 08:00"),
        remaining=2 * DAY,
        deadline=at("09-16 17:00"),
    )
    found = seen(plan([task("a", 5), begun, task("c", 1), task("z", 20)], "a>b SS", "b>c"))
    assert found["a"]["late"] == ("09-16 08:00", "09-22 17:00")


def test_a_date_held_against_its_predecessor_is_in_conflict_with_it():
    """a ends on the 18th, the milestone must stand on the 11th: both are five days short, whatever is shown."""
    must = task("m", 0, bound=Bound.MUST_FINISH, bound_at=at("09-11 17:00"), milestone=True)
    found = seen(plan([task("a", 10), must], "a>m"))
    assert found["m"]["early"] == found["m"]["late"] == ("09-11 17:00", "09-11 17:00")
    assert (found["a"]["total"], found["m"]["total"]) == (-5, -5)


def test_nothing_binds_the_start_of_work_that_has_begun():
    """b must finish after a starts, which it has: a is late when the plan ends."""
    begun = task("a", 2, actual_start=at("09-07 08:00"), remaining=2 * DAY)
    found = seen(plan([begun, task("b", 1), task("c", 10)], "a>b SF"))
    assert found["a"]["late"] == ("09-07 08:00", "09-18 17:00")


def test_finished_work_hands_on_what_is_owed_without_lags_between():
    """u ends on Wednesday; p and q, both done, pass that on; two days between them are not waited for."""
    found = seen(
        p6(
            [task("u", 3), task("p", 1, **BEFORE), task("q", 1, **BEFORE), task("r", 1)],
            "u>p",
            "p>q FS+2",
            "q>r",
        )
    )
    assert found["r"]["early"] == ("09-10 08:00", "09-10 17:00")


def test_finished_work_waits_for_no_lag_after_a_start():
    begun = task("u", 5, actual_start=at("09-04 08:00"), remaining=3 * DAY)
    found = seen(p6([begun, task("q", 1, **BEFORE), task("r", 1)], "u>q SS+4", "q>r"))
    assert found["r"]["early"] == ("09-07 08:00", "09-07 17:00")


def test_finished_work_that_was_resumed_later_presses_from_then():
    done = task("a", 1, resume=at("09-10 08:00"), **BEFORE)
    found = seen(p6([done, task("b", 1)], "a>b"))
    assert found["b"]["early"] == ("09-10 08:00", "09-10 17:00")


def test_an_expected_finish_that_has_passed():
    """Nobody's rest is done with; somebody's is still to do."""
    begun = {"actual_start": at("09-01 08:00"), "expected_finish": at("09-04 17:00"), "remaining": 5 * DAY}
    found = seen(p6([task("a", 9, staffed=False, **begun), task("b", 9, **begun)]))
    assert found["a"]["early"][1] == "09-07 08:00"
    assert found["b"]["early"][1] == "09-11 17:00"


def test_a_finish_link_holds_begun_work_even_where_progress_overrides():
    begun = task("b", 3, actual_start=at("09-04 08:00"), remaining=DAY)
    found = seen(p6([task("a", 5), begun], "a>b FF", progress=Progress.OVERRIDE))
    assert found["b"]["early"][1] == "09-11 17:00"
    found = seen(p6([task("a", 5), begun], "a>b FS", progress=Progress.OVERRIDE))
    assert found["b"]["early"][1] == "09-07 17:00"


def test_must_finish_by_holds_however_float_is_counted():
    """Two projects open, float counted from the last finish of all: one must be done by the 9th all the same."""
    acts = [task("a", 2, project="one"), task("b", 10, project="two"), task("c", 1, project="two")]
    found = seen(p6(acts, float_per_project=False, finish_by_project=(("one", at("09-09 17:00")),)))
    assert (found["a"]["total"], found["b"]["total"], found["c"]["total"]) == (1, 0, 9)

"""Planned back from a deadline; counted work; reasons; another data date."""

from decimal import Decimal
from itertools import pairwise

import pytest

from duban.engine.kernel import Unfit
from duban.engine.schedule import (
    Bound,
    Count,
    Quantity,
    Rules,
    Why,
    against,
    chain,
    compute,
    crash_list,
    crashing,
    from_date,
    last_starts,
    pace,
    plan_back,
    reason,
    standard,
)
from tests.engine.schedule.build import DAY, at, dates, plan, shown, task

PLAN = (
    [task("equip", 5), task("install", 3), task("civil", 6), task("trial", 2)],
    "equip>install",
    "install>trial",
    "civil>trial",
)
"""equip 7–11 September, install 14–16, trial 17–18; civil 7–14 with two days to spare."""


@pytest.mark.parametrize("rules", list(Rules))
def test_late_by_so_many_working_days_because_of_this_chain(rules):
    back = plan_back(plan(*PLAN[:1], *PLAN[1:], rules=rules), at("09-16 17:00"))
    assert (shown(back.finish), back.late_by) == ("09-18 17:00", Decimal("2.0000"))
    assert [(r.activity, r.why, r.predecessor) for r in back.because] == [
        ("equip", Why.START, ""),
        ("install", Why.PREDECESSOR, "equip"),
        ("trial", Why.PREDECESSOR, "install"),
    ]
    assert shown(back.because[1].at) == "09-11 17:00"


def test_room_is_a_negative_lateness():
    assert plan_back(plan(*PLAN[:1], *PLAN[1:]), at("09-22 17:00")).late_by == Decimal("-2.0000")


def test_what_must_start_today():
    back = plan_back(plan(*PLAN[:1], *PLAN[1:]), at("09-18 17:00"))
    assert [(x.activity, shown(x.latest), x.days_left) for x in last_starts(back, at("09-07 08:00"))] == [
        ("equip", "09-07 08:00", Decimal("0.0000"))
    ]
    soon = last_starts(back, at("09-07 08:00"), within=2)
    assert [x.activity for x in soon] == ["equip", "civil"]
    assert soon[1].days_left == Decimal("2.0000")
    assert [x.days_left for x in last_starts(back, at("09-08 08:00"))] == [Decimal("-1.0000")]


def test_what_has_begun_is_no_longer_to_be_started():
    begun = [task("equip", 5, actual_start=at("09-07 08:00")), *PLAN[0][1:]]
    back = plan_back(plan(begun, *PLAN[1:]), at("09-18 17:00"))
    assert [x.activity for x in last_starts(back, at("09-07 08:00"))] == []


def test_shortening_buys_only_until_another_chain_decides():
    """civil leaves two days: nothing gains more, except the last activity, which both wait for."""
    back = plan_back(plan(*PLAN[:1], *PLAN[1:]), at("09-16 17:00"))
    assert [(c.activity, c.first_day, c.at_most) for c in crash_list(back)] == [
        ("equip", Decimal("1.0000"), Decimal("2.0000")),
        ("install", Decimal("1.0000"), Decimal("2.0000")),
        ("trial", Decimal("1.0000"), Decimal("2.0000")),
    ]


def test_early_dates_do_not_move_with_the_deadline():
    made = plan(*PLAN[:1], *PLAN[1:])
    assert dates(made) == dates(against(made, at("09-10 17:00")))


def test_reasons():
    activities = [
        task("a", 2),
        task("held", 1, bound=Bound.START_NO_EARLIER, bound_at=at("09-15 08:00")),
        task("b", 1),
        task("given", 1, given=(at("09-21 08:00"), at("09-21 17:00"))),
    ]
    found = compute(plan(activities, "a>held", "held>b SS+1"))
    assert [reason(found, k).why for k in ("a", "held", "b", "given")] == [
        Why.START, Why.BOUND, Why.PREDECESSOR, Why.GIVEN,
    ]  # fmt: skip
    assert reason(found, "b").lag == DAY
    assert [r.activity for r in chain(found, "b")] == ["held", "b"]
    with pytest.raises(KeyError):
        reason(found, "nobody")


def test_through_a_heading_the_activity_that_makes_its_date_is_named():
    from duban.engine.schedule import Activity, Kind

    heading = Activity("h", kind=Kind.SUMMARY, calendar="standard")
    activities = [heading, task("short", 1, parent="h"), task("long", 3, parent="h"), task("b", 1)]
    assert reason(compute(plan(activities, "h>b")), "b").predecessor == "long"


@pytest.mark.parametrize("rules", list(Rules))
def test_from_another_data_date_what_is_ahead_comes_after_it(rules):
    activities = [
        task("done", 1, remaining=0, actual_start=at("09-07 08:00"), actual_finish=at("09-07 17:00")),
        task("begun", 3, remaining=2 * DAY, actual_start=at("09-08 08:00")),
        task("next", 1),
    ]
    moved = from_date(plan(activities, "begun>next", rules=rules), at("09-16 08:00"))
    assert dates(moved)["next"] == "09-18 08:00 – 09-18 17:00"
    assert dates(moved)["done"] == "09-07 08:00 – 09-07 17:00"


FURNACES = Quantity(
    Decimal(1400),
    at("09-07 08:00"),
    at("09-18 17:00"),
    (Count(at("09-09 17:00"), Decimal(300)), Count(at("09-11 17:00"), Decimal(600))),
)
"""1,400 furnaces in ten working days: 140 a day."""


def test_counted_work_against_its_plan_and_its_own_pace():
    found = pace(FURNACES, standard(), at("09-11 17:00"))
    assert (found.planned, found.done, found.ahead) == (Decimal(700), Decimal(600), Decimal(-100))
    assert found.needed == Decimal(160)
    assert found.own_rate == Decimal(120)
    # 800 left at 120 a day: six days and two thirds.
    assert shown(found.forecast) == "09-22 14:20"
    assert pace(FURNACES, standard(), at("09-11 17:00"), last=1).own_rate == Decimal(150)


def test_counted_work_that_stands_still_has_no_forecast_and_after_the_end_no_pace_helps():
    still = Quantity(Decimal(10), at("09-07 08:00"), at("09-08 17:00"))
    found = pace(still, standard(), at("09-09 08:00"))
    assert (found.planned, found.needed, found.own_rate, found.forecast) == (Decimal(10), None, None, None)


def test_counts_that_fall_or_a_total_of_nothing_are_refused():
    wrong = Quantity(Decimal(0), 0, 0, (Count(2, Decimal(5)), Count(1, Decimal(4))))
    with pytest.raises(Unfit) as refused:
        pace(wrong, standard(), 5)
    assert [p.code for p in refused.value.problems] == [
        "schedules.quantity_total",
        "schedules.quantity_order",
    ]


@pytest.mark.parametrize("rules", list(Rules))
def test_crashing_says_the_same_plainly_compiled_and_computed_anew(rules, monkeypatch):
    """Three ways to the same figures; the last computes the whole plan again, as nobody would want to wait for."""
    links = [f"{a}>{b}" for a, b in pairwise("abcdef")]
    made = plan(
        [task(k, d) for k, d in zip("abcdefx", (3, 2, 5, 1, 4, 2, 9), strict=True)],
        *links,
        "a>x FS+1",
        "x>f",
        rules=rules,
    )
    back = plan_back(made, at("09-30 17:00"))
    plainly = crash_list(back)
    monkeypatch.setattr(crashing, "_MUCH", 0)
    compiled = crash_list(back)
    monkeypatch.setattr(crashing, "_asked", lambda made, dates, times: crashing._anew(made))
    assert plainly == compiled == crash_list(back)
    assert plainly

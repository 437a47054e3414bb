"""Laws that hold for any plan, and small plans lived through hour by hour by an oracle that knows no passes."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.engine.schedule import (
    DAY,
    HOUR,
    Activity,
    Bound,
    Calendar,
    Link,
    LinkKind,
    Network,
    Options,
    Rules,
    compute,
    schedule,
    tick,
)
from duban.engine.schedule.calculus import between, closing, opening, shift, worked
from duban.engine.schedule.calendars import tables
from tests.engine.schedule import oracle

START = tick(datetime(2020, 9, 7))
"""A Monday, midnight."""
WEEK = 7 * 24
COLUMNS = (
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float",
    "free_float",
    "critical",
)


@st.composite
def weeks(draw):
    """Hours of the week that are worked; at least one."""
    day = st.lists(st.integers(0, 23), max_size=5)
    hours = {d * 24 + h for d in range(7) for h in draw(day)}
    return frozenset(hours or {9})


def calendar(key, hours):
    days = [tuple((h * HOUR, (h + 1) * HOUR) for h in range(24) if d * 24 + h in hours) for d in range(7)]
    return Calendar(key, key, tuple(days))


@st.composite
def networks(
    draw, bounds=(Bound.NONE, Bound.NONE, Bound.START_NO_EARLIER, Bound.FINISH_NO_EARLIER), calendars=2
):
    count = draw(st.integers(1, 7))
    made = [calendar(f"c{k}", draw(weeks())) for k in range(draw(st.integers(1, calendars)))]
    activities, links = [], []
    for i in range(count):
        hours = draw(st.integers(0, 20))
        bound = draw(st.sampled_from(bounds))
        activities.append(
            Activity(
                str(i),
                calendar=draw(st.sampled_from([c.key for c in made])),
                duration=hours * HOUR,
                remaining=hours * HOUR,
                bound=bound,
                milestone=hours == 0,
                bound_at=START + draw(st.integers(0, 500)) * HOUR if bound else None,
            )
        )
        for j in draw(st.sets(st.integers(0, i - 1), max_size=3)) if i else ():
            kind = draw(st.sampled_from(list(LinkKind)))
            links.append(Link(str(j), str(i), kind, draw(st.integers(-5, 12)) * HOUR))
    rules = draw(st.sampled_from(list(Rules)))
    return Network(tuple(activities), tuple(links), tuple(made), Options(rules=rules, start=START))


@given(networks(bounds=(Bound.NONE,), calendars=1))
def test_early_is_never_after_late_when_only_the_plans_own_end_presses(network):
    found = schedule(network)
    c = compute(network)
    for k, a in enumerate(network.activities):
        place = c.plan.places[a.calendar]
        early, late = found.early_finish[k], found.late_finish[k]
        assert between(c.plan.cal, place, early, late) >= 0


@given(networks(), st.integers(1, 60))
def test_a_plan_moved_by_whole_weeks_moves_by_whole_weeks(network, count):
    by = count * 7 * DAY
    moved = replace(
        network,
        activities=tuple(
            a._replace(bound_at=None if a.bound_at is None else a.bound_at + by) for a in network.activities
        ),
        options=replace(network.options, start=START + by),
    )
    one, other = schedule(network), schedule(moved)
    for name in COLUMNS[:4]:
        assert [t + by for t in getattr(one, name)] == getattr(other, name)
    for name in COLUMNS[4:]:
        assert getattr(one, name) == getattr(other, name)


@given(networks(), st.randoms(use_true_random=False))
def test_names_and_order_mean_nothing(network, random):
    places = [f"n{k}" for k in range(len(network.activities))]
    random.shuffle(places)
    names = {a.id: place for a, place in zip(network.activities, places, strict=True)}
    order = list(range(len(network.activities)))
    random.shuffle(order)
    renamed = replace(
        network,
        activities=tuple(network.activities[k]._replace(id=names[network.activities[k].id]) for k in order),
        links=tuple(
            k._replace(before=names[k.before], after=names[k.after]) for k in reversed(network.links)
        ),
    )
    one, other = schedule(network), schedule(renamed)
    for name in COLUMNS:
        column = getattr(one, name)
        assert [column[k] for k in order] == getattr(other, name)


@st.composite
def lives(draw):
    """Plans the oracle can live through: finish-to-start links with a wait, one calendar for each activity."""
    count = draw(st.integers(1, 5))
    hours = draw(weeks())
    works = {}
    for i in range(count):
        waits = [
            (str(j), "finish", draw(st.integers(0, 4)))
            for j in (draw(st.sets(st.integers(0, i - 1), max_size=2)) if i else ())
        ]
        works[str(i)] = oracle.Work(draw(st.integers(1, 8)), hours, waits)
    return works


def as_network(works, rules):
    hours = next(iter(works.values())).worked
    return Network(
        tuple(
            Activity(k, calendar="c", duration=w.hours * HOUR, remaining=w.hours * HOUR)
            for k, w in works.items()
        ),
        tuple(
            Link(o, k, LinkKind.FINISH_START, lag * HOUR, "c")
            for k, w in works.items()
            for o, _, lag in w.waits
        ),
        (calendar("c", hours),),
        Options(rules=rules, start=START),
    )


@pytest.mark.parametrize("rules", list(Rules))
@settings(max_examples=60)
@given(works=lives())
def test_dates_are_those_of_a_plan_lived_through(rules, works):
    first, last = oracle.lived(works)
    found = schedule(as_network(works, rules))
    for k, key in enumerate(works):
        assert found.early_start[k] == START + first[key] * HOUR
        assert found.early_finish[k] == START + (last[key] + 1) * HOUR


@pytest.mark.parametrize("rules", list(Rules))
@settings(max_examples=25)
@given(works=lives())
def test_float_is_how_long_one_can_be_held_back(rules, works):
    found = schedule(as_network(works, rules))
    for k, key in enumerate(works):
        assert found.total_float[k] == oracle.float_of(works, key) * HOUR


@given(weeks(), st.integers(0, 400), st.integers(-300, 300))
def test_working_time_added_is_working_time_between(hours, at_hour, work):
    cal, _ = tables([calendar("c", hours)], START // DAY - 4000, START // DAY + 4000)
    t, d = START + at_hour * HOUR, work * HOUR
    moved = shift(cal, 1, t, d)
    assert between(cal, 1, t, moved) == d
    if d > 0:
        assert closing(cal, 1, moved) == moved
    if d < 0:
        assert opening(cal, 1, moved) == moved


@given(weeks(), st.integers(0, 10_000))
def test_work_done_by_a_moment_is_the_hours_counted_one_by_one(hours, minutes):
    cal, _ = tables([calendar("c", hours)], START // DAY, START // DAY + 30)
    t = START + minutes * 10
    counted = sum(
        min(10 * 60, max(0, t - (START + h * HOUR)))
        for h in range(30 * 24)
        if h % WEEK in hours and START + h * HOUR < t
    )
    assert worked(cal, 1, t) == counted

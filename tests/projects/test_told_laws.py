"""Laws of what reports tell a plan: nothing typed is lost, the same words give the same plan, and it is always fit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from duban.projects.selectors.schedule_codec import decode, encode
from duban.projects.selectors.schedule_edits import unfit
from duban.projects.selectors.telling import own_of, retold
from duban.projects.types import Counted, Schedule, Word
from tests.projects.plans import EVENING, activity, day

FIRST = date(2020, 9, 1)
days = some.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))


@some.composite
def words(draw):
    """What reports say in the order of their days; no day they name is after their own."""
    found = []
    for n, on in enumerate(sorted(draw(some.lists(days, max_size=6, unique=True)))):
        for key in draw(some.sets(some.sampled_from("123"))):
            earlier = some.none() | days.filter(lambda d, on=on: d <= on)
            done = draw(some.none() | some.integers(0, 120).map(Decimal))
            percent, finished = draw(some.none() | some.integers(0, 100)), draw(earlier)
            found.append(Word(n, on, key, percent, draw(earlier), finished, done, "台"))
    return found


@some.composite
def plans(draw):
    """Three activities: counted and begun, counted in another unit, not counted and perhaps finished."""
    ended = day(9, 10, EVENING) if draw(some.booleans()) else None
    rows = (
        activity(
            "1", 20, quantity=Counted(Decimal(100), Decimal(10), "台"), actual_start=day(9, 2), percent=10
        ),
        activity("2", 10, quantity=Counted(Decimal(7), unit="米")),
        activity(
            "3", 5, actual_start=day(9, 3), actual_finish=ended, percent=100 if ended else 0, remaining=0
        ),
    )
    return Schedule(FIRST, rows, data_date=date(2020, 9, 12))


@given(plans(), words())
def test_taken_back_the_plan_is_what_was_typed(plan, said):
    assert own_of(retold(plan, said)) == plan
    assert retold(retold(plan, said), ()) == plan


@given(plans(), words(), words())
def test_what_is_said_last_is_all_that_counts(plan, said, again):
    assert retold(retold(plan, said), again) == retold(plan, again)


@given(plans(), words())
def test_a_told_plan_is_fit_and_kept_whole(plan, said):
    told = retold(plan, said)
    assert unfit(told) == []
    assert decode(encode(told)) == told
    for one in told.activities:
        assert (one.percent == 100) == (one.actual_finish is not None) or one.told is None
        assert one.actual_finish is None or one.remaining == 0
        assert one.told is None or one.told.on < told.data_date

"""Trials against closed forms, and the same answer however often they are run."""

from decimal import Decimal
from math import sqrt

import numpy as np
import pytest

from duban.engine.kernel import Unfit
from duban.engine.schedule import (
    HOUR,
    Activity,
    Calendar,
    Network,
    Options,
    Rules,
    Shape,
    Spread,
    compute,
    schedule,
    simulate,
)
from duban.engine.schedule.compiled import ready, run
from duban.engine.schedule.solve import lay
from duban.engine.schedule.types import Bound, Link
from tests.engine.schedule.build import DAY, MONDAY, at, plan, task

ALL = Calendar("all", "All", (((0, 24 * HOUR),),) * 7)
"""Round the clock, so that a finish less the start is the duration drawn."""


def around(*activities, links=(), **options):
    made = tuple(Activity(k, calendar="all", duration=d, remaining=d) for k, d in activities)
    return Network(made, tuple(Link(*x) for x in links), (ALL,), Options(start=MONDAY, **options))


def three(key, low="0.5", likely="1", high="2", **more):
    return Spread(key, Shape.TRIANGULAR, Decimal(low), Decimal(likely), Decimal(high), **more)


LONG = 100_000
TRIALS = 40_000
MEAN = (0.5 + 1 + 2) / 3
VARIANCE = (0.5**2 + 1 + 2**2 - 0.5 * 1 - 0.5 * 2 - 1 * 2) / 18
"""Of a triangular distribution: (a² + b² + c² − ab − ac − bc) / 18."""


def lengths(network, spreads, seed=7, trials=TRIALS):
    (found,) = simulate(network, spreads, trials=trials, seed=seed)
    return (np.array(found.finishes) - MONDAY) / LONG


def test_one_activity_is_its_triangle():
    drawn = lengths(around(("a", LONG)), [three("a")])
    assert drawn.mean() == pytest.approx(MEAN, abs=4 * sqrt(VARIANCE / TRIALS))
    assert drawn.var() == pytest.approx(VARIANCE, rel=0.03)
    assert (drawn.min() >= 0.5, drawn.max() <= 2.0) == (True, True)
    # P(X ≤ likely) = (likely − low) / (high − low)
    assert (drawn <= 1).mean() == pytest.approx(1 / 3, abs=0.01)


def test_a_sum_has_the_sum_of_means_and_variances():
    chain = around(*((k, LONG) for k in "abcd"), links=[("a", "b"), ("b", "c"), ("c", "d")])
    drawn = lengths(chain, [three(k) for k in "abcd"])
    assert drawn.mean() == pytest.approx(4 * MEAN, abs=0.02)
    assert drawn.var() == pytest.approx(4 * VARIANCE, rel=0.03)


def test_two_parallel_paths_finish_with_the_product_of_their_chances():
    """Both by 1.5: F(1.5)² with F(x) = 1 − (high − x)² / ((high − low)(high − likely))."""
    (found,) = simulate(
        around(("a", LONG), ("b", LONG)),
        [three("a"), three("b")],
        trials=TRIALS,
        seed=3,
        by=MONDAY + LONG * 3 // 2,
    )
    one = 1 - (2 - 1.5) ** 2 / (1.5 * 1)
    assert float(found.probability) == pytest.approx(one**2, abs=4 * float(found.error))
    assert [float(w.criticality) for w in found.weights] == pytest.approx([0.5, 0.5], abs=0.02)


def test_pert_has_its_mean_and_shape():
    drawn = lengths(around(("a", LONG)), [Spread("a", Shape.PERT, Decimal("0.5"), Decimal(1), Decimal(2))])
    assert drawn.mean() == pytest.approx((0.5 + 4 + 2) / 6, abs=0.01)
    mean = (0.5 + 4 + 2) / 6
    assert drawn.var() == pytest.approx((mean - 0.5) * (2 - mean) / 7, rel=0.03)


def test_slippage_draws_what_happened():
    drawn = lengths(
        around(("a", LONG)),
        [Spread("a", Shape.SLIPPAGE, history=(Decimal(1), Decimal("1.2"), Decimal(2), Decimal(1)))],
    )
    assert set(np.round(drawn, 4)) == {1.0, 1.2, 2.0}
    assert (drawn <= 1.0001).mean() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("together", ["0", "0.6", "1"])
def test_a_common_cause_correlates_by_what_it_says(together):
    """Of a chain of two, the variance is 2·σ²·(1 + ρ): the durations have the same distribution."""
    chain = around(("a", LONG), ("b", LONG), links=[("a", "b")])
    spreads = [three(k, cause="rain", together=Decimal(together)) for k in "ab"]
    assert lengths(chain, spreads).var() == pytest.approx(2 * VARIANCE * (1 + float(together)), rel=0.04)


def test_the_same_seed_gives_the_same_answer_on_any_number_of_cores():
    from numba import get_num_threads, set_num_threads

    network = around(*((k, LONG) for k in "abc"), links=[("a", "c"), ("b", "c")])
    spreads = [three(k) for k in "abc"]
    before = get_num_threads()
    try:
        set_num_threads(1)
        one = simulate(network, spreads, trials=1000, seed=5)
    finally:
        set_num_threads(before)
    assert one == simulate(network, spreads, trials=1000, seed=5)
    assert one != simulate(network, spreads, trials=1000, seed=6)


def test_more_trials_begin_with_the_same_ones():
    network, spreads = around(("a", LONG)), [three("a")]
    few, many = (lengths(network, spreads, trials=n) for n in (100, 200))
    assert set(few) <= set(many)


def test_sensitivity_is_the_rank_correlation_with_the_finish():
    """The long one decides, the short one hardly, the certain one not at all."""
    network = around(
        ("long", LONG), ("short", LONG // 20), ("sure", LONG), links=[("long", "short"), ("short", "sure")]
    )
    (found,) = simulate(network, [three("long"), three("short")], trials=TRIALS, seed=1)
    weights = {w.activity: float(w.sensitivity) for w in found.weights}
    assert weights["long"] > 0.99
    assert 0 < weights["short"] < 0.15
    assert weights["sure"] == 0


@pytest.mark.parametrize("rules", list(Rules))
def test_certain_durations_finish_when_the_plan_says(rules):
    """Constraints, lags, other calendars, work begun: with nothing uncertain every trial is the plan itself."""
    six = Calendar("six", "Six", (((8 * HOUR, 18 * HOUR),),) * 6 + ((),))
    activities = [
        task("a", 3), task("b", 2, calendar="six"), task("c", 4), task("d", 1),
        task("e", 2, bound=Bound.START_NO_EARLIER, bound_at=at("09-22 08:00")),
        task("f", 4, remaining=2 * DAY, actual_start=at("09-07 08:00")),
    ]  # fmt: skip
    links = ("a>b", "b>c FS+1", "c>d SS+2", "d>e FF+1", "f>d", "c>e FS-1")
    from tests.engine.schedule.build import STANDARD

    network = plan(activities, *links, calendars=(*STANDARD, six), rules=rules)
    (found,) = simulate(network, [], trials=3, seed=1)
    assert set(found.finishes) == {schedule(network).finish}


@pytest.mark.parametrize("rules", list(Rules))
@pytest.mark.parametrize(
    "link", ["a>b SS+8", "a>b SS+2", "c>b FS+7", "c>b FS+1", "c>b SS+9", "a>b FF+3", "c>b FF+8", "a>b SS-1"]
)
def test_of_a_lag_that_has_begun_to_run_only_the_rest_is_waited_for(link, rules):
    """As of Wednesday the 16th *a* has been at work since the 7th, *c* was done on the 11th: the lags run from there."""
    activities = [
        task("a", 12, remaining=5 * DAY, actual_start=at("09-07 08:00")),
        task("c", 3, remaining=0, actual_start=at("09-09 08:00"), actual_finish=at("09-11 17:00")),
        task("b", 9),
    ]
    network = plan(activities, link, data_date=at("09-16 08:00"), rules=rules)
    (found,) = simulate(network, [], trials=3, seed=1)
    assert set(found.finishes) == {schedule(network).finish}


@pytest.mark.parametrize("before", [("x", 9), ("x", 1)])
def test_a_start_lag_that_runs_from_the_actual_start_does_so_in_trials(before):
    """*a* was begun on the 7th, out of turn; *b* may follow eight days later, whatever the rest of *a* waits for."""
    activities = [
        task(*before),
        task("a", 12, remaining=5 * DAY, actual_start=at("09-07 08:00")),
        task("b", 20),
    ]
    options = {"data_date": at("09-16 08:00"), "rules": Rules.PRIMAVERA, "lag_from_actual_start": True}
    network = plan(activities, "x>a", "a>b SS+8", **options)
    (found,) = simulate(network, [], trials=3, seed=1)
    assert set(found.finishes) == {schedule(network).finish}
    assert schedule(network).finish == at("10-14 17:00")


def test_the_rest_of_a_lag_by_hand():
    """Eight days from the 7th leave one on the 16th, whose morning *b*'s nine days wait for: the 17th to the 29th."""
    activities = [
        task("a", 8, remaining=DAY, actual_start=at("09-07 08:00")),
        task("b", 9),
    ]
    network = plan(activities, "a>b SS+8", data_date=at("09-16 08:00"), rules=Rules.PRIMAVERA)
    (found,) = simulate(network, [], trials=1, seed=1)
    assert found.finishes == [at("09-29 17:00")]


def test_projects_in_one_plan_are_answered_one_by_one():
    acts = tuple(Activity(k, calendar="all", duration=LONG, remaining=LONG, project=k) for k in "xy")
    network = Network(acts, (), (ALL,), Options(start=MONDAY))
    both = simulate(network, [three("x"), three("y")], trials=500, seed=2)
    assert [r.project for r in both] == ["x", "y"]
    assert [[w.activity for w in r.weights] for r in both] == [["x"], ["y"]]
    assert both[0].finishes != both[1].finishes


def test_what_cannot_be_simulated_is_told_at_once():
    bad = [three("a", low="2"), Spread("a", Shape.SLIPPAGE), three("a", together=Decimal(2))]
    with pytest.raises(Unfit) as refused:
        simulate(around(("a", LONG)), bad, trials=10, seed=1)
    assert [p.code for p in refused.value.problems] == [
        "schedules.spread_order", "schedules.spread_history", "schedules.spread_together",
    ]  # fmt: skip
    for spreads, trials, code in (
        ([three("z")], 10, "schedules.spread_unknown"),
        ([], 0, "schedules.trials"),
    ):
        with pytest.raises(Unfit) as refused:
            simulate(around(("a", LONG)), spreads, trials=trials, seed=1)
        assert refused.value.problems[0].code == code


@pytest.mark.parametrize("rules", list(Rules))
def test_the_compiled_passes_are_the_plain_ones(rules):
    activities = [
        task("a", 3), task("b", 2, bound=Bound.AS_LATE_AS_POSSIBLE), task("c", 4, deadline=at("09-10 17:00")), task("d", 1)
    ]  # fmt: skip
    network = plan(activities, "a>b", "a>c SS+1", "b>d FF", "c>d FS-1", rules=rules)
    plain, fast = compute(network), run(ready(lay(network)))
    for name in ("es", "ef", "ls", "lf"):
        assert getattr(fast, name).tolist() == getattr(plain.dates, name)
    order = [row.at for row in plain.plan.net.rows]
    assert fast.total.tolist() == [plain.result.total_float[k] for k in order]
    assert fast.free.tolist() == [plain.result.free_float[k] for k in order]

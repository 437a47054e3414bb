"""The gap: goldens by hand, an oracle in fractions, and laws that hold for every figure."""

from __future__ import annotations

import dataclasses
import tomllib
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Period, decimals, shown
from duban.engine.series import (
    DaysLeft,
    Direction,
    Gap,
    GapQuestion,
    Goal,
    Nature,
    PaceCurve,
    Reading,
    TargetKind,
    gap,
    phased,
)
from tests.engine.oracle import expected_gap

CASES = tomllib.loads((Path(__file__).parent / "cases" / "gap.toml").read_text("utf-8"))["case"]
NOT_ASKED = {"rank", "target_growth_pct", "target_rank", "nowcast", "why_not"}
TINY = Fraction(1, 10**20)


def reading(raw):
    if raw is None:
        return None
    return Reading(**{k: v if k == "rank" else Decimal(v) for k, v in raw.items()})


def goal_of(raw):
    if raw is None:
        return None
    points = raw.get("phased")
    figures = {k: Decimal(v) for k, v in raw.items() if k not in ("kind", "phased")}
    pace = phased({int(m): s for m, s in points.items()}) if points else None
    return Goal(TargetKind(raw["kind"]), pace=pace, **figures)


def question(case):
    return GapQuestion(
        as_of=Period.parse(case.get("as_of", "2020-08")),
        nature=Nature(case.get("nature", "flow")),
        direction=Direction(case.get("direction", "higher")),
        days_left=DaysLeft(*case.get("days_left", (122, 84))),
        in_percent=case.get("in_percent", False),
        has_level=case.get("has_level", True),
        now=reading(case.get("now")),
        before=reading(case.get("before")),
        same_last_year=reading(case.get("same_last_year")),
        full_last_year=reading(case.get("full_last_year")),
        goal=goal_of(case.get("goal")),
    )


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_by_hand(case):
    answer = gap(question(case))
    for name, text in case.get("figures", {}).items():
        figure, expected = getattr(answer, name), Decimal(text)
        assert figure is not None, (name, answer.why_not[name])
        assert shown(figure, decimals(expected)) == expected, name
    for name, code in case.get("why_not", {}).items():
        assert getattr(answer, name) is None, name
        assert answer.why_not[name].code == f"series.{code}", name
        assert answer.why_not[name].where == name
    if "reached" in case:
        assert answer.reached is case["reached"]


def test_ranks_are_told():
    answer = gap(question({"now": {"rank": 3}, "goal": {"kind": "rank", "value": "5"}}))
    assert (answer.rank, answer.target_rank) == (3, 5)


def test_exact_and_unrounded():
    answer = gap(question(CASES[0]))
    assert answer.completion_pct == Decimal("81.4125")
    assert str(answer.lead_pp).startswith("14.7458333333333333333333333333")
    assert str(answer.per_calendar_day).startswith("0.121885245901639344262295")
    assert str(answer.per_working_day).startswith("0.1770238095238095238")


def test_the_callers_precision_changes_nothing():
    with localcontext() as context:
        context.prec = 5
        coarse = gap(question(CASES[0]))
        assert getcontext().prec == 5
    assert coarse == gap(question(CASES[0]))


amounts = st.decimals("-9999.99", "9999.99", places=2)
positive = st.decimals("0.01", "9999.99", places=2)
shares = st.decimals("0", "2", places=3)
curves = (
    st.none()
    | st.just(PaceCurve())
    | st.lists(shares, min_size=12, max_size=12).map(lambda s: PaceCurve(tuple(s)))
)
readings = st.none() | st.builds(Reading, level=st.none() | amounts, growth=st.none() | amounts)
goals = st.builds(
    Goal, kind=st.sampled_from([TargetKind.LEVEL, TargetKind.GROWTH]), value=amounts, pace=curves
)
any_goal = st.none() | st.builds(
    Goal,
    kind=st.sampled_from(TargetKind),
    value=st.none() | amounts,
    band_low=st.none() | amounts,
    band_high=st.none() | amounts,
    pace=curves,
)
periods = st.builds(Period, st.just(2020), st.integers(2, 12))


any_direction = st.sampled_from(Direction)


def questions(goal, direction=any_direction):
    return st.builds(
        GapQuestion,
        as_of=periods,
        nature=st.sampled_from(Nature),
        direction=direction,
        days_left=st.builds(DaysLeft, st.integers(0, 306), st.integers(0, 220)),
        in_percent=st.booleans(),
        has_level=st.booleans(),
        now=readings,
        before=readings,
        same_last_year=readings,
        full_last_year=readings,
        goal=goal,
    )


@given(questions(goals, st.sampled_from([Direction.HIGHER, Direction.LOWER])))
def test_against_the_oracle(q):
    answer = gap(q)
    for name, wanted in expected_gap(q).items():
        figure = getattr(answer, name)
        if wanted is None or isinstance(wanted, bool):
            assert figure is wanted, name
        else:
            assert figure is not None, name
            assert abs(Fraction(figure) - wanted) <= TINY * max(1, abs(wanted)), name


@given(questions(any_goal))
def test_every_absence_has_its_reason(q):
    answer = gap(q)
    absent = {f.name for f in dataclasses.fields(Gap) if getattr(answer, f.name) is None} - NOT_ASKED
    assert absent == set(answer.why_not)
    assert all(problem.where == name for name, problem in answer.why_not.items())


@given(questions(any_goal))
def test_nothing_missing_is_negative(q):
    answer = gap(q)
    for figure in (answer.missing, answer.per_month, answer.per_calendar_day, answer.per_working_day):
        assert figure is None or figure >= 0


def flow(level, target, month, pace=None, days=(122, 84), direction=Direction.HIGHER):
    return GapQuestion(
        Period(2020, month),
        Nature.FLOW,
        direction,
        DaysLeft(*days),
        now=Reading(level=level),
        goal=Goal(TargetKind.LEVEL, target, pace=pace),
    )


@given(amounts, positive, st.integers(2, 12), st.sampled_from(["0.0001", "10000", "8"]))
def test_another_unit_moves_no_percentage(level, target, month, factor):
    one, k = gap(flow(level, target, month)), Decimal(factor)
    other = gap(flow(level * k, target * k, month))
    assert (one.completion_pct, one.schedule_pct, one.lead_pp, one.reached) == (
        other.completion_pct,
        other.schedule_pct,
        other.lead_pp,
        other.reached,
    )
    assert other.missing == one.missing * k


@given(amounts, positive, st.integers(2, 12), curves, st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_schedule_and_lead_make_completion(level, target, month, pace, direction):
    answer = gap(flow(level, target, month, pace, direction=direction))
    lead = -answer.lead_pp if direction is Direction.LOWER else answer.lead_pp
    assert abs(answer.schedule_pct + lead - answer.completion_pct) < Decimal("1e-20")


@given(positive, positive, st.integers(2, 11))
def test_what_is_needed_each_month_reaches_the_target(level, target, month):
    answer = gap(flow(level, target, month))
    reached = level + answer.per_month * (12 - month)
    assert abs(reached - max(level, target)) < Decimal("1e-20")

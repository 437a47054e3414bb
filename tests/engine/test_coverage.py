"""Coverage of a gap by measures, worked by hand; what is missing for each kind of goal; and laws."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Period, Problem
from duban.engine.series import (
    DaysLeft,
    Direction,
    Effect,
    GapQuestion,
    Goal,
    Kept,
    Nature,
    PaceCurve,
    Reading,
    TargetKind,
    coverage,
    gap,
    kept,
    to_cover,
    whole_shares,
)

D = Decimal
HIGHER, LOWER, BAND = Direction.HIGHER, Direction.LOWER, Direction.BAND
FLOW, STOCK, RATE = Nature.FLOW, Nature.STOCK, Nature.RATE
LEVEL, GROWTH, RANK = TargetKind.LEVEL, TargetKind.GROWTH, TargetKind.RANK

# September 3, October 4, November 3, December 2.5 at 80, 75, 70 and 71 %:
# 2.4 + 3 + 2.1 + 1.775 = 9.275 of 14.87 is 62.37… %, and 5.595 is left.
FOUR = [
    Effect(9, D(3), D(80)),
    Effect(10, D(4), D(75)),
    Effect(11, D(3), D(70)),
    Effect(12, D("2.5"), D(71)),
]


def test_the_seed_s_gap_and_four_measures():
    found = coverage(D("14.87"), FOUR, after_month=8)
    assert (found.missing, found.expected, found.likely) == (D("14.87"), D("12.5"), D("9.275"))
    assert round(found.covered_pct, 4) == D("62.3739")
    assert (found.uncovered, found.why_not) == (D("5.595"), None)


def test_months_gone_are_in_the_level_already():
    found = coverage(D("10"), FOUR, after_month=10)
    assert (found.expected, found.likely) == (D("5.5"), D("3.875"))
    assert found.covered_pct == D("38.75")


def test_more_than_is_missing_is_said_and_not_clamped():
    found = coverage(D(2), [Effect(12, D(5))], 8)
    assert (found.covered_pct, found.uncovered) == (D(250), D(0))


@pytest.mark.parametrize(
    ("missing", "code", "uncovered"),
    [
        (None, "gap_unknown", None),
        (Problem("series.no_target"), "no_target", None),
        (D(0), "nothing_missing", D(0)),
    ],
)
def test_no_gap_has_no_share(missing, code, uncovered):
    found = coverage(missing, FOUR, 8)
    assert (found.covered_pct, found.uncovered) == (None, uncovered)
    assert found.why_not == Problem(f"series.{code}")
    assert found.expected == D("12.5")


def asked(kind, value=None, *, nature=FLOW, direction=HIGHER, now=None, as_of=8, pace=True, **more):
    low, high = more.pop("band", (None, None))
    goal = Goal(kind, value, low, high, PaceCurve() if pace else None)
    question = GapQuestion(
        as_of=Period(2020, as_of),
        nature=nature,
        direction=direction,
        days_left=DaysLeft(122, 84),
        now=now,
        goal=goal,
        **more,
    )
    return to_cover(gap(question), kind, nature, direction)


@pytest.mark.parametrize(
    ("found", "amount", "in_points"),
    [
        # 80 − 65.13
        (asked(LEVEL, D(80), now=Reading(D("65.13"))), D("14.87"), False),
        (asked(LEVEL, D(80), now=Reading(D(90))), D(0), False),
        # A stock and a rate: the distance, in the indicator's unit.
        (asked(LEVEL, D(300), nature=STOCK, pace=False, now=Reading(D(288))), D(12), False),
        (asked(LEVEL, D(45), nature=RATE, in_percent=True, now=Reading(D("42.5"))), D("2.5"), False),
        (asked(LEVEL, D(8), nature=RATE, direction=LOWER, now=Reading(D("9.25"))), D("1.25"), False),
        # Growth of 8 % against 12 %: four points, though last year's 73.5 is known and 16.32 is missing in 亿元.
        (
            asked(GROWTH, D(12), now=Reading(D(66), D(8)), full_last_year=Reading(D("73.5"))),
            D(4),
            True,
        ),
        (asked(GROWTH, D(20), has_level=False, now=Reading(growth=D(23))), D(0), True),
        (asked(GROWTH, D(5), direction=LOWER, now=Reading(growth=D("6.5"))), D("1.5"), True),
        # A ceiling of 120 after eight months allows 80; 92 are used.
        (asked(LEVEL, D(120), direction=LOWER, now=Reading(D(92))), D(12), False),
        (asked(LEVEL, D(120), direction=LOWER, now=Reading(D(70))), D(0), False),
        # Outside a band of 95 to 105: the distance to the nearer edge.
        (
            asked(LEVEL, nature=RATE, direction=BAND, band=(D(95), D(105)), now=Reading(D(93))),
            D(2),
            False,
        ),
    ],
)
def test_what_has_to_be_covered(found, amount, in_points):
    assert (found.amount, found.in_points) == (amount, in_points)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (asked(RANK, D(3), now=Reading(rank=5)), "rank_only"),
        (asked(LEVEL, D(80), now=None), "not_reported"),
        (asked(GROWTH, D(20), now=Reading(D(5))), "no_growth"),
        (asked(LEVEL, D(120), direction=LOWER, now=None), "not_reported"),
        (asked(LEVEL, D(120), direction=LOWER, now=Reading(D(121))), "ceiling_broken"),
    ],
)
def test_why_nothing_can_be_covered(found, code):
    assert isinstance(found.amount, Problem)
    assert found.amount.code == f"series.{code}"


def test_without_a_target_there_is_no_gap():
    question = GapQuestion(Period(2020, 8), FLOW, HIGHER, DaysLeft(122, 84), now=Reading(D(5)))
    assert to_cover(gap(question), None, FLOW, HIGHER).amount == Problem("series.no_target")


def test_kept_month_by_month():
    levels = {8: D("65.13"), 9: D(70), 10: D("78.5")}
    september, october, november = kept(FOUR, Kept(FLOW, HIGHER, 8, levels), through=11)

    # 65.13 / 8 = 8.14125 a month is habit: September brought 4.87, that is 3.27125 less.
    assert (september.expected, september.likely) == (D(3), D("2.4"))
    assert (september.moved, september.beyond_habit) == (D("4.87"), D("-3.27125"))
    assert (october.expected, october.likely) == (D(7), D("5.4"))
    assert (october.moved, october.beyond_habit) == (D("13.37"), D("-2.9125"))
    unknown = Problem("series.no_figure_for_month", "11", ("11",))
    assert (november.moved, november.beyond_habit) == (unknown, unknown)


def test_on_a_ceiling_what_is_saved_counts():
    # Ten a month was habit; September used only six: moved −6 the right way, four better than habit.
    [september] = kept([Effect(9, D(4))], Kept(FLOW, LOWER, 8, {8: D(80), 9: D(86)}), 9)
    assert (september.moved, september.beyond_habit) == (D(-6), D(4))


@pytest.mark.parametrize(
    ("nature", "by_growth", "figures", "moved"),
    [
        (STOCK, False, {8: D(288), 9: D(291)}, D(3)),
        (RATE, False, {8: D("42.5"), 9: D("42.1")}, D("-0.4")),
        (FLOW, True, {8: D(8), 9: D("9.5")}, D("1.5")),
    ],
)
def test_only_flows_have_a_habit(nature, by_growth, figures, moved):
    [september] = kept([Effect(9, D(1))], Kept(nature, HIGHER, 8, figures, by_growth), 9)
    assert september.moved == moved
    assert september.beyond_habit == Problem("series.not_a_flow")


def test_without_the_base_nothing_is_compared():
    [september] = kept(FOUR, Kept(FLOW, HIGHER, 8, {9: D(70)}), 9)
    assert september.moved == Problem("series.no_figure_for_month", "8", ("8",))


def test_nothing_has_passed_yet():
    assert kept(FOUR, Kept(FLOW, HIGHER, 8, {8: D(65)}), 8) == ()


def test_a_band_is_not_compared():
    [september] = kept(FOUR, Kept(RATE, BAND, 8, {8: D(93), 9: D(96)}), 9)
    assert september.moved == Problem("series.band_moves_either_way")


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ({}, {}),
        ({"a": 0}, {}),
        ({"a": 7}, {"a": "100"}),
        ({"a": 1, "b": 1, "c": 1}, {"a": "33.4", "b": "33.3", "c": "33.3"}),
        # 28.571…, 57.142…, 14.285…: floors leave 0.2, to a (.71) and c (.85).
        ({"a": 2, "b": 4, "c": 1}, {"a": "28.6", "b": "57.1", "c": "14.3"}),
        ({"a": 1, "b": 2}, {"a": "33.3", "b": "66.7"}),
    ],
)
def test_shares_that_add_up(counts, shares):
    assert whole_shares(counts) == {key: D(share) for key, share in shares.items()}


amounts = st.decimals(0, 1000, places=2)
effects = st.lists(st.builds(Effect, st.integers(1, 12), amounts, st.decimals(1, 100, places=1)), max_size=8)
gaps = st.decimals("0.01", 1000, places=2)


def exactly(effects, after):
    return sum(
        (Fraction(e.amount) * Fraction(e.confidence_pct) / 100 for e in effects if e.month > after),
        Fraction(0),
    )


@given(gaps, effects, st.integers(1, 12))
def test_coverage_against_fractions(missing, some, after):
    found = coverage(missing, some, after)
    likely = exactly(some, after)
    assert Fraction(found.likely) == likely
    assert abs(Fraction(found.covered_pct) - likely / Fraction(missing) * 100) < Fraction(1, 10**20)
    assert Fraction(found.uncovered) == max(0, Fraction(missing) - likely)
    assert found.likely <= found.expected


@given(gaps, effects, st.integers(1, 11))
def test_a_later_data_date_never_expects_more(missing, some, after):
    assert coverage(missing, some, after + 1).likely <= coverage(missing, some, after).likely


@given(gaps, effects, effects, st.integers(1, 12))
def test_two_plans_add(missing, one, other, after):
    both = coverage(missing, one + other, after)
    assert both.likely == coverage(missing, one, after).likely + coverage(missing, other, after).likely


@given(st.dictionaries(st.integers(), st.integers(0, 500), max_size=30), st.integers(0, 2))
def test_shares_always_add_up_and_keep_the_order(counts, places):
    shares = whole_shares(counts, places)
    if sum(counts.values()):
        assert sum(shares.values()) == 100
        for one in counts:
            assert abs(shares[one] - D(100) * counts[one] / sum(counts.values())) < D(1).scaleb(-places)
            assert all(shares[one] >= shares[two] for two in counts if counts[one] > counts[two])

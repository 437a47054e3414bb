"""Paces: linear, phased, from history; and amounts spread along them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Unfit, shown
from duban.engine.series import (
    Averaging,
    PaceCurve,
    check_curve,
    from_history,
    linear,
    phased,
    share_at,
    spread,
)

D = Decimal
QUARTERS = {3: "0.25", 6: "0.45", 9: "0.7", 12: "0.8"}


def codes(problems):
    return [(p.code.removeprefix("series."), p.args) for p in problems]


def refused(call):
    with pytest.raises(Unfit) as caught:
        call()
    return [code for code, _ in codes(caught.value.problems)]


def test_linear_is_twelfths():
    assert [share_at(None, m) * 12 for m in (3, 6, 9, 12)] == [3, 6, 9, 12]
    assert share_at(linear(), 8) == D("0.6666666666666666666666666666666667")


def test_phased_is_straight_between_its_points():
    curve = phased(QUARTERS)
    assert [share_at(curve, m) for m in (3, 6, 9, 12)] == [D(s) for s in QUARTERS.values()]
    assert [shown(share_at(curve, m) * 3, 30) for m in (1, 5, 11)] == [D("0.25"), D("1.15"), D("2.3")]


@pytest.mark.parametrize(
    ("points", "problems"),
    [
        ({}, ["curve_without_december"]),
        ({6: "0.5"}, ["curve_without_december"]),
        ({0: "0", 13: "1"}, ["no_such_month", "no_such_month", "curve_without_december"]),
        ({12: "2.01"}, ["share_out_of_range"]),
        ({6: "-1", 12: "1"}, ["share_out_of_range"] * 8),
    ],
)
def test_points_that_make_no_curve(points, problems):
    assert refused(lambda: phased(points)) == problems


def test_a_falling_plan_is_a_curve_all_the_same():
    assert phased({6: "0.9", 12: "0.6"}).shares[11] == D("0.6")


@pytest.mark.parametrize("month", [0, 13, -1])
def test_no_such_month(month):
    assert refused(lambda: share_at(None, month)) == ["no_such_month"]


def test_a_curve_has_twelve_shares_or_none():
    assert refused(lambda: PaceCurve((D(1),) * 11)) == ["curve_not_twelve"]


def test_check_curve():
    assert check_curve([D(m) / 12 for m in range(1, 13)]) == ()
    assert codes(check_curve([D(1)])) == [("curve_not_twelve", ("1",))]
    shares = [D(0)] * 10 + [D("2.5"), D(1)]
    assert codes(check_curve(shares)) == [
        ("share_out_of_range", ("11", "2.5")),
        ("curve_decreases", ("12", "2.5", "1")),
    ]


def test_history_averages_the_shares_of_each_year():
    # 1—3月 makes 10 %, 20 % and 60 % of three years: mean 30 %, median 20 %.
    years = [{3: D(n), 6: D(50), 9: D(75), 12: D(100)} for n in (10, 20, 60)]
    seasonal = from_history(years)
    assert (seasonal.years, codes(seasonal.problems)) == (3, [])
    assert [seasonal.curve.shares[m - 1] for m in (1, 3, 6, 9, 12)] == [
        D(n) for n in ("0.1", "0.3", "0.5", "0.75", "1")
    ]
    assert from_history(years, averaging=Averaging.MEDIAN).curve.shares[2] == D("0.2")


def test_history_without_january():
    years = [{m: D(m) for m in range(2, 13)}] * 2
    assert [share * 12 for share in from_history(years).curve.shares[:2]] == [1, D(2)]


@pytest.mark.parametrize(
    "year",
    [
        {},
        {3: D(1), 6: D(2), 9: D(3)},
        {3: D(1), 9: D(3), 12: D(4)},
        {3: D(1), 6: D(2), 9: D(3), 12: D(0)},
        {1: D(0), 3: D(1), 6: D(2), 9: D(3), 12: D(4)},
    ],
)
def test_years_that_do_not_count_are_named(year):
    good = {3: D(1), 6: D(2), 9: D(3), 12: D(4)}
    assert codes(from_history([good, year, good]).problems) == [("year_incomplete", ("2",))]
    few = from_history([good, year])
    assert few.curve is None
    assert codes(few.problems) == [("too_few_years", ("1", "2")), ("year_incomplete", ("2",))]


def test_a_history_that_falls_is_told():
    years = [{3: D(1), 6: D(5), 9: D(3), 12: D(4)}] * 2
    seasonal = from_history(years)
    assert seasonal.curve.shares[5] == D("1.25")
    assert {code for code, _ in codes(seasonal.problems)} == {"curve_decreases"}


def test_spreading_eighty_evenly():
    # 80.00 / 12 = 6.666…: eight months of the larger part are the first eight.
    assert spread(D(80), None, 2) == (D("6.67"),) * 8 + (D("6.66"),) * 4
    assert spread(D(80), linear(), 0) == (D(7),) * 8 + (D(6),) * 4


def test_spreading_by_quarters_uses_the_curves_own_end():
    parts = spread(D(72), phased({3: "0.2", 6: "0.4", 9: "0.7", 12: "0.8"}), 0)
    assert parts == (D(6),) * 6 + (D(9),) * 3 + (D(3),) * 3


def test_what_cannot_be_spread():
    assert refused(lambda: spread(D("80.123"), None, 2)) == ["amount_too_fine"]
    assert refused(lambda: spread(D(80), PaceCurve((D(0),) * 12), 2)) == ["curve_without_end"]


shares = st.lists(st.decimals("0", "2", places=3), min_size=12, max_size=12)
ending = shares.filter(lambda s: s[-1] > 0)
curves = st.none() | ending.map(lambda s: PaceCurve(tuple(s)))


@given(st.decimals("-99999.99", "99999.99", places=2), curves, st.integers(2, 5))
def test_parts_add_up_exactly(amount, curve, places):
    parts = spread(amount, curve, places)
    assert sum(parts) == amount
    assert len(parts) == 12
    assert all(part == part.quantize(D(1).scaleb(-places)) for part in parts)


@given(st.decimals("0", "99999.99", places=2), ending)
def test_no_part_is_more_than_a_unit_off(amount, shares):
    parts = spread(amount, PaceCurve(tuple(shares)), 2)
    steps = [b - a for a, b in zip([D(0), *shares], shares, strict=False)]
    assert all(abs(p - amount * s / shares[-1]) < D("0.0101") for p, s in zip(parts, steps, strict=True))


@given(st.dictionaries(st.integers(1, 11), st.decimals("0", "2", places=3)), st.decimals("0", "2", places=3))
def test_phased_goes_through_its_points(points, end):
    points = {**points, 12: end}
    curve = phased(points)
    assert all(share_at(curve, month) == share for month, share in points.items())


@given(st.lists(st.integers(0, 999), min_size=11, max_size=11), st.integers(1, 9))
def test_history_in_another_unit_is_the_same_curve(steps, factor):
    levels = [D(sum(steps[: n + 1]) + n + 1) for n in range(11)]
    year = dict(zip(range(2, 13), levels, strict=True))
    other = {m: level * factor for m, level in year.items()}
    assert from_history([year, year]) == from_history([other, other])

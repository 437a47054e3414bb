"""Growth, the arithmetic guard, single months, splits, sources and seasonal outliers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Period, Problem, Unfit, shown
from duban.engine.series import (
    check_change,
    check_points,
    check_share,
    check_split,
    growth_note,
    implied_base,
    implied_growth,
    seasonal_outlier,
    single_months,
    spread_of_sources,
    two_year_average,
)

D = Decimal
positive = st.decimals("0.01", "9999.99", places=2)


def code(problem):
    return None if problem is None else problem.code.removeprefix("series.")


# --- growth -----------------------------------------------------------------------------------------------


def test_profits_of_2018():
    # Published +16.5 %, while the published levels give −6.0 %; the comparable base was 23,432.
    assert shown(implied_growth(D("27298.3"), D("29047.6")), 1) == D("-6.0")
    assert shown(implied_base(D("27298.3"), D("16.5")), 0) == D(23432)
    note = growth_note(D("16.5"), D("27298.3"), D("29047.6"))
    assert note == Problem("series.growth_differs", "growth", ("16.5", "-6.0"))


@pytest.mark.parametrize(
    ("published", "level", "last", "noted"),
    [
        ("27", "217.4", "171.2", False),
        ("26.9", "217.4", "171.2", False),
        ("8.1", "8.5", "7.9", False),
        ("10", "8.5", "7.9", True),
        ("5", "8.5", "0", False),
        ("5", "8.5", "-3", False),
    ],
)
def test_notes_on_growth(published, level, last, noted):
    assert (growth_note(D(published), D(level), D(last)) is not None) is noted


def test_two_year_average_of_fixed_assets():
    # +72.1 % over 2019 is 31.2 % a year, as published.
    assert shown(two_year_average(D("172.1"), D(100)), 1) == D("31.2")
    assert two_year_average(D(121), D(100)) == 10


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (implied_growth(D(1), D(0)), "base_not_positive"),
        (implied_growth(D(1), D(-1)), "base_not_positive"),
        (two_year_average(D(1), D(0)), "base_not_positive"),
        (two_year_average(D(-1), D(1)), "base_not_positive"),
        (implied_base(D(1), D(-100)), "growth_without_base"),
    ],
)
def test_growth_that_cannot_be(cell, expected):
    assert code(cell) == expected


@given(positive, positive)
def test_growth_and_base_undo_each_other(level, last):
    growth = implied_growth(level, last)
    if growth > -99:
        assert abs(implied_base(level, growth) - last) < D("1e-20")


def test_single_months_leave_out_what_was_never_published():
    ytd = {Period(2020, m): D(t) for m, t in ((2, "10"), (3, "16"), (4, "21.5"), (6, "30"), (7, "29"))}
    ytd[Period(2021, 2)] = D(11)
    assert single_months(ytd) == {Period(2020, 3): D(6), Period(2020, 4): D("5.5"), Period(2020, 7): D(-1)}


# --- the guard --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guard", "holds", "within", "should"),
    [
        (check_share(D("81.4"), D("65.13"), D(80)), True, True, "81.4"),
        (check_share(D("81.4"), D(65), D(80)), False, True, "81.3"),
        (check_share(D("81.2"), D(65), D(80)), True, True, "81.3"),
        (check_share(D("84.36"), D("518.81"), D(615)), True, True, "84.36"),
        (check_share(D("90"), D("65.13"), D(80)), False, False, "81"),
        (check_change(D("-65.3"), D(91), D(39)), False, False, "-57.1"),
        (check_change(D("-57.1"), D(91), D(39)), True, True, "-57.1"),
        (check_change(D("-51.2"), D(1849), D(904)), False, False, "-51.1"),
        (check_change(D("27"), D("171.2"), D("217.4")), True, True, "27"),
        (check_points(D("13.8"), D("97.2"), D(1000) / 12), True, True, "13.9"),
        (check_points(D("5.90"), D("30.90"), D(25)), True, True, "5.90"),
        (check_points(D("25.9"), D("92.6"), D(800) / 12), True, True, "25.9"),
        (check_points(D("42.31"), D("125.64"), D(1000) / 12), True, True, "42.31"),
        (check_points(D("7.33"), D(74), D(800) / 12), True, True, "7.33"),
        (check_points(D("1.55"), D("51.55"), D(50)), True, True, "1.55"),
        (check_points(D("5.3"), D("47.2"), D(500) / 12), False, False, "5.5"),
        (check_points(D("5.9"), D("48.4"), D(500) / 12), False, False, "6.7"),
        (check_points(D("-8.3"), D(75), D(1000) / 12), True, True, "-8.3"),
    ],
)
def test_stated_figures(guard, holds, within, should):
    assert (guard.holds, guard.within_rounding, str(guard.shown)) == (holds, within, should)


def test_what_is_told_of_a_stated_figure():
    assert check_share(D("81.4"), D("65.13"), D(80)).problem(D("81.4")) is None
    rounded = check_share(D("81.4"), D(65), D(80)).problem(D("81.4"), "stated")
    assert rounded == Problem("series.stated_rounded", "stated", ("81.4", "81.3"))
    wrong = check_change(D("-65.3"), D(91), D(39)).problem(D("-65.3"))
    assert wrong == Problem("series.stated_wrong", "", ("-65.3", "-57.1"))


@pytest.mark.parametrize("base", ["0", "-1"])
def test_a_base_of_nothing(base):
    with pytest.raises(Unfit):
        check_share(D(1), D(1), D(base))
    with pytest.raises(Unfit):
        check_change(D(1), D(base), D(1))


@given(st.decimals("-999.99", "999.99", places=2), positive, st.integers(0, 3))
def test_a_stated_figure_holds_if_it_is_the_exact_one_as_printed(part, whole, places):
    exact = Fraction(part) / Fraction(whole) * 100
    printed = D(f"{Fraction(round(exact * 10**places), 10**places) * 10**places}").scaleb(-places)
    assert check_share(printed, part, whole).holds or (exact * 10**places * 2).denominator == 1
    off = printed + D(3).scaleb(-places)
    assert not check_share(off, part, whole).holds


# --- splits and sources -----------------------------------------------------------------------------------


def test_splits_add_up_or_say_by_how_much():
    assert check_split(D(80), {"a": D("50.5"), "b": D("29.5")}).holds
    check = check_split(D(80), {"a": D("50"), "b": D("29.5")})
    assert (check.total, check.difference, check.holds) == (D("79.5"), D("-0.5"), False)
    assert check_split(D(80), {}).difference == -80


def test_sources_side_by_side():
    found = spread_of_sources({"statistics": D("65.13"), "department": D("70"), "firm": D("65")})
    assert found.lowest == ("firm", D(65))
    assert found.highest == ("department", D(70))
    assert (found.difference, shown(found.relative_pct, 4)) == (D(5), D("7.1429"))
    assert not found.same_at_precision


def test_sources_that_agree():
    assert spread_of_sources({"statistics": D("65.13"), "department": D(65)}).same_at_precision
    zero = spread_of_sources({"statistics": D(0), "department": D("0.0")})
    assert (zero.relative_pct, zero.same_at_precision) == (None, True)
    alone = spread_of_sources({"statistics": D(-5)})
    assert (alone.difference, alone.relative_pct, alone.same_at_precision) == (0, 0, True)


def test_no_sources():
    with pytest.raises(Unfit):
        spread_of_sources({})


# --- seasonal outliers ------------------------------------------------------------------------------------


def history(years=range(2015, 2020), growth="1.08"):
    """A strong season: a third of the year falls into December."""
    shares = [0, 5, 10, 16, 22, 30, 36, 42, 50, 56, 66, 100]
    return {
        Period(year, month): D(shares[month - 1]) * D(growth) ** (year - 2015)
        for year in years
        for month in range(2, 13)
    }


def test_a_seasonal_leap_is_no_outlier():
    past = history() | {Period(2020, 11): D(95)}
    assert not seasonal_outlier(Period(2020, 12), D(144), past).flag
    even = seasonal_outlier(Period(2020, 12), D("103.6"), past)
    assert even.flag, "an even month would be out of season in December"
    assert code(even.reason) == "outlier_low"


def test_a_slipped_decimal_point():
    past = history() | {Period(2020, 7): D("52.9")}
    found = seasonal_outlier(Period(2020, 8), D("617"), past)
    assert (found.flag, found.years, code(found.reason)) == (True, 5, "outlier_high")
    assert found.low < D("61.7") < found.high
    assert found.reason.args[0] == "617"
    assert not seasonal_outlier(Period(2020, 8), D("61.7"), past).flag


def test_a_total_that_went_down():
    past = history() | {Period(2020, 7): D("52.9")}
    assert code(seasonal_outlier(Period(2020, 8), D("52.8"), past).reason) == "outlier_low"


def test_the_first_period_is_compared_with_a_year_ago():
    past = history()
    usual = D(5) * D("1.08") ** 5
    assert not seasonal_outlier(Period(2020, 2), usual, past).flag
    assert seasonal_outlier(Period(2020, 2), usual * 2, past).flag


def test_without_the_month_before_a_year_ago_serves():
    found = seasonal_outlier(Period(2020, 8), D("61.7"), history())
    assert (found.flag, found.years) == (False, 4)


def test_growth_moves_by_points():
    past = {Period(y, m): D(8) for y in range(2016, 2020) for m in range(2, 13)} | {Period(2020, 7): D(-2)}
    assert not seasonal_outlier(Period(2020, 8), D(1), past, in_percent=True).flag
    found = seasonal_outlier(Period(2020, 8), D(23), past, in_percent=True)
    assert (found.flag, found.low, found.high) == (True, D(-6), D(2))
    early = seasonal_outlier(Period(2020, 2), D(-10), past, in_percent=True)
    assert (early.flag, early.low, early.high) == (True, D(-2), D(18))


@pytest.mark.parametrize(
    "past",
    [
        {},
        history(range(2018, 2020)) | {Period(2020, 7): D(60)},
        {p: D(0) for p in history()} | {Period(2020, 7): D(60)},
        {Period(y, 8): D(50) for y in (2010, 2013, 2016)},
    ],
)
def test_too_little_history_is_said(past):
    found = seasonal_outlier(Period(2020, 8), D(70), past)
    assert (found.flag, found.low, code(found.reason)) == (False, None, "too_little_history")


@given(st.integers(3, 12), st.decimals("0.01", "99", places=2), st.sampled_from(["0.0001", "10000"]))
def test_another_unit_flags_the_same(month, jump, factor):
    k, past = D(factor), history(range(2015, 2021))
    period = Period(2020, month)
    figure = past[period] * jump
    scaled = {p: level * k for p, level in past.items()}
    assert seasonal_outlier(period, figure, past).flag == seasonal_outlier(period, figure * k, scaled).flag


@given(st.integers(2, 12), st.lists(st.decimals("0.95", "1.05", places=3), min_size=66, max_size=66))
def test_an_ordinary_year_is_not_flagged(month, noise):
    past = history(range(2015, 2021))
    noisy = {p: level * n for (p, level), n in zip(past.items(), noise, strict=True)}
    usual = noisy[Period(2020, month)] = _by_median(noisy, month)
    assert not seasonal_outlier(Period(2020, month), usual, noisy).flag


def _by_median(past, month):
    before = [Period(y, month).before or Period(y - 1, month) for y in range(2015, 2020)]
    steps = sorted(
        past[Period(y, month)] / past[b] for y, b in zip(range(2015, 2020), before, strict=True) if b in past
    )
    start = past[Period(2020, month).before or Period(2019, month)]
    return start * (steps[len(steps) // 2] + steps[(len(steps) - 1) // 2]) / 2

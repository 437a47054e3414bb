"""Problems, periods and figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duban.engine.kernel import Period, Problem, Unfit, decimals, plain, same_figure, shown, truncated

D = Decimal


def test_periods_begin_with_february():
    period = Period.of(2020, 2)
    assert (period.before, period.months_left, period.key, str(period)) == (None, 10, 202002, "2020-02")
    assert (period.end, period.year_end) == (date(2020, 2, 29), date(2020, 12, 31))


def test_a_periods_relatives():
    august = Period.parse("2020-08")
    assert august == Period.from_key(202008) == Period(2020, 8)
    assert august.before == Period(2020, 7)
    assert august.a_year_ago == Period(2019, 8)
    assert august.full_year_before == Period(2019, 12)


@pytest.mark.parametrize("text", ["2020-01", "2020-13", "2020-8", "20208", "", "1899-12"])
def test_no_such_period(text):
    with pytest.raises(ValueError, match="period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2020, 9, 16), (2020, 8)),
        (date(2020, 2, 29), (2019, 12)),
        (date(2020, 1, 5), (2019, 12)),
        (date(2020, 3, 1), (2020, 2)),
    ],
)
def test_the_period_due_next(day, period):
    assert Period.containing(day) == period


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("65", "65.13", True),
        ("65.13", "65", True),
        ("66", "65.9", True),
        ("65", "65.9", True),
        ("64", "65.13", False),
        ("8.50", "8.5", True),
        ("-65", "-65.9", True),
        ("-66", "-65.9", True),
        ("0.1", "0.1234567890123456789012345678901", True),
    ],
)
def test_one_figure_at_two_precisions(one, other, same):
    assert same_figure(D(one), D(other)) is same


def test_figures_as_printed():
    assert plain(D("6.5E+1")) == "65"
    assert [decimals(D(t)) for t in ("65", "65.13", "1E+2", "NaN")] == [0, 2, 0, 0]
    assert (shown(D("-51.15"), 1), truncated(D("-51.19"), 1)) == (D("-51.2"), D("-51.1"))


def test_unfit_carries_its_problems():
    one, other = Problem("a.b", "x", ("1",)), Problem("a.c")
    unfit = Unfit(one, other)
    assert unfit.problems == (one, other)
    assert "a.b" in str(unfit)

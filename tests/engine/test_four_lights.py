"""Yinchuan's four lights on every border, worked by hand from the published table (domain.md 3.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duban.engine.series import (
    FourLightsRule,
    Lamp,
    LampStanding,
    Library,
    Paid,
    Shares,
    Started,
    Why,
    check_four_lights,
    library_lamp,
    months_after,
    payment_lamp,
    progress_lamp,
    start_lamp,
)

D = Decimal
RULE = FourLightsRule()


@pytest.mark.parametrize(
    ("on", "lamp", "why", "months"),
    [
        (date(2025, 3, 1), Lamp.NONE, Why.NOT_DUE_YET, None),
        (date(2025, 3, 10), Lamp.NONE, Why.NOT_DUE_YET, None),
        (date(2025, 3, 11), Lamp.YELLOW, Why.UNSTARTED, 0),
        (date(2025, 3, 31), Lamp.YELLOW, Why.UNSTARTED, 0),
        (date(2025, 4, 1), Lamp.YELLOW, Why.UNSTARTED, 1),
        (date(2025, 5, 31), Lamp.YELLOW, Why.UNSTARTED, 2),
        (date(2025, 6, 1), Lamp.RED, Why.UNSTARTED, 3),
        (date(2026, 3, 10), Lamp.RED, Why.UNSTARTED, 12),
    ],
)
def test_three_months_running_are_red(on, lamp, why, months):
    found = start_lamp(Started(planned=date(2025, 3, 10)), on, RULE)
    assert found == LampStanding(lamp, why, None if months is None else D(months))


def test_a_start_planned_for_the_last_of_a_month_is_due_the_day_after():
    started = Started(planned=date(2025, 12, 31))
    assert start_lamp(started, date(2025, 12, 31), RULE).lamp is Lamp.NONE
    assert start_lamp(started, date(2026, 1, 1), RULE) == LampStanding(Lamp.YELLOW, Why.UNSTARTED, D(1))
    assert start_lamp(started, date(2026, 2, 28), RULE).lamp is Lamp.YELLOW
    assert start_lamp(started, date(2026, 3, 1), RULE).lamp is Lamp.RED


def test_what_has_started_is_green_however_late():
    planned = date(2025, 3, 10)
    on = date(2025, 9, 1)
    for actual, why, late in (
        (date(2025, 3, 9), Why.STARTED, None),
        (planned, Why.STARTED, None),
        (date(2025, 3, 11), Why.STARTED_LATE, D(1)),
        (date(2025, 7, 8), Why.STARTED_LATE, D(120)),
    ):
        assert start_lamp(Started(planned, actual), on, RULE) == LampStanding(Lamp.GREEN, why, late)
    assert start_lamp(Started(None, date(2025, 3, 9)), on, RULE).lamp is Lamp.GREEN


def test_a_start_that_lies_ahead_of_the_day_asked_for_is_none():
    started = Started(date(2025, 3, 10), date(2025, 7, 8))
    assert start_lamp(started, date(2025, 7, 7), RULE).lamp is Lamp.RED
    assert start_lamp(started, date(2025, 7, 8), RULE).lamp is Lamp.GREEN


def test_nothing_planned_is_no_light():
    assert start_lamp(Started(), date(2025, 3, 1), RULE) == LampStanding(Lamp.NONE, Why.NO_START_PLANNED)


@pytest.mark.parametrize(
    ("planned", "actual", "lamp", "behind"),
    [
        ("50", "60", Lamp.GREEN, None),
        ("50", "50", Lamp.GREEN, None),
        ("50", "49.99", Lamp.SLIGHT, "0.01"),
        ("50", "40.01", Lamp.SLIGHT, "9.99"),
        ("50", "40", Lamp.YELLOW, "10"),
        ("50", "20", Lamp.YELLOW, "30"),
        ("50", "19.99", Lamp.RED, "30.01"),
        ("100", "0", Lamp.RED, "100"),
        ("0", "0", Lamp.GREEN, None),
    ],
)
def test_progress_by_percentage_points(planned, actual, lamp, behind):
    found = progress_lamp(Shares(D(planned), D(actual)), RULE)
    assert found.lamp is lamp
    assert found.figure == (None if behind is None else D(behind))


def test_the_gap_may_be_green_by_rule():
    rule = FourLightsRule(slight=Lamp.GREEN)
    assert progress_lamp(Shares(D(50), D(45)), rule) == LampStanding(Lamp.GREEN, Why.BEHIND, D(5))
    assert progress_lamp(Shares(D(50), D(40)), rule).lamp is Lamp.YELLOW


def test_progress_needs_a_plan_and_a_report():
    assert progress_lamp(Shares(None, D(3)), RULE) == LampStanding(Lamp.NONE, Why.NO_PLAN)
    assert progress_lamp(Shares(D(3), None), RULE) == LampStanding(Lamp.NONE, Why.NO_REPORT)


@pytest.mark.parametrize(
    ("planned", "actual", "required", "lamp", "why"),
    [
        ("60", "60", "50", Lamp.GREEN, Why.PAID_AS_PLANNED),
        ("60", "59.9", "50", Lamp.SLIGHT, Why.PAID_LESS),
        ("60", "50", "50", Lamp.SLIGHT, Why.PAID_LESS),
        ("60", "49.9", "50", Lamp.RED, Why.PAID_TOO_LITTLE),
        ("60", "10", None, Lamp.SLIGHT, Why.PAID_LESS),
        ("40", "45", "50", Lamp.RED, Why.PAID_TOO_LITTLE),
    ],
)
def test_payment_has_no_yellow(planned, actual, required, lamp, why):
    found = payment_lamp(Paid(D(planned), D(actual), None if required is None else D(required)), RULE)
    assert (found.lamp, found.why) == (lamp, why)


def test_without_budget_money_no_payment_light():
    assert payment_lamp(None, RULE) == LampStanding(Lamp.NONE, Why.NO_BUDGET_MONEY)


@pytest.mark.parametrize(
    ("on", "lamp", "why"),
    [
        (date(2025, 1, 14), Lamp.NONE, Why.NOT_STARTED),
        (date(2025, 1, 15), Lamp.NONE, Why.WITHIN_TIME),
        (date(2025, 2, 14), Lamp.NONE, Why.WITHIN_TIME),
        (date(2025, 2, 15), Lamp.YELLOW, Why.NOT_ENTERED),
        (date(2025, 3, 15), Lamp.YELLOW, Why.NOT_ENTERED),
        (date(2025, 3, 16), Lamp.RED, Why.NOT_ENTERED),
    ],
)
def test_one_and_two_months_after_the_start(on, lamp, why):
    found = library_lamp(Library(), date(2025, 1, 15), on, RULE)
    assert (found.lamp, found.why) == (lamp, why)


def test_months_since_the_start_are_whole_ones():
    start = date(2025, 1, 15)
    for on, months in ((date(2025, 2, 15), 1), (date(2025, 3, 14), 1), (date(2025, 3, 15), 2)):
        assert library_lamp(Library(), start, on, RULE).figure == D(months)


def test_a_month_without_that_day_ends_on_its_last():
    start = date(2025, 1, 31)
    assert months_after(start, 1) == date(2025, 2, 28)
    assert months_after(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert months_after(start, 11) == date(2025, 12, 31)
    assert months_after(start, 12) == date(2026, 1, 31)
    assert library_lamp(Library(), start, date(2025, 2, 27), RULE).lamp is Lamp.NONE
    assert library_lamp(Library(), start, date(2025, 2, 28), RULE).lamp is Lamp.YELLOW
    assert library_lamp(Library(), start, date(2025, 3, 31), RULE).lamp is Lamp.YELLOW
    assert library_lamp(Library(), start, date(2025, 4, 1), RULE).lamp is Lamp.RED


def test_entered_is_green_from_that_day():
    library = Library(entered_on=date(2025, 6, 1))
    assert library_lamp(library, date(2025, 1, 15), date(2025, 5, 31), RULE).lamp is Lamp.RED
    assert library_lamp(library, date(2025, 1, 15), date(2025, 6, 1), RULE).lamp is Lamp.GREEN
    assert library_lamp(library, None, date(2025, 6, 1), RULE).lamp is Lamp.GREEN


def test_below_the_librarys_size_there_is_no_light():
    start, on = date(2025, 1, 15), date(2025, 9, 1)
    assert library_lamp(Library(total_investment=D("499.99")), start, on, RULE).why is Why.BELOW_LIBRARY
    assert library_lamp(Library(total_investment=D(500)), start, on, RULE).lamp is Lamp.RED


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, []),
        ({"progress_yellow_pp": D(31)}, ["series.lamps_crossed"]),
        ({"progress_yellow_pp": D(0)}, ["series.lamps_crossed"]),
        ({"progress_red_pp": D(101)}, ["series.lamps_crossed"]),
        ({"library_yellow_months": 3}, ["series.lamps_crossed"]),
        ({"library_yellow_months": 0}, ["series.lamps_crossed"]),
        ({"start_red_months": 0, "library_least": D(-1)}, ["series.lamp_term", "series.lamp_term"]),
        ({"slight": Lamp.RED}, ["series.lamp_slight"]),
    ],
)
def test_a_rule_is_checked(given, codes):
    assert [p.code for p in check_four_lights(FourLightsRule(**given))] == codes

"""Lights and classes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.series import (
    ClassRule,
    Light,
    LightBand,
    LightRule,
    Standing,
    check_class_rule,
    check_light_rule,
    class_of,
    light_of,
)

D = Decimal
RULE = LightRule()


@pytest.mark.parametrize(
    ("lead", "light"),
    [
        ("14.75", "ahead"),
        ("5", "ahead"),
        ("4.9999", "ok"),
        ("0", "ok"),
        ("-0.0001", "watch"),
        ("-5", "watch"),
        ("-5.01", "late"),
    ],
)
def test_lights_of_leads(lead, light):
    assert light_of(D(lead), None, RULE) == light


def test_lights_without_a_lead():
    assert light_of(None, None, RULE) is Light.NONE
    assert light_of(None, reached=True, rule=RULE) is Light.OK
    assert light_of(None, reached=False, rule=RULE) is Light.WATCH
    strict = LightRule(when_reached=Light.AHEAD, when_not_reached=Light.LATE)
    assert [light_of(None, r, strict) for r in (True, False)] == [Light.AHEAD, Light.LATE]


def test_a_lead_goes_before_reached():
    assert light_of(D(-9), reached=True, rule=RULE) is Light.LATE


def bands(*pairs):
    return LightRule(
        tuple(LightBand(Light(name), None if least is None else D(least)) for name, least in pairs)
    )


@pytest.mark.parametrize(
    ("rule", "problems"),
    [
        (RULE, []),
        (bands(("ok", 0), ("late", None)), []),
        (bands(), [("light_rule_empty", "bands")]),
        (bands(("ok", 0)), [("light_rule_open", "bands")]),
        (bands(("ok", None), ("late", None)), [("light_without_threshold", "bands.0")]),
        (bands(("ahead", 0), ("ok", 0), ("late", None)), [("light_not_falling", "bands.1")]),
        (
            bands(("ahead", 0), ("ahead", -1), ("none", None)),
            [("light_twice", "bands.1"), ("light_twice", "bands.2")],
        ),
    ],
)
def test_light_rules(rule, problems):
    assert [(p.code.removeprefix("series."), p.where) for p in check_light_rule(rule)] == problems


ORDER = [Light.LATE, Light.WATCH, Light.OK, Light.AHEAD]


@given(st.decimals("-99", "99", places=3), st.decimals("-99", "99", places=3))
def test_a_better_lead_has_no_worse_light(one, other):
    low, high = sorted((one, other))
    assert ORDER.index(light_of(low, None, RULE)) <= ORDER.index(light_of(high, None, RULE))


@pytest.mark.parametrize(
    ("lead", "is_key", "key_first", "expected"),
    [
        ("5", False, True, "strong"),
        ("4.9", False, True, "none"),
        ("0", False, True, "none"),
        ("-0.1", False, True, "weak"),
        (None, False, True, "none"),
        ("9", True, True, "key"),
        ("-9", True, True, "key"),
        ("9", True, False, "strong"),
        ("-9", True, False, "weak"),
        ("1", True, False, "key"),
        (None, True, False, "key"),
    ],
)
def test_classes(lead, is_key, key_first, expected):
    lead = None if lead is None else D(lead)
    assert class_of(lead, is_key, ClassRule(key_first=key_first)) is Standing(expected)


def test_class_rules():
    assert check_class_rule(ClassRule()) == ()
    assert check_class_rule(ClassRule(D(0), D(0))) == ()
    (problem,) = check_class_rule(ClassRule(D(0), D(1)))
    assert (problem.code, problem.args) == ("series.class_rule_crossed", ("0", "1"))

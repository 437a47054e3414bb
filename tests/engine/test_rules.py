"""Validation rules: what is read, what is refused and where, what is found."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duban.engine.kernel import Problem, Unfit
from duban.engine.series import Importance, Name, Outcome, Rule, check_rule, read_operator
from tests.engine.oracle import evaluate

D = Decimal
ERRORS = tomllib.loads((Path(__file__).parent / "cases" / "expressions.toml").read_text("utf-8"))["error"]
FIGURES = {
    "tax.level": D("8.5"),
    "tax.last": D("7.87"),
    "tax.growth": D(8),
    "budget.level": D(10),
    "税收.level": D(3),
}


def rule(left, sign="=", right="0"):
    return Rule.parse(left, sign, right)


@pytest.mark.parametrize("error", ERRORS, ids=[repr(e["text"]) for e in ERRORS])
def test_what_is_no_expression(error):
    with pytest.raises(Unfit) as caught:
        rule(error["text"])
    (problem,) = caught.value.problems
    assert (problem.code, problem.where, problem.args[-1]) == (
        f"series.{error['code']}",
        "left",
        str(error["place"]),
    )


def test_every_problem_at_once():
    with pytest.raises(Unfit) as caught:
        Rule.parse("tax +", "~", "(")
    assert [(p.where, p.code) for p in caught.value.problems] == [
        ("left", "series.rule_ends_early"),
        ("right", "series.rule_ends_early"),
        ("operator", "series.rule_no_such_operator"),
    ]


def test_bounds_on_what_is_read():
    rule("(" * 49 + "tax" + ")" * 49)
    for text, code in (
        (("(" * 60), "rule_too_deep"),
        ("-" * 400 + "1", "rule_too_deep"),
        ("1" * 501, "rule_too_long"),
    ):
        with pytest.raises(Unfit) as caught:
            rule(text)
        assert caught.value.problems[0].code == f"series.{code}"


def test_long_sums_are_not_deep():
    assert check_rule(rule("+".join("1" * 200), "=", "200"), {}).outcome is Outcome.HOLDS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tax", "8.5"),
        ("tax.level - tax.last", "0.63"),
        ("2 + 3 * 4", "14"),
        ("（2＋3）×４", "20"),
        ("10 − 4 － 3", "3"),
        ("12 ÷ 4 ／ 3", "1"),
        ("-tax.growth * 2", "-16"),
        ("--1 + +2", "3"),
        ("1.50", "1.5"),
        ("税收 * 2", "6"),
        ("　tax　", "8.5"),
    ],
)
def test_values(text, value):
    verdict = check_rule(rule(text), FIGURES)
    assert verdict.left == D(value)


@pytest.mark.parametrize(
    ("spellings", "plain"),
    [
        (["<=", "≤", "＜＝", "≦", "不超过", "不高于", "不大于", " <= ", "< ="], "<="),
        (["<", "＜", "小于", "低于"], "<"),
        ([">=", "≥", "＞＝", "不低于", "不小于", "不少于"], ">="),
        ([">", "＞", "大于", "高于"], ">"),
        (["=", "==", "＝", "＝＝", "等于"], "=="),
        (["!=", "≠", "<>", "＜＞", "！＝", "不等于"], "!="),
        (["", "=>", "~", "tax"], None),
    ],
)
def test_operators_however_written(spellings, plain):
    assert {read_operator(s) for s in spellings} == {plain}


@pytest.mark.parametrize(
    ("sign", "outcomes"),
    [("<=", "hhv"), ("<", "hvv"), (">=", "vhh"), (">", "vvh"), ("==", "vhv"), ("!=", "hvh")],
)
def test_comparisons(sign, outcomes):
    found = [check_rule(rule(left, sign, "2"), {}).outcome for left in ("1", "2", "3")]
    assert "".join(o.value[0] for o in found) == outcomes


def test_a_verdict_shows_both_sides():
    verdict = check_rule(Rule.parse("tax", "不超过", "budget × 0.8", Importance.EXPLAIN), FIGURES)
    assert (verdict.outcome, verdict.left, verdict.right) == (Outcome.VIOLATED, D("8.5"), D(8))


def test_missing_figures_are_all_named():
    verdict = check_rule(rule("gone + tax", "<", "lost.last * gone.level"), {**FIGURES, "lost.last": None})
    assert verdict.outcome is Outcome.CANNOT
    assert verdict.problems == (
        Problem("series.rule_figure_missing", "gone.level", ("gone.level",)),
        Problem("series.rule_figure_missing", "lost.last", ("lost.last",)),
    )


def test_figures_may_come_from_a_function():
    asked = []
    verdict = check_rule(
        rule("tax + tax.last", ">", "0"), lambda code, field: asked.append((code, field)) or D(1)
    )
    assert verdict.left == 2
    assert asked == [("tax", "level"), ("tax", "last")]


def test_dividing_by_nothing():
    verdict = check_rule(rule("1 / (tax - tax)"), FIGURES)
    assert verdict.outcome is Outcome.CANNOT
    assert [p.code for p in verdict.problems] == ["series.rule_divides_by_zero"]


def test_what_a_rule_rests_on():
    assert rule("tax + 2 * -budget", ">", "tax.last").names == (
        Name("tax", "level"),
        Name("budget", "level"),
        Name("tax", "last"),
    )


leaves = st.decimals("0", "99", places=2).map(str) | st.sampled_from(
    ["tax", "tax.last", "tax.growth", "budget"]
)
expressions = st.recursive(
    leaves,
    lambda inner: (
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner)
        | st.builds("({})".format, inner)
        | st.builds("-{}".format, inner)
    ),
    max_leaves=12,
)


@given(expressions)
def test_against_pythons_own_parser(text):
    assume(len(text) < 500)
    verdict = check_rule(rule(text), FIGURES)
    try:
        wanted = evaluate(text, FIGURES)
    except ZeroDivisionError:
        assert verdict.outcome is Outcome.CANNOT
    else:
        assume(verdict.left is not None)  # 34 digits may meet zero where fractions do not
        assert abs(Fraction(verdict.left) - wanted) <= Fraction(1, 10**20) * max(1, abs(wanted))


@given(st.text("tax.budget+-*/() 0123456789（）", max_size=30))
def test_any_text_is_read_or_refused(text):
    with suppress(Unfit):
        rule(text)

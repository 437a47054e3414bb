"""State machines as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Problem
from duban.engine.lifecycle import Edge, Machine


def edge(name, sources, target, needs=(), roles=()):
    return Edge(name, frozenset(sources.split()), target, tuple(needs), frozenset(roles))


CELL = Machine(
    "cell",
    ("draft", "submitted", "returned", "approved", "locked"),
    (
        edge("submit", "draft returned", "submitted", ["figure"], ["statistician"]),
        edge("return", "submitted", "returned", ["reason"], ["head"]),
        edge("approve", "submitted", "approved", [], ["head", "director"]),
        edge("lock", "approved", "locked"),
        edge("reopen", "locked", "returned", ["reason", "by"], ["director"]),
    ),
)


def names(edges):
    return [e.name for e in edges]


def test_buttons():
    assert names(CELL.open_edges("submitted", {"head"})) == ["return", "approve"]
    assert names(CELL.open_edges("submitted", ["director", "reader"])) == ["approve"]
    assert CELL.open_edges("submitted", ()) == ()
    assert CELL.open_edges("approved", {"director", "head", "statistician"}) == (), "the system locks"


def test_a_move_that_may_be_made():
    assert CELL.check("submit", "draft", {"figure": 0}) == ()
    assert CELL.check("approve", "submitted", {}) == ()


def test_everything_that_stands_in_the_way():
    assert CELL.check("reopen", "locked", {"reason": ""}) == (
        Problem("lifecycle.needed", "reason", ("reason",)),
        Problem("lifecycle.needed", "by", ("by",)),
    )
    assert CELL.check("submit", "approved", {}) == (
        Problem("lifecycle.not_from_here", "state", ("approved", "submit")),
    )
    assert CELL.check("burn", "draft", {}) == (Problem("lifecycle.no_such_edge", "edge", ("burn",)),)


@pytest.mark.parametrize(
    ("fact", "given_"), [(None, 0), (False, 0), ("", 0), ([], 0), (0, 1), ("x", 1), ([1], 1), (True, 1)]
)
def test_what_counts_as_given(fact, given_):
    assert (CELL.check("submit", "draft", {"figure": fact}) == ()) is bool(given_)


def test_what_is_still_missing():
    assert CELL.missing("submitted", {}) == {
        "return": (Problem("lifecycle.needed", "reason", ("reason",)),),
        "approve": (),
    }
    assert CELL.missing("submitted", {"reason": "不符"})["return"] == ()


def test_beginning_and_end():
    assert CELL.initial == "draft"
    assert not CELL.is_final("locked")
    short = Machine("short", ("open", "done"), (edge("finish", "open", "done"),))
    assert short.is_final("done")


@pytest.mark.parametrize(
    ("states", "edges", "mistake"),
    [
        ((), (), "no states"),
        (("a", "a"), (), "a state twice"),
        (("a", "b"), (), "nothing leads to b"),
        (("a",), (edge("x", "a", "b"),), "edge x names no state: b"),
        (("a",), (edge("x", "c", "a"),), "edge x names no state: c"),
        (("a",), (edge("x", "a", "a"), edge("x", "a", "a")), "edge x twice"),
        (("a",), (edge("x", "", "a"),), "edge x leaves from nowhere"),
    ],
)
def test_tables_that_are_no_machine(states, edges, mistake):
    with pytest.raises(ValueError, match=mistake):
        Machine("m", states, edges)


@given(
    st.sampled_from(CELL.states),
    st.dictionaries(st.sampled_from(["figure", "reason", "by"]), st.sampled_from([None, "", "x", 0])),
)
def test_checking_and_missing_say_the_same(state, facts):
    for name, problems in CELL.missing(state, facts).items():
        assert CELL.check(name, state, facts) == problems

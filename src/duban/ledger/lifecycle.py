"""
The lives of the ledger's things, each as one table (domain.md 3.2).

A role of an edge is a *part* somebody has in the thing: the supervisor of the zone, the lead department's people, the
responsible department's (the doer), the leader in charge. ``policies.parts_of`` says which parts an actor has.
"""

from __future__ import annotations

from collections.abc import Iterable

from duban.engine.kernel import Problem
from duban.engine.lifecycle import Edge, Machine
from duban.ledger.types import Part

__all__ = [
    "CLOSED_STATES",
    "EXTENSION",
    "ITEM",
    "LIT_STATES",
    "OPEN_STATES",
    "PLAN",
    "WORKING_STATES",
    "said",
]

_SUPERVISOR = frozenset({Part.SUPERVISOR})
_LEAD = frozenset({Part.LEAD})
_DOER = frozenset({Part.DOER})
_CHECKERS = _SUPERVISOR | _LEAD
_REGISTRARS = _SUPERVISOR | frozenset({Part.PLAN_OWNER})
_APPROVERS = frozenset({Part.LEADER, Part.DIRECTOR})
_PLANNERS = frozenset({Part.PLAN_OWNER, Part.SUPERVISOR})
_WORKING = frozenset({"accepted", "under_way"})

ITEM = Machine(
    "ledger.item",
    (
        "draft",
        "registered",
        "dispatched",
        "refused",
        "accepted",
        "under_way",
        "suspended",
        "reported",
        "verified",
        "struck_off",
        "archived",
        "cancelled",
    ),
    (
        Edge("register", frozenset({"draft"}), "registered", needs=("title", "done_when", "basis", "lead"), roles=_REGISTRARS),
        Edge(
            "dispatch",
            frozenset({"registered"}),
            "dispatched",
            needs=("responsible", "person", "leader", "start", "due", "route_map"),
            roles=_SUPERVISOR,
        ),
        Edge("accept", frozenset({"dispatched"}), "accepted", roles=_DOER),
        Edge("refuse", frozenset({"dispatched"}), "refused", needs=("reason",), roles=_DOER),
        Edge("reassign", frozenset({"refused"}), "dispatched", needs=("reason", "other_unit", "person"), roles=_CHECKERS),
        Edge("uphold", frozenset({"refused"}), "dispatched", needs=("reason",), roles=_CHECKERS),
        Edge("begin", frozenset({"accepted"}), "under_way", roles=_DOER),
        Edge("report_done", frozenset({"under_way"}), "reported", needs=("result", "steps_done"), roles=_DOER),
        Edge("send_back", frozenset({"reported"}), "under_way", needs=("reason",), roles=_CHECKERS),
        Edge("verify", frozenset({"reported"}), "verified", needs=("finding", "another_person"), roles=_CHECKERS),
        Edge("strike_off", frozenset({"verified"}), "struck_off", needs=("children_closed",), roles=_SUPERVISOR),
        Edge("archive", frozenset({"struck_off"}), "archived", roles=_SUPERVISOR),
        Edge("suspend", _WORKING, "suspended", needs=("reason",), roles=_SUPERVISOR),
        Edge("resume", frozenset({"suspended"}), "under_way", roles=_SUPERVISOR),
        Edge(
            "cancel",
            frozenset({"draft", "registered", "dispatched", "refused", "accepted", "under_way", "suspended"}),
            "cancelled",
            needs=("reason", "children_closed"),
            roles=_SUPERVISOR,
        ),
        Edge("reopen", frozenset({"verified", "struck_off", "cancelled"}), "under_way", needs=("reason", "responsible", "due"), roles=_SUPERVISOR),
    ),
)  # fmt: skip

OPEN_STATES = (
    "registered",
    "dispatched",
    "refused",
    "accepted",
    "under_way",
    "suspended",
    "reported",
    "verified",
)
"""Registered and not yet struck off, archived or cancelled: what a list of open work shows."""

LIT_STATES = ("dispatched", "refused", "accepted", "under_way")
"""Handed out and not reported done: what has a light. Not begun or suspended is not lit; reported done is done."""

WORKING_STATES = ("accepted", "under_way")
"""What is reported on, and what an extension may be asked for."""

CLOSED_STATES = ("struck_off", "archived", "cancelled")

EXTENSION = Machine(
    "ledger.extension",
    ("asked", "granted", "declined", "withdrawn"),
    (
        Edge("grant", frozenset({"asked"}), "granted", needs=("new_due", "answer"), roles=_SUPERVISOR),
        Edge("decline", frozenset({"asked"}), "declined", needs=("answer",), roles=_SUPERVISOR),
        Edge("withdraw", frozenset({"asked"}), "withdrawn", roles=_DOER),
    ),
)

PLAN = Machine(
    "ledger.plan",
    ("draft", "submitted", "returned", "approved", "in_force", "closed"),
    (
        Edge(
            "submit_plan",
            frozenset({"draft", "returned"}),
            "submitted",
            needs=("primary_cause", "measures", "effects"),
            roles=_PLANNERS,
        ),
        Edge("return_plan", frozenset({"submitted"}), "returned", needs=("reason",), roles=_APPROVERS),
        Edge(
            "approve_plan",
            frozenset({"submitted"}),
            "approved",
            needs=("another_person",),
            roles=_APPROVERS,
        ),
        Edge(
            "enforce",
            frozenset({"approved"}),
            "in_force",
            needs=("measures_dispatched",),
            roles=_PLANNERS,
        ),
        Edge("revise", frozenset({"approved", "in_force"}), "draft", needs=("reason",), roles=_PLANNERS),
        Edge("close_plan", frozenset({"in_force"}), "closed", needs=("what_worked",), roles=_PLANNERS),
    ),
)


def said(machine: Machine, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with states, edges and facts named as this machine's: its draft is another's than a return's."""
    return tuple(
        Problem(p.code, p.where, tuple(f"@{machine.name}.{arg}" for arg in p.args)) for p in problems
    )

"""Whether a project is being worked on, and whether a baseline stands. What a project is in a year follows from its dates."""

from __future__ import annotations

from duban.engine.lifecycle import Edge, Machine

__all__ = ["BASELINE", "PROJECT"]

_KEEPER = frozenset({"keeper"})

PROJECT = Machine(
    "projects.project",
    ("active", "suspended", "terminated"),
    (
        Edge("suspend", frozenset({"active"}), "suspended", needs=("reason",), roles=_KEEPER),
        Edge("resume", frozenset({"suspended"}), "active", needs=("reason",), roles=_KEEPER),
        Edge("terminate", frozenset({"active", "suspended"}), "terminated", needs=("reason",), roles=_KEEPER),
        Edge("revive", frozenset({"terminated"}), "active", needs=("reason",), roles=_KEEPER),
    ),
)

BASELINE = Machine(
    "projects.baseline",
    ("proposed", "approved", "declined", "withdrawn"),
    (
        Edge(
            "approve_baseline",
            frozenset({"proposed"}),
            "approved",
            needs=("another_person",),
            roles=frozenset({"approver"}),
        ),
        Edge(
            "decline_baseline",
            frozenset({"proposed"}),
            "declined",
            needs=("answer",),
            roles=frozenset({"approver"}),
        ),
        Edge("withdraw_baseline", frozenset({"proposed"}), "withdrawn", roles=frozenset({"proposer"})),
    ),
)

"""Whether a project is being worked on, and whether a baseline stands. What a project is in a year follows from its dates."""

from __future__ import annotations

from duban.engine.lifecycle import Edge, Machine

__all__ = ["BASELINE", "PROJECT", "REPORT"]

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
_REPORTER = frozenset({"reporter"})
_REVIEWER = frozenset({"reviewer"})
_AWAITING = frozenset({"submitted", "resubmitted"})

REPORT = Machine(
    "projects.report",
    ("draft", "submitted", "returned", "resubmitted", "reviewed"),
    (
        Edge("submit", frozenset({"draft"}), "submitted", needs=("image",), roles=_REPORTER),
        Edge("resubmit", frozenset({"returned"}), "resubmitted", needs=("image",), roles=_REPORTER),
        Edge(
            "send_back",
            _AWAITING | {"reviewed"},
            "returned",
            needs=("reason", "another_person"),
            roles=_REVIEWER,
        ),
        Edge("review", _AWAITING, "reviewed", needs=("another_person",), roles=_REVIEWER),
    ),
)
"""A report of progress. What was reviewed and turns out wrong is sent back, and counts no longer until it is right."""

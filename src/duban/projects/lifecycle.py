"""Whether a project is being worked on, as one table. What it is in a year follows from its dates, not from here."""

from __future__ import annotations

from duban.engine.lifecycle import Edge, Machine

__all__ = ["PROJECT"]

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

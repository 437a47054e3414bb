"""The life of a unit's monthly return, as one table."""

from __future__ import annotations

from duban.engine.lifecycle import Edge, Machine
from duban.orgs.types import Role

__all__ = ["MACHINE"]

_FILERS = frozenset({Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.STATISTICIAN, Role.ENTERPRISE_HEAD})
_SIGNERS = frozenset({Role.STATISTICIAN})

MACHINE = Machine(
    "indicators.filing",
    ("draft", "submitted", "returned", "resubmitted", "approved", "locked"),
    (
        Edge("submit", frozenset({"draft"}), "submitted", needs=("figures",), roles=_FILERS),
        Edge("resubmit", frozenset({"returned"}), "resubmitted", needs=("figures",), roles=_FILERS),
        Edge(
            "return", frozenset({"submitted", "resubmitted"}), "returned", needs=("reason",), roles=_SIGNERS
        ),
        Edge(
            "approve",
            frozenset({"submitted", "resubmitted"}),
            "approved",
            needs=("second_person",),
            roles=_SIGNERS,
        ),
        Edge("lock", frozenset({"approved"}), "locked", roles=_SIGNERS),
        Edge("reopen", frozenset({"approved", "locked"}), "returned", needs=("reason",), roles=_SIGNERS),
    ),
)

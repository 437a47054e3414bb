"""The life of a blocker, as one table. Whoever is addressed never clears it; nobody refuses what was upheld."""

from __future__ import annotations

from duban.blockers.types import Side
from duban.engine.lifecycle import Edge, Machine

__all__ = ["MACHINE"]

_RAISER = frozenset({Side.RAISER.value})
_ADDRESSEE = frozenset({Side.ADDRESSEE.value})
_DECIDER = frozenset({Side.DECIDER.value})
_ASKED = frozenset({"raised", "acknowledged"})

MACHINE = Machine(
    "blockers.blocker",
    ("raised", "acknowledged", "answered", "refused", "cleared", "withdrawn"),
    (
        Edge("acknowledge", frozenset({"raised"}), "acknowledged", roles=_ADDRESSEE),
        Edge("answer", _ASKED, "answered", needs=("solution",), roles=_ADDRESSEE),
        Edge("refuse", _ASKED, "refused", needs=("reason", "not_upheld"), roles=_ADDRESSEE),
        Edge("readdress", frozenset({"refused"}), "raised", needs=("reason", "addressee"), roles=_DECIDER),
        Edge("uphold", frozenset({"refused"}), "acknowledged", needs=("reason",), roles=_DECIDER),
        Edge("clear", frozenset({"answered"}), "cleared", needs=("not_addressed",), roles=_RAISER),
        Edge("reopen", frozenset({"answered", "cleared"}), "acknowledged", needs=("reason",), roles=_RAISER),
        Edge("withdraw", _ASKED | {"answered", "refused"}, "withdrawn", needs=("reason",), roles=_RAISER),
    ),
)

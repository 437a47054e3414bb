"""The life of a message on its way out, as one table. Nobody takes an edge by hand but its owner, who may ask again."""

from __future__ import annotations

from duban.engine.lifecycle import Edge, Machine

__all__ = ["MACHINE"]

MACHINE = Machine(
    "notices.delivery",
    ("queued", "sent", "failed", "dropped"),
    (
        Edge("send", frozenset({"queued"}), "sent", needs=("accepted",)),
        Edge("fail", frozenset({"queued"}), "failed", needs=("error",)),
        Edge("drop", frozenset({"queued"}), "dropped"),
        Edge("retry", frozenset({"failed"}), "queued", roles=frozenset({"owner"})),
    ),
)

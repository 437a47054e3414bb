"""Whose days stand in a person's calendar: those of every room that has any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duban.blockers.selectors import feed_entries as blocker_entries
from duban.ledger.selectors import feed_entries as item_entries
from duban.notices.types import FeedEntry
from duban.orgs.types import Actor

__all__ = ["feed_entries"]


def feed_entries(actor: Actor, on: date) -> Iterator[FeedEntry]:
    """Yield the deadlines and steps of one's items, and the days by which one must make a move on a blocker."""
    yield from item_entries(actor, on)
    yield from blocker_entries(actor, on)

"""What is wrong with the days an entry holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from duban.engine.kernel import Problem

__all__ = ["unfit_days"]


def unfit_days(
    entry: object, kind: str, on: date, *, happened: Iterable[str], in_order: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """
    Yield what is wrong on a day with an entry's days: what has happened lies not ahead, and no end before its start.

    *kind* is the room's word the fields are named under: ``project`` for ``@project.started_on``.
    """
    for name in happened:
        day = getattr(entry, name)
        if day is not None and day > on:
            yield Problem("projects.not_yet", name, (f"@{kind}.{name}", day.isoformat()))
    for first, last in in_order:
        start, end = getattr(entry, first), getattr(entry, last)
        if start is not None and end is not None and end < start:
            yield Problem("projects.crossed", last, (f"@{kind}.{last}", f"@{kind}.{first}"))

"""Waiting through what is inactive: from 2013 on, Project lets successors wait for what an inactive task waited for."""

from __future__ import annotations

from collections.abc import Iterable

from duban.engine.schedule import Link, LinkKind

_SINCE = 15
"""The first version of Project that does so (2013)."""
_MOST = 100_000
"""Links made at most; a plan that would need more keeps the links it has."""


def waits_through(build: str | None) -> bool:
    """Return whether the program that saved the file, by its ``BuildNumber``, waits through inactive tasks."""
    head = (build or "").partition(".")[0].strip()
    return head.isascii() and head.isdigit() and len(head) < 4 and int(head) >= _SINCE


def through(links: Iterable[Link], inactive: Iterable[str]) -> tuple[Link, ...]:
    """Return the links and, for each finish-to-start pair around an inactive task, the one that stands for both."""
    found = tuple(links)
    off = dict.fromkeys(inactive)
    into: dict[str, set[Link]] = {uid: set() for uid in off}
    out: dict[str, set[Link]] = {uid: set() for uid in off}
    _file((x for x in found if x.kind is LinkKind.FINISH_START), into, out)
    made: dict[Link, None] = {}
    for uid in off:
        if len(made) + len(into[uid]) * len(out[uid]) > _MOST:
            return found
        new = [_both(a, b) for a in sorted(into[uid], key=str) for b in sorted(out[uid], key=str)]
        new = [x for x in new if x.before != x.after and uid not in (x.before, x.after)]
        _file(new, into, out)
        made |= dict.fromkeys(new)
    return found + tuple(m for m in made if m.before not in off and m.after not in off)


def _file(links: Iterable[Link], into: dict[str, set[Link]], out: dict[str, set[Link]]) -> None:
    for link in links:
        into.get(link.after, set()).add(link)
        out.get(link.before, set()).add(link)


def _both(a: Link, b: Link) -> Link:
    return Link(a.before, b.after, b.kind, a.lag + b.lag, b.calendar if b.lag else a.calendar)

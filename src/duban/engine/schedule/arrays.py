"""A network laid out for the passes: activities in topological order, links by successor, everything a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule.types import Activity, Kind, LinkKind, Network

NONE = -(1 << 40)
"""Stands for "no such moment" in a column."""

JOIN, FIRST, GATE = 20, 21, 22
"""What stands in for a heading that is linked: the last finish below it, the first start, and what holds all below it."""


class Row(NamedTuple):
    """One activity, or a stand-in for a heading; moments that do not exist are ``NONE``."""

    at: int
    """Where it stands in ``network.activities``; a stand-in has -1."""
    kind: int
    cal: int
    dur: int
    rem: int
    con: int
    con_at: int
    con2: int
    con2_at: int
    deadline: int
    act_start: int
    act_finish: int
    resume: int
    stop: int
    """When it was interrupted."""
    expected: int
    given_start: int
    given_finish: int
    delay: int
    held: int
    """No earlier start."""
    due: int
    """No later finish."""
    done: int
    """Actual duration."""
    project: int
    milestone: int
    staffed: int
    crew: int
    crew_end: int
    """Its crews, from … up to …"""
    into: int
    into_end: int
    """Its links from predecessors."""
    out: int
    out_end: int
    """Its links to successors, as places in ``out_link``."""


class Edge(NamedTuple):
    """One link between rows."""

    before: int
    after: int
    kind: int
    lag: int
    cal: int
    source: int
    """Where it stands in ``network.links``; one made for a heading has -1."""


class Squad(NamedTuple):
    """One assignment that drives its row."""

    cal: int
    span: int
    left: int
    delay: int


class Net(NamedTuple):
    """Rows in topological order, links by successor, crews by row. Tuples here, records where the passes run compiled."""

    rows: Sequence[Row]
    links: Sequence[Edge]
    crews: Sequence[Squad]
    out_link: Sequence[int]


class Graph(NamedTuple):
    """Rows and links before they are put in order."""

    rows: list[int]
    kinds: list[int]
    cals: list[str]
    links: list[tuple[int, int, int, int, str, int]]
    """From row, to row, kind, lag, calendar, place in network.links."""


def computed(activity: Activity) -> bool:
    """Return whether the passes move this activity, or are moved by it."""
    if activity.kind is Kind.SUMMARY:
        # Planned by hand it keeps its dates, and others wait for them.
        return activity.given is not None
    return activity.kind <= Kind.FINISH_MILESTONE or activity.kind is Kind.OUTSIDE


def graph(network: Network, usable: Iterable[int]) -> Graph:
    """Return the rows the passes work on, headings that are linked replaced by stand-ins."""
    acts = network.activities
    rows = [k for k, a in enumerate(acts) if computed(a)]
    row = {acts[k].id: r for r, k in enumerate(rows)}
    found = Graph(rows, [acts[k].kind for k in rows], [acts[k].calendar for k in rows], [])
    headings: list[int] = []
    for n in usable:
        link = network.links[n]
        a, b = row.get(link.before), row.get(link.after)
        if a is not None and b is not None:
            found.links.append(
                (
                    a,
                    b,
                    link.kind,
                    link.lag,
                    found.cals[b] if link.calendar is None else link.calendar,
                    n,
                )
            )
        else:
            headings.append(n)
    if headings:
        _link_headings(network, headings, row, found)
    return found


_MOST_LOOKED = 5_000_000
"""Activities looked at below linked headings."""


class _StandIns:
    """Stand-ins made so far, one for each heading and sense."""

    def __init__(self, network: Network, row: dict[str, int], found: Graph) -> None:
        self._row = row
        self._found = found
        self._made: dict[tuple[str, int], int] = {}
        self._headings = {a.id: a for a in network.activities if a.kind is Kind.SUMMARY}
        self._by_hand = {key for key, a in self._headings.items() if a.given is not None}
        self._below: dict[str, list[str]] = {}
        self._looked = 0
        for activity in network.activities:
            if activity.parent is not None:
                self._below.setdefault(activity.parent, []).append(activity.id)

    def leaves(self, heading: str, *, held: bool) -> list[int]:
        """
        Return the rows of everything below a heading, at any depth; of what is *held*, nothing below one planned by hand.

        :raises Unfit: ``schedules.too_tangled`` where linked headings hold one another by the thousand
        """
        found: list[int] = []
        open_ = [heading]
        seen: set[str] = set()
        while open_:
            inside = self._below.get(open_.pop(), ())
            self._looked += len(inside)
            if self._looked > _MOST_LOOKED:
                raise Unfit(Problem("schedules.too_tangled"))
            for below in inside:
                if below in self._row:
                    found.append(self._row[below])
                if (below not in self._row or (below in self._by_hand and not held)) and below not in seen:
                    seen.add(below)
                    open_.append(below)
        return found

    def of(self, key: str, sense: int) -> int | None:
        """Return the row standing for an activity or, as *sense* says, for a heading."""
        if key in self._row:
            return self._row[key]
        if key not in self._headings:
            return None
        if (key, sense) not in self._made:
            self._made[key, sense] = self._make(key, sense)
        return self._made[key, sense]

    def _make(self, key: str, sense: int) -> int:
        found = self._found
        new = len(found.rows)
        found.rows.append(-1)
        found.kinds.append(sense)
        found.cals.append(self._headings[key].calendar)
        for leaf in self.leaves(key, held=sense == GATE):
            if sense == GATE:
                found.links.append((new, leaf, LinkKind.FINISH_START, 0, "", -1))
            else:
                kind = LinkKind.FINISH_START if sense == JOIN else LinkKind.START_START
                found.links.append((leaf, new, kind, 0, "", -1))
        return new


def _link_headings(network: Network, links: list[int], row: dict[str, int], found: Graph) -> None:
    stand_ins = _StandIns(network, row, found)
    for n in links:
        link = network.links[n]
        from_start = link.kind in (LinkKind.START_START, LinkKind.START_FINISH)
        a = stand_ins.of(link.before, FIRST if from_start else JOIN)
        b = stand_ins.of(link.after, GATE)
        if a is None or b is None:
            continue
        ends = [b]
        kind = link.kind
        if found.kinds[b] == GATE and kind in (LinkKind.FINISH_FINISH, LinkKind.START_FINISH):
            ends = stand_ins.leaves(link.after, held=True)
        for end in ends:
            calendar = found.cals[end] if link.calendar is None else link.calendar
            found.links.append((a, end, kind, link.lag, calendar, n))


def in_order(found: Graph) -> tuple[list[int], list[list[int]]]:
    """Return the rows in topological order and, where that cannot be, the rows of rings: one for each knot of them."""
    n = len(found.rows)
    waits = [0] * n
    nexts: list[list[int]] = [[] for _ in range(n)]
    for a, b, *_ in found.links:
        waits[b] += 1
        nexts[a].append(b)
    ready = [r for r in range(n) if waits[r] == 0]
    for r in ready:
        for b in nexts[r]:
            waits[b] -= 1
            if waits[b] == 0:
                ready.append(b)
    return ready, ([] if len(ready) == n else _rings(waits, nexts))


_MOST_RINGS = 20
"""Rings that are named; who has mended so many asks again."""


def _rings(waits: list[int], nexts: list[list[int]]) -> list[list[int]]:
    """
    Return rings among the rows still waiting.

    Whatever still waits has a predecessor that does, so walking backwards ends in a ring. It is then taken out, and what
    it alone kept waiting with it: the next walk finds another.
    """
    befores: list[list[int]] = [[] for _ in nexts]
    for a, ends in enumerate(nexts):
        for b in ends:
            if waits[a] > 0 and waits[b] > 0:
                befores[b].append(a)
    left = [len(x) for x in befores]
    rings: list[list[int]] = []
    gone = [w == 0 for w in waits]
    for r in range(len(waits)):
        while not gone[r] and len(rings) < _MOST_RINGS:
            ring = _walk(r, befores, gone)
            rings.append(ring)
            _take_out(ring, nexts, left, gone)
    return rings


def _walk(r: int, befores: list[list[int]], gone: list[bool]) -> list[int]:
    seen: dict[int, int] = {}
    walk: list[int] = []
    while r not in seen:
        seen[r] = len(walk)
        walk.append(r)
        r = next(b for b in befores[r] if not gone[b])
    return walk[seen[r] :][::-1]


def _take_out(ring: list[int], nexts: list[list[int]], left: list[int], gone: list[bool]) -> None:
    open_ = list(ring)
    for r in ring:
        gone[r] = True
    while open_:
        for b in nexts[open_.pop()]:
            left[b] -= 1
            if left[b] == 0 and not gone[b]:
                gone[b] = True
                open_.append(b)


def lay_out(network: Network, found: Graph, order: Sequence[int], index: dict[str, int]) -> Net:
    """Return the columns, rows in *order*, calendars by their place in the tables."""
    place = [0] * len(order)
    for new, old in enumerate(order):
        place[old] = new
    nobody = Activity("")
    acts = [network.activities[found.rows[r]] if found.rows[r] >= 0 else nobody for r in order]
    links = sorted((place[b], place[a], kind, lag, index[c], n) for a, b, kind, lag, c, n in found.links)
    into = _firsts((x[0] for x in links), len(order))
    out = _firsts((x[1] for x in links), len(order))
    crew = list(accumulate((len(a.crews) for a in acts), initial=0))
    projects = {p: k for k, p in enumerate(dict.fromkeys(a.project for a in acts))}
    rows = [
        Row(
            found.rows[r],
            found.kinds[r],
            index[found.cals[r]],
            a.duration,
            a.remaining,
            a.bound,
            _or_none(a.bound_at),
            a.second,
            _or_none(a.second_at),
            _or_none(a.deadline),
            _or_none(a.actual_start),
            _or_none(a.actual_finish),
            _or_none(a.resume),
            _or_none(a.stopped),
            _or_none(a.expected_finish),
            NONE if a.given is None else a.given[0],
            NONE if a.given is None else a.given[1],
            a.delay,
            _or_none(a.no_earlier),
            _or_none(a.no_later),
            a.actual_duration,
            projects[a.project],
            a.milestone,
            a.staffed,
            crew[n],
            crew[n + 1],
            into[n],
            into[n + 1],
            out[n],
            out[n + 1],
        )
        for n, (r, a) in enumerate(zip(order, acts, strict=True))
    ]
    return Net(
        rows,
        [Edge(a, b, kind, lag, c, n) for b, a, kind, lag, c, n in links],
        [Squad(index[c.calendar], c.span, c.left, c.delay) for a in acts for c in a.crews],
        sorted(range(len(links)), key=lambda k: links[k][1]),
    )


def _firsts(ends: Iterable[int], n: int) -> list[int]:
    """Return where each row's links begin; one more than rows."""
    counts = [0] * (n + 1)
    for end in ends:
        counts[end + 1] += 1
    return list(accumulate(counts))


def _or_none(value: int | None) -> int:
    return NONE if value is None else value

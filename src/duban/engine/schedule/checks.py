"""What can be wrong with a plan: links that lead nowhere, rings, calendars without work."""

from __future__ import annotations

from collections.abc import Sequence

from duban.engine.kernel import Problem
from duban.engine.schedule.arrays import Graph
from duban.engine.schedule.calendars import Calendar, standard
from duban.engine.schedule.ticks import CLOCK
from duban.engine.schedule.types import Kind, Network

_MOST_NAMED = 50
"""Of a ring longer than this, the beginning is named."""


def usable_links(network: Network) -> tuple[list[int], tuple[Problem, ...]]:
    """Return the links that can be followed, by place, and what is wrong with the others."""
    kinds = {a.id: a.kind for a in network.activities}
    problems = doubled_ids(network) + missing_calendars(network)
    usable = []
    for n, link in enumerate(network.links):
        before, after = kinds.get(link.before), kinds.get(link.after)
        if before is None or after is None:
            missing = link.before if before is None else link.after
            problems.append(Problem("schedules.unknown_link", link.after, (link.before, link.after, missing)))
        elif link.before == link.after:
            problems.append(Problem("schedules.self_link", link.after, (link.after,)))
        elif Kind.INACTIVE not in (before, after):
            usable.append(n)
    return usable, tuple(problems)


def doubled_ids(network: Network) -> list[Problem]:
    """Return a problem for every id that stands more than once."""
    seen: set[str] = set()
    problems = []
    for activity in network.activities:
        if activity.id in seen:
            problems.append(Problem("schedules.doubled_id", activity.id, (activity.id,)))
        seen.add(activity.id)
    return problems


def ring_problems(network: Network, found: Graph, rings: Sequence[Sequence[int]]) -> list[Problem]:
    """Return a problem for each ring."""
    return [_ring_problem(network, found, ring) for ring in rings]


def _ring_problem(network: Network, found: Graph, ring: Sequence[int]) -> Problem:
    """Return the problem of a ring, its activities named in order and the first again at the end."""
    names = []
    for row in ring:
        k = found.rows[row]
        if k >= 0:
            activity = network.activities[k]
            names.append(f"{activity.code or activity.id} {activity.name}".strip())
    shown = names[:_MOST_NAMED] + (["…"] if len(names) > _MOST_NAMED else []) + names[:1]
    where = next((network.activities[found.rows[r]].id for r in ring if found.rows[r] >= 0), "")
    return Problem("schedules.ring", where, (" → ".join(shown),))


def missing_calendars(network: Network) -> list[Problem]:
    """Return a problem for every calendar that activities name and nobody describes; eight hours a day stand in for it."""
    known = {c.key for c in network.calendars} | {CLOCK, network.options.calendar}
    named: dict[str, str] = {}
    for a in network.activities if network.calendars else ():
        if a.calendar not in known and a.kind <= Kind.FINISH_MILESTONE:
            named.setdefault(a.calendar, a.id)
    return [Problem("schedules.missing_calendar", where, (key, where)) for key, where in named.items()]


def used_calendars(network: Network, found: Graph) -> list[Calendar]:
    """Return the calendars the passes look into; one that nobody describes is taken as eight hours from Monday to Friday."""
    known = {c.key: c for c in network.calendars}
    wanted = dict.fromkeys(found.cals)
    wanted.update(dict.fromkeys(link[4] for link in found.links))
    wanted.update(dict.fromkeys(c.calendar for a in network.activities for c in a.crews))
    wanted.update(dict.fromkeys(a.calendar for a in network.activities))
    return [known.get(key) or standard(key, key) for key in wanted if key != CLOCK]

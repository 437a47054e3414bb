"""Why an activity starts when it does: the predecessor, the constraint or the date that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from duban.engine.schedule import microsoft, primavera
from duban.engine.schedule.arrays import NONE
from duban.engine.schedule.plan import wish
from duban.engine.schedule.solve import Computed
from duban.engine.schedule.types import Bound, LinkKind, Rules


class Why(StrEnum):
    """What holds a date."""

    PREDECESSOR = "predecessor"
    BOUND = "bound"
    ACTUAL = "actual"
    GIVEN = "given"
    DATA_DATE = "data_date"
    START = "start"


@dataclass(frozen=True, slots=True)
class Reason:
    """What holds the early dates of one activity."""

    activity: str
    why: Why
    at: int
    """When what holds it happens: the predecessor's start or finish, the constraint's date, the data date."""
    predecessor: str = ""
    kind: LinkKind | None = None
    lag: int = 0


class _Asked(NamedTuple):
    """A row of a computed plan, and what Primavera's passes were asked for."""

    found: Computed
    row: int
    wanted: primavera.Wish | None


def _wish(found: Computed) -> primavera.Wish | None:
    return wish(found.plan) if found.plan.network.options.rules is Rules.PRIMAVERA else None


def reason(found: Computed, activity: str) -> Reason:
    """
    Return what holds an activity.

    :raises KeyError: if the plan computes no such activity
    """
    return _reason(_Asked(found, _row_of(found, activity), _wish(found)))


def chain(found: Computed, activity: str) -> tuple[Reason, ...]:
    """
    Return the chain that an activity's date hangs on, from what starts it to the activity itself.

    :raises KeyError: if the plan computes no such activity
    """
    rows = {
        found.plan.network.activities[row.at].id: r
        for r, row in enumerate(found.plan.net.rows)
        if row.at >= 0
    }
    wanted = _wish(found)
    links: list[Reason] = []
    at = activity
    while True:
        links.append(_reason(_Asked(found, rows[at], wanted)))
        if links[-1].why is not Why.PREDECESSOR:
            return tuple(reversed(links))
        at = links[-1].predecessor


def last_activity(found: Computed) -> str | None:
    """Return the unfinished activity that finishes last, or nothing where none is left."""
    rows, acts = found.plan.net.rows, found.plan.network.activities
    open_ = [r for r, row in enumerate(rows) if row.at >= 0 and row.act_finish == NONE]
    if not open_:
        return None
    return acts[rows[max(open_, key=lambda r: (found.dates.ef[r], r))].at].id


def _row_of(found: Computed, activity: str) -> int:
    acts = found.plan.network.activities
    for r, row in enumerate(found.plan.net.rows):
        if row.at >= 0 and acts[row.at].id == activity:
            return r
    raise KeyError(activity)


def _reason(asked: _Asked) -> Reason:
    found, r = asked.found, asked.row
    row = found.plan.net.rows[r]
    name = found.plan.network.activities[row.at].id
    if row.given_start != NONE:
        return Reason(name, Why.GIVEN, row.given_start)
    held = _driving(asked)
    ours = found.plan.network.options.rules is Rules.PRIMAVERA
    if row.act_start != NONE and (not ours or row.act_finish != NONE or held is None):
        return Reason(name, Why.ACTUAL, row.act_start)
    return _by_predecessor(asked, name, held) if held is not None else _by_date(found, r, name)


def _by_date(found: Computed, r: int, name: str) -> Reason:
    row = found.plan.net.rows[r]
    ours = found.plan.network.options.rules is Rules.PRIMAVERA
    if row.con_at != NONE and row.con not in (Bound.NONE, Bound.AS_LATE_AS_POSSIBLE):
        return Reason(name, Why.BOUND, row.con_at)
    data = found.plan.network.options.data_date
    if ours and data is not None and data >= found.plan.network.options.start:
        return Reason(name, Why.DATA_DATE, data)
    return Reason(name, Why.START, found.dates.es[r])


def _by_predecessor(asked: _Asked, name: str, k: int) -> Reason:
    """Return the reason link *k* gives; through a heading it names the activity that makes the heading's date."""
    found = asked.found
    net, dates, acts = found.plan.net, found.dates, found.plan.network.activities
    edge = net.links[k]
    first = edge
    while net.rows[edge.before].at < 0:
        deeper = _driving(_Asked(found, edge.before, asked.wanted))
        if deeper is None:
            return Reason(name, Why.START, dates.es[first.after])
        edge = net.links[deeper]
    kind = LinkKind(edge.kind)
    at = dates.es if kind in (LinkKind.START_START, LinkKind.START_FINISH) else dates.ef
    return Reason(name, Why.PREDECESSOR, at[edge.before], acts[net.rows[edge.before].at].id, kind, first.lag)


def _driving(asked: _Asked) -> int | None:
    """Return the link whose date is the row's early start; the first where several are."""
    found, r, wanted = asked
    net, cal, dates = found.plan.net, found.plan.cal, found.dates
    row = net.rows[r]
    for k in range(row.into, row.into_end):
        if wanted is not None:
            t = primavera.by_link(net, cal, k, dates.es, dates.ef, wanted)
            t = t if row.at < 0 else primavera.open_at(net, cal, r, t)
            floor = wanted.base[r]
        else:
            t = microsoft.by_link(net, cal, k, dates.es, dates.ef, found.plan.network.options.start)
            t = t if row.at < 0 else microsoft.stand_at(net, cal, r, t)
            floor = NONE
        if t == dates.es[r] and (t > floor or net.rows[net.links[k].before].act_finish == NONE):
            return k
    return None

"""
Levels of effort: from the first start to the last finish of what they accompany.

What has happened counts with its actual dates; the rest with its early dates for the early, its late dates for the late
ones. A level of effort may accompany another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duban.engine.schedule.calculus import FAR, between, closing, opening, shift, worked
from duban.engine.schedule.plan import Dates, Plan, ends
from duban.engine.schedule.types import Activity, FloatOf, Kind, Link, LinkKind, Result

_FROM_START = (LinkKind.START_START, LinkKind.START_FINISH)
_TO_START = (LinkKind.START_START, LinkKind.FINISH_START)


class _Moment(NamedTuple):
    """An end of something accompanied, seen from the level of effort."""

    at: int
    actual: bool
    starts: bool
    """Whether it is the level of effort's start that hangs on it."""


class _Held(NamedTuple):
    """The four dates of whatever is accompanied, as the passes count with them."""

    activity: Activity
    early: tuple[int, int]
    late: tuple[int, int]


class _Tie(NamedTuple):
    """A link of a level of effort to something else."""

    other: int
    from_start: bool
    """Whether it hangs on the other's start."""
    starts: bool
    lag: int
    calendar: int


def write(plan: Plan, dates: Dates, found: Result) -> None:
    """Write the dates and floats of every level of effort."""
    acts = plan.network.activities
    ties = _ties(plan)
    if not ties:
        return
    rows = {row.at: r for r, row in enumerate(plan.net.rows) if row.at >= 0}
    held = {
        k: _Held(acts[k], (dates.es[r], dates.ef[r]), (dates.ls[r], dates.lf[r])) for k, r in rows.items()
    }
    by_project = {
        acts[row.at].project: end
        for row, end in zip(plan.net.rows, ends(plan, dates.ef), strict=True)
        if row.at >= 0
    }
    last = max(by_project.values(), default=plan.network.options.start)
    for k in _in_order(ties):
        held[k] = _effort(plan, acts[k], ties[k], held, by_project.get(acts[k].project, last))
        _show(plan, found, k, held[k])


def _ties(plan: Plan) -> dict[int, list[_Tie]]:
    acts = plan.network.activities
    place = {a.id: k for k, a in enumerate(acts)}
    ties: dict[int, list[_Tie]] = {k: [] for k, a in enumerate(acts) if a.kind is Kind.EFFORT}
    for link in plan.network.links if ties else ():
        before, after = place.get(link.before), place.get(link.after)
        if before is None or after is None or before == after:
            continue
        c = _calendar(plan, link, acts[after])
        if after in ties:
            ties[after].append(_Tie(before, link.kind in _FROM_START, link.kind in _TO_START, link.lag, c))
        elif before in ties:
            ties[before].append(_Tie(after, link.kind in _TO_START, link.kind in _FROM_START, -link.lag, c))
    return ties


def _calendar(plan: Plan, link: Link, after: Activity) -> int:
    return plan.places.get(after.calendar if link.calendar is None else link.calendar, 0)


def _in_order(ties: dict[int, list[_Tie]]) -> Iterator[int]:
    """Yield levels of effort after those they accompany; a ring is broken where it is entered."""
    done: set[int] = set()
    for top in ties:
        stack = [(top, False)]
        while stack:
            k, ready = stack.pop()
            if ready:
                yield k
            elif k not in done:
                done.add(k)
                stack.append((k, True))
                stack += [(t.other, False) for t in ties[k] if t.other in ties]


def _data_date(plan: Plan, project: str) -> int:
    options = plan.network.options
    return dict(options.data_date_of).get(
        project, options.start if options.data_date is None else options.data_date
    )


def _moments(
    plan: Plan, c: int, data: int, ties: Iterable[_Tie], held: dict[int, _Held]
) -> Iterator[tuple[_Moment, _Moment]]:
    """Yield the early and the late moment that each tie gives."""
    for tie in ties:
        other = held.get(tie.other)
        if other is None:
            continue
        end = 0 if tie.from_start else 1
        happened = other.activity.actual_start if tie.from_start else other.activity.actual_finish
        if other.activity.kind is Kind.EFFORT:
            happened = None
        early = other.early[end] if happened is None else happened
        # A start that has happened still has a late date: that of what remains.
        late = other.late[end] if happened is None or (tie.from_start and tie.starts) else happened
        moved = [_moved(plan, c, tie, t, None if happened is not None else data) for t in (early, late)]
        yield (
            _Moment(moved[0], happened is not None, tie.starts),
            _Moment(moved[1], happened is not None and late == happened, tie.starts),
        )


def _moved(plan: Plan, c: int, tie: _Tie, t: int, data: int | None) -> int:
    t = shift(plan.cal, tie.calendar, t, tie.lag)
    if data is None:
        return t
    return t if tie.starts else _evening(plan, c, t)


def _evening(plan: Plan, c: int, t: int) -> int:
    """Return the last moment work was done, if none lies between it and *t*."""
    found = closing(plan.cal, c, t)
    return found if found > -FAR and worked(plan.cal, c, found) == worked(plan.cal, c, t) else t


def _effort(plan: Plan, activity: Activity, ties: list[_Tie], held: dict[int, _Held], last: int) -> _Held:
    c, data = plan.places.get(activity.calendar, 0), _data_date(plan, activity.project)
    pairs = list(_moments(plan, c, data, ties, held))
    starts = [e.at for e, _ in pairs if e.starts]
    es = max(data, opening(plan.cal, c, min(starts))) if starts else opening(plan.cal, c, data)
    finish = max((e for e, _ in pairs if not e.starts), key=lambda e: e.at, default=None)
    ef = es if finish is None else finish.at
    if finish is None or not finish.actual:
        ef = max(ef, data, es)
    lf = max((x.at for _, x in pairs if not x.starts), default=last)
    ls = min((x.at for _, x in pairs if x.starts), default=lf)
    ls = opening(plan.cal, c, ls) if ls < lf else lf
    return _Held(activity, (opening(plan.cal, c, es), ef), (ls, lf))


def _show(plan: Plan, found: Result, k: int, effort: _Held) -> None:
    begun, ended = effort.activity.actual_start, effort.activity.actual_finish
    if ended is not None:
        found.early_start[k] = found.late_start[k] = ended if begun is None else begun
        found.early_finish[k] = found.late_finish[k] = ended
        return
    (es, ef), (ls, lf) = effort.early, effort.late
    found.early_start[k], found.early_finish[k], found.late_start[k], found.late_finish[k] = es, ef, ls, lf
    c, options = plan.places.get(effort.activity.calendar, 0), plan.network.options
    total = between(plan.cal, c, ef, lf)
    if options.float_of is not FloatOf.FINISH and begun is None:
        at_start = between(plan.cal, c, es, ls)
        total = at_start if options.float_of is FloatOf.START else min(at_start, total)
    found.total_float[k], found.free_float[k] = total, 0
    found.critical[k] = total <= options.critical_limit and not options.longest_path


__all__ = ["write"]

"""What is not computed by the passes but spans what is: headings and summary activities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from duban.engine.schedule.calculus import between
from duban.engine.schedule.plan import Plan
from duban.engine.schedule.types import Activity, Bound, Kind, Result, Rules

Moment = int | None


def write(plan: Plan, found: Result) -> None:
    """Write the dates of whatever spans others, and the plan's own start and finish."""
    acts = plan.network.activities
    below = _below(acts)
    state = _State(
        {k for k, a in enumerate(acts) if a.actual_start is not None},
        {k for k, a in enumerate(acts) if a.actual_finish is not None},
        {},
    )
    for k in _bottom_up(acts, below):
        if acts[k].kind is Kind.SUMMARY:
            _heading(plan, found, k, below[acts[k].id], state)
    spans = [k for k, a in enumerate(acts) if a.kind is Kind.SPAN]
    branches = _branches(acts, found, below) if spans else {}
    for k in spans:
        _span(plan, found, k, branches)
    real = [
        k
        for k, a in enumerate(acts)
        if a.kind <= Kind.FINISH_MILESTONE or (k in state.by_hand and a.given is not None)
    ]
    found.start = _least(found.early_start[k] for k in real)
    found.finish = _most(found.early_finish[k] for k in real)


class _State(NamedTuple):
    """What has begun and what is finished; headings are added as they are rolled up."""

    begun: set[int]
    finished: set[int]
    by_hand: dict[int, tuple[Moment, Moment]]
    """Headings planned by hand, with the dates by which the headings above know them."""


def _least(moments: Iterable[Moment]) -> Moment:
    return min((m for m in moments if m is not None), default=None)


def _most(moments: Iterable[Moment]) -> Moment:
    return max((m for m in moments if m is not None), default=None)


def _below(acts: tuple[Activity, ...]) -> dict[str, list[int]]:
    below: dict[str, list[int]] = {a.id: [] for a in acts if a.kind in (Kind.SUMMARY, Kind.BRANCH)}
    for k, a in enumerate(acts):
        if a.parent is not None and a.parent in below:
            below[a.parent].append(k)
    return below


def _bottom_up(acts: tuple[Activity, ...], below: dict[str, list[int]]) -> list[int]:
    """Return headings, each after what it spans; a heading inside itself is visited once."""
    done: list[int] = []
    seen: set[int] = set()
    for top, a in enumerate(acts):
        stack = [(top, False)] if a.kind is Kind.SUMMARY and top not in seen else []
        while stack:
            k, ready = stack.pop()
            if ready:
                done.append(k)
            elif k not in seen:
                seen.add(k)
                stack.append((k, True))
                stack += [(j, False) for j in below.get(acts[k].id, ()) if acts[j].kind is Kind.SUMMARY]
    return done


def _heading(plan: Plan, found: Result, k: int, below: list[int], state: _State) -> None:
    acts = plan.network.activities
    pressed = found.late_finish[k]
    live = [j for j in below if acts[j].kind is not Kind.OUTSIDE]
    late = [
        (found.late_start[j], found.late_finish[j])
        if acts[j].given is None
        else state.by_hand.get(j, (found.early_start[j], found.early_finish[j]))
        for j in live
    ]
    early = [
        (found.late_start[j], found.late_finish[j])
        if acts[j].bound is Bound.AS_LATE_AS_POSSIBLE and plan.network.options.rules is Rules.MICROSOFT
        else state.by_hand.get(j, (found.early_start[j], found.early_finish[j]))
        for j in live
    ]
    found.early_start[k], found.early_finish[k] = _least(e[0] for e in early), _most(e[1] for e in early)
    found.late_start[k], found.late_finish[k] = _least(x[0] for x in late), _most(x[1] for x in late)
    if (own := acts[k].given) is not None:
        found.late_finish[k] = _least((found.late_finish[k], pressed))
        _by_hand(found, k, own, state)
    if any(j in state.begun for j in live):
        state.begun.add(k)
    if live and all(j in state.finished for j in live):
        state.finished.add(k)
    _float_of_heading(plan, found, k, state)


def _by_hand(found: Result, k: int, own: tuple[int, int], state: _State) -> None:
    """Give a heading its own dates: late no sooner than they are; those above it span what it spans too, and press neither."""
    state.by_hand[k] = (_least((own[0], found.early_start[k])), _most((own[1], found.early_finish[k])))
    found.early_start[k], found.early_finish[k] = own
    found.late_start[k] = _most((own[0], found.late_start[k]))
    found.late_finish[k] = _most((own[1], found.late_finish[k]))


def _float_of_heading(plan: Plan, found: Result, k: int, state: _State) -> None:
    es, ef, ls, lf = found.early_start[k], found.early_finish[k], found.late_start[k], found.late_finish[k]
    if es is None or ef is None or ls is None or lf is None:
        return
    c = plan.places.get(plan.network.activities[k].calendar, 0)
    total = between(plan.cal, c, ef, lf)
    if k not in state.begun:
        total = min(total, between(plan.cal, c, es, ls))
    found.total_float[k] = total
    found.free_float[k] = 0 if k in state.finished else max(0, total)
    found.critical[k] = total <= plan.network.options.critical_limit and k not in state.finished


class _Branch(NamedTuple):
    """What a branch of the breakdown holds that is not finished: first and last, early and late."""

    early_start: Moment = None
    early_finish: Moment = None
    late_start: Moment = None
    late_finish: Moment = None


def _branches(acts: tuple[Activity, ...], found: Result, below: dict[str, list[int]]) -> dict[str, _Branch]:
    """Return every branch, each counted from those inside it; one inside itself is counted once."""
    made: dict[str, _Branch] = {}
    for top in below:
        stack = [(top, False)]
        while stack:
            key, ready = stack.pop()
            if ready:
                made[key] = _branch(acts, found, below[key], made)
            elif key not in made:
                made[key] = _Branch()
                stack.append((key, True))
                inside = (acts[j].id for j in below[key] if acts[j].kind in (Kind.SUMMARY, Kind.BRANCH))
                stack += [(k, False) for k in inside if k not in made]
    return made


def _branch(
    acts: tuple[Activity, ...], found: Result, inside: list[int], made: dict[str, _Branch]
) -> _Branch:
    parts = [
        made.get(acts[j].id, _Branch())
        if acts[j].kind in (Kind.SUMMARY, Kind.BRANCH)
        else _Branch(found.early_start[j], found.early_finish[j], found.late_start[j], found.late_finish[j])
        for j in inside
        if acts[j].kind is not Kind.SPAN and acts[j].actual_finish is None
    ]
    return _Branch(
        _least(p.early_start for p in parts),
        _most(p.early_finish for p in parts),
        _least(p.late_start for p in parts),
        _most(p.late_finish for p in parts),
    )


def _span(plan: Plan, found: Result, k: int, branches: dict[str, _Branch]) -> None:
    """Write a summary activity: from the first to the last of the unfinished work in its branch."""
    branch = branches.get(plan.network.activities[k].parent or "", _Branch())
    found.early_start[k], found.early_finish[k] = branch.early_start, branch.early_finish
    found.late_start[k], found.late_finish[k] = branch.late_start, branch.late_finish
    _float_of_span(plan, found, k)


def _float_of_span(plan: Plan, found: Result, k: int) -> None:
    ef, lf = found.early_finish[k], found.late_finish[k]
    if ef is None or lf is None:
        return
    c = plan.places.get(plan.network.activities[k].calendar, 0)
    found.total_float[k] = between(plan.cal, c, ef, lf)
    found.free_float[k] = 0
    options = plan.network.options
    found.critical[k] = found.total_float[k] <= options.critical_limit and not options.longest_path  # type: ignore[operator]

"""Moving items: the one place where an item's state is written, for one item or five hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from duban.audit.services import record_all
from duban.audit.types import Act
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from duban.engine.kernel import Problem
from duban.engine.lifecycle import Edge
from duban.ledger.lifecycle import CLOSED_STATES, ITEM, said
from duban.ledger.models import Item, Move
from duban.ledger.selectors.facts import Around, facts_of, look_around, parts_in, taken_over
from duban.ledger.selectors.lights import Lights
from duban.ledger.services._common import LONGEST, clock_of, locked_items, today
from duban.ledger.services._dates import accept_by, next_report
from duban.ledger.types import MoveChange, Moved
from duban.orgs.selectors import posts_in, unit_names
from duban.orgs.types import Actor

__all__ = ["begin", "move_item", "move_items"]

_NOTHING = MoveChange()
_Written = dict[str, object]
_WORST_FIRST: tuple[type[Refusal], ...] = (NotFound, Forbidden, Conflict, Invalid)


@transaction.atomic
def move_item(
    *, actor: Actor, item_id: int, edge: str, version: int, at: datetime, change: MoveChange = _NOTHING
) -> int:
    """
    Take *edge* on an item and return its new version.

    :raises NotFound: if the item is not within reach
    :raises Forbidden: if the actor has no part in it that may take the edge
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it cannot be done from here, or something is still missing
    """
    _move(actor, {item_id: version}, edge, at, change, good_only=False)
    return version + 1


@transaction.atomic
def move_items(
    *,
    actor: Actor,
    items: Sequence[tuple[int, int]],
    edge: str,
    at: datetime,
    change: MoveChange = _NOTHING,
    good_only: bool = False,
) -> list[Moved]:
    """
    Take *edge* on many items, given as (id, version), in one transaction: all of them, or none.

    With *good_only* those that may be moved are, and the others say why not.

    :raises Refusal: of the gravest kind met, with every problem of every item, unless *good_only*
    """
    return _move(actor, dict(items), edge, at, change, good_only=good_only)


def begin(actor: Actor, item: Item, at: datetime, lights: Lights) -> None:
    """Take ``begin`` on a locked item whose first report it is."""
    step = ITEM.edge("begin")
    if step is not None:
        _take(actor, [item], step, at, _NOTHING, {item.zone_id: lights})


def _move(
    actor: Actor, wanted: Mapping[int, int], edge: str, at: datetime, change: MoveChange, *, good_only: bool
) -> list[Moved]:
    step = ITEM.edge(edge)
    if step is None:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (f"@ledger.item.{edge}",)))
    items = locked_items(actor, wanted)
    posts = [change.person_id] if change.person_id is not None else []
    around = look_around(actor, list(items.values()), today(at), more_posts=posts)
    check = _Check(actor, step, change, around, list(items.values()))
    refused = {pk: check.refusal(items.get(pk), version) for pk, version in wanted.items()}
    if not good_only:
        _raise_all({pk: refusal for pk, refusal in refused.items() if refusal}, items, bulk=len(wanted) > 1)
    good = [item for pk, item in items.items() if refused[pk] is None]
    clocks = {zone: clock_of(zone, at) for zone in {item.zone_id for item in good}}
    _take(actor, good, step, at, change, clocks)
    return [
        Moved(pk, items[pk].number if pk in items else "", refusal.problems if refusal else ())
        for pk, refusal in refused.items()
    ]


class _Check:
    """What stops each of some items, asked of what was read about all of them."""

    def __init__(
        self, actor: Actor, step: Edge, change: MoveChange, around: Around, items: Sequence[Item]
    ) -> None:
        self.actor, self.step, self.change, self.around = actor, step, change, around
        self.of_change = _mistakes(change, items, around.on)
        self.of_dates = _date_problems(step, change, items)

    def refusal(self, item: Item | None, version: int) -> Refusal | None:
        """Return why the item cannot be moved; nothing where it can."""
        if item is None:
            return NotFound(Problem("core.not_found"))
        parts = parts_in(self.actor, item, self.around.posts)
        if self.step.roles.isdisjoint(parts):
            return Forbidden(Problem("core.forbidden", "", (f"@ledger.item.{self.step.name}",)))
        if item.version != version:
            return Conflict(Problem("core.stale", "version"))
        facts = facts_of(
            item,
            actor=self.actor,
            parts=parts,
            change=self.change,
            around=self.around,
            edge=self.step.name,
        )
        problems = [
            *said(ITEM, ITEM.check(self.step.name, item.state, facts)),
            *self.of_change,
            *self.of_dates.get(item.pk, ()),
        ]
        return Invalid(*problems) if problems else None


def _take(
    actor: Actor,
    items: Sequence[Item],
    step: Edge,
    at: datetime,
    change: MoveChange,
    clocks: Mapping[int, Lights],
) -> None:
    """Append the moves, write the states, leave the record: the only place an item's state is written."""
    written: dict[tuple[tuple[str, object], ...], list[Item]] = defaultdict(list)
    moves: list[Move] = []
    for item in items:
        columns = _after(item, step.name, change, clocks[item.zone_id])
        moves.append(_line(actor, item, step, at, change))
        written[tuple(sorted(columns.items()))].append(item)
    Move.objects.bulk_create(moves, batch_size=LONGEST)
    record_all(actor=actor, acts=[_act(item, step, change) for item in items], at=at)
    for columns_in_order, group in written.items():
        rows = Item.objects.filter(pk__in=[item.pk for item in group])
        rows.update(state=step.target, version=F("version") + 1, moved_at=at, **dict(columns_in_order))
        for item in group:
            item.state, item.version, item.moved_at = step.target, item.version + 1, at
            for name, value in columns_in_order:
                setattr(item, name, value)


def _line(actor: Actor, item: Item, step: Edge, at: datetime, change: MoveChange) -> Move:
    told = taken_over(item, step.name, change)
    names = _names(item, told, today(at)) if told.keys() & {"responsible_id", "person_id"} else {}
    return Move(
        item=item,
        edge=step.name,
        source=item.state,
        target=step.target,
        by_id=actor.user_id,
        by=actor.name,
        at=at,
        reason=change.reason.strip(),
        note=(change.result or change.finding).strip(),
        changes={
            name.removesuffix("_id"): [
                names.get((name, value), _text(value)) for value in (getattr(item, name), told[name])
            ]
            for name in told
        },
    )


def _names(item: Item, told: Mapping[str, object], on: date) -> dict[tuple[str, object], str]:
    """Return what the units and posts a move exchanges are called today: the history keeps the names."""
    units, posts = unit_names(zone_ids=[item.zone_id], on=on)
    pairs: dict[tuple[str, object], str] = {}
    for name, known in (("responsible_id", units), ("person_id", posts)):
        for key in (getattr(item, name), told.get(name)):
            pairs[name, key] = known.get(key, "") if isinstance(key, int) else ""
    return pairs


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _act(item: Item, step: Edge, change: MoveChange) -> Act:
    return Act(
        f"ledger.item.{step.name}",
        f"item:{item.pk}",
        item.zone_id,
        {"state": item.state},
        {"state": step.target, "number": item.number},
        change.reason.strip(),
    )


def _after(item: Item, edge: str, change: MoveChange, lights: Lights) -> _Written:
    """Return the columns a move writes besides the state."""
    columns = taken_over(item, edge, change)
    if (clock := _CLOCKS.get(edge)) is not None:
        columns |= clock(item, lights)
    if "due" in columns or edge == "dispatch":
        columns["behind_from"] = lights.behind_from(item, due=change.due if "due" in columns else None)
    return columns


def _to_accept(item: Item, lights: Lights) -> _Written:
    by = accept_by(lights.on, item.urgency, lights)
    return {"accept_due": by if item.accept_due is None else max(by, item.accept_due)}


def _to_report(item: Item, lights: Lights) -> _Written:
    return {
        "report_due": next_report(lights.on, item.frequency, lights.calendar, item.report_due),
        "finished_on": None,
    }


def _finished(_item: Item, lights: Lights) -> _Written:
    return {"finished_on": lights.on, "report_due": None}


def _stopped(_item: Item, _lights: Lights) -> _Written:
    return {"report_due": None}


_CLOCKS: dict[str, Callable[[Item, Lights], _Written]] = {
    "dispatch": _to_accept,
    "reassign": _to_accept,
    "uphold": _to_accept,
    "begin": _to_report,
    "report_done": _finished,
    "send_back": _to_report,
    "suspend": _stopped,
    "resume": _to_report,
    "cancel": _stopped,
    "reopen": _to_report,
}
"""The two clocks, and the day it was reported done."""


def _mistakes(change: MoveChange, items: Sequence[Item], on: date) -> list[Problem]:
    """Return what is wrong with what comes with a move, whatever it is taken on."""
    problems: list[Problem] = []
    if len(change.reason.strip()) > LONGEST:
        problems.append(Problem("core.too_long", "reason", ("@reason", str(LONGEST))))
    for zone_id in {item.zone_id for item in items}:
        if change.responsible_id is not None:
            units, _posts = unit_names(zone_ids=[zone_id], on=on)
            if change.responsible_id not in units:
                problems.append(Problem("ledger.unknown_unit", "responsible", (str(change.responsible_id),)))
        if change.person_id is not None and change.person_id not in posts_in(zone_id=zone_id):
            problems.append(Problem("ledger.unknown_post", "person", (str(change.person_id),)))
    return problems


def _date_problems(step: Edge, change: MoveChange, items: Sequence[Item]) -> dict[int, list[Problem]]:
    """Return, by item, where a new deadline or a return to life would not fit with its parent and its parts."""
    if step.name not in {"resume", "reopen"}:
        return {}
    parents = {
        pk: (state, due)
        for pk, state, due in Item.objects.filter(pk__in=[item.parent_id for item in items if item.parent_id])
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", "state", "due")
    }
    latest = latest_parts([item.pk for item in items])
    found: dict[int, list[Problem]] = {}
    for item in items:
        due = change.due or item.due
        parent = parents.get(item.parent_id) if item.parent_id else None
        problems = due_problems(
            due, start=item.start, parent_due=parent[1] if parent else None, latest=latest.get(item.pk)
        )
        if parent is not None and parent[0] in CLOSED_STATES:
            problems.append(Problem("ledger.parent_closed", "parent"))
        found[item.pk] = problems
    return found


def latest_parts(item_ids: Sequence[int]) -> dict[int, date]:
    """Return the latest deadline among each item's parts, those cancelled left out."""
    parts = Item.objects.filter(parent_id__in=item_ids, due__isnull=False).exclude(state="cancelled")
    found = parts.order_by().values_list("parent_id").annotate(latest=Max("due"))
    return {parent: latest for parent, latest in found if parent is not None}


def due_problems(
    due: date | None, *, start: date | None, parent_due: date | None, latest: date | None
) -> list[Problem]:
    """Return where a deadline does not fit: before the start, after the parent's, or before its parts'."""
    if due is None:
        return []
    problems: list[Problem] = []
    if start is not None and due < start:
        problems.append(Problem("core.dates_crossed", "due"))
    if parent_due is not None and due > parent_due:
        problems.append(Problem("ledger.outlives_parent", "due", (due.isoformat(), parent_due.isoformat())))
    if latest is not None and due < latest:
        problems.append(Problem("ledger.before_parts", "due", (due.isoformat(), latest.isoformat())))
    return problems


def _raise_all(refusals: Mapping[int, Refusal], items: Mapping[int, Item], *, bulk: bool) -> None:
    """Raise what stops a move: one item's own refusal, or the gravest kind with every item's problems by its number."""
    if not refusals:
        return
    if not bulk:
        raise next(iter(refusals.values()))
    kind = next(kind for kind in _WORST_FIRST if any(isinstance(r, kind) for r in refusals.values()))
    raise kind(
        *(
            Problem(problem.code, items[pk].number if pk in items else str(pk), problem.args)
            for pk, refusal in refusals.items()
            for problem in refusal.problems
        )
    )

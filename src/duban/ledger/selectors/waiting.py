"""What waits for me: one line for an item, for the most pressing reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from duban.engine.series import DueLight
from duban.ledger.models import Extension, Item, Move, Step
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.selectors.lists import reach
from duban.ledger.types import Waiting, WaitingKind
from duban.orgs.selectors import posts_of
from duban.orgs.types import Actor, Role

__all__ = ["units_as", "waiting_for"]

_HEADS = (Role.DEPARTMENT_HEAD, Role.ENTERPRISE_HEAD)


def waiting_for(*, actor: Actor, zone_id: int, on: date) -> tuple[Waiting, ...]:
    """
    Return what waits for the person asking in this zone, the earliest deadline first.

    Supervision: to dispatch, decide, verify, strike off. A lead department: to decide refusals and to verify. Whoever
    does the work (a department's head all of it, others what their post answers for): to accept, report, redo,
    finish a step, and what is overdue.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    lights = lights_on(zone_id, on)
    asker = _Asker(actor, zone_id, lights, _mine(actor, on))
    looks = enumerate(chain(_redo(asker), _work(asker), _decisions(asker)))
    first, *others = (_columns(rows, kind, rank) for rank, (kind, rows) in looks)
    found: dict[int, Waiting] = {}
    for row in sorted((_Row(*columns) for columns in first.union(*others, all=True)), key=_most_pressing):
        found.setdefault(row.item_id, _waiting(row, lights))
    return tuple(sorted(found.values(), key=lambda w: (w.due or date.max, w.number)))


def units_as(actor: Actor, *roles: Role) -> frozenset[int]:
    """Return the units the actor acts for in one of these roles."""
    return frozenset().union(*(held.units for held in actor.held if held.role in roles))


@dataclass(frozen=True, slots=True)
class _Asker:
    actor: Actor
    zone_id: int
    lights: Lights
    mine: Q
    """The items whose work is this person's."""

    @property
    def items(self) -> ItemQuerySet:
        return Item.objects.filter(zone_id=self.zone_id)

    @property
    def supervises(self) -> bool:
        return self.actor.has(self.zone_id, Role.SUPERVISOR)

    def decides(self) -> Q:
        """Return the items this person decides on: all for supervision, a lead department its own."""
        return Q() if self.supervises else Q(lead_id__in=units_as(self.actor, Role.DEPARTMENT_HEAD))


class _Row(NamedTuple):
    """Why an item waits, and what its line needs; the columns of one query, whatever the reason."""

    rank: int
    kind: str
    item_id: int
    number: str
    title: str
    state: str
    start: date | None
    due: date | None
    unit: str
    percent: int
    step: str


def _columns(rows: QuerySet[Any], kind: WaitingKind, rank: int) -> QuerySet[Any, tuple[Any, ...]]:
    rows, said = rows.order_by(), (Value(rank), Value(kind.value))
    if rows.model is Step:
        item = ("item_id", "item__number", "item__title", "item__state", "item__start")
        return rows.values_list(*said, *item, "due", "item__unit", "item__percent", "title")
    item = ("id", "number", "title", "state", "start")
    return rows.values_list(*said, *item, "due", "unit", "percent", Value(""))


def _most_pressing(row: _Row) -> tuple[int, date]:
    return row.rank, row.due or date.max


def _waiting(row: _Row, lights: Lights) -> Waiting:
    if row.step:
        light = DueLight.OVERDUE if row.due and row.due < lights.on else DueLight.NEAR
    else:
        light = lights.of(
            state=row.state, start=row.start, due=row.due, unit=row.unit, percent=row.percent
        ).light
    return Waiting(WaitingKind(row.kind), row.item_id, None, row.number, row.title, row.due, light, row.step)


def _mine(actor: Actor, on: date) -> Q:
    own = Q(person_id__in=posts_of(user_id=actor.user_id, on=on))
    if actor.is_operator:
        return Q()
    return own | Q(responsible_id__in=units_as(actor, *_HEADS))


_Look = Iterator[tuple[WaitingKind, QuerySet[Any]]]


def _redo(asker: _Asker) -> _Look:
    last = Move.objects.filter(item=OuterRef("pk")).order_by("-id").values("edge")[:1]
    rows = asker.items.filter(asker.mine, state="under_way").annotate(last=Subquery(last))
    yield WaitingKind.REDO, rows.filter(last="send_back")


def _work(asker: _Asker) -> _Look:
    """Yield what waits for whoever does the work, the most pressing first."""
    working = asker.items.filter(asker.mine, state__in=["accepted", "under_way"])
    yield WaitingKind.ACCEPT, asker.items.filter(asker.mine, state="dispatched")
    yield WaitingKind.OVERDUE, asker.items.filter(asker.mine, is_lit=1, due__lt=asker.lights.on)
    yield WaitingKind.REPORT, working.filter(report_due__lte=asker.lights.on)
    due = Step.objects.filter(item__in=working, done_on=None, due__lte=asker.lights.near_until)
    yield WaitingKind.STEP, due


def _decisions(asker: _Asker) -> _Look:
    yield WaitingKind.DECIDE_REFUSAL, asker.items.filter(asker.decides(), state="refused")
    asked = Extension.objects.filter(state="asked", item__zone_id=asker.zone_id).values("item_id")
    if asker.supervises:
        yield WaitingKind.DECIDE_EXTENSION, asker.items.filter(pk__in=asked)
    yield WaitingKind.VERIFY, asker.items.filter(asker.decides(), state="reported")
    if asker.supervises:
        yield WaitingKind.STRIKE_OFF, asker.items.filter(state="verified")
        yield WaitingKind.DISPATCH, asker.items.filter(state="registered")

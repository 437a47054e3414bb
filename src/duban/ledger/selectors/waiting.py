"""What waits for me: one line for an item, for the most pressing reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value

from duban.ledger.models import Extension, Item, Move, Step
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.selectors.lists import reach
from duban.ledger.types import Waiting, WaitingKind
from duban.orgs.selectors import posts_of
from duban.orgs.types import Actor, Role

__all__ = ["units_as", "waiting_for"]

_KINDS = {kind.value: kind for kind in WaitingKind}
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
    # The most pressing first: what an item waits for besides that is not told.
    rows = sorted(first.union(*others, all=True), key=lambda row: (row[0], row[1] or date.max))
    for _rank, due, kind, item_id, number, title, step in rows:
        if item_id not in found:
            found[item_id] = Waiting(_KINDS[kind], item_id, None, number, title, due, step)
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


def _columns(rows: QuerySet[Any], kind: WaitingKind, rank: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the columns of one query, whatever the reason an item waits for."""
    rows = rows.order_by().annotate(rank=Value(rank))
    if rows.model is Step:
        return rows.values_list(
            "rank", "due", Value(kind.value), "item_id", "item__number", "item__title", "title"
        )
    return rows.values_list("rank", "due", Value(kind.value), "id", "number", "title", Value(""))


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

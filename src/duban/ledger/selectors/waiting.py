"""What waits for me: one line for an item, for the most pressing reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

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
    found: dict[int, Waiting] = {}
    for look in _LOOKS:
        for waiting in look(asker):
            if waiting.item_id is not None:
                found.setdefault(waiting.item_id, waiting)
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

    def waits(self, kind: WaitingKind, rows: ItemQuerySet, note: str = "") -> Iterator[Waiting]:
        columns = rows.values_list("id", "number", "title", "state", "start", "due", "unit", "percent")
        for item_id, number, title, state, start, due, unit, percent in columns:
            light = self.lights.of(state=state, start=start, due=due, unit=unit, percent=percent).light
            yield Waiting(kind, item_id, None, number, title, due, light, note)


def _mine(actor: Actor, on: date) -> Q:
    own = Q(person_id__in=posts_of(user_id=actor.user_id, on=on))
    if actor.is_operator:
        return Q()
    return own | Q(responsible_id__in=units_as(actor, *_HEADS))


def _redo(asker: _Asker) -> Iterator[Waiting]:
    last = Move.objects.filter(item=OuterRef("pk")).order_by("-id").values("edge")[:1]
    rows = asker.items.filter(asker.mine, state="under_way").annotate(last=Subquery(last))
    return asker.waits(WaitingKind.REDO, rows.filter(last="send_back"))


def _accept(asker: _Asker) -> Iterator[Waiting]:
    return asker.waits(WaitingKind.ACCEPT, asker.items.filter(asker.mine, state="dispatched"))


def _overdue(asker: _Asker) -> Iterator[Waiting]:
    rows = asker.items.filter(asker.mine, is_lit=1, due__lt=asker.lights.on)
    return asker.waits(WaitingKind.OVERDUE, rows)


def _report(asker: _Asker) -> Iterator[Waiting]:
    working = asker.items.filter(asker.mine, state__in=["accepted", "under_way"])
    return asker.waits(WaitingKind.REPORT, working.filter(report_due__lte=asker.lights.on))


def _step(asker: _Asker) -> Iterator[Waiting]:
    working = asker.items.filter(asker.mine, state__in=["accepted", "under_way"])
    due = Step.objects.filter(item__in=working, done_on=None, due__lte=asker.lights.near_until)
    columns = due.order_by("due", "id").values_list("item_id", "item__number", "item__title", "due", "title")
    for item_id, number, title, day, step in columns:
        light = DueLight.OVERDUE if day and day < asker.lights.on else DueLight.NEAR
        yield Waiting(WaitingKind.STEP, item_id, None, number, title, day, light, step)


def _decide_refusal(asker: _Asker) -> Iterator[Waiting]:
    return asker.waits(WaitingKind.DECIDE_REFUSAL, asker.items.filter(asker.decides(), state="refused"))


def _verify(asker: _Asker) -> Iterator[Waiting]:
    return asker.waits(WaitingKind.VERIFY, asker.items.filter(asker.decides(), state="reported"))


def _decide_extension(asker: _Asker) -> Iterator[Waiting]:
    if not asker.supervises:
        return iter(())
    asked = Extension.objects.filter(state="asked", item__zone_id=asker.zone_id).values("item_id")
    return asker.waits(WaitingKind.DECIDE_EXTENSION, asker.items.filter(pk__in=asked))


def _strike_off(asker: _Asker) -> Iterator[Waiting]:
    if not asker.supervises:
        return iter(())
    return asker.waits(WaitingKind.STRIKE_OFF, asker.items.filter(state="verified"))


def _dispatch(asker: _Asker) -> Iterator[Waiting]:
    if not asker.supervises:
        return iter(())
    return asker.waits(WaitingKind.DISPATCH, asker.items.filter(state="registered"))


_LOOKS: tuple[Callable[[_Asker], Iterator[Waiting]], ...] = (
    _redo, _accept, _overdue, _report, _step, _decide_refusal, _decide_extension, _verify, _strike_off, _dispatch,
)  # fmt: skip
"""The most pressing first."""

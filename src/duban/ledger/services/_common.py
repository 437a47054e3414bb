"""What every service here does first, and how one thing is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Forbidden, NotFound
from duban.core.reach import admit
from duban.engine.kernel import Problem
from duban.ledger.models import Counter, Item, Lighting, Move
from duban.ledger.policies import may
from duban.ledger.selectors.facts import parts_in
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.types import Part
from duban.orgs.selectors import posts_of
from duban.orgs.types import Actor

__all__ = [
    "Desk",
    "allow",
    "clock_of",
    "kept_lights",
    "locked_items",
    "note",
    "open_item",
    "taken_serial",
    "today",
    "trace",
]

LONGEST = 500


def allow(actor: Actor, verb: str, zone_id: int) -> None:
    """
    Let the actor do *verb* in the zone.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: if it is, and the actor's roles do not allow the verb
    """
    admit(actor, zone_id, verb, allowed=may(actor, verb, zone_id))


def today(at: datetime) -> date:
    """Return the local day of a moment."""
    return timezone.localdate(at)


def locked_items(actor: Actor, item_ids: Collection[int]) -> dict[int, Item]:
    """Return those of the items the actor may see, locked in order of id until the transaction ends."""
    rows = Item.objects.visible_to(actor).filter(pk__in=item_ids).order_by("pk")
    return {
        item.pk: item for item in rows.select_related("plan").select_for_update(no_key=True, of=("self",))
    }


@dataclass(frozen=True, slots=True)
class Desk:
    """An item locked for somebody, with the parts that person has in it."""

    item: Item
    parts: frozenset[Part]
    on: date

    def demand(self, verb: str, *parts: Part) -> None:
        """
        Let through whoever has one of the parts.

        :raises Forbidden: for anybody else
        """
        if self.parts.isdisjoint(parts):
            raise Forbidden(Problem("core.forbidden", "", (f"@{verb}",)))

    def demand_version(self, version: int) -> None:
        """
        Let through whoever read the item as it is.

        :raises Conflict: if it changed since
        """
        if self.item.version != version:
            raise Conflict(Problem("core.stale", "version"))


def open_item(actor: Actor, item_id: int, at: datetime) -> Desk:
    """
    Return the item locked, with the actor's parts in it.

    :raises NotFound: if it is not within reach
    """
    item = locked_items(actor, [item_id]).get(item_id)
    if item is None:
        raise NotFound(Problem("core.not_found"))
    on = today(at)
    return Desk(item, parts_in(actor, item, posts_of(user_id=actor.user_id, on=on)), on)


def clock_of(zone_id: int, at: datetime) -> Lights:
    """Return the rule and calendar of the local day."""
    return lights_on(zone_id, today(at))


def kept_lights(lights: Lights, zone_id: int) -> None:
    """Remember, where nothing is remembered yet, with which rule and calendar days are kept."""
    Lighting.objects.get_or_create(
        zone_id=zone_id,
        defaults={"behind_pp": lights.rule.due.behind_pp, "calendar": lights.calendar.fingerprint},
    )


def taken_serial(zone_id: int, kind: str, year: int) -> int:
    """Take the next number of a kind in a year; the counter stays locked until the transaction ends."""
    counter, _made = Counter.objects.select_for_update().get_or_create(zone_id=zone_id, kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def trace(
    item: Item,
    edge: str,
    actor: Actor,
    at: datetime,
    *,
    reason: str = "",
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> Move:
    """Return a line for the item's history that leaves its state as it is."""
    return Move(
        item=item,
        edge=edge,
        source=item.state,
        target=item.state,
        by_id=actor.user_id,
        by=actor.name,
        at=at,
        reason=reason.strip(),
        changes={name: list(pair) for name, pair in (changes or {}).items()},
    )


def note(
    actor: Actor,
    verb: str,
    item: Item,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    *,
    reason: str = "",
) -> None:
    """Write down what was done to an item."""
    act = Act(f"ledger.{verb}", f"item:{item.pk}", item.zone_id, before or {}, after or {}, reason)
    record(actor=actor, act=act, at=at)

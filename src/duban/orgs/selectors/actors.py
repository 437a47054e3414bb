"""Who somebody is on a day: the roles held, and what they reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from duban.orgs.models import Grant, Spell, Unit, User
from duban.orgs.selectors._common import held_on, kept
from duban.orgs.types import (
    ADMINISTRATORS,
    BUSINESS,
    Actor,
    Held,
    Role,
    UnitKind,
)

__all__ = ["actor_of", "operator"]


@kept
def actor_of(*, user_id: int, origin: str, on: date, name: str | None = None) -> Actor:
    """
    Return the person as an actor: the roles held on the day, and the zones and units they reach.

    Who knows the person's name already may say it.
    """
    if name is None:
        name = User.objects.values_list("name", flat=True).get(pk=user_id)
    rows = Grant.objects.filter(held_on(on), user_id=user_id)
    grants = list(rows.values_list("role", "unit_id", "unit__kind", "unit__zone_id"))
    above = [unit_id for _role, unit_id, kind, _zone in grants if kind in (UnitKind.REGION, UnitKind.CITY)]
    zones_below = _zones_below(above, on) if above else {}
    inside = {
        unit_id
        for _role, unit_id, kind, _zone in grants
        if kind in (UnitKind.DEPARTMENT, UnitKind.ENTERPRISE)
    }
    units_below = _units_below(inside, on) if inside else {}
    held = frozenset(
        _held(Role(role), unit, kind, zone, zones_below, units_below) for role, unit, kind, zone in grants
    )
    return Actor(
        user_id=user_id,
        name=name,
        origin=origin,
        held=held,
        zone_ids=frozenset().union(*(h.zones for h in held if h.role in BUSINESS)),
        unit_ids=frozenset().union(*(h.units for h in held if h.role not in ADMINISTRATORS)),
    )


def operator(*, name: str) -> Actor:
    """Return the command line's actor, who reaches every zone."""
    zones = frozenset(Unit.objects.filter(kind=UnitKind.ZONE).values_list("pk", flat=True))
    return Actor(user_id=None, name=name, origin="cli", zone_ids=zones, unit_ids=zones, is_operator=True)


def _held(
    role: Role,
    unit_id: int,
    kind: str,
    zone_id: int | None,
    zones_below: Mapping[int, frozenset[int]],
    units_below: Mapping[int, frozenset[int]],
) -> Held:
    if zone_id is not None:
        below = frozenset({unit_id}) | units_below[unit_id]
        return Held(role, unit_id, frozenset({zone_id}), frozenset(), below)
    over = frozenset({unit_id}) if kind == UnitKind.ZONE else zones_below.get(unit_id, frozenset())
    return Held(role, unit_id, over, over, frozenset({unit_id}))


def _zones_below(unit_ids: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    spells = Spell.objects.filter(held_on(on), unit__zone__isnull=True)
    rows = spells.values_list("unit_id", "parent_id", "unit__kind")
    zones = {unit_id for unit_id, _parent, kind in rows if kind == UnitKind.ZONE}
    children = _children((unit_id, parent) for unit_id, parent, _kind in rows)
    return {u: frozenset(_below(u, children) & zones) for u in unit_ids}


def _units_below(unit_ids: set[int], on: date) -> dict[int, frozenset[int]]:
    zones = Unit.objects.filter(pk__in=unit_ids).values("zone_id")
    rows = Spell.objects.filter(held_on(on), unit__zone_id__in=zones).values_list("unit_id", "parent_id")
    children = _children(rows)
    return {u: frozenset(_below(u, children)) for u in unit_ids}


def _children(rows: Iterable[tuple[int, int | None]]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for unit_id, parent_id in rows:
        if parent_id is not None:
            children[parent_id].append(unit_id)
    return children


def _below(unit_id: int, children: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(children.get(unit_id, ()))
    while waiting:
        child = waiting.pop()
        if child not in found:
            found.add(child)
            waiting += children.get(child, ())
    return found

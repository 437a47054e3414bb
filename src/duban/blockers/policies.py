"""Who may do what to blockers. A unit's people act for it; a leader acts for the post he sits in."""

from __future__ import annotations

from dataclasses import dataclass

from duban.blockers.types import Side
from duban.orgs.types import Actor, Role

__all__ = ["ACTING", "Parties", "Standing", "may", "may_raise", "sides"]

ACTING = (
    Role.DEPARTMENT_HEAD,
    Role.RESPONSIBLE,
    Role.ENTERPRISE_HEAD,
    Role.SUPERVISOR,
    Role.DIRECTOR,
    Role.DEPUTY_DIRECTOR,
)
"""Roles that speak for the unit they are held in: a department's own people, and leaders for the zone itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is on a day: the units they speak for, the posts they sit in, the units they are in charge of."""

    units: frozenset[int] = frozenset()
    posts: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()
    unled: frozenset[int] = frozenset()
    """Units without a leader in charge, for the zone's director: it falls to him to decide for them."""
    directs: frozenset[int] = frozenset()
    """Zones directed: a director may always decide."""
    is_operator: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom a blocker lies between."""

    zone_id: int
    unit_id: int
    to_unit_id: int
    to_post_id: int | None


def sides(standing: Standing, parties: Parties) -> frozenset[Side]:
    """Return every side this person stands on."""
    if standing.is_operator:
        return frozenset(Side)
    found = set()
    if parties.unit_id in standing.units:
        found.add(Side.RAISER)
    if parties.to_post_id is None:
        asked = parties.to_unit_id in standing.units
    else:
        asked = parties.to_post_id in standing.posts
    if asked:
        found.add(Side.ADDRESSEE)
    if parties.unit_id in standing.led or parties.zone_id in standing.directs:
        found.add(Side.DECIDER)
    return frozenset(found)


def may_raise(actor: Actor, unit_id: int) -> bool:
    """Return whether the actor may say that this unit is stuck."""
    return actor.acts_for(unit_id, *ACTING)


def may(actor: Actor, verb: str, zone_id: int) -> bool:
    """Return whether the actor may do *verb* in this zone: set the rule, keep the list of causes, or run what runs in the background."""
    if verb == "set_service_rule":
        return actor.has(zone_id, Role.SUPERVISOR, Role.DIRECTOR)
    if verb == "set_causes":
        return actor.has(zone_id, Role.SUPERVISOR, Role.DIRECTOR, Role.ASSESSOR)
    return actor.is_operator

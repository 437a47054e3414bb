"""What somebody is to the blockers of a zone on a day."""

from __future__ import annotations

from datetime import date

from duban.blockers.models import Blocker
from duban.blockers.policies import ACTING, Parties, Standing, may_raise
from duban.orgs.selectors import list_units, posts_of, unit_names
from duban.orgs.types import Actor, Role

__all__ = ["parties_of", "raising_units", "standing_of"]


def standing_of(actor: Actor, zone_id: int, on: date) -> Standing:
    """Return the units the actor speaks for, the posts held, and the units led, in the zone on the day."""
    if actor.is_operator:
        return Standing(is_operator=True)
    posts = posts_of(user_id=actor.user_id, on=on)
    directs = actor.zones_with(Role.DIRECTOR)
    units = list_units(actor=actor, zone_id=zone_id, on=on) if posts or zone_id in directs else []
    return Standing(
        units=frozenset().union(*(h.units for h in actor.held if h.role in ACTING)),
        posts=posts,
        led=frozenset(u.id for u in units if u.leader_id in posts),
        unled=frozenset(u.id for u in units if u.leader_id is None) if zone_id in directs else frozenset(),
        directs=directs,
    )


def raising_units(*, actor: Actor, zone_id: int, on: date) -> dict[int, str]:
    """Return the units of the zone the actor may say are stuck, by name: those the actor speaks for."""
    units, _posts = unit_names(zone_ids=[zone_id], on=on)
    return {unit: name for unit, name in units.items() if may_raise(actor, unit)}


def parties_of(blocker: Blocker) -> Parties:
    """Return whom the blocker lies between."""
    return Parties(blocker.zone_id, blocker.unit_id, blocker.to_unit_id, blocker.to_post_id)

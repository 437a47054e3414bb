from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from duban.exchange.wording import word
from duban.notices.selectors import unread_count
from duban.orgs.types import ZoneRow
from duban.web.nav import address, rooms, sections
from duban.web.standing import TODAY
from duban.web.zones import works_in


@dataclass(frozen=True, slots=True)
class Stands:
    """The day a page stands at where that is not today, or where the zone's own day is another."""

    on: date
    usual: date | None
    """The illustrative zone's own day."""
    other: str
    """What the address asks for to stand at the other day: today, or the zone's own."""
    query: str
    """The rest of the address's query, kept."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every page who is asking, where, and which rooms there are to go to."""
    actor, zone = getattr(request, "actor", None), getattr(request, "zone", None)
    if actor is None:
        return {}
    here = request.resolver_match.url_name if request.resolver_match else ""
    roles = sorted({held.role for held in actor.held if zone is None or zone.id in held.zones})
    return {
        "actor": actor,
        "zone": zone,
        "stands": _stands(request, zone),
        "home_href": address("zone-home", zone.slug) if zone and zone.id in actor.zone_ids else "",
        "rooms": rooms(actor, zone, here or "") if zone else (),
        "sections": sections(actor, zone, here or "") if zone else (),
        "unread": unread_count(actor=actor, zone_id=zone.id) if zone else 0,
        "zones_many": len(actor.zone_ids) > 1,
        "role_words": _("、").join(word("role", role) for role in roles),
    }


def _stands(request: Any, zone: ZoneRow | None) -> Stands | None:
    on, today = getattr(request, "on", None), getattr(request, "today", None)
    if (
        zone is None
        or on is None
        or not works_in(request.actor, zone.id)
        or (on == today and zone.sample_day in {None, today})
    ):
        return None
    rest = request.GET.copy()
    for name in ("on", "as_of", "known_at"):
        rest.pop(name, None)
    other = TODAY if on != today or zone.sample_day is None else zone.sample_day.isoformat()
    return Stands(on, zone.sample_day, other, rest.urlencode())

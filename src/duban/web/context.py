from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from duban.exchange.wording import word
from duban.notices.selectors import unread_count
from duban.web.nav import rooms, sections


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
        "rooms": rooms(actor, zone, here or "") if zone else (),
        "sections": sections(actor, zone, here or "") if zone else (),
        "unread": unread_count(actor=actor, zone_id=zone.id) if zone else 0,
        "zones_many": len(actor.zone_ids) > 1,
        "role_words": "、".join(word("role", role) for role in roles),
    }

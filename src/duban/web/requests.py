from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from duban.orgs.types import Actor, ZoneRow


class ActorRequest(HttpRequest):
    """A request that passed ActorMiddleware; ``zone`` is there in views under ``@in_zone``."""

    actor: Actor
    zone: ZoneRow
    at: datetime
    today: date
    on: date
    """The day the page stands at, in views under ``@in_zone``: see :mod:`duban.web.standing`."""
    asked_on: str
    """What links keep of it; empty where it is the zone's usual day."""
    htmx: HtmxDetails
    user: Any
    needs_new_password: bool


def address_of(request: HttpRequest) -> str:
    """Return where the request came from, as the server itself saw it."""
    return str(request.META.get("REMOTE_ADDR") or "-")

"""Every page of a zone is asked for within that zone: a foreign one is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http.response import HttpResponseBase

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.selectors import zone_by_slug
from duban.orgs.types import ADMINISTRATORS, Actor
from duban.web.requests import ActorRequest
from duban.web.standing import stand, standing_kept

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def in_zone(
    view: Callable[Concatenate[ActorRequest, P], R],
) -> Callable[Concatenate[ActorRequest, str, P], R]:
    """Resolve the address's zone within the actor's reach and put it on the request as ``zone``, with the day it stands at."""

    @wraps(view)
    def within(request: ActorRequest, zone: str, *args: P.args, **kwargs: P.kwargs) -> R:
        request.zone = zone_by_slug(actor=request.actor, slug=zone, on=request.today)
        stand(request)
        return standing_kept(request, view(request, *args, **kwargs))

    return cast("Callable[Concatenate[ActorRequest, str, P], R]", within)


def in_business_zone(
    view: Callable[Concatenate[ActorRequest, P], R],
) -> Callable[Concatenate[ActorRequest, str, P], R]:
    """Do as :func:`in_zone`, for pages of the zone's business: administrators read none of it."""

    @wraps(view)
    def within(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        if request.zone.id not in request.actor.zone_ids:
            raise NotFound(Problem("core.not_found"))
        return view(request, *args, **kwargs)

    return in_zone(cast("Callable[Concatenate[ActorRequest, P], R]", within))


def in_working_zone(
    view: Callable[Concatenate[ActorRequest, P], R],
) -> Callable[Concatenate[ActorRequest, str, P], R]:
    """Do as :func:`in_zone`, for pages of one's own work: firms read theirs too, administrators none."""

    @wraps(view)
    def within(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> R:
        if not works_in(request.actor, request.zone.id):
            raise NotFound(Problem("core.not_found"))
        return view(request, *args, **kwargs)

    return in_zone(cast("Callable[Concatenate[ActorRequest, P], R]", within))


def works_in(actor: Actor, zone_id: int) -> bool:
    """Return whether the person has any work in the zone: a role there that is not an administrator's."""
    return any(zone_id in held.zones and held.role not in ADMINISTRATORS for held in actor.held)

"""Every page of a zone is asked for within that zone: a foreign one is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.selectors import zone_by_slug
from duban.web.requests import ActorRequest

P = ParamSpec("P")


def in_zone(
    view: Callable[Concatenate[ActorRequest, P], HttpResponse],
) -> Callable[Concatenate[ActorRequest, str, P], HttpResponse]:
    """Resolve the address's zone within the actor's reach and put it on the request as ``zone``."""

    @wraps(view)
    def within(request: ActorRequest, zone: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.zone = zone_by_slug(actor=request.actor, slug=zone, on=request.today)
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[ActorRequest, str, P], HttpResponse]", within)


def in_business_zone(
    view: Callable[Concatenate[ActorRequest, P], HttpResponse],
) -> Callable[Concatenate[ActorRequest, str, P], HttpResponse]:
    """Do as :func:`in_zone`, for pages of the zone's business: administrators read none of it."""

    @wraps(view)
    def within(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.zone.id not in request.actor.zone_ids:
            raise NotFound(Problem("core.not_found"))
        return view(request, *args, **kwargs)

    return in_zone(cast("Callable[Concatenate[ActorRequest, P], HttpResponse]", within))

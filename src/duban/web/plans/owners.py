from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.boards import selectors
from duban.boards.types import Hole, HoleKind
from duban.exchange.wording import word
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone


@dataclass(frozen=True, slots=True)
class Line:
    """Something nobody answers for, with where to mend it."""

    hole: Hole
    href: str
    asked: str
    holder: str


@dataclass(frozen=True, slots=True)
class Group:
    """Holes of one kind."""

    kind: str
    word: str
    lines: tuple[Line, ...]


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    on = request.on
    found = selectors.ownerless(actor=request.actor, zone_id=request.zone.id, on=on)
    by_kind: dict[HoleKind, list[Line]] = defaultdict(list)
    for hole in found.holes:
        asked = hole.asked
        said = " · ".join(filter(None, (asked.unit, asked.post)))
        holder = asked.holder if asked.holder != asked.post else ""
        by_kind[hole.kind].append(Line(hole, _href(request, hole), said, holder))
    groups = [Group(k.value, word("hole", k), tuple(by_kind[k])) for k in HoleKind if by_kind[k]]
    context = {"groups": groups, "total": len(found.holes), "on": on, "asked_of": found.asked_of}
    return render(request, "plans/ownerless.html", context)


def _href(request: ActorRequest, hole: Hole) -> str:
    slug = request.zone.slug
    if hole.item_id is not None:
        return address("item", slug, hole.item_id)
    if hole.plan_id is not None:
        return address("plan", slug, hole.plan_id)
    if hole.blocker_id is not None:
        return address("blocker", slug, hole.blocker_id)
    if hole.code:
        name = "target-new" if hole.kind is HoleKind.INDICATOR_TARGET else "definition-edit"
        return address(name, slug, hole.code)
    return address("department", slug, hole.unit_id) if hole.unit_id is not None else ""

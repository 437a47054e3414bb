"""Units, firms and posts a page of projects lets one choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from duban.enterprises.selectors import list_enterprises
from duban.exchange import figures
from duban.orgs.selectors import list_posts, list_units
from duban.orgs.types import Role, UnitKind
from duban.web.ledger.people import post_word
from duban.web.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class Picks:
    """Departments, firms and posts of the zone today, in the reader's language."""

    units: tuple[tuple[int, str], ...]
    firms: tuple[tuple[int, str], ...]
    posts: tuple[tuple[int, str], ...]
    leaders: tuple[tuple[int, str], ...]


def picks_in(request: ActorRequest) -> Picks:
    """Return what may be chosen in this zone today."""
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "on": request.on}
    units = list_units(**reach)
    posts = list_posts(**reach)
    named = {u.id: figures.name_of(u) for u in units}
    firms = list_enterprises(**reach)
    return Picks(
        units=tuple((u.id, figures.name_of(u)) for u in units if u.kind is UnitKind.DEPARTMENT),
        firms=tuple((f.id, figures.name_of(f)) for f in firms),
        posts=tuple(
            (p.id, f"{named.get(p.unit_id, p.unit)} · {post_word(p)}")
            for p in posts
            if p.unit_id != request.zone.id
        ),
        leaders=tuple((p.id, post_word(p)) for p in posts if p.unit_id == request.zone.id),
    )


def departments(request: ActorRequest) -> tuple[tuple[int, str], ...]:
    """Return the zone's departments today."""
    units = list_units(actor=request.actor, zone_id=request.zone.id, on=request.on)
    return tuple((u.id, figures.name_of(u)) for u in units if u.kind is UnitKind.DEPARTMENT)


def registers(request: ActorRequest) -> bool:
    """Return whether the person may register projects: keepers any, heads of departments their own."""
    return request.actor.has(request.zone.id, Role.SUPERVISOR) or any(
        held.role is Role.DEPARTMENT_HEAD and request.zone.id in held.zones for held in request.actor.held
    )


def keeps(request: ActorRequest) -> bool:
    """Return whether the person rules what the whole zone's projects hold to."""
    return request.actor.has(request.zone.id, Role.SUPERVISOR)

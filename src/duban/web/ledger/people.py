"""Units and posts a page of the ledger lets one choose from."""

from __future__ import annotations

from dataclasses import dataclass

from duban.exchange import figures
from duban.orgs.selectors import list_posts, list_units
from duban.orgs.types import PostRow, Role, UnitKind, UnitRow
from duban.web.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class Choices:
    """Departments, firms and posts of the zone today, in the reader's language."""

    units: tuple[tuple[int, str], ...]
    posts: tuple[tuple[int, str], ...]
    leaders: tuple[tuple[int, str], ...]
    """Posts of the zone itself: the leaders in charge."""


def choices_in(request: ActorRequest) -> Choices:
    """Return what may be chosen in this zone today."""
    units = list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)
    posts = list_posts(actor=request.actor, zone_id=request.zone.id, on=request.today)
    return Choices(
        units=tuple((u.id, figures.name_of(u)) for u in units if _works(u)),
        posts=tuple((p.id, post_word(p)) for p in posts if p.unit_id != request.zone.id),
        leaders=tuple((p.id, post_word(p)) for p in posts if p.unit_id == request.zone.id),
    )


def post_word(post: PostRow) -> str:
    """Return a post with who holds it, where the holder's name says more than the title."""
    title = post.title if figures.in_chinese() or not post.title_en else post.title_en
    return title if not post.holder or post.holder == post.title else f"{title} · {post.holder}"


def supervises(request: ActorRequest) -> bool:
    """Return whether the person keeps the zone's ledger."""
    return request.actor.has(request.zone.id, Role.SUPERVISOR)


def drafts(request: ActorRequest) -> bool:
    """Return whether the person may draft items: supervisors and leaders any, heads their department's."""
    leads = (Role.SUPERVISOR, Role.DIRECTOR, Role.DEPUTY_DIRECTOR)
    return request.actor.has(request.zone.id, *leads) or any(
        held.role is Role.DEPARTMENT_HEAD and request.zone.id in held.zones for held in request.actor.held
    )


def decomposes(request: ActorRequest) -> bool:
    """Return whether the person splits targets into items."""
    return request.actor.has(request.zone.id, Role.SUPERVISOR, Role.STATISTICIAN)


def _works(unit: UnitRow) -> bool:
    return unit.kind in {UnitKind.DEPARTMENT, UnitKind.ENTERPRISE}

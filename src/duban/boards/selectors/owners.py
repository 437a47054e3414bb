"""Nothing without an owner 事情有人干、指标有人管: what nobody answers for, and to whom that question goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import get_language

from duban.blockers.selectors import open_blockers
from duban.blockers.types import BlockerRow
from duban.boards.types import Asked, Hole, HoleKind, Ownerless
from duban.engine.kernel import Period
from duban.indicators.selectors import gap_board
from duban.indicators.types import GapRow
from duban.ledger.selectors import count_items, list_plans, ownerless_items
from duban.ledger.types import ItemFilter, PlanRow, PlanState
from duban.ledger.types import Ownerless as ItemHole
from duban.orgs.selectors import list_posts, list_units, unit_names
from duban.orgs.types import Actor, PostRow, UnitKind, UnitRow

__all__ = ["ownerless"]


@dataclass(frozen=True, slots=True)
class _Offices:
    """Who is who on the day."""

    zone_id: int
    units: Mapping[int, UnitRow]
    posts: Mapping[int, PostRow]
    names: Mapping[int, str]
    titles: Mapping[int, str]

    def vacant(self, post_id: int | None) -> bool:
        """Return whether the post is named and nobody is in it."""
        return post_id is not None and (post_id not in self.posts or self.posts[post_id].holder_id is None)

    def ask(self, unit_id: int | None, *, above: bool = False) -> Asked:
        """
        Return to whom a question about a unit's matter goes: its head, the leader in charge, the zone's head.

        The first of these in whose post somebody is; *above* leaves the head out.
        """
        unit, zone = self.units.get(unit_id or 0), self.units.get(self.zone_id)
        chain = [] if unit is None else [unit.leader_id] if above else [unit.head_id, unit.leader_id]
        for post_id in (*chain, zone.head_id if zone else None):
            if post_id is not None and not self.vacant(post_id):
                return self.in_post(post_id)
        return Asked(self.names.get(unit_id or 0, "") or self.names.get(self.zone_id, ""))

    def in_post(self, post_id: int | None) -> Asked:
        """Return the post as the one asked; none: supervision, which looks after everything nobody else does."""
        if post_id is None or post_id not in self.posts:
            return Asked()
        post = self.posts[post_id]
        return Asked(self.names.get(post.unit_id, post.unit), self.titles.get(post_id, ""), post.holder)


def ownerless(*, actor: Actor, zone_id: int, on: date) -> Ownerless:
    """
    Return everything in the zone that nobody answers for on a day, with the one the question goes to.

    :raises NotFound: if the zone is not within reach
    """
    offices = _offices(actor, zone_id, on)
    at = timezone.make_aware(datetime.combine(on, time.max))
    rows = gap_board(actor=actor, zone_id=zone_id, as_of=Period(on.year, 12), known_at=at).rows
    plans = [p for p in list_plans(actor=actor, zone_id=zone_id, on=on) if p.state is not PlanState.CLOSED]
    departments = [u for u in offices.units.values() if u.kind is UnitKind.DEPARTMENT]
    items = ownerless_items(actor=actor, zone_id=zone_id, on=on)
    stuck = open_blockers(actor=actor, zone_id=zone_id, on=on).rows
    holes = [
        *(hole for row in rows for hole in _of_indicator(row, offices)),
        *(hole for p in plans for hole in _of_plan(p, offices)),
        *(hole for i in items for hole in _of_item(i, offices)),
        *(hole for b in stuck for hole in _of_blocker(b, offices)),
        *(hole for u in departments for hole in _of_unit(u, offices)),
    ]
    counts = {
        "indicators": len(rows),
        "plans": len(plans),
        "items": count_items(actor=actor, zone_id=zone_id, on=on, filter=ItemFilter()).total,
        "blockers": len(stuck),
        "units": len(departments),
    }
    return Ownerless(on, tuple(holes), counts)


def _offices(actor: Actor, zone_id: int, on: date) -> _Offices:
    names, titles = unit_names(zone_ids=[zone_id], on=on)
    return _Offices(
        zone_id,
        {u.id: u for u in list_units(actor=actor, zone_id=zone_id, on=on)},
        {p.id: p for p in list_posts(actor=actor, zone_id=zone_id, on=on)},
        names,
        titles,
    )


def _of_indicator(row: GapRow, offices: _Offices) -> Iterator[Hole]:
    indicator = row.indicator
    owner = offices.units.get(indicator.owner_id or 0)
    english = (get_language() or "").startswith("en")
    name = indicator.name_en if english and indicator.name_en else indicator.name

    def hole(kind: HoleKind) -> Hole:
        return Hole(kind, name, offices.ask(owner.id if owner else None), code=indicator.code)

    if owner is None:
        yield hole(HoleKind.INDICATOR_OWNER)
    leader = indicator.leader_id or (owner.leader_id if owner else None)
    if leader is None or offices.vacant(leader):
        yield hole(HoleKind.INDICATOR_LEADER)
    if row.target is None:
        yield hole(HoleKind.INDICATOR_TARGET)


def _of_plan(plan: PlanRow, offices: _Offices) -> Iterator[Hole]:
    asked = offices.ask(plan.owner_id)
    if plan.leader_id is None:
        yield Hole(HoleKind.PLAN_LEADER, plan.title, asked, plan_id=plan.id)
    elif offices.vacant(plan.leader_id):
        yield Hole(HoleKind.PLAN_LEADER_LEFT, plan.title, asked, plan_id=plan.id)
    if not plan.primary_cause:
        yield Hole(HoleKind.PLAN_CAUSE, plan.title, asked, plan_id=plan.id)
    if not plan.measures:
        yield Hole(HoleKind.PLAN_MEASURE, plan.title, asked, plan_id=plan.id)


def _of_item(item: ItemHole, offices: _Offices) -> Iterator[Hole]:
    asked = offices.in_post(item.ask_post_id)
    kind = "item" if item.step_id is None else "step"
    for lack in item.lacks:
        yield Hole(
            HoleKind(f"{kind}_{lack.value}"), item.title, asked, number=item.number, item_id=item.item_id
        )


def _of_blocker(blocker: BlockerRow, offices: _Offices) -> Iterator[Hole]:
    """The leader addressed, or the head of the department addressed, must be there to answer."""
    unit = offices.units.get(blocker.to_unit_id)
    post = blocker.to_post_id or (unit.head_id if unit else None)
    if post is None or offices.vacant(post):
        asked = offices.ask(blocker.to_unit_id, above=True)
        title, number = blocker.subject.title, blocker.number
        yield Hole(HoleKind.BLOCKER_ADDRESSEE, title, asked, number, blocker_id=blocker.id)


def _of_unit(unit: UnitRow, offices: _Offices) -> Iterator[Hole]:
    name = offices.names.get(unit.id, unit.name)
    asked = offices.ask(unit.id, above=True)
    if unit.head_id is None:
        yield Hole(HoleKind.UNIT_HEAD, name, asked, unit_id=unit.id)
    elif offices.vacant(unit.head_id):
        yield Hole(HoleKind.UNIT_HEAD_LEFT, name, asked, unit_id=unit.id)

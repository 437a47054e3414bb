"""A department's own work; what is overdue, for the chain in charge; and what nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from duban.core.errors import Forbidden
from duban.engine.kernel import Problem
from duban.ledger.models import Extension, Item, Move, Step
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.selectors.lists import reach
from duban.ledger.selectors.rows import names_on
from duban.ledger.selectors.waiting import units_as
from duban.ledger.types import Department, Lack, OverduePerson, Ownerless
from duban.orgs.selectors import holders_in, posts_in, posts_of, unit_heads
from duban.orgs.types import Actor, Role

__all__ = ["department_page", "overdue_by_person", "ownerless_items"]

_FINISHED = ("verified", "struck_off", "archived")
_CHAIN = (Role.SUPERVISOR, Role.DIRECTOR)


def department_page(
    *, actor: Actor, zone_id: int, unit_id: int, on: date, since: date | None = None
) -> Department:
    """
    Return what a department's page shows of the work it is responsible for; *since* is where movement counts from.

    Finished and on time are of those reported done in the year of *on* and found to be. Without *since* movement
    counts from the first of the month.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    since = since or on.replace(day=1)
    year = date(on.year, 1, 1)
    own = Item.objects.of_zone(actor, zone_id).filter(responsible_id=unit_id)
    finished = Q(state__in=_FINISHED, finished_on__range=(year, on))
    counted = own.aggregate(
        open=Count("id", filter=Q(is_open=1)),
        overdue=Count("id", filter=Q(is_lit=1, due__lt=on)),
        finished=Count("id", filter=finished),
        on_time=Count("id", filter=finished & Q(finished_on__lte=F("due"))),
    )
    moves = Move.objects.filter(edge__in=["dispatch", "strike_off"], at__range=_days(since, on), item__in=own)
    moved = moves.aggregate(
        opened=Count("item", filter=Q(edge="dispatch"), distinct=True),
        closed=Count("item", filter=Q(edge="strike_off"), distinct=True),
    )
    granted = Extension.objects.filter(item__in=own, state="granted", decided_at__range=_days(year, on))
    return Department(
        unit_id=unit_id,
        unit=names_on(zone_id, on).unit(unit_id),
        open=counted["open"],
        overdue=counted["overdue"],
        finished=counted["finished"],
        on_time=counted["on_time"],
        extended=granted.count(),
        opened_since=moved["opened"],
        closed_since=moved["closed"],
    )


def _days(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the local beginning of the first day and the end of the last."""
    return timezone.make_aware(datetime.combine(first, time.min)), timezone.make_aware(
        datetime.combine(last, time.max)
    )


def overdue_by_person(*, actor: Actor, zone_id: int, on: date) -> tuple[OverduePerson, ...]:
    """
    Return whose work is overdue and how much of it, for the chain in charge of them and for nobody else.

    Supervision and the director see the zone; a deputy what they lead; a department's head the department.

    :raises Forbidden: for everybody else
    """
    reach(actor, zone_id)
    rows = Item.objects.filter(zone_id=zone_id, is_lit=1, due__lt=on).filter(_in_charge(actor, zone_id, on))
    names = names_on(zone_id, on)
    grouped = rows.order_by().values_list("person_id", "responsible_id").annotate(Count("id"), Min("due"))
    found = list(grouped)
    people = [
        OverduePerson(post, names.person(post), unit, names.unit(unit), overdue, earliest)
        for post, unit, overdue, earliest in found
    ]
    return tuple(sorted(people, key=lambda one: (one.earliest_due, one.unit, one.person)))


def ownerless_items(*, actor: Actor, zone_id: int, on: date) -> tuple[Ownerless, ...]:
    """
    Return open items, and steps of theirs, that are without person, lead, day or standard of done, and who is asked.

    The head of the lead department is asked; where there is none, or nobody is in that post, supervision is.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    posts = posts_in(zone_id=zone_id)
    holders = holders_in(zone_id=zone_id, on=on)
    asked = _Asked(unit_heads(zone_id=zone_id, on=on), holders)
    rows = Item.objects.of_zone(actor, zone_id).filter(is_open=1)
    return (*_items_lacking(rows, posts.keys() - holders.keys(), asked), *_steps_lacking(rows, asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    heads: Mapping[int, int]
    holders: Mapping[int, str]

    def of(self, lead_id: int | None) -> tuple[int | None, str]:
        """Return the post the question goes to and who is in it; neither: supervision."""
        head = self.heads.get(lead_id) if lead_id is not None else None
        return (head, self.holders[head]) if head in self.holders and head is not None else (None, "")


def _items_lacking(rows: ItemQuerySet, vacant: AbstractSet[int], asked: _Asked) -> Iterator[Ownerless]:
    lacking = (
        Q(person_id=None)
        | Q(person_id__in=vacant)
        | Q(lead_id=None)
        | Q(due=None)
        | Q(done_when="")
        | Q(steps=None)
    )
    found = list(rows.filter(lacking).distinct().order_by("due", "id"))
    mapped = set(Step.objects.filter(item__in=found).values_list("item_id", flat=True))
    for item in found:
        told = {
            Lack.PERSON: item.person_id is None,
            Lack.PERSON_LEFT: item.person_id in vacant,
            Lack.LEAD: item.lead_id is None,
            Lack.DATE: item.due is None,
            Lack.STANDARD: not item.done_when,
            Lack.ROUTE_MAP: item.pk not in mapped,
        }
        lacks = tuple(lack for lack, is_so in told.items() if is_so)
        yield Ownerless(item.pk, None, item.number, item.title, lacks, *asked.of(item.lead_id))


def _steps_lacking(rows: ItemQuerySet, asked: _Asked) -> Iterator[Ownerless]:
    steps = Step.objects.filter(item__in=rows, due=None, done_on=None).select_related("item")
    for step in steps.order_by("item_id", "order"):
        yield Ownerless(
            step.item_id, step.pk, step.item.number, step.title, (Lack.DATE,), *asked.of(step.item.lead_id)
        )


def _in_charge(actor: Actor, zone_id: int, on: date) -> Q:
    if actor.has(zone_id, *_CHAIN):
        return Q()
    own = Q(responsible_id__in=units_as(actor, Role.DEPARTMENT_HEAD))
    leads = Q(leader_id__in=posts_of(user_id=actor.user_id, on=on))
    if actor.has(zone_id, Role.DEPUTY_DIRECTOR):
        return own | leads
    if units_as(actor, Role.DEPARTMENT_HEAD):
        return own
    raise Forbidden(Problem("core.forbidden", "", ("@ledger.overdue",)))

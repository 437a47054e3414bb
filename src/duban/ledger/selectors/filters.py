"""One function turns a filter into rows: a list, its count, its export and the board can never differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from duban.core.reach import Reach
from duban.engine.series import DueLight
from duban.ledger.lifecycle import CLOSED_STATES
from duban.ledger.models import Assistance, Item, ItemTag
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.search import among, holding, is_common
from duban.ledger.selectors.lights import Lights
from duban.ledger.types import ItemFilter, Order, View

__all__ = ["in_view", "items_of", "ordered"]

_SORTED_BY = {
    Order.DUE: ("due",),
    Order.NUMBER: ("year", "serial"),
    Order.MOVED: ("moved_at",),
    Order.PERCENT: ("percent",),
}
_PLAIN = ("lead_id", "responsible_id", "person_id", "leader_id", "plan_id", "parent_id")


def items_of(
    actor: Reach,
    zone_id: int,
    asked: ItemFilter,
    lights: Lights,
    *,
    view: View | None = None,
    few: bool = False,
) -> ItemQuerySet:
    """Return the items a filter asks for, in no order; *view* in place of the filter's own. *few*: not all are read."""
    rows = Item.objects.of_zone(actor, zone_id).filter(in_view(view or asked.view, zone_id, lights))
    for name in _PLAIN:
        if (wanted := getattr(asked, name)) is not None:
            rows = rows.filter(**{name: wanted})
    return _found(rows.filter(_words(asked, zone_id), _dates(asked)), asked.q, zone_id, few=few)


def ordered(rows: ItemQuerySet, asked: ItemFilter) -> ItemQuerySet:
    """Return the items in the order asked for, without a day last; equal ones by id, so that pages never overlap."""
    names = _SORTED_BY[asked.order]
    return rows.order_by(*(_by(name, descending=asked.descending) for name in (*names, "id")))


def in_view(view: View, zone_id: int, lights: Lights) -> Q:
    """Return the condition of a view: exactly the items whose light says the same."""
    return _VIEWS[view](lights.on, zone_id, lights)


def _overdue(on: date, _zone_id: int, _lights: Lights) -> Q:
    return Q(is_lit=1, due__lt=on)


def _behind(on: date, zone_id: int, lights: Lights) -> Q:
    return Q(is_lit=1, due__gte=on) & _is_behind(on, zone_id, lights)


def _near(on: date, zone_id: int, lights: Lights) -> Q:
    soon = Q(is_lit=1, due__range=(on, lights.near_until))
    if lights.kept_holds:
        return soon & (Q(behind_from__isnull=True) | Q(behind_from__gt=on))
    return soon & ~_is_behind(on, zone_id, lights)


def _is_behind(on: date, zone_id: int, lights: Lights) -> Q:
    """Return who is behind: from the days kept, or item by item where the rule or the calendar changed since."""
    if lights.kept_holds:
        return Q(behind_from__lte=on)
    lit = Item.objects.filter(zone_id=zone_id, is_lit=1, due__gte=on)
    columns = lit.values_list("id", "state", "start", "due", "unit", "percent")
    return Q(
        pk__in=[
            item_id
            for item_id, state, start, due, unit, percent in columns
            if lights.of(state=state, start=start, due=due, unit=unit, percent=percent).light
            is DueLight.BEHIND
        ]
    )


_VIEWS: dict[View, Callable[[date, int, Lights], Q]] = {
    View.OPEN: lambda _on, _zone, _lights: Q(is_open=1),
    View.OVERDUE: _overdue,
    View.NEAR: _near,
    View.BEHIND: _behind,
    View.UNACCEPTED: lambda on, _zone, _lights: Q(state="dispatched", accept_due__lt=on),
    View.UNREPORTED: lambda on, _zone, _lights: Q(state__in=["accepted", "under_way"], report_due__lt=on),
    View.CLOSED: lambda _on, _zone, _lights: Q(state__in=CLOSED_STATES),
    View.ALL: lambda _on, _zone, _lights: Q(),
}


def _found(rows: ItemQuerySet, q: str, zone_id: int, *, few: bool) -> ItemQuerySet:
    if not q.strip():
        return rows
    # What most items hold fills a page within a few steps of the list.
    return rows.filter(holding(q)) if few and is_common(q) else among(rows, q, zone_id)


def _words(asked: ItemFilter, zone_id: int) -> Q:
    wanted = Q()
    if asked.states:
        wanted &= Q(state__in=[state.value for state in asked.states])
    if asked.unit_id is not None:
        assists = Assistance.objects.filter(unit_id=asked.unit_id).values("item_id")
        wanted &= Q(lead_id=asked.unit_id) | Q(responsible_id=asked.unit_id) | Q(pk__in=assists)
    if asked.origin is not None:
        wanted &= Q(origin=asked.origin.value)
    if asked.urgency is not None:
        wanted &= Q(urgency=asked.urgency.value)
    if asked.tag:
        tagged = ItemTag.objects.filter(zone_id=zone_id, word=asked.tag)
        wanted &= Q(pk__in=tagged.values("item_id"))
    return wanted


def _dates(asked: ItemFilter) -> Q:
    wanted = Q()
    if asked.due_from is not None:
        wanted &= Q(due__gte=asked.due_from)
    if asked.due_to is not None:
        wanted &= Q(due__lte=asked.due_to)
    return wanted


def _by(name: str, *, descending: bool) -> OrderBy:
    """Return one column's order. Both databases keep empty days at the same end, and can read it from the index."""
    if name != "due":
        return F(name).desc() if descending else F(name).asc()
    return F(name).desc(nulls_first=True) if descending else F(name).asc(nulls_last=True)

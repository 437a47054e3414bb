"""The items that are a plan's measures, as rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from duban.engine.calendars import DayUnit
from duban.engine.series import DueLight, DueRule, DueStanding, Term, due_standing
from duban.ledger.models import Item
from duban.ledger.types import ItemRow, ItemState, Urgency
from duban.orgs.selectors import list_posts, unit_names, work_calendar
from duban.orgs.types import Actor

__all__ = ["item_rows"]

_LIT = frozenset({ItemState.DISPATCHED, ItemState.REFUSED, ItemState.ACCEPTED, ItemState.UNDER_WAY})
_DONE = frozenset({ItemState.REPORTED, ItemState.VERIFIED, ItemState.STRUCK_OFF, ItemState.ARCHIVED})


def item_rows(*, actor: Actor, zone_id: int, ids: Collection[int], on: date) -> dict[int, ItemRow]:
    """Return these items by id, as a list shows them on the day."""
    units, _posts = unit_names(zone_ids=[zone_id], on=on)
    people = {p.id: f"{p.title}" for p in list_posts(actor=actor, zone_id=zone_id, on=on)}
    calendar, rule = work_calendar(), DueRule()
    found = {}
    for item in Item.objects.visible_to(actor).filter(zone_id=zone_id, pk__in=ids):
        state = ItemState(item.state)
        standing = DueStanding(DueLight.NONE)
        if item.start and item.due and state in _LIT | _DONE:
            term = Term(item.start, item.due, DayUnit(item.unit))
            standing = due_standing(term, Decimal(item.percent), on, rule, calendar, done=state in _DONE)
        found[item.pk] = ItemRow(
            id=item.pk,
            number=item.number,
            title=item.title,
            state=state,
            lead_id=item.lead_id,
            lead=units.get(item.lead_id or 0, ""),
            responsible_id=item.responsible_id,
            responsible=units.get(item.responsible_id or 0, ""),
            person_id=item.person_id,
            person=people.get(item.person_id or 0, ""),
            start=item.start,
            due=item.due,
            unit=DayUnit(item.unit),
            percent=item.percent,
            urgency=Urgency(item.urgency),
            standing=standing,
            accept_due=item.accept_due,
            report_due=item.report_due,
            last_report_at=item.last_report_at,
            parent_id=item.parent_id,
            children=0,
            blockers=0,
            is_sample=item.is_sample,
            version=item.version,
        )
    return found

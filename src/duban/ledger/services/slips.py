"""Supervision slips 督办单: one for an item, a colour and a deadline, however often they are issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from duban.audit.services import record_all
from duban.audit.types import Act
from duban.engine.kernel import Problem, plain, shown
from duban.engine.series import DueLight, DueStanding
from duban.ledger.models import Counter, Item, Slip
from duban.ledger.selectors.filters import in_view
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.selectors.pages import slip_row
from duban.ledger.services._common import allow
from duban.ledger.types import SlipColour, SlipRow, View
from duban.orgs.types import Actor

__all__ = ["issue_slips"]

_KIND = "slip"
_COLOURS = {
    DueLight.NEAR: SlipColour.BLUE,
    DueLight.BEHIND: SlipColour.YELLOW,
    DueLight.OVERDUE: SlipColour.RED,
}
"""Blue near, yellow behind, red overdue: the rule of Suqian's industry group (domain.md 3.3)."""
_BATCH = 2000


@transaction.atomic
def issue_slips(
    *, actor: Actor, zone_id: int, on: date, at: datetime, dry_run: bool = False
) -> list[SlipRow]:
    """
    Issue the slips of a day, numbered in the year of the day, and return them; those issued before stay as they are.

    With *dry_run* nothing is written, and what would be issued has neither id nor number.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises there
    """
    allow(actor, "issue_slips", zone_id)
    # The counter first: whoever issues at the same moment waits here, and then finds the slips issued.
    counter, _made = Counter.objects.select_for_update().get_or_create(
        zone_id=zone_id, kind=_KIND, year=on.year
    )
    lights = lights_on(zone_id, on)
    slips = list(_due_slips(zone_id, lights, actor))
    if dry_run:
        return [slip_row(slip) for slip in slips]
    for serial, slip in enumerate(slips, start=counter.last + 1):
        slip.serial = serial
        slip.number = lights.rule.slip_form.format(year=on.year, serial=serial)
    Slip.objects.bulk_create(slips, batch_size=_BATCH)
    Counter.objects.filter(pk=counter.pk).update(last=counter.last + len(slips))
    record_all(actor=actor, acts=(_act(slip, on) for slip in slips), at=at)
    return [slip_row(slip) for slip in slips]


def _due_slips(zone_id: int, lights: Lights, actor: Actor) -> Iterator[Slip]:
    wanted = Q()
    for view in (View.OVERDUE, View.BEHIND, View.NEAR):
        wanted |= in_view(view, zone_id, lights)
    issued = set(Slip.objects.filter(zone_id=zone_id, item__is_lit=1).values_list("item_id", "colour", "due"))
    rows = Item.objects.filter(wanted, zone_id=zone_id).order_by("due", "id")
    columns = rows.values_list("id", "state", "start", "due", "unit", "percent")
    for item_id, state, start, due, unit, percent in columns.iterator(chunk_size=_BATCH):
        standing = lights.of(state=state, start=start, due=due, unit=unit, percent=percent)
        colour = _COLOURS.get(standing.light)
        if colour is None or due is None or (item_id, colour.value, due) in issued:
            continue
        reason = _reason(standing, due, percent, unit)
        yield Slip(
            zone_id=zone_id,
            item_id=item_id,
            year=lights.on.year,
            serial=0,
            colour=colour.value,
            due=due,
            issued_on=lights.on,
            issued_by=actor.name,
            code=reason.code,
            args=list(reason.args),
        )


def _reason(standing: DueStanding, due: date, percent: int, unit: str) -> Problem:
    """Return what a slip says; days in the item's own unit."""
    days = str(abs(standing.days_left or 0))
    if standing.light is DueLight.BEHIND:
        gone, lag = standing.elapsed_pct or Decimal(0), standing.lag_pp or Decimal(0)
        return Problem("ledger.slip_behind", "", (str(percent), plain(shown(gone, 1)), plain(shown(-lag, 1))))
    code = "ledger.slip_near" if standing.light is DueLight.NEAR else "ledger.slip_overdue"
    return Problem(code, "", (days, due.isoformat(), f"@days.{unit}"))


def _act(slip: Slip, on: date) -> Act:
    after = {"number": slip.number, "colour": slip.colour, "due": slip.due.isoformat(), "on": on.isoformat()}
    return Act("ledger.issue_slip", f"item:{slip.item_id}", slip.zone_id, after=after)

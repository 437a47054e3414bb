"""What is needed to light items on a day: the rule, the working calendar, and whether kept days still hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duban.core.reading import kept, once
from duban.engine.calendars import DayUnit, WorkCalendar
from duban.engine.series import (
    DueLight,
    DueStanding,
    Term,
    behind_from,
    days_left,
    due_standing,
    near_until,
)
from duban.ledger.lifecycle import LIT_STATES
from duban.ledger.models import Item, LedgerRule, Lighting
from duban.ledger.selectors.rules import rule_among
from duban.ledger.types import LedgerRuleView
from duban.orgs.selectors import work_calendar

__all__ = ["DONE_STATES", "Lights", "lights_on"]

DONE_STATES = ("reported", "verified", "struck_off", "archived")
"""Reported done, or accepted as done: no longer late or early."""

_Key = tuple[str, date | None, date | None, str, int]


@dataclass(frozen=True, slots=True)
class Lights:
    """The rule and calendar of a day. One is made for a request and asked for every row of it."""

    on: date
    rule: LedgerRuleView
    calendar: WorkCalendar
    kept_holds: bool
    """Whether ``Item.behind_from`` was worked out with this rule and calendar."""
    _known: dict[_Key, DueStanding] = field(default_factory=dict, repr=False, compare=False)
    _unlit: dict[tuple[DueLight, date, str], DueStanding] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def near_until(self) -> date:
        """The last deadline that is near today."""
        return near_until(self.on, self.rule.due, self.calendar)

    def of(self, *, state: str, start: date | None, due: date | None, unit: str, percent: int) -> DueStanding:
        """Return where an item stands; only what is handed out and not reported done is lit."""
        key = (state, start, due, unit, percent)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._standing(*key)
        return found

    def behind_from(self, item: Item, *, due: date | None = None) -> date | None:
        """Return the first day the item is behind if nothing more is reported, by this rule; *due*: were it due then."""
        due = due or item.due
        if item.start is None or due is None or due < item.start:
            return None
        term = Term(item.start, due, DayUnit(item.unit))
        return behind_from(term, Decimal(item.percent), self.rule.due, self.calendar)

    def _standing(
        self, state: str, start: date | None, due: date | None, unit: str, percent: int
    ) -> DueStanding:
        light = DueLight.DONE if state in DONE_STATES else DueLight.NONE
        if due is None:
            return DueStanding(light)
        if start is not None and state in LIT_STATES:
            term = Term(start, due, DayUnit(unit))
            return due_standing(term, Decimal(percent), self.on, self.rule.due, self.calendar)
        # Of what is not lit only the days left are told: items due on one day are alike.
        found = self._unlit.get((light, due, unit))
        if found is None:
            left = days_left(due, self.on, DayUnit(unit), self.calendar)
            found = self._unlit[light, due, unit] = DueStanding(light, left)
        return found


@kept
def _rule_on(zone_id: int, on: date) -> LedgerRuleView:
    return rule_among(LedgerRule.objects.filter(zone_id=zone_id), on)


# Whether the days kept still hold is asked each time: they are worked out anew in the background, off the record.
@once
def lights_on(zone_id: int, on: date) -> Lights:
    """Return what lights the zone's items on the day; the number of queries is fixed."""
    rule = _rule_on(zone_id, on)
    calendar = work_calendar()
    kept = Lighting.objects.filter(zone_id=zone_id).first()
    holds = (
        kept is not None and kept.behind_pp == rule.due.behind_pp and kept.calendar == calendar.fingerprint
    )
    return Lights(on, rule, calendar, holds)

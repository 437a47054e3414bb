"""Who is to be reminded of what on a day: the person responsible, and of what is overdue the leader in charge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from duban.core.errors import NotFound
from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.engine.series import DueLight, DueStanding
from duban.ledger.lifecycle import WORKING_STATES
from duban.ledger.models import Item
from duban.ledger.selectors.filters import in_view
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.types import Reminder, View, WaitingKind
from duban.orgs.selectors import post_users
from duban.orgs.types import Actor

__all__ = ["reminders_of_day"]

_CHUNK = 2000


def reminders_of_day(*, actor: Actor, zone_id: int, on: date) -> Iterator[Reminder]:
    """
    Yield what each person in post is to be reminded of, an item once for each: overdue before to accept before to report.

    Whoever is in charge of the item is told of what is overdue, and nobody else of another's lateness. The same day
    asked again yields the same keys.

    :raises NotFound: if the zone is not within reach
    """
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    return _reminders(zone_id, lights_on(zone_id, on), post_users(zone_id=zone_id, on=on))


def _reminders(zone_id: int, lights: Lights, users: dict[int, int]) -> Iterator[Reminder]:
    soon = Q(is_lit=1, due__lte=lights.near_until) | in_view(View.BEHIND, zone_id, lights)
    reporting = Q(state__in=WORKING_STATES, report_due__lte=lights.on)
    wanted = Item.objects.filter(soon | reporting | Q(state="dispatched"), zone_id=zone_id)
    columns = wanted.order_by("id").values_list(
        "id", "number", "title", "state", "start", "due", "unit", "percent",
        "accept_due", "report_due", "person_id", "leader_id",
    )  # fmt: skip
    for (
        pk,
        number,
        title,
        state,
        start,
        due,
        unit,
        percent,
        accept,
        report,
        person,
        leader,
    ) in columns.iterator(chunk_size=_CHUNK):
        standing = lights.of(state=state, start=start, due=due, unit=unit, percent=percent)
        kind, day = _kind(state, standing, due, accept, report)
        told = ((users.get(person), True), (users.get(leader), False))
        for user_id, is_own in told:
            if user_id is None or (not is_own and standing.light is not DueLight.OVERDUE):
                continue
            yield Reminder(
                user_id,
                kind,
                pk,
                number,
                title,
                day,
                standing.light,
                standing.days_left,
                DayUnit(unit),
                is_own,
            )


def _kind(
    state: str, standing: DueStanding, due: date | None, accept: date | None, report: date | None
) -> tuple[WaitingKind, date | None]:
    """Return the most pressing reason and the day it is about."""
    if standing.light is DueLight.OVERDUE:
        return WaitingKind.OVERDUE, due
    if state == "dispatched":
        return WaitingKind.ACCEPT, accept
    if report is not None and standing.light not in {DueLight.NEAR, DueLight.BEHIND}:
        return WaitingKind.REPORT, report
    return WaitingKind.REPORT, due

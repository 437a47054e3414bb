"""How long blockers lay with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from duban.blockers.models import Blocker, Move
from duban.blockers.types import WITH_ADDRESSEE, WITH_RAISER, BlockerState, DepartmentDays
from duban.engine.calendars import DayCount, Handover, days_held
from duban.orgs.selectors import unit_names, work_calendar
from duban.orgs.types import Actor

__all__ = ["days_blocked", "held_by_department"]

Holder = tuple[int, bool]
"""A unit, and whether it held the ball as the one that was asked."""
_NONE = DayCount(0, 0)


def days_blocked(*, actor: Actor, zone_id: int, on: date) -> list[DepartmentDays]:
    """
    Return how many days blockers lay with each department through the day, the longest first.

    A blocker's days are shared out among those who had it: a day belongs to whoever has it when the day ends, so
    readdressing moves the clock and nothing counts twice. Several blockers at once count each for itself.
    """
    rows = Blocker.objects.visible_to(actor).filter(zone_id=zone_id, raised_on__lte=on)
    return held_by_department(rows, on)


def held_by_department(blockers: Iterable[Blocker], on: date) -> list[DepartmentDays]:
    """Return how many days these blockers lay with each department through the day, the longest first."""
    found = {b.pk: b for b in blockers}
    if not found:
        return []
    calendar = work_calendar()
    totals: dict[Holder, DayCount] = defaultdict(lambda: _NONE)
    for handovers in _handovers(found, on).values():
        for holder, days in days_held(handovers, on, calendar).items():
            old = totals[holder]
            totals[holder] = DayCount(
                old.calendar + days.calendar, old.working + days.working, old.firm and days.firm
            )
    waiting: dict[int, int] = defaultdict(int)
    for b in found.values():
        if b.state in WITH_ADDRESSEE:
            waiting[b.to_unit_id] += 1
    names, _posts = unit_names(zone_ids=sorted({b.zone_id for b in found.values()}), on=on)
    units = {unit for unit, _asked in totals} | waiting.keys()
    rows = [
        DepartmentDays(
            u, names.get(u, ""), totals.get((u, True), _NONE), totals.get((u, False), _NONE), waiting[u]
        )
        for u in units
    ]
    return sorted(rows, key=lambda r: (-r.asked.working, -r.asked.calendar, r.unit))


def _handovers(blockers: dict[int, Blocker], on: date) -> dict[int, list[Handover[Holder]]]:
    found: dict[int, list[Handover[Holder]]] = defaultdict(list)
    for move in Move.objects.filter(blocker_id__in=list(blockers)).order_by("blocker_id", "at", "id"):
        day = timezone.localdate(move.at)
        if day <= on:
            found[move.blocker_id].append(Handover(day, _holder(move, blockers[move.blocker_id])))
    return found


def _holder(move: Move, blocker: Blocker) -> Holder | None:
    state = BlockerState(move.target)
    if state in WITH_ADDRESSEE:
        return move.to_unit_id, True
    return (blocker.unit_id, False) if state in WITH_RAISER else None

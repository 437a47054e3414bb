"""How much of a project should stand by a day according to its schedule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from duban.engine.schedule import planned_shares
from duban.projects.models import Baseline, Outlook, Revision
from duban.projects.selectors.schedule_codec import decode, decode_dates
from duban.projects.selectors.schedule_lines import pieces_of
from duban.projects.selectors.schedule_reckoning import Shelf, evening, reckon, zone_calendars
from duban.projects.types import WORK, BaselineState, ZoneCalendars

__all__ = ["scheduled_shares"]

_kept: Shelf[tuple[Decimal, ...]] = Shelf(4000)
"""One share, or none of a schedule that plans no work."""


def scheduled_shares(*, ids: Collection[int], zone_id: int, on: date) -> dict[int, Decimal]:
    """
    Return the per cent of the planned work that should be done by the end of a day, of each project with a schedule.

    By the first baseline approved, else by the newest revision as it stands. A schedule without work is no answer.
    """
    outlooks = Outlook.objects.filter(project__in=ids).select_related("revision").defer("revision__body")
    newest = {outlook.project_id: outlook.revision for outlook in outlooks}
    if not newest:
        return {}
    approved = Baseline.objects.filter(project__in=newest, state=BaselineState.APPROVED.value)
    bases: dict[int, bytes] = {}
    for pk, dates in approved.order_by("id").values_list("project_id", "dates"):
        bases.setdefault(pk, bytes(dates))
    calendars = zone_calendars(zone_id=zone_id)
    keys = {pk: (r.digest, calendars.fingerprint, bases.get(pk), on) for pk, r in newest.items()}
    fresh = [newest[pk].pk for pk, key in keys.items() if key not in _kept]
    bodies = dict(Revision.objects.filter(pk__in=fresh).values_list("pk", "body"))
    found = {}
    for pk, key in keys.items():
        revision, base = newest[pk], bases.get(pk)
        for share in _kept.get(key, partial(_shares, revision, bodies, base, calendars, on)):
            found[pk] = share
    return found


def _shares(
    revision: Revision,
    bodies: Mapping[int, bytes | memoryview],
    base: bytes | None,
    calendars: ZoneCalendars,
    on: date,
) -> tuple[Decimal, ...]:
    reckoned = reckon(decode(bodies[revision.pk]), calendars, key=revision.digest)
    pieces = pieces_of(reckoned, {} if base is None else decode_dates(base))
    return planned_shares(pieces, reckoned.ruler, WORK, [evening(on)]) if pieces else ()

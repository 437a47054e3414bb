"""When projects will be finished, asked on a day: what has not begun by then begins no earlier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

from duban.orgs.types import Actor
from duban.projects.models import Outlook, Project, Revision
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import Shelf, reckon, standing_of, zone_calendars
from duban.projects.types import Forecast, Standing, ZoneCalendars

__all__ = ["forecasts", "standings_on"]

_kept: Shelf[Standing] = Shelf(5000)
"""One for each project that is asked about, of a zone or several, for a day or two."""


def forecasts(*, actor: Actor, zone_id: int, ids: Collection[int], on: date) -> dict[int, Forecast]:
    """Return, by project, how each of these within reach that has a schedule stands against its deadline on a day."""
    reach = Project.objects.visible_to(actor).filter(zone_id=zone_id, pk__in=ids)
    rows = Outlook.objects.filter(project__in=reach).select_related("revision")
    known = ("project_id", "revision__data_date", "revision__digest", "revision__is_sample")
    outlooks = list(rows.only(*known))
    digests = {o.revision_id: o.revision.digest for o in outlooks}
    standings = standings_on(digests, zone_calendars(zone_id=zone_id), on)
    return {
        o.project_id: Forecast(
            on, o.revision.data_date, standings[o.revision_id], is_sample=o.revision.is_sample
        )
        for o in outlooks
    }


def standings_on(digests: Mapping[int, str], calendars: ZoneCalendars, on: date) -> dict[int, Standing]:
    """
    Return how each revision stands from a day on; *digests* says which, and what each holds.

    Only those not asked about before are read and computed.
    """
    marks = {pk: (digest, calendars.fingerprint, on) for pk, digest in digests.items()}
    missing = [pk for pk, mark in marks.items() if mark not in _kept]
    bodies = {r.pk: r.body for r in Revision.objects.filter(pk__in=missing)} if missing else {}

    def made(pk: int) -> Standing:
        body = bodies[pk] if pk in bodies else Revision.objects.get(pk=pk).body
        return standing_of(reckon(decode(body), calendars, on=on))

    return {pk: _kept.get(mark, partial(made, pk)) for pk, mark in marks.items()}

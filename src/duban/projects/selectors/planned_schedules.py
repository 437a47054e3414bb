"""How much of a project should stand by a day by its kept schedule: by the approved baseline, else by the plan as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine.schedule import Curve, planned_curve
from duban.projects.models import Baseline, Outlook, Project, Revision
from duban.projects.selectors.schedule_codec import decode, decode_dates
from duban.projects.selectors.schedule_lines import pieces_of
from duban.projects.selectors.schedule_reckoning import (
    Reckoned,
    evening,
    reckon,
    ruler_over,
    zone_calendars,
)
from duban.projects.types import WORK, BaselineState, PlannedShare, ShareFrom, ZoneCalendars

__all__ = ["original_baselines", "planned_of", "schedule_shares"]


def original_baselines(project_ids: Iterable[int]) -> dict[int, Baseline]:
    """Return the first approved baseline of each project that has one: what was planned originally (原定)."""
    rows = Baseline.objects.filter(project__in=list(project_ids), state=BaselineState.APPROVED.value)
    return {b.project_id: b for b in rows.order_by("-id")}


def planned_of(reckoned: Reckoned, against: Baseline | None) -> dict[str, Any]:
    """Return the line kept of a computed revision beside a baseline; empty where nothing is planned."""
    base = {} if against is None else decode_dates(against.dates)
    curve = planned_curve(pieces_of(reckoned, base), reckoned.ruler, WORK)
    if curve is None:
        return {}
    corners = [[at, str(before), str(there)] for at, before, there in curve.corners]
    return {"baseline": bool(base), "start": curve.start, "corners": corners}


def schedule_shares(projects: Iterable[Project], on: date, *, zone_id: int) -> dict[int, PlannedShare]:
    """
    Return the share that should stand at the end of a day, in per cent, of every project with a schedule.

    The projects come with their outlooks. One kept under another calendar is computed again for this answer.
    """
    rows = [o for o in (getattr(project, "outlook", None) for project in projects) if o is not None]
    if not rows:
        return {}
    calendars = zone_calendars(zone_id=zone_id)
    lines = _lines(rows, calendars)
    until = evening(on)
    found = {}
    for project, line in lines.items():
        curve = _curve(line)
        ruler = ruler_over(calendars, min(curve.start, until), max(curve.start, until))
        source = ShareFrom.BASELINE if line["baseline"] else ShareFrom.SCHEDULE
        found[project] = PlannedShare(curve.at(ruler.ticks(WORK, curve.start, until)), source)
    return found


def _lines(rows: Collection[Outlook], calendars: ZoneCalendars) -> dict[int, Mapping[str, Any]]:
    stale = [o for o in rows if o.fingerprint != calendars.fingerprint]
    lines = {o.project_id: o.planned for o in rows if o.planned and o.fingerprint == calendars.fingerprint}
    if not stale:
        return lines
    against = original_baselines(o.project_id for o in stale)
    for revision in Revision.objects.filter(pk__in=[o.revision_id for o in stale]):
        reckoned = reckon(decode(revision.body), calendars, key=revision.digest)
        if line := planned_of(reckoned, against.get(revision.project_id)):
            lines[revision.project_id] = line
    return lines


def _curve(line: Mapping[str, Any]) -> Curve:
    corners = tuple((at, Decimal(before), Decimal(there)) for at, before, there in line["corners"])
    return Curve(line["start"], corners)

"""A zone's shutdowns and extra working days, and what another calendar would do to its projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from duban.core.errors import Forbidden, NotFound
from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import Problem
from duban.orgs.selectors import keeps_calendar
from duban.orgs.types import Actor
from duban.projects.models import Outlook, Revision, Span
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import reckon, standing_of, zone_calendars
from duban.projects.types import (
    WORK,
    CalendarEffect,
    CalendarSpan,
    CorrectionEffect,
    SpanRow,
    SpanScope,
    ZoneCalendars,
)

__all__ = ["calendar_effects", "correction_effects", "effects_of", "list_spans"]


def list_spans(*, actor: Actor, zone_id: int) -> list[SpanRow]:
    """Return the zone's shutdowns and extra working days, latest first; nothing where its business is not the actor's."""
    if zone_id not in actor.zone_ids:
        return []
    rows = Span.objects.filter(zone_id=zone_id, withdrawn_at=None).order_by("-starts", "-id")
    return [
        SpanRow(
            s.pk, CalendarSpan(s.starts, s.ends, s.works, SpanScope(s.scope), s.name), s.source, s.by, s.at
        )
        for s in rows
    ]


def calendar_effects(
    *, actor: Actor, zone_id: int, add: CalendarSpan | None = None, withdraw: int | None = None
) -> list[CalendarEffect]:
    """
    Return what a shutdown more, or one less, would do to every project of the zone: those that move, most first.

    :raises NotFound: if the zone, or the span to be withdrawn, is not within reach
    """
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    now = zone_calendars(zone_id=zone_id)
    spans = now.spans
    if withdraw is not None:
        gone = Span.objects.filter(zone_id=zone_id, pk=withdraw, withdrawn_at=None).first()
        if gone is None:
            raise NotFound(Problem("core.not_found", str(withdraw)))
        kept = (
            Span.objects.filter(zone_id=zone_id, withdrawn_at=None)
            .exclude(pk=withdraw)
            .order_by("starts", "id")
        )
        spans = tuple(CalendarSpan(s.starts, s.ends, s.works, SpanScope(s.scope), s.name) for s in kept)
    if add is not None:
        spans = (*spans, add)
    return effects_of(Outlook.objects.filter(zone_id=zone_id), now, replace(now, spans=spans))


def correction_effects(*, actor: Actor, day: date, is_workday: bool) -> list[CorrectionEffect]:
    """
    Return what a corrected day of the calendar all zones share would do to schedules, for every zone that has some moved.

    Whoever keeps that calendar learns how many move and by how much, zone by zone; which they are, only who reads the
    zone's business.

    :raises Forbidden: unless the actor keeps the calendar
    """
    if not keeps_calendar(actor=actor):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_calendar",)))
    found = []
    for zone_id in Outlook.objects.order_by("zone_id").values_list("zone_id", flat=True).distinct():
        now = zone_calendars(zone_id=zone_id)
        days = WorkCalendar({**now.days.exceptions, day: is_workday}, now.days.known_years)
        if days.fingerprint == now.days.fingerprint:
            continue
        outlooks = Outlook.objects.filter(zone_id=zone_id)
        effects = effects_of(outlooks, now, replace(now, days=days))
        if effects:
            found.append(_of_zone(actor, zone_id, effects))
    return found


def _of_zone(actor: Actor, zone_id: int, effects: Sequence[CalendarEffect]) -> CorrectionEffect:
    moved = [e for e in effects if e.before != e.after]
    return CorrectionEffect(
        zone_id=zone_id,
        moved=len(moved),
        later=sum(1 for e in moved if (e.after or 0) > (e.before or 0)),
        most=max((e.moved for e in moved), key=abs, default=Decimal(0)),
        newly_late=sum(1 for e in effects if (e.late_before or 0) <= 0 < (e.late_after or 0)),
        effects=tuple(effects) if zone_id in actor.zone_ids else (),
    )


def effects_of(
    outlooks: Iterable[Outlook], before: ZoneCalendars, after: ZoneCalendars
) -> list[CalendarEffect]:
    """Return what moves from one calendar to another, most first."""
    rows = {o.revision_id: o for o in outlooks}
    revisions = Revision.objects.filter(pk__in=rows).select_related("project")
    effects = []
    for revision in revisions:
        schedule = decode(revision.body)
        was = standing_of(reckon(schedule, before, key=revision.digest), with_chain=False)
        reckoned = reckon(schedule, after)
        now = standing_of(reckoned, with_chain=False)
        moved = Decimal(0)
        if was.finish is not None and now.finish is not None:
            moved = reckoned.ruler.days(WORK, was.finish, now.finish)
        if was.finish != now.finish or was.late_by != now.late_by:
            project = revision.project
            effects.append(
                CalendarEffect(
                    project.pk,
                    project.code,
                    project.name,
                    was.finish,
                    now.finish,
                    moved,
                    was.deadline,
                    was.late_by,
                    now.late_by,
                )
            )
    return sorted(effects, key=lambda e: (-abs((e.after or 0) - (e.before or 0)), e.code))

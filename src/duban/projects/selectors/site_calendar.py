"""A zone's shutdowns and extra working days, and what another calendar would do to its projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Outlook, Revision, Span
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import reckon, standing_of, zone_calendars
from duban.projects.types import WORK, CalendarEffect, CalendarSpan, SpanRow, SpanScope, ZoneCalendars

__all__ = ["calendar_effects", "effects_of", "list_spans"]


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

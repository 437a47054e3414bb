"""The batches a zone sorts its projects into, and what sources say of how many there are."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from duban.core.reading import once
from duban.orgs.types import Actor
from duban.projects.models import StageSet, Statement
from duban.projects.types import Condition, Stage, StageSetRow, StatementRow, YearClass

__all__ = ["list_stage_sets", "stage_set", "stages_of", "statements"]


def stage_set(*, zone_id: int, on: date) -> StageSetRow | None:
    """Return the set in force in the zone on a day: the newest of those begun by then."""
    rows = StageSet.objects.filter(zone_id=zone_id, starts__lte=on).order_by("starts", "pk")
    last = rows.last()
    return None if last is None else _row(last)


@once
def stages_of(*, zone_id: int, on: date) -> tuple[Stage, ...]:
    """Return the stages in force in the zone on a day."""
    found = stage_set(zone_id=zone_id, on=on)
    return () if found is None else found.stages


def list_stage_sets(*, actor: Actor, zone_id: int) -> list[StageSetRow]:
    """Return every set the zone has had or will have, the newest first."""
    if zone_id not in actor.zone_ids:
        return []
    return [_row(row) for row in StageSet.objects.filter(zone_id=zone_id).order_by("-starts", "-pk")]


def statements(*, actor: Actor, zone_id: int, year: int) -> list[StatementRow]:
    """Return what sources say of the zone's projects in a year, with how many of them each names."""
    if zone_id not in actor.zone_ids:
        return []
    rows = Statement.objects.filter(zone_id=zone_id, year=year).annotate(names=Count("named"))
    return [
        StatementRow(
            id=row.pk,
            year=row.year,
            said_on=row.said_on,
            source=row.source,
            total=row.total,
            counts={YearClass(k): int(n) for k, n in row.counts.items()},
            named=row.names,
            note=row.note,
        )
        for row in rows.order_by("said_on", "pk")
    ]


def _row(row: StageSet) -> StageSetRow:
    stages = tuple(
        Stage(s["code"], s["name"], s.get("name_en", ""), Condition(s["condition"])) for s in row.stages
    )
    return StageSetRow(row.pk, row.starts, row.name, row.name_en, stages, row.basis, row.by)

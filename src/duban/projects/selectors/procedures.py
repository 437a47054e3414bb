"""The steps a zone holds to, by regime and day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from duban.engine.calendars import DayUnit
from duban.orgs.types import Actor
from duban.projects.models import Procedure, Step
from duban.projects.types import Lapse, ProcedureRow, Regime, RunsFrom, StepDraft

__all__ = ["list_procedures", "procedures_on"]


def procedures_on(*, zone_id: int, on: date) -> dict[Regime, ProcedureRow]:
    """Return the procedure of each regime in force in the zone on a day: the newest of those begun by then."""
    newest: dict[str, Procedure] = {}
    for row in Procedure.objects.filter(zone_id=zone_id, starts__lte=on).order_by("starts", "pk"):
        newest[row.regime] = row
    return {row.regime: row for row in _rows(newest.values())}


def list_procedures(*, actor: Actor, zone_id: int) -> list[ProcedureRow]:
    """Return every procedure the zone has had or will have, the newest first."""
    if zone_id not in actor.zone_ids:
        return []
    rows = list(Procedure.objects.filter(zone_id=zone_id).order_by("regime", "-starts", "-pk"))
    return _rows(rows)


def _rows(procedures: Collection[Procedure]) -> list[ProcedureRow]:
    steps: dict[int, list[StepDraft]] = {row.pk: [] for row in procedures}
    for step in Step.objects.filter(procedure_id__in=steps).order_by("order", "pk"):
        steps[step.procedure_id].append(_step(step))
    return [
        ProcedureRow(row.pk, Regime(row.regime), row.starts, tuple(steps[row.pk]), row.reason, row.by)
        for row in procedures
    ]


def _step(row: Step) -> StepDraft:
    return StepDraft(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        document=row.document,
        issuer=row.issuer,
        department_id=row.department_id,
        days=row.days,
        unit=DayUnit(row.unit) if row.unit else None,
        runs_from=RunsFrom(row.runs_from),
        is_sure=row.is_sure,
        needs=tuple(row.needs),
        needs_parties=row.needs_parties,
        before_start=row.before_start,
        conditional=row.conditional,
        start_within=row.start_within,
        extensions=row.extensions,
        extension_months=row.extension_months,
        ask_before=row.ask_before,
        lapse=Lapse(row.lapse) if row.lapse else None,
        basis=row.basis,
        document_en=row.document_en,
        issuer_en=row.issuer_en,
        basis_en=row.basis_en,
    )

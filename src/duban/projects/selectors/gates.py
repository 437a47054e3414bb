"""Which step is next, who holds it, how many statutory days are left: for one project and for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.core.errors import NotFound
from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import Problem
from duban.orgs.selectors import unit_names, work_calendar
from duban.orgs.types import Actor
from duban.projects.models import Permit, PermitChange, Project
from duban.projects.selectors.gatework import Case, gate_steps, next_step, red_lines, warnings
from duban.projects.selectors.lists import rows_by_id
from duban.projects.selectors.picking import pick
from duban.projects.selectors.procedures import procedures_on
from duban.projects.selectors.responsibility import responsible_rows
from duban.projects.types import (
    Called,
    GateStep,
    Holder,
    PermitDraft,
    PermitEvent,
    ProcedureRow,
    ProjectFilter,
    ProjectGates,
    ProjectRow,
    Regime,
    ResponsibleRow,
    StepDraft,
)

__all__ = ["gates_of", "permit_board", "permit_history", "permit_of"]

_FIELDS = tuple(PermitDraft.__dataclass_fields__)


def gates_of(*, actor: Actor, zone_id: int, project_id: int, on: date) -> ProjectGates:
    """
    Return a project's way through the procedure on a day.

    :raises NotFound: if it is not within reach
    """
    if not Project.objects.visible_to(actor).filter(zone_id=zone_id, pk=project_id).exists():
        raise NotFound(Problem("core.not_found"))
    return _gates(zone_id, [project_id], on)[0]


def permit_board(*, actor: Actor, zone_id: int, on: date, filter: ProjectFilter) -> list[ProjectGates]:  # noqa: A002
    """Return the ways of all projects the filter picks: red lines first, then those with the fewest days left."""
    ids = [p.id for p in pick(actor=actor, zone_id=zone_id, filter=filter)]
    return sorted(_gates(zone_id, ids, on), key=_urgency)


def permit_history(*, actor: Actor, zone_id: int, project_id: int) -> list[PermitEvent]:
    """Return everything ever entered of a project's permits, the newest first."""
    reach = Project.objects.visible_to(actor).filter(zone_id=zone_id, pk=project_id)
    rows = PermitChange.objects.filter(permit__project__in=reach).select_related("permit")
    return [
        PermitEvent(row.permit.step, row.before, row.after, row.reason, row.by, row.at)
        for row in rows.order_by("-at", "-pk")
    ]


def permit_of(row: Permit) -> PermitDraft:
    """Return what a permit's row says."""
    return PermitDraft(**{name: getattr(row, name) for name in _FIELDS})


def _urgency(gates: ProjectGates) -> tuple[bool, int, str]:
    left = None if gates.next is None else gates.next.days_left
    return (not gates.red_lines, 10**6 if left is None else left, gates.code)


def _gates(zone_id: int, ids: Collection[int], on: date) -> list[ProjectGates]:
    rows = rows_by_id(zone_id=zone_id, ids=ids, on=on, year=on.year)
    procedures = procedures_on(zone_id=zone_id, on=on)
    units = unit_names(zone_ids=[zone_id], on=on)[0]
    permits: dict[int, dict[str, Permit]] = defaultdict(dict)
    for permit in Permit.objects.filter(project_id__in=ids):
        permits[permit.project_id][permit.step] = permit
    parties = responsible_rows(ids)
    calendar = work_calendar()
    return [
        _one(rows[i], procedures, permits[i], parties.get(i, ()), calendar, on, units)
        for i in ids
        if i in rows
    ]


def _one(
    row: ProjectRow,
    procedures: Mapping[Regime, ProcedureRow],
    permits: Mapping[str, Permit],
    parties: tuple[ResponsibleRow, ...],
    calendar: WorkCalendar,
    on: date,
    units: Mapping[int, str],
) -> ProjectGates:
    steps = procedures[row.regime].steps if row.regime in procedures else ()
    case = Case(
        on=on,
        steps=steps,
        permits={code: permit_of(permit) for code, permit in permits.items()},
        versions={code: permit.version for code, permit in permits.items()},
        parties=parties,
        started_on=row.dates.started_on,
        calendar=calendar,
        named={step.code: document_of(step) for step in steps},
    )
    gates = gate_steps(case)
    following = next_step(gates)
    return ProjectGates(
        project_id=row.id,
        code=row.code,
        name=row.name_en if row.name_en and not _in_chinese() else row.name,
        regime=row.regime,
        on=on,
        steps=gates,
        next=following,
        holder=_holder(row, following, units),
        red_lines=tuple(red_lines(case, gates)),
        warnings=tuple(warnings(case, gates)),
        is_sample=any(g.permit.is_sample for g in gates) or any(p.is_sample for p in parties),
    )


def _holder(row: ProjectRow, step: GateStep | None, units: Mapping[int, str]) -> str:
    if step is None:
        return ""
    if step.holder is Holder.OWNER:
        return row.enterprise or _("建设单位")
    department = units.get(step.step.department_id or row.lead_id or 0, "")
    issuer = _read(step.step.issued_by)
    return (
        _("{issuer}（{department}）").format(issuer=issuer, department=department) if department else issuer
    )


def document_of(step: StepDraft) -> str:
    """Return what a step yields, in the reader's language."""
    return _read(step.yields)


def _read(called: Called) -> str:
    return called.name if _in_chinese() or not called.name_en else called.name_en


def _in_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")

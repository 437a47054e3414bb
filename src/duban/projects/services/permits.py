"""Where each step of a project's procedure stands: entered as it happened, with every change kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Conflict, Invalid
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Permit, PermitChange, Project
from duban.projects.policies import is_lead
from duban.projects.selectors.gates import permit_of
from duban.projects.selectors.procedures import procedures_on
from duban.projects.selectors.responsibility import responsible_rows
from duban.projects.services._common import demand, note, open_project
from duban.projects.services._days import unfit_days
from duban.projects.types import PermitDraft, Regime, StepDraft, gaps_on

__all__ = ["record_permit"]

_HAPPENED = ("applied_on", "accepted_on", "granted_on", "refused_on")
_FACTS = (*_HAPPENED, "expires_on", "number", "waived")
"""What was entered of these changes only with a reason; a plan may move."""
_IN_ORDER = (
    ("applied_on", "accepted_on"),
    ("applied_on", "granted_on"),
    ("applied_on", "refused_on"),
    ("accepted_on", "granted_on"),
    ("accepted_on", "refused_on"),
    ("granted_on", "expires_on"),
)


@transaction.atomic
def record_permit(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    step: str,
    draft: PermitDraft,
    version: int,
    at: datetime,
    reason: str = "",
) -> None:
    """
    Enter where a step of a project stands. What was entered before stays in the permit's history.

    A step that needs the five parties is not granted before all stand with both papers (建质〔2014〕124号); every other
    thing that is missing is no hindrance to entering what happened, and shows as a red line or a warning instead.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department
    :raises Conflict: if it changed since it was read
    :raises Invalid: with everything that is wrong with it
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "record_permit", is_lead)
    on = timezone.localdate(at)
    row = Permit.objects.filter(project=project, step=step).first()
    if (row.version if row else 0) != version:
        raise Conflict(Problem("core.stale", "version"))
    before = permit_of(row) if row else PermitDraft()
    draft = replace(draft, number=draft.number.strip(), waived=draft.waived.strip())
    reason = reason.strip()[:500]
    if problems := list(_unfit(project, step, draft, before, on, reason)):
        raise Invalid(*problems)
    changed = [n for n in PermitDraft.__dataclass_fields__ if getattr(draft, n) != getattr(before, n)]
    if not changed:
        return
    row = row or Permit(project=project, step=step)
    for name in changed:
        setattr(row, name, getattr(draft, name))
    row.version = version + 1
    row.save()
    said = {name: _said(getattr(before, name)) for name in changed}
    says = {name: _said(getattr(draft, name)) for name in changed}
    PermitChange.objects.create(permit=row, before=said, after=says, reason=reason, by=actor.name, at=at)
    note(actor, project, "record_permit", at, before=said, after={"step": step} | says, reason=reason)


def _said(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _unfit(
    project: Project, code: str, draft: PermitDraft, before: PermitDraft, on: date, reason: str
) -> Iterator[Problem]:
    found = procedures_on(zone_id=project.zone_id, on=on).get(Regime(project.regime))
    step = next((s for s in found.steps if s.code == code), None) if found else None
    if step is None:
        yield Problem("projects.unknown_step", "step", (code[:40],))
        return
    yield from unfit_days(draft, "permit", on, happened=_HAPPENED, in_order=_IN_ORDER)
    yield from _unfit_outcome(draft, step)
    altered = any(getattr(before, n) and getattr(draft, n) != getattr(before, n) for n in _FACTS)
    if (altered or draft.extended != before.extended) and not reason:
        yield Problem("core.required", "reason", ("@reason",))
    if step.needs_parties and draft.granted_on is not None and draft.granted_on != before.granted_on:
        rows = responsible_rows([project.pk]).get(project.pk, ())
        for gap in gaps_on(rows, draft.granted_on):
            for lack in gap.lacks:
                args = (f"@party.{gap.party}", f"@party.lack.{lack}", step.name)
                yield Problem("projects.parties_incomplete", "granted_on", args)


def _unfit_outcome(draft: PermitDraft, step: StepDraft) -> Iterator[Problem]:
    if draft.granted_on is not None and draft.refused_on is not None:
        yield Problem("projects.granted_and_refused", "refused_on")
    if draft.granted_on is not None and not draft.number:
        yield Problem("core.required", "number", ("@permit.number",))
    if len(draft.number) > 80:
        yield Problem("core.too_long", "number", ("@permit.number", "80"))
    if len(draft.waived) > 300:
        yield Problem("core.too_long", "waived", ("@permit.waived", "300"))
    if draft.waived and any(getattr(draft, name) is not None for name in _HAPPENED):
        yield Problem("projects.waived_and_done", "waived")
    if not 0 <= draft.extended <= step.extensions or (draft.extended and draft.granted_on is None):
        yield Problem("projects.too_many_extensions", "extended", (step.name, str(step.extensions)))

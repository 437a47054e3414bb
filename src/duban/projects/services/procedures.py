"""Which steps a zone holds its projects to, from a day on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Conflict, Invalid
from duban.engine.kernel import Problem
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor, Role
from duban.projects.models import Procedure, Step
from duban.projects.services._common import keep_zone, note_zone
from duban.projects.services._procedures import PROCEDURES
from duban.projects.types import Regime, StepDraft

__all__ = ["adopt_default_procedures", "set_procedure"]

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LENGTHS = (
    ("name", 80), ("name_en", 120), ("document", 120), ("document_en", 160), ("issuer", 80), ("issuer_en", 120),
    ("basis", 200), ("basis_en", 400), ("code", 32),
)  # fmt: skip
_MOST = {"days": 400, "start_within": 600, "extensions": 9, "extension_months": 60, "ask_before": 200}


def adopt_default_procedures(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> None:
    """Give a new zone the three procedures of the law (domain.md 4.2); they are data from then on."""
    for regime, steps in PROCEDURES.items():
        set_procedure(actor=actor, zone_id=zone_id, regime=regime, steps=steps, starts=starts, at=at)


@transaction.atomic
def set_procedure(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    regime: Regime,
    steps: Sequence[StepDraft],
    starts: date,
    at: datetime,
    reason: str = "",
    replaces: int | None = None,
) -> int:
    """
    Hold the zone's projects of a regime to these steps from a day on, and return the procedure's id.

    *replaces* names the procedure the new one was drawn from.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    :raises Conflict: if another was set since, or one begins later
    :raises Invalid: with everything that is wrong with the steps
    """
    keep_zone(actor, zone_id, "set_procedure", Role.SUPERVISOR)
    rows = Procedure.objects.select_for_update().filter(zone_id=zone_id, regime=regime)
    last = rows.order_by("starts", "pk").last()
    if replaces is not None and (last is None or last.pk != replaces):
        raise Conflict(Problem("core.stale", "version"))
    if last is not None and last.starts > starts:
        raise Conflict(Problem("projects.later_procedure", "starts", (last.starts.isoformat(),)))
    if problems := list(_unfit(steps, zone_id, timezone.localdate(at))):
        raise Invalid(*problems)
    if last is not None and not reason.strip():
        raise Invalid(Problem("core.required", "reason", ("@reason",)))
    row = Procedure.objects.create(
        zone_id=zone_id, regime=regime, starts=starts, reason=reason.strip()[:500], by=actor.name, at=at
    )
    Step.objects.bulk_create(
        Step(procedure=row, order=n, **_columns(step)) for n, step in enumerate(steps, start=1)
    )
    facts = {"regime": regime, "starts": starts, "steps": [asdict(step) for step in steps]}
    note_zone(actor, zone_id, "set_procedure", at, facts, reason)
    return row.pk


def _columns(step: StepDraft) -> dict[str, object]:
    facts = asdict(step)
    return facts | {
        "needs": list(step.needs),
        "unit": step.unit.value if step.unit else "",
        "lapse": step.lapse.value if step.lapse else "",
        "runs_from": step.runs_from.value,
    }


def _unfit(steps: Sequence[StepDraft], zone_id: int, on: date) -> Iterator[Problem]:
    units = unit_names(zone_ids=[zone_id], on=on)[0]
    before: set[str] = set()
    if not steps:
        yield Problem("projects.no_steps", "steps")
    for step in steps:
        yield from _unfit_step(step, before)
        if step.department_id is not None and step.department_id not in units:
            yield Problem("projects.unknown_unit", step.code, (str(step.department_id),))
        before.add(step.code)


def _unfit_step(step: StepDraft, before: set[str]) -> Iterator[Problem]:
    if not _CODE.match(step.code) or step.code in before or step.code == "parties":
        yield Problem("projects.bad_step_code", step.code, (step.code[:40],))
    for name in ("name", "document", "issuer"):
        if not getattr(step, name).strip():
            yield Problem("core.required", step.code, (f"@step.{name}",))
    for name, most in _LENGTHS:
        if len(getattr(step, name)) > most:
            yield Problem("core.too_long", step.code, (f"@step.{name}", str(most)))
    yield from _unfit_terms(step)
    for code in sorted(set(step.needs) - before):
        yield Problem("projects.unknown_need", step.code, (step.name, code))


def _unfit_terms(step: StepDraft) -> Iterator[Problem]:
    for name, most in _MOST.items():
        number = getattr(step, name)
        if number is not None and not (1 if name in {"days", "start_within"} else 0) <= number <= most:
            yield Problem("projects.out_of_range", step.code, (f"@step.{name}", str(most)))
    if (step.days is None) != (step.unit is None):
        yield Problem("projects.days_without_unit", step.code, (step.name,))
    if step.start_within is not None and step.lapse is None:
        yield Problem("projects.term_without_end", step.code, (step.name,))

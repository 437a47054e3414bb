"""
How a project stands with its procedure, computed from days alone: no table is asked here.

A step is done on the day its document was granted, whatever was missing; what was missing is said as a red line or a
warning. Sources of the terms stand with the steps (domain.md 4.2).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from duban.engine.calendars import DayUnit, WorkCalendar
from duban.engine.kernel import Problem
from duban.projects.types import (
    GateState,
    GateStep,
    Holder,
    Lapse,
    PartyGap,
    PermitDraft,
    ResponsibleRow,
    RunsFrom,
    StepDraft,
    gaps_on,
)

__all__ = ["Case", "gate_steps", "months_later", "next_step", "red_lines", "valid_until", "warnings"]

PARTIES = "parties"
_SOON = 30
"""Calendar days before an end from which it is warned of."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the gates of one project follow from."""

    on: date
    steps: tuple[StepDraft, ...]
    permits: Mapping[str, PermitDraft]
    versions: Mapping[str, int]
    parties: tuple[ResponsibleRow, ...]
    started_on: date | None
    calendar: WorkCalendar
    named: Mapping[str, str]
    """Document of each step in the reader's language."""

    def permit(self, code: str) -> PermitDraft:
        """Return what is known of a step."""
        return self.permits.get(code, PermitDraft())

    def granted(self, code: str, by: date) -> bool:
        """Return whether a step's document was there by a day, or is not needed."""
        permit = self.permit(code)
        return bool(permit.waived) or (permit.granted_on is not None and permit.granted_on <= by)

    def stops(self, code: str, by: date) -> bool:
        """Return whether a step stands in the way on a day: one only some projects need does once it was begun."""
        step = next((s for s in self.steps if s.code == code), None)
        if step is None or self.granted(code, by):
            return False
        return not step.conditional or _is_begun(self.permit(code), by)


def gate_steps(case: Case) -> tuple[GateStep, ...]:
    """Return every step of the procedure as it stands on the case's day."""
    return tuple(_gate(case, step) for step in case.steps)


def next_step(steps: tuple[GateStep, ...]) -> GateStep | None:
    """Return the first step somebody can move: with an authority, refused, or ready to be applied for."""
    movable = {GateState.ACCEPTED, GateState.APPLIED, GateState.REFUSED, GateState.READY}
    return next((s for s in steps if s.state in movable), None) or next(
        (s for s in steps if s.state is GateState.BLOCKED), None
    )


def red_lines(case: Case, steps: tuple[GateStep, ...]) -> Iterator[Problem]:
    """Yield what must not be: ground broken without (未批先建), documents that ended before it was."""
    started = case.started_on
    if started is not None and started <= case.on:
        missing = [s for s in case.steps if s.before_start and case.stops(s.code, started)]
        still = [s for s in missing if not case.granted(s.code, case.on)]
        later = [s for s in missing if case.granted(s.code, case.on)]
        if still:
            yield Problem(
                "projects.started_without", "started_on", (started.isoformat(), _names(case, still))
            )
        if later:
            yield Problem(
                "projects.papers_after_start", "started_on", (started.isoformat(), _names(case, later))
            )
    for gate in steps:
        yield from _ended(case, gate)


def _ended(case: Case, gate: GateStep) -> Iterator[Problem]:
    until = valid_until(gate.step, gate.permit)
    if until is None or gate.state is not GateState.DONE:
        return
    started = case.started_on
    args = (case.named[gate.step.code], until.isoformat())
    if started is not None and started <= case.on:
        if started > until:
            yield Problem(f"projects.started_after_{gate.step.lapse or Lapse.VOID}", gate.step.code, args)
    elif case.on > until:
        yield Problem(f"projects.ended_{gate.step.lapse or Lapse.VOID}", gate.step.code, args)


def warnings(case: Case, steps: tuple[GateStep, ...]) -> Iterator[Problem]:
    """Yield what is about to be, and what was granted before what it rests on."""
    for gate in steps:
        name = case.named[gate.step.code]
        if gate.days_left is not None and gate.days_left < 0:
            yield Problem(
                "projects.over_time", gate.step.code, (name, str(-gate.days_left), f"@days.{gate.step.unit}")
            )
        if gate.until is not None and case.on <= gate.until <= case.on + timedelta(days=_SOON):
            yield Problem("projects.ends_soon", gate.step.code, (name, gate.until.isoformat()))
        granted = gate.permit.granted_on
        if gate.state is GateState.DONE and granted is not None:
            before = [s for s in case.steps if s.code in gate.step.needs and case.stops(s.code, granted)]
            if before:
                yield Problem("projects.out_of_order", gate.step.code, (name, _names(case, before)))


def _gate(case: Case, step: StepDraft) -> GateStep:
    permit = case.permit(step.code)
    missing = _missing(case, step)
    state = _state(case, step, permit, missing)
    due, firm = _due(case, step, permit, state)
    until = valid_until(step, permit) if state is GateState.DONE else None
    if case.started_on is not None and case.started_on <= case.on:
        until = None
    return GateStep(
        step=step,
        permit=permit,
        state=state,
        missing=missing,
        holder=_holder(state),
        due=due,
        days_left=None if due is None or step.unit is None else _left(case, due, step.unit),
        is_firm=firm,
        until=until,
        ask_by=_ask_by(case, step, permit, until),
        version=case.versions.get(step.code, 0),
    )


def _missing(case: Case, step: StepDraft) -> tuple[str, ...]:
    missing = tuple(code for code in step.needs if case.stops(code, case.on))
    lacking: tuple[PartyGap, ...] = gaps_on(case.parties, case.on) if step.needs_parties else ()
    return (*missing, PARTIES) if lacking else missing


def _state(case: Case, step: StepDraft, permit: PermitDraft, missing: tuple[str, ...]) -> GateState:  # noqa: PLR0911
    if permit.waived:
        return GateState.WAIVED
    if permit.granted_on is not None and permit.granted_on <= case.on:
        return GateState.DONE
    if permit.refused_on is not None and permit.refused_on <= case.on:
        return GateState.REFUSED
    if permit.accepted_on is not None and permit.accepted_on <= case.on:
        return GateState.ACCEPTED
    if permit.applied_on is not None and permit.applied_on <= case.on:
        return GateState.APPLIED
    if step.conditional and not _is_begun(permit, case.on):
        return GateState.UNCONFIRMED
    return GateState.BLOCKED if missing else GateState.READY


def _is_begun(permit: PermitDraft, by: date) -> bool:
    begun = (permit.applied_on, permit.accepted_on, permit.refused_on, permit.granted_on)
    return permit.planned_on is not None or any(day is not None and day <= by for day in begun)


def _holder(state: GateState) -> Holder | None:
    if state in {GateState.DONE, GateState.WAIVED}:
        return None
    return Holder.AUTHORITY if state in {GateState.ACCEPTED, GateState.APPLIED} else Holder.OWNER


def _due(case: Case, step: StepDraft, permit: PermitDraft, state: GateState) -> tuple[date | None, bool]:
    if step.days is None or step.unit is None:
        return None, True
    since: date | None = None
    if step.runs_from is RunsFrom.ACCEPTED and state in {GateState.ACCEPTED, GateState.APPLIED}:
        since = permit.accepted_on if state is GateState.ACCEPTED else permit.applied_on
    elif step.runs_from is RunsFrom.NEEDS and state in {
        GateState.READY,
        GateState.APPLIED,
        GateState.ACCEPTED,
    }:
        since = _last_need(case, step)
    if since is None:
        return None, True
    due = case.calendar.add(since, step.days, step.unit, count_first=False)
    return due.day, due.firm and (state is not GateState.APPLIED or step.runs_from is RunsFrom.NEEDS)


def _last_need(case: Case, step: StepDraft) -> date | None:
    granted = (case.permit(code).granted_on for code in step.needs)
    return max((day for day in granted if day is not None), default=None)


def _left(case: Case, due: date, unit: DayUnit) -> int:
    sign = 1 if due >= case.on else -1
    early, late = sorted((case.on, due))
    days = case.calendar.days_after(early, late)
    return sign * (days.working if unit is DayUnit.WORKING else days.calendar)


def valid_until(step: StepDraft, permit: PermitDraft) -> date | None:
    """
    Return by when building must begin on the strength of a document; None where it does not say.

    The day written on it comes first; otherwise the months of its step, and those of each extension granted.
    """
    if permit.granted_on is None or step.start_within is None:
        return permit.expires_on
    if permit.expires_on is not None:
        return permit.expires_on
    return months_later(permit.granted_on, step.start_within + permit.extended * step.extension_months)


def _ask_by(case: Case, step: StepDraft, permit: PermitDraft, until: date | None) -> date | None:
    if until is None or permit.extended >= step.extensions:
        return None
    day, left = until, step.ask_before
    while left > 0:
        day -= timedelta(days=1)
        left -= case.calendar.is_workday(day)
    return day


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _names(case: Case, steps: list[StepDraft]) -> str:
    return _("、").join(case.named[s.code] for s in steps)

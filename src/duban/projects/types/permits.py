"""The legal procedure: its steps by regime, where each stands for a project, and the clock (domain.md 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.projects.types.names import Called
from duban.projects.types.register import Regime


class Lapse(StrEnum):
    """What follows when building has not begun in time after a step was granted."""

    VOID = "void"
    """The document ends by itself (施工许可证, Construction Law art. 9)."""
    RENEW = "renew"
    """It has to be extended, or applied for again (核准)."""
    RECHECK = "recheck"
    """It has to be examined anew (环评, after five years)."""


class RunsFrom(StrEnum):
    """From when a step's statutory days count."""

    ACCEPTED = "accepted"
    """From the day the authority accepted the application; the days are the authority's."""
    NEEDS = "needs"
    """From the day the steps before it were done; the days are the owner's."""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step of a procedure."""

    code: str
    name: str
    document: str
    issuer: str
    name_en: str = ""
    department_id: int | None = None
    """The zone's department that answers for it; none: the project's lead department."""
    days: int | None = None
    unit: DayUnit | None = None
    runs_from: RunsFrom = RunsFrom.ACCEPTED
    is_sure: bool = False
    """Whether the days and their unit were verified in the law's own words."""
    needs: tuple[str, ...] = ()
    needs_parties: bool = False
    """Whether it does not pass before all five parties stand with both papers."""
    before_start: bool = False
    """Whether no ground may be broken without it."""
    conditional: bool = False
    """Whether only some projects need it: it stops nothing until it is said to apply."""
    start_within: int | None = None
    """Months in which building must begin after it was granted."""
    extensions: int = 0
    extension_months: int = 0
    ask_before: int = 0
    """Working days before the end by which an extension must be asked for."""
    lapse: Lapse | None = None
    basis: str = ""
    document_en: str = ""
    issuer_en: str = ""
    basis_en: str = ""

    @property
    def yields(self) -> Called:
        """The document it yields; one without English words is called as its step."""
        return Called(self.document, self.document_en or self.name_en)

    @property
    def issued_by(self) -> Called:
        """Who issues it."""
        return Called(self.issuer, self.issuer_en)

    @property
    def stands_on(self) -> Called:
        """What it is based on."""
        return Called(self.basis, self.basis_en)


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """The steps of a regime in a zone, from a day on."""

    id: int
    regime: Regime
    starts: date
    steps: tuple[StepDraft, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PermitDraft:
    """What is known of one step of a project."""

    planned_on: date | None = None
    applied_on: date | None = None
    accepted_on: date | None = None
    granted_on: date | None = None
    refused_on: date | None = None
    expires_on: date | None = None
    number: str = ""
    extended: int = 0
    """How many extensions were granted."""
    waived: str = ""
    """Why the project does not need it; empty where it does."""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class PermitEvent:
    """One entry of a permit's history."""

    step: str
    before: dict[str, str]
    after: dict[str, str]
    reason: str
    by: str
    at: datetime


class GateState(StrEnum):
    """Where a step stands on a day."""

    DONE = "done"
    WAIVED = "waived"
    """Not needed, with a reason."""
    ACCEPTED = "accepted"
    """With the authority; its clock runs."""
    APPLIED = "applied"
    """Handed in, not accepted yet."""
    REFUSED = "refused"
    READY = "ready"
    """Everything before it is done: to be applied for."""
    BLOCKED = "blocked"
    """Something before it is not done."""
    UNCONFIRMED = "unconfirmed"
    """Needed by some projects; nobody has said whether by this one."""


class Holder(StrEnum):
    """Whose move it is."""

    OWNER = "owner"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class GateStep:
    """One step of a project on a day."""

    step: StepDraft
    permit: PermitDraft
    state: GateState
    missing: tuple[str, ...]
    """Codes of the steps before it that are not done; ``parties`` where the five are not complete."""
    holder: Holder | None
    """None where it is over."""
    due: date | None
    days_left: int | None
    """In the step's own unit; negative when over time."""
    is_firm: bool
    """False where days of an unpublished year were estimated, or counted from the application."""
    until: date | None
    """By when building must begin on the strength of it; None where that does not matter any more."""
    ask_by: date | None
    version: int
    """Of the permit's row; 0 where there is none."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.state in {GateState.DONE, GateState.WAIVED}


@dataclass(frozen=True, slots=True)
class ProjectGates:
    """A project's way through the procedure on a day."""

    project_id: int
    code: str
    name: str
    regime: Regime
    on: date
    steps: tuple[GateStep, ...]
    next: GateStep | None
    """The first step that is not over and that somebody can move."""
    holder: str
    """Who holds the next step, by name."""
    red_lines: tuple[Problem, ...]
    """What must not be: built without, permits that ended."""
    warnings: tuple[Problem, ...]
    """What is about to be, or looks out of order."""
    is_sample: bool
    """Whether anything of it rests on illustrative entries."""

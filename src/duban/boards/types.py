"""What the questions that cross rooms answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duban.blockers.types import DepartmentDays
from duban.engine.kernel import Period
from duban.indicators.types import FilingBoard, FilingRow, GapBoard
from duban.ledger.types import IndicatorCoverage, ItemList, OverduePerson, PlanRow
from duban.projects.types import LastStartBoard, Silence


@dataclass(frozen=True, slots=True)
class CoveredGaps:
    """The gap board with what the plans cover of each gap."""

    board: GapBoard
    coverage: Mapping[int, IndicatorCoverage]
    """By indicator id; indicators without a plan are left out."""


class TaskKind(StrEnum):
    """Why something waits for me, over all rooms."""

    FILE = "file"
    """A monthly return to fill in."""
    MEND = "mend"
    """A return sent back."""
    SIGN = "sign"
    """A return to approve."""
    ACCEPT = "accept"
    REPORT = "report"
    OVERDUE = "overdue"
    DECIDE_REFUSAL = "decide_refusal"
    DECIDE_EXTENSION = "decide_extension"
    VERIFY = "verify"
    STRIKE_OFF = "strike_off"
    DISPATCH = "dispatch"
    REDO = "redo"
    STEP = "step"
    NEAR = "near"
    """My item is due soon."""
    BLOCKER = "blocker"
    """Somebody is stuck on me, or a blocker of mine waits for my word."""
    APPROVE_PLAN = "approve_plan"
    REVISE_PLAN = "revise_plan"
    ENFORCE_PLAN = "enforce_plan"
    PROJECT_REPORT = "project_report"
    """A project's week or month is over, and its progress is not reported."""
    PROJECT_REDO = "project_redo"
    """A report of progress was sent back."""
    PROJECT_REVIEW = "project_review"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the person asking; exactly one of the ids says where it is done."""

    kind: TaskKind
    title: str
    due: date | None = None
    number: str = ""
    note: str = ""
    item_id: int | None = None
    plan_id: int | None = None
    unit_id: int | None = None
    """With ``period``: a unit's return."""
    period: Period | None = None
    blocker_id: int | None = None
    project: str = ""
    """Code of the project whose progress it is about."""


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for one person on a day: overdue first, then today's, then by date; what has no date last."""

    on: date
    tasks: tuple[Task, ...]

    @property
    def overdue(self) -> int:
        """How many should have been done before today."""
        return sum(task.due is not None and task.due < self.on for task in self.tasks)

    @property
    def today(self) -> int:
        """How many are due today."""
        return sum(task.due == self.on for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a zone's work on a day."""

    on: date
    covered: CoveredGaps
    plans: Mapping[int, PlanRow]
    """The year's plans by indicator."""
    overdue: ItemList
    owing: tuple[OverduePerson, ...] | None
    """Whose items are overdue, most first; None: not for this reader to be told."""
    filings: FilingBoard
    stuck: int
    """Open blockers."""
    stuck_late: int
    held: tuple[DepartmentDays, ...]
    """With whom blockers lie now."""
    starts: LastStartBoard
    """Which projects can no longer keep their deadline, and what of the others must begin today."""
    silent: tuple[Silence, ...]
    """Projects nobody has said a word of for too long."""
    waits: Home

    @property
    def unreported(self) -> tuple[FilingRow, ...]:
        """Returns of the period last ended that have not come in."""
        return tuple(row for row in self.filings.rows if row.first_submitted_at is None)


class HoleKind(StrEnum):
    """What nobody answers for."""

    INDICATOR_OWNER = "indicator_owner"
    INDICATOR_LEADER = "indicator_leader"
    INDICATOR_TARGET = "indicator_target"
    PLAN_LEADER = "plan_leader"
    PLAN_LEADER_LEFT = "plan_leader_left"
    """The post is named, and nobody is in it."""
    PLAN_CAUSE = "plan_cause"
    PLAN_MEASURE = "plan_measure"
    ITEM_PERSON = "item_person"
    ITEM_PERSON_LEFT = "item_person_left"
    ITEM_LEAD = "item_lead"
    ITEM_DATE = "item_date"
    ITEM_STANDARD = "item_standard"
    ITEM_ROUTE_MAP = "item_route_map"
    STEP_DATE = "step_date"
    BLOCKER_ADDRESSEE = "blocker_addressee"
    """The leader addressed has left, or the department addressed has nobody at its head."""
    UNIT_HEAD = "unit_head"
    UNIT_HEAD_LEFT = "unit_head_left"


@dataclass(frozen=True, slots=True)
class Asked:
    """To whom a question goes: a unit, a post in it and who is in that; empty where there is none."""

    unit: str = ""
    post: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """Something nobody answers for, and to whom the question goes."""

    kind: HoleKind
    title: str
    asked: Asked
    number: str = ""
    code: str = ""
    """Of an indicator."""
    plan_id: int | None = None
    item_id: int | None = None
    unit_id: int | None = None
    blocker_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ownerless:
    """Everything nobody answers for on a day, and of how many things that was asked."""

    on: date
    holes: tuple[Hole, ...]
    asked_of: Mapping[str, int]
    """How many indicators, plans and units were looked at: none found among none is no comfort."""

"""What others may hold of counted work: what is counted, what stands of it, by whose word and to which plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.engine.kernel import Problem


@dataclass(frozen=True, slots=True)
class CountDraft:
    """How many of a counted work stand, to date."""

    work_id: int | None
    done: Decimal
    at_least: bool = False
    """The source says "more than" (1400多台): the figure is the least it can be."""
    said: str = ""
    """The source's own words for the figure."""
    activity: str = ""
    """Id of an activity of the schedule, where it is counted for the first time and is no counted work yet."""


@dataclass(frozen=True, slots=True)
class WorkDraft:
    """Work that is counted: furnaces, machines, metres of pipe."""

    name: str
    unit: str
    name_en: str = ""
    activity: str = ""
    """Id of an activity of the schedule that has a quantity: its unit, total and days are then the schedule's."""
    total: Decimal | None = None
    """How many there are to be; unknown where the source does not say."""
    start: date | None = None
    finish: date | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """The activity of the kept schedule whose quantity is counted, and by which revision its total and days are."""

    activity: str
    name: str
    revision: int
    baseline: str
    """Name of the baseline its days are by; empty: the revision's own."""
    is_sample: bool
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class WorkSource:
    """Whose word the figure done is: a reviewed report's; only where there is none, what was kept in the schedule."""

    report_id: int | None
    kind: str
    """Value of ``ReportKind``; empty where no report speaks."""
    by: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class WorkPace:
    """How counted work stands to its plan, and where its own rate leads."""

    planned: Decimal
    ahead: Decimal
    """Done less planned; negative is behind."""
    needed: Decimal | None
    """Per working day, to finish in time."""
    own_rate: Decimal | None
    """Per working day, over what was counted so far."""
    forecast: date | None
    """When it is finished at its own rate; none where it does not move."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Counted work, what stands of it, and its pace where total and days are known."""

    id: int | None
    """None for an activity of the schedule nobody has counted yet."""
    name: str
    name_en: str
    unit: str
    plan: WorkPlan | None
    """None for work that is in no schedule."""
    total: Decimal | None
    start: date | None
    finish: date | None
    done: Decimal | None
    at_least: bool
    said: str
    on: date | None
    """The day it was last counted."""
    source: WorkSource | None = None
    pace: WorkPace | None = None
    problem: Problem | None = None
    """Why there is no pace, where that is worth saying."""
    is_sample: bool = False

    @property
    def field(self) -> str:
        """What a form calls it."""
        return (
            f"work_{self.id}"
            if self.id is not None
            else f"activity_{self.plan.activity if self.plan else ''}"
        )


@dataclass(frozen=True, slots=True)
class CountRow:
    """One figure of a report."""

    work_id: int
    name: str
    name_en: str
    unit: str
    done: Decimal
    at_least: bool
    said: str

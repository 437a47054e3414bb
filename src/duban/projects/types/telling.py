"""What others may hold of what reports say of a plan's activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from duban.projects.types.names import Called


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What a report says of one activity of the plan, as of the report's day. What is counted is counted apart."""

    activity: str
    """Its id in the plan."""
    percent: int | None = None
    started: date | None = None
    finished: date | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """The same as a report shows it."""

    activity: str
    name: str
    """What the plan called it then."""
    percent: int | None
    started: date | None
    finished: date | None


@dataclass(frozen=True, slots=True)
class Word:
    """What one report says of one activity, counted or not."""

    report: int
    on: date
    activity: str
    percent: int | None = None
    started: date | None = None
    finished: date | None = None
    done: Decimal | None = None
    """How many stand, to date."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WordSource:
    """The report an activity's progress is from, as a page links it."""

    report_id: int
    kind: str
    """Value of ``ReportKind``."""
    on: date
    by: str


class Turn(StrEnum):
    """When an activity is to be reported on."""

    UNDER_WAY = "under_way"
    DUE = "due"
    """Not begun, and its plan says it should have by the day asked."""
    SOON = "soon"
    """Not begun, and its plan says it begins within the time reported or soon after."""
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FormActivity:
    """An activity as a report's form offers it."""

    id: str
    number: str
    name: str
    name_en: str
    under: Called
    """The heading it stands under; nothing above the first."""
    turn: Turn
    start: date | None
    """Begun, or planned to begin."""
    finish: date | None
    percent: int
    has_begun: bool
    is_done: bool
    done: Decimal | None = None
    """How many stand, by the newest reviewed report; of what is counted only."""
    total: Decimal | None = None
    unit: str = ""
    field: str = ""
    """What the form calls its count."""

    @property
    def is_counted(self) -> bool:
        """Whether it is counted, and so has no percentage of its own."""
        return self.total is not None

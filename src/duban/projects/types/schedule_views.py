"""What is asked of kept schedules: lines, standing, baselines, slips, last starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from duban.projects.types.names import Called
from duban.projects.types.schedules import CalendarSpan, PlannedActivity, Schedule
from duban.projects.types.telling import Word, WordSource


class RevisionKind(StrEnum):
    """How a revision came about."""

    DRAWN = "drawn"
    EDIT = "edit"
    PROGRESS = "progress"
    FILE = "file"
    TEMPLATE = "template"
    RESTORED = "restored"
    REPORT = "report"
    """A reviewed report was taken up, or one sent back was given up."""


class BaselineState(StrEnum):
    """How far a baseline is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TemplateKind(StrEnum):
    """What kind of project a template is for."""

    FACTORY = "factory"
    ROAD = "road"
    PARK = "park"
    RENOVATION = "renovation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One line of a schedule as computed, with the bars of three plans. Moments are ticks, floats working days."""

    activity: PlannedActivity
    depth: int
    start: int | None
    finish: int | None
    late_start: int | None
    late_finish: int | None
    total_float: Decimal | None
    critical: bool
    base_start: int | None = None
    base_finish: int | None = None
    moved: Decimal | None = None
    """Working days its finish is later than in the baseline."""


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of the chain that makes the finish."""

    id: str
    name: str
    why: str
    """Value of the engine's ``Why``."""
    at: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule against its deadline, as of its data date or a later day."""

    start: int | None
    finish: int | None
    deadline: int | None
    late_by: Decimal | None
    """Working days past the deadline; negative where there is room."""
    chain: tuple[ChainStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a project will be finished, asked on a day: what has not begun by then begins no earlier."""

    on: date
    data_date: date | None
    """The day its schedule's progress is of."""
    standing: Standing
    is_sample: bool = False

    @property
    def is_late(self) -> bool:
        """Whether the deadline can no longer be kept."""
        return self.standing.late_by is not None and self.standing.late_by > 0


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One kept revision."""

    id: int
    number: int
    kind: RevisionKind
    by: str
    at: datetime
    reason: str
    activities: int
    data_date: date | None
    deadline: date | None
    is_sample: bool = False
    report_id: int | None = None
    """The report that made it."""


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A named copy that never changes: who asked for it, who let it stand, and why."""

    id: int
    name: str
    state: BaselineState
    revision: int
    """Number of the revision it is a copy of."""
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str
    may_decide: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Progressed:
    """Earned progress as of the data date, against the baseline."""

    planned: Decimal
    actual: Decimal
    gone_days: Decimal
    earned_days: Decimal
    ahead_days: Decimal
    ratio: Decimal | None
    against: str
    """Name of the baseline; empty: the schedule's own dates."""


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """A project's schedule as its page shows it."""

    project_id: int
    code: str
    name: str
    revision: RevisionRow | None
    is_current: bool
    schedule: Schedule | None
    lines: tuple[ScheduleLine, ...]
    standing: Standing | None
    baselines: tuple[BaselineRow, ...]
    against: BaselineRow | None
    progressed: Progressed | None
    may_edit: bool
    may_report: bool
    estimated: bool = False
    """Whether its days reach into years whose working days are not yet published."""
    sources: Mapping[str, WordSource] = field(default_factory=dict)
    """The report each activity's progress is from, where one says it."""
    waiting: Mapping[str, Word] = field(default_factory=dict)
    """What reports that are not reviewed yet say of activities."""
    pictures: Mapping[str, int] = field(default_factory=dict)
    """How many pictures there are of each activity."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What unsaved changes would do."""

    before: Standing
    after: Standing
    gained: Decimal
    """Working days the finish comes forward; negative: it goes back."""
    newly_critical: tuple[Called, ...]
    no_longer_critical: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Unsaved changes computed: the lines as they would be, and the effect."""

    schedule: Schedule
    lines: tuple[ScheduleLine, ...]
    effect: Effect


@dataclass(frozen=True, slots=True)
class Preview:
    """A schedule that is not kept yet, computed, with what confirms it."""

    lines: tuple[ScheduleLine, ...]
    standing: Standing
    body: bytes


@dataclass(frozen=True, slots=True)
class Slip:
    """One activity moved between two states of a schedule."""

    id: str
    name: str
    name_en: str
    change: str
    """``moved``, ``added`` or ``dropped``."""
    start_days: Decimal | None
    finish_days: Decimal | None
    """Working days later; negative is earlier."""
    direct: tuple[str, ...]
    """Fields somebody changed in it; empty where its predecessors, or the calendar, pushed it."""
    revision: int
    by: str
    at: datetime
    reason: str
    approved_by: str
    """Who let the first baseline stand that holds this revision; empty: nobody yet."""


@dataclass(frozen=True, slots=True)
class LastStartRow:
    """What must begin by a day for its project's deadline to hold."""

    project_id: int
    project_code: str
    name: str
    """The project's."""
    name_en: str
    activity_id: str
    activity: Called
    latest: int
    forecast: int
    days_left: Decimal
    """Working days left; negative where it has passed."""
    responsible: str
    unit: str
    is_sample: bool
    """Whether the schedule it follows from is illustrative."""


@dataclass(frozen=True, slots=True)
class LateProject:
    """A project that will miss its deadline, because of which chain."""

    project_id: int
    code: str
    name: str
    name_en: str
    deadline: int
    finish: int
    late_by: Decimal
    chain: tuple[ChainStep, ...]
    responsible: str
    unit: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class LastStartBoard:
    """Today's last-start list over the projects of a zone."""

    on: date
    within: int
    rows: tuple[LastStartRow, ...]
    late: tuple[LateProject, ...]
    schedules: int
    """How many projects have a schedule with a deadline."""
    without: int
    """How many being worked on have none."""


@dataclass(frozen=True, slots=True)
class CrashRow:
    """What shortening one activity of the chain would bring forward, in working days."""

    id: str
    name: str
    name_en: str
    first_day: Decimal
    at_most: Decimal


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template a zone keeps."""

    id: int
    kind: TemplateKind
    name: str
    name_en: str
    activities: int
    days: int
    """Working days from first start to last finish."""
    is_sample: bool
    version: int


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A dated exception of the zone's calendars as its page shows it."""

    id: int
    span: CalendarSpan
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CalendarEffect:
    """What another calendar does to one project."""

    project_id: int
    code: str
    name: str
    before: int | None
    after: int | None
    moved: Decimal
    """Working days its finish goes back; negative: it comes forward."""
    deadline: int | None
    late_before: Decimal | None
    late_after: Decimal | None


@dataclass(frozen=True, slots=True)
class CorrectionEffect:
    """What a corrected day of the calendar all zones share does to one zone's schedules."""

    zone_id: int
    moved: int
    """Schedules whose finish moves."""
    later: int
    most: Decimal
    """Working days the one that moves most goes back; negative: it comes forward."""
    newly_late: int
    """Schedules that were in time and no longer are."""
    effects: tuple[CalendarEffect, ...]
    """Which, most first; none where the zone's business is not the asker's to read."""

"""What others may hold of blockers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from duban.engine.calendars import DayCount
from duban.engine.kernel import Problem


class BlockerKind(StrEnum):
    """What it is called."""

    DIFFICULTY = "difficulty"
    """难点: hard in itself."""
    BLOCKAGE = "blockage"
    """堵点: the way is shut."""
    STICKING = "sticking"
    """卡点: stuck at one step."""


class BlockerState(StrEnum):
    """How far it is."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    REFUSED = "refused"
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"


WITH_ADDRESSEE = frozenset({BlockerState.RAISED, BlockerState.ACKNOWLEDGED})
"""The ball lies with the unit addressed."""
WITH_RAISER = frozenset({BlockerState.ANSWERED, BlockerState.REFUSED})
"""The ball lies with the unit that raised it, or with its leader in charge."""
OPEN = WITH_ADDRESSEE | WITH_RAISER


class Side(StrEnum):
    """What somebody is to a blocker: the roles of its lifecycle."""

    RAISER = "raiser"
    ADDRESSEE = "addressee"
    DECIDER = "decider"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is blocked: anything, in any room, named but not reached into."""

    kind: str
    id: str
    title: str
    number: str = ""
    link: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class BlockerDraft:
    """A blocker before it is raised."""

    subject: Subject
    kind: BlockerKind
    unit_id: int
    """The unit that is stuck."""
    cause: str
    text: str
    help_wanted: str
    to_unit_id: int | None = None
    to_post_id: int | None = None
    """A leader's post; takes the place of a unit."""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class BlockerRow:
    """A blocker as a list shows it."""

    id: int
    number: str
    subject: Subject
    kind: BlockerKind
    state: BlockerState
    unit_id: int
    unit: str
    to_unit_id: int
    to_post_id: int | None
    to: str
    """The unit addressed, or the leader's post."""
    cause: str
    cause_name: str
    text: str
    help_wanted: str
    raised_on: date
    raised_by: str
    due: date | None
    """By when the one whose move it is must make it; None where no clock runs."""
    due_firm: bool
    late: bool
    level: int
    """How far it has been escalated: 1 head, 2 leader in charge, 3 director."""
    days: DayCount
    """Since it was raised, until cleared or the day asked for."""
    is_sample: bool
    version: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step of a blocker's life."""

    edge: str
    source: str
    target: str
    by: str
    at: datetime
    text: str
    to: str
    level: int


@dataclass(frozen=True, slots=True)
class BlockerPage:
    """A blocker with its history, and what may be done with it now by whom asks."""

    row: BlockerRow
    moves: tuple[MoveRow, ...]
    open_edges: tuple[str, ...]
    missing: dict[str, tuple[Problem, ...]]
    """For each open edge, what it still needs."""
    held: tuple[DepartmentDays, ...]


@dataclass(frozen=True, slots=True)
class DepartmentDays:
    """How long blockers lay with a department: when it was asked, and when it was its own turn to confirm."""

    unit_id: int
    unit: str
    asked: DayCount
    own: DayCount
    waiting: int
    """Blockers that lie with it today, having been asked."""


@dataclass(frozen=True, slots=True)
class BlockerFilter:
    """Which blockers are wanted; every list, card and document counts by this alone."""

    state: str = "open"
    """``open``, ``all``, or one state."""
    to_unit_id: int | None = None
    unit_id: int | None = None
    cause: str = ""
    kind: str = ""
    late: bool = False
    mine: bool = False
    """Only those whose next move is the asker's."""
    text: str = ""
    subject_kind: str = ""
    subject_id: str = ""


@dataclass(frozen=True, slots=True)
class BlockerList:
    """One page of a list, and how many there are in all."""

    rows: tuple[BlockerRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause one may choose."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class DatedCause:
    """A line of the list of causes: what a code is called from a day until a day."""

    code: str
    name: str
    name_en: str
    order: int
    starts: date
    ends: date | None
    """The last day it may be chosen; None while that is open."""
    latest: bool
    """Whether it is the code's last line: the one that may be reworded or ended."""

    def holds_on(self, day: date) -> bool:
        """Return whether one may choose it on the day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """How quickly a blocker is to be answered, in working days, and who is told when it is not (马上就办)."""

    acknowledge_days: int = 1
    answer_days: int = 5
    levels: tuple[int, int, int] = (1, 3, 5)
    """Working days past the deadline until the head, the leader in charge, and the director are told."""
    version: int = 0
    starts: date | None = None
    set_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A blocker that rose a level, or whose day has come (level as it was), and who was told."""

    blocker_id: int
    number: str
    level: int
    user_ids: frozenset[int] = field(default_factory=frozenset)


def page_of(zone_slug: str, blocker_id: int) -> str:
    """Return the path of a blocker's page, for notices and calendars."""
    return f"/{zone_slug}/blockers/{blocker_id}/"


DEFAULT_CAUSES = (
    CauseRow("land", "用地/林地指标", "Land or forest-land quota"),  # zh: data
    CauseRow("demolition", "征拆", "Requisition and demolition"),  # zh: data
    CauseRow("replanning", "规划调整", "Change of plan"),  # zh: data
    CauseRow("permits", "审批手续", "Permits"),  # zh: data
    CauseRow("environment", "环评", "Environmental assessment"),  # zh: data
    CauseRow("energy", "能评", "Energy assessment"),  # zh: data
    CauseRow("funds", "资金", "Funds"),  # zh: data
    CauseRow("intent", "投资意愿", "Investor's intent"),  # zh: data
    CauseRow("equipment", "设备", "Equipment"),  # zh: data
    CauseRow("utilities", "配套（水电气路）", "Utilities and roads"),  # zh: data
    CauseRow("organisation", "施工组织", "Site organisation"),  # zh: data
    CauseRow("weather", "天气", "Weather"),  # zh: data
    CauseRow("policy", "政策", "Policy"),  # zh: data
    CauseRow("market", "市场订单", "Market and orders"),  # zh: data
    CauseRow("statistics", "入库纳统", "Entry in the statistics"),  # zh: data
    CauseRow("coordination", "部门协调", "Coordination between departments"),  # zh: data
    CauseRow("other", "其他", "Other"),  # zh: data
)
"""
The ordinary causes (domain.md 4.4), and three that plans for indicators need.

One is chosen as the primary one, so that their shares add up to 100 %.
"""

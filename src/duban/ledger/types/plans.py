"""Special plans 专项方案 as others hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from duban.engine.kernel import Period, Problem
from duban.engine.series import Coverage, MonthKept
from duban.ledger.types.items import ItemRow, ItemState
from duban.ledger.types.words import Shortfall


class PlanState(StrEnum):
    """Where a plan is in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    CLOSED = "closed"


class PlanSubject(StrEnum):
    """What a plan is for."""

    INDICATOR = "indicator"
    PROJECT = "project"
    SHORTFALL = "shortfall"


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as typed."""

    title: str
    year: int
    subject: PlanSubject
    owner_id: int
    indicator_id: int | None = None
    shortfall: Shortfall | None = None
    project_text: str = ""
    leader_id: int | None = None
    aim: str = ""
    base: Period | None = None
    """The data date the plan starts from; its level is kept with the plan when it is approved."""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class CauseDraft:
    """A cause as typed: coded, in words, below another cause or not. One cause of a plan is the primary one."""

    code: str
    """Of the list of causes the ``blockers`` room keeps."""
    text: str
    parent: int | None = None
    """Position of the cause it lies below, earlier in the same list."""
    is_primary: bool = False
    id: int | None = None
    """The cause it stands for, where it is one of the plan's already: measures keep theirs."""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause of a plan."""

    id: int
    code: str
    name: str
    text: str
    parent_id: int | None
    is_primary: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure: an item of the ledger, what it is expected to bring by month, and how sure that is."""

    item_id: int
    cause_id: int | None = None
    confidence_pct: Decimal = Decimal(100)
    effects: Mapping[int, Decimal] = field(default_factory=dict)
    """Month (1 to 12) to what that month brings, in the indicator's unit; for growth targets percentage points."""


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What a list of plans asks for."""

    year: int | None = None
    subject: PlanSubject | None = None
    shortfall: Shortfall | None = None
    state: PlanState | None = None
    owner_id: int | None = None
    indicator_id: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What a measure is expected to bring in a month."""

    month: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of a plan with its item."""

    id: int
    item: ItemRow
    cause_id: int | None
    confidence_pct: Decimal
    effects: tuple[EffectRow, ...]
    counts: bool
    """False where its item was cancelled: its effect is expected no more."""

    @property
    def expected(self) -> Decimal:
        """What it is expected to bring over the whole year."""
        return sum((e.amount for e in self.effects), Decimal(0))

    @property
    def likely(self) -> Decimal:
        """The same, weighted by its confidence."""
        return self.expected * self.confidence_pct / 100

    @property
    def by_month(self) -> tuple[Decimal | None, ...]:
        """Twelve months, January first; None where nothing is expected."""
        known = {e.month: e.amount for e in self.effects}
        return tuple(known.get(month) for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of the list of plans."""

    id: int
    title: str
    year: int
    subject: PlanSubject
    subject_text: str
    indicator_id: int | None
    shortfall: Shortfall | None
    state: PlanState
    owner_id: int
    owner: str
    leader_id: int | None
    leader: str
    primary_cause: str
    measures: int
    measures_done: int
    revision: int
    version: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class PlanMoveRow:
    """One step of a plan's life."""

    edge: str
    source: PlanState | None
    """None: it was drafted."""
    target: PlanState
    by: str
    at: datetime
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class MeasureCover:
    """A measure as a coverage counts it: as it was approved, not as it is being typed."""

    item_id: int
    number: str
    title: str
    state: ItemState
    confidence_pct: Decimal
    effects: Mapping[int, Decimal]
    counts: bool
    """False where its item was cancelled."""


@dataclass(frozen=True, slots=True)
class PlanCover:
    """One plan's part in covering a gap."""

    id: int
    title: str
    state: PlanState
    revision: int
    """The approved revision counted; 0 for a draft, shown as it stands and counted nowhere."""
    owner: str
    leader: str
    coverage: Coverage
    measures: tuple[MeasureCover, ...]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class IndicatorCoverage:
    """An indicator's gap against all the plans taken on it, at one data date and as known at one moment."""

    indicator_id: int
    code: str
    unit: str
    """What the amounts are counted in: the indicator's unit, or 百分点."""
    coverage: Coverage
    plans: tuple[PlanCover, ...]
    """Approved and in force."""
    drafts: tuple[PlanCover, ...]
    """Not yet approved; what they promise stands apart."""

    @property
    def plan_ids(self) -> tuple[int, ...]:
        """The plans that count."""
        return tuple(plan.id for plan in self.plans)


@dataclass(frozen=True, slots=True)
class CauseShare:
    """How many plans name a cause as the primary one."""

    code: str
    name: str
    plans: int
    share_pct: Decimal


@dataclass(frozen=True, slots=True)
class CauseShares:
    """Why plans' subjects lag: shares of primary causes, adding up to 100 exactly, with their denominator."""

    plans: int
    """Plans with a primary cause: the denominator."""
    without: int
    """Plans that name none."""
    rows: tuple[CauseShare, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the page of a plan shows."""

    row: PlanRow
    indicator_code: str
    aim: str
    project_text: str
    base: Period | None
    base_level: Decimal | None
    unit: str
    decimals: int
    as_of: Period
    causes: tuple[CauseRow, ...]
    measures: tuple[MeasureRow, ...]
    coverage: Coverage | None
    """As the plan stands now, drafts too; None for a plan without an indicator."""
    kept: tuple[MonthKept, ...]
    moves: tuple[PlanMoveRow, ...]
    revisions: tuple[tuple[int, datetime, str], ...]
    """Approved revisions: number, when, by whom."""
    open_edges: tuple[str, ...]
    missing: Mapping[str, tuple[Problem, ...]]
    may_edit: bool
    what_worked: str
    closed_on: date | None

"""What others may hold of indicators, targets, figures and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from duban.engine.kernel import Period, Problem
from duban.engine.series import Direction, Gap, Light, LightBand, Nature, Standing, TargetKind


class Source(StrEnum):
    """Whose figure it is. There is no source for a forecast."""

    STATISTICS = "statistics"
    TAX = "tax"
    DEPARTMENT = "department"
    FIRM = "firm"


SOURCE_ORDER = (Source.STATISTICS, Source.TAX, Source.DEPARTMENT, Source.FIRM)
"""Which stands in where the indicator's own source has not reported."""


class Status(StrEnum):
    """How firm a figure is (domain.md 2.4, 2.6)."""

    DECLARED = "declared"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    REVISED = "revised"
    CERTIFIED = "certified"


class Basis(StrEnum):
    """What its growth is measured in (domain.md 2.2)."""

    NOMINAL = "nominal"
    REAL = "real"
    COMPARABLE = "comparable"


class Carries(StrEnum):
    """What is ever published of it."""

    BOTH = "both"
    LEVEL = "level"
    GROWTH = "growth"


class Tier(StrEnum):
    """目标值 or 奋斗值."""

    TARGET = "target"
    STRETCH = "stretch"


class Issuer(StrEnum):
    """Who set the target, highest first."""

    NATION = "nation"
    REGION = "region"
    CITY = "city"
    ZONE = "zone"


class FilingState(StrEnum):
    """Where a unit's monthly return stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    APPROVED = "approved"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as defined."""

    id: int
    zone_id: int
    code: str
    name: str
    name_en: str
    unit: str
    decimals: int
    nature: Nature
    direction: Direction
    carries: Carries
    basis: Basis
    source: Source
    source_office: str
    meaning: str
    is_key: bool
    owner_id: int | None
    leader_id: int | None
    parent_id: int | None
    order: int
    band_low: Decimal | None
    band_high: Decimal | None
    is_sample: bool
    retired: bool
    version: int


@dataclass(frozen=True, slots=True)
class DefinitionDraft:
    """What is typed to define an indicator; ids resolved, choices checked."""

    code: str
    name: str
    unit: str
    name_en: str = ""
    decimals: int = 2
    nature: Nature = Nature.FLOW
    direction: Direction = Direction.HIGHER
    carries: Carries = Carries.BOTH
    basis: Basis = Basis.NOMINAL
    source: Source = Source.STATISTICS
    source_office: str = ""
    meaning: str = ""
    is_key: bool = False
    owner_id: int | None = None
    leader_id: int | None = None
    parent_id: int | None = None
    order: int = 0
    band_low: Decimal | None = None
    band_high: Decimal | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure brought in: of one indicator, unit, period and source. Levels in the indicator's unit."""

    indicator_id: int
    period: Period
    source: Source
    unit_id: int | None = None
    """None: the zone itself."""
    level: Decimal | None = None
    growth: Decimal | None = None
    rank: int | None = None
    base: Decimal | None = None
    stated_completion: Decimal | None = None
    basis: Basis | None = None
    status: Status = Status.PRELIMINARY
    document: str = ""
    reason: str = ""
    absent_because: str = ""
    known_at: datetime | None = None
    is_sample: bool = False
    where: str = ""
    """Where it stood in what was brought in, for problems."""


class Effect(StrEnum):
    """What bringing a row in does, or would do."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one row did, or would do."""

    where: str
    effect: Effect
    before: str = ""
    after: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Vintage:
    """One published figure as recorded, with who stands for it."""

    id: int
    indicator_id: int
    unit_id: int
    period: Period
    source: Source
    level: Decimal | None
    growth: Decimal | None
    rank: int | None
    base: Decimal | None
    stated_completion: Decimal | None
    basis: Basis
    status: Status
    document: str
    reason: str
    absent_because: str
    known_at: datetime
    recorded_at: datetime
    entered_by: str
    approved_by: str
    is_sample: bool
    number: int = 1
    """Its place among the vintages of its cell, first is 1."""
    of: int = 1


@dataclass(frozen=True, slots=True)
class CurrentFigure:
    """The figure a board shows for a cell: which vintage it is, and how firm."""

    id: int
    period: Period
    source: Source
    level: Decimal | None
    growth: Decimal | None
    rank: int | None
    base: Decimal | None
    status: Status
    absent_because: str
    is_sample: bool

    @property
    def is_absent(self) -> bool:
        """Whether it only says that there is no figure, and why."""
        return self.level is None and self.growth is None and self.rank is None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One version of a target."""

    id: int
    indicator_id: int
    unit_id: int
    year: int
    tier: Tier
    issuer: Issuer
    issuer_name: str
    version: int
    kind: TargetKind
    value: Decimal
    pace: tuple[Decimal, ...] | None
    pace_kind: str
    document: str
    derived_from: str
    reason: str
    known_at: datetime
    entered_by: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """What is typed to set a target. Value in the indicator's unit, per cent of growth, or rank."""

    indicator_id: int
    year: int
    kind: TargetKind
    value: Decimal
    issuer: Issuer
    issuer_name: str = ""
    tier: Tier = Tier.TARGET
    unit_id: int | None = None
    pace: tuple[Decimal, ...] | None = None
    pace_kind: str = "linear"
    document: str = ""
    derived_from: str = ""
    reason: str = ""
    known_at: datetime | None = None
    is_sample: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One line of the gap board."""

    indicator: Definition
    owner: str
    leader: str
    gap: Gap
    light: Light
    class_: Standing
    reason: Problem | None
    """Why the row's headline number is missing, or what a reader must know beside it."""
    notes: tuple[Problem, ...]
    vintage: CurrentFigure | None
    target: TargetRow | None
    pending: bool = False
    """A newer figure has been submitted and not yet approved."""

    last_reported: Period | None = None
    """The newest period of the year that has a figure, where this one has none."""

    @property
    def is_sample(self) -> bool:
        """Whether the line rests on anything illustrative."""
        return self.indicator.is_sample or bool(
            (self.vintage and self.vintage.is_sample) or (self.target and self.target.is_sample)
        )


@dataclass(frozen=True, slots=True)
class RuleView:
    """The rules in force on a day, with who set them and why."""

    steps: tuple[LightBand, ...]
    """Lights from best to worst, each with the lead in percentage points from which it shines."""
    when_reached: Light
    when_not_reached: Light
    """For goals that are only reached or not, such as a rank."""
    strong_at_least: Decimal
    weak_below: Decimal
    key_first: bool
    due_day: int
    """Day of the following month on which returns are due, moved to a working day."""
    close_days: int
    """Calendar days after the due day during which late returns are still taken."""
    starts: date
    version: int
    set_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class GapBoard:
    """The gap of a zone, worst first, at one ``as_of`` and one ``known_at``."""

    zone_id: int
    as_of: Period
    known_at: datetime
    rows: tuple[GapRow, ...]
    rule: RuleView
    days_calendar: int
    days_working: int
    days_firm: bool
    late_before: int | None = None
    """How many were late a month earlier, for the movement."""

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(row.light is Light.LATE for row in self.rows)

    @property
    def with_target(self) -> int:
        """How many have a target for the year."""
        return sum(row.target is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Input:
    """One operand of a number: what it is, its value, and the vintage, target or rule it comes from."""

    name: str
    value: Decimal | str | None
    unit: str = ""
    vintage: Vintage | None = None
    target: TargetRow | None = None
    note: Problem | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a number comes from."""

    indicator: Definition
    field: str
    value: Decimal | None
    unit: str
    formula: str
    """A key of the formula catalogue, worded by the page."""
    inputs: tuple[Input, ...]
    why_not: Problem | None
    as_of: Period
    known_at: datetime


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of an indicator, month by month; None where nothing was reported."""

    year: int
    levels: tuple[Decimal | None, ...]
    growths: tuple[Decimal | None, ...]
    samples: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """All there is to know of one indicator at one ``known_at``."""

    row: GapRow
    years: tuple[YearLine, ...]
    pace: tuple[Decimal, ...]
    """Twelve levels the target asks for by month; empty without one."""
    vintages: tuple[Vintage, ...]
    targets: tuple[TargetRow, ...]
    shares: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One part of a target: a department's share of the year (month 0) or of a month."""

    target_id: int
    unit_id: int
    unit: str
    month: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell told by more than one source."""

    indicator: Definition
    period: Period
    vintages: tuple[Vintage, ...]
    lowest: Decimal
    highest: Decimal
    difference: Decimal
    relative_pct: Decimal | None
    same_figure: bool
    agreed: Vintage | None
    explanation: str
    agreed_by: str
    agreed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something about the data a person should look at."""

    kind: str
    importance: str
    indicator: Definition | None
    period: Period
    problem: Problem
    vintage_id: int | None = None


@dataclass(frozen=True, slots=True)
class CheckRuleRow:
    """A validation rule: left, operator, right."""

    id: int
    name: str
    left: str
    operator: str
    right: str
    importance: str
    starts: date
    retired: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a monthly return as it is being filled in."""

    indicator: Definition
    level: Decimal | None
    growth: Decimal | None
    absent_because: str
    note: str
    last_level: Decimal | None
    """Last month's figure, to check against while typing."""
    year_ago_level: Decimal | None
    findings: tuple[Problem, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it carries a figure or says why there is none."""
        return self.level is not None or self.growth is not None or bool(self.absent_because)


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """What is typed into one line of a return."""

    indicator_id: int
    level: Decimal | None = None
    growth: Decimal | None = None
    absent_because: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step in a return's history."""

    edge: str
    source: str
    target: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A unit's return for a period, as a list shows it."""

    id: int | None
    unit_id: int
    unit: str
    period: Period
    state: FilingState | None
    """None: not begun."""
    due: date
    first_submitted_at: datetime | None
    on_time: bool | None
    expected: int
    filled: int
    version: int = 0

    @property
    def completeness_pct(self) -> Decimal:
        """Lines filled or explained, of lines expected, in per cent."""
        return Decimal(100 * self.filled) / self.expected if self.expected else Decimal(100)


@dataclass(frozen=True, slots=True)
class FilingPage:
    """A return with its lines, history and what may be done with it now."""

    filing: FilingRow
    figures: tuple[FigureRow, ...]
    moves: tuple[MoveRow, ...]
    open_edges: tuple[str, ...]
    missing: tuple[Problem, ...]
    editable: bool
    closes: date
    """The last day figures may be filled in, leave to file late included."""


@dataclass(frozen=True, slots=True)
class FilingBoard:
    """All returns of a period: who has reported, on time or not."""

    period: Period
    due: date
    rows: tuple[FilingRow, ...]

    @property
    def reported(self) -> int:
        """How many units have submitted."""
        return sum(row.first_submitted_at is not None for row in self.rows)

    @property
    def on_time(self) -> int:
        """How many submitted by the due day."""
        return sum(row.on_time is True for row in self.rows)

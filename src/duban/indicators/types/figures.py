"""Indicators as defined, figures as recorded, targets as set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from duban.engine.kernel import Period, Problem
from duban.engine.series import Direction, Nature, TargetKind


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
class TargetOfIndicator:
    """A target with what its indicator is called, measured in and owned by."""

    id: int
    indicator_id: int
    name: str
    unit: str
    owner_id: int | None
    leader_id: int | None
    year: int
    kind: TargetKind
    value: Decimal
    issuer_name: str
    document: str

"""Investment: month by month since January, by the department and by the bureau, beside the year's plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from duban.engine.kernel import Period
from duban.indicators.types import Outcome


class InvestedSource(StrEnum):
    """Whose figure it is."""

    DEPARTMENT = "department"
    STATISTICS = "statistics"
    """What the bureau accepted."""


class EvidenceKind(StrEnum):
    """What the library asks for of a construction project (domain.md 2.3)."""

    LICENCE = "licence"
    """营业执照."""
    TOTAL = "total"
    """Proof of the planned total: approval, filing, feasibility study."""
    CONTRACT = "contract"
    """Construction contract with name, term, amount and both seals."""
    PHOTO = "photo"
    """Photograph of the site with the camera's time, start date, place, verifier and unit."""


class EnrolmentStatus(StrEnum):
    """Where a project stands with the library."""

    NONE = "none"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENTERED = "entered"
    LEFT = "left"
    """退库."""


@dataclass(frozen=True, slots=True)
class YearPlanDraft:
    """A year's plan in 万元; shares are twelve cumulative per cents, empty for even months."""

    year: int
    amount: Decimal
    shares: tuple[Decimal, ...] = ()
    document: str = ""
    reason: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class YearPlanRow:
    """A version of a year's plan."""

    year: int
    version: int
    amount: Decimal
    shares: tuple[Decimal, ...]
    document: str
    reason: str
    by: str
    at: datetime
    is_sample: bool


@dataclass(frozen=True, slots=True)
class InvestedDraft:
    """A figure of one source: invested since January of the period's year, and paid, in 万元."""

    period: Period
    source: InvestedSource
    amount: Decimal
    paid: Decimal | None = None
    document: str = ""
    reason: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class InvestedRow:
    """A vintage of a figure."""

    period: Period
    source: InvestedSource
    vintage: int
    amount: Decimal
    paid: Decimal | None
    document: str
    reason: str
    by: str
    at: datetime
    is_sample: bool


@dataclass(frozen=True, slots=True)
class InvestmentRuleRow:
    """From which difference on the two figures must be explained, and which indicator the sum goes to."""

    starts: date
    percent: Decimal
    amount: Decimal
    indicator: str
    by: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A project's month: both figures beside the plan."""

    period: Period
    planned: Decimal | None
    """The plan's share to date, 万元."""
    department: InvestedRow | None
    statistics: InvestedRow | None
    difference: Decimal | None
    """Department less bureau, 万元."""
    completion: Decimal | None
    """The department's figure in per cent of the year's plan."""
    lead: Decimal | None
    """Completion less the plan's share, percentage points."""
    wants_words: bool
    """Whether the difference exceeds the rule and nobody has explained it."""
    explanation: str


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A proof as entered."""

    kind: EvidenceKind
    number: str = ""
    dated: date | None = None
    is_held: bool = True
    note: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A line of the checklist; the newest entry of its kind."""

    kind: EvidenceKind
    is_held: bool
    number: str
    dated: date | None
    note: str
    by: str
    at: datetime | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """One event of a project's way into the library."""

    status: EnrolmentStatus
    on: date
    number: str
    reason: str
    by: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class InvestmentPage:
    """A project's year of investment."""

    year: int
    plan: YearPlanRow | None
    plans: tuple[YearPlanRow, ...]
    """Every version, the newest first."""
    months: tuple[MonthRow, ...]
    vintages: tuple[InvestedRow, ...]
    """Figures that were corrected, and by what."""
    evidence: tuple[EvidenceRow, ...]
    enrolments: tuple[EnrolmentRow, ...]
    """The newest first."""
    status: EnrolmentStatus
    rule: InvestmentRuleRow | None


@dataclass(frozen=True, slots=True)
class ZoneInvestmentLine:
    """A project in the sum of the zone."""

    project_id: int
    code: str
    name: str
    name_en: str
    department: Decimal | None
    statistics: Decimal | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ZoneInvestment:
    """What the zone's projects have invested since January, and what of it goes to the indicator."""

    period: Period
    lines: tuple[ZoneInvestmentLine, ...]
    total: Decimal
    """Of the department's figures, 万元."""
    bureau: Decimal
    without: int
    """How many have no figure of the department for this period."""
    indicator: str
    """Code of the indicator it feeds; empty where the rule names none."""
    indicator_name: str
    indicator_name_en: str
    unit: str
    level: Decimal | None
    """The total in the indicator's unit, exactly."""
    outcome: Outcome | None = field(default=None)
    """What posting it would do; None where it may not be posted."""
    has_samples: bool = False

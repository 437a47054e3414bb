"""What boards and pages are drawn from: gaps, explanations, sources, checks and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from duban.engine.kernel import Period, Problem
from duban.engine.series import Gap, Light, LightBand, Standing
from duban.indicators.types.figures import (
    CurrentFigure,
    Definition,
    FilingState,
    TargetRow,
    Vintage,
)


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

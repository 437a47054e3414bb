"""What others may hold of the four lights of projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from duban.engine.series import FourLightsRule, Lamp, LampKind, LampStanding, Paid
from duban.projects.types.progress import ReportRule
from duban.projects.types.register import YearClass


class ShareFrom(StrEnum):
    """Where the share that should stand by now comes from."""

    BASELINE = "baseline"
    SCHEDULE = "schedule"
    YEAR_PLAN = "year_plan"
    DAYS = "days"
    """Evenly over the days from the start to the planned finish, where there is neither."""


@dataclass(frozen=True, slots=True)
class PlannedShare:
    """How much of the work should stand by a day, in per cent."""

    pct: Decimal
    source: ShareFrom


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """What the register knows of a project's money and standing with the statistics bureau."""

    paid: Paid | None = None
    entered_on: date | None = None
    """Day it entered the library."""


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """正当理由: why a light is suppressed, by whom, from when until when."""

    id: int
    lamp: LampKind
    reason: str
    starts: date
    ends: date
    by: str
    role: str
    at: datetime
    withdrawn_on: date | None = None
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True)
class LampView:
    """One light as pages show it."""

    kind: LampKind
    standing: LampStanding
    excuse: JudgementRow | None = None
    """The judgement that suppresses it today; what it would show is still in ``standing``."""

    @property
    def shown(self) -> Lamp:
        """The lamp that is lit: none where a good reason suppresses it."""
        return Lamp.NONE if self.excuse else self.standing.lamp


@dataclass(frozen=True, slots=True)
class LampRow:
    """A project with its four lights."""

    project_id: int
    code: str
    name: str
    name_en: str
    year_class: YearClass
    lead_id: int | None
    lead: str
    firm: str
    started_on: date | None
    planned_start: date | None
    planned: PlannedShare | None
    percent: int | None
    percent_on: date | None
    lamps: Mapping[LampKind, LampView]
    is_sample: bool

    @property
    def worst(self) -> Lamp:
        """The worst lamp lit."""
        return min((view.shown for view in self.lamps.values()), key=list(Lamp).index)

    @property
    def ordered(self) -> tuple[LampView, ...]:
        """The four lights, in the order of the rule."""
        return tuple(self.lamps[kind] for kind in LampKind)


@dataclass(frozen=True, slots=True)
class LampFilter:
    """Which projects of the board are wanted."""

    lamp: Lamp | None = None
    kind: LampKind | None = None
    """With ``lamp``: that light alone; without: whichever of the four is worst."""
    lead_id: int | None = None
    list: str = ""
    """``unstarted``, ``not_in_library``, ``silent``, or all."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class LampBoard:
    """The board of four lights on a day."""

    on: date
    rule: ProgressRuleView
    rows: tuple[LampRow, ...]
    """Those the filter wants."""
    total: int
    """Of how many projects."""
    counts: Mapping[LampKind, Mapping[Lamp, int]]
    """Of all projects within reach, whatever the filter."""
    unstarted: tuple[LampRow, ...]
    """Should have started by now and did not: named, with the unit responsible."""
    not_in_library: tuple[LampRow, ...]
    """Started and not in the library."""
    may_judge: bool


@dataclass(frozen=True, slots=True)
class ProgressRuleView:
    """The zone's rule of lights and reports, from a day on."""

    lights: FourLightsRule
    reports: ReportRule
    starts: date
    version: int
    set_by: str
    reason: str

"""What others may hold of the register of projects."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

RESERVED_CODES = frozenset(
    [
        "board",
        "enterprises",
        "export",
        "import",
        "investment",
        "last-start",
        "lights",
        "list",
        "map",
        "new",
        "permits",
        "plan-board",
        "procedures",
        "progress",
        "register",
        "reports",
        "rules",
        "schedule",
        "schedules",
        "silent",
        "stages",
        "statements",
        "templates",
        "unstarted",
        "library",
    ]
)
"""Words that are addresses of boards under ``projects/``; no project is called by one of them."""


class Ownership(StrEnum):
    """Whose money builds it."""

    GOVERNMENT = "government"
    PRIVATE = "private"


class Regime(StrEnum):
    """Which procedure decides on it (审批、核准、备案)."""

    APPROVAL = "approval"
    """审批制: government-invested."""
    VERIFICATION = "verification"
    """核准制."""
    FILING = "filing"
    """备案制."""


class YearClass(StrEnum):
    """What a project is in a year, from its dates alone (domain.md 4.1)."""

    RESERVE = "reserve"
    """预备: nothing starts this year."""
    NEW_START = "new_start"
    """新开工: starts, or is to start, this year."""
    CARRIED_OVER = "carried_over"
    """续建: started in an earlier year, not finishing this year."""
    PRODUCING = "producing"
    """投产: started in an earlier year, finishing this year."""
    DONE = "done"
    """已竣工: finished in an earlier year."""


class ProjectState(StrEnum):
    """Whether it is being worked on at all."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    """停工."""
    TERMINATED = "terminated"
    """终止: will not be built."""


@dataclass(frozen=True, slots=True)
class ProjectDates:
    """The days that matter; what has happened stands beside what was planned and never in its place."""

    signed_on: date | None = None
    planned_start: date | None = None
    planned_finish: date | None = None
    planned_production: date | None = None
    ceremony_on: date | None = None
    """开工仪式: not the start."""
    started_on: date | None = None
    """破土开槽, or the first piling."""
    finished_on: date | None = None
    """竣工验收."""
    trial_on: date | None = None
    producing_on: date | None = None
    capacity_on: date | None = None
    """达产."""


DATE_FIELDS = frozenset(f.name for f in fields(ProjectDates))


def year_class(dates: ProjectDates, year: int) -> YearClass:
    """
    Return what a project is in a year: it changes by itself on 1 January (domain.md 4.1).

    It is started by the day it was really started, and by the planned day only while that lies in this year or
    later: a planned start that passed without one is still to come. It finishes when it was finished or went into
    production, whichever came first, and otherwise as planned, where that has not passed.
    """
    done = min((d for d in (dates.finished_on, dates.producing_on) if d), default=None)
    if done is not None and done.year < year:
        return YearClass.DONE
    started = dates.started_on
    if started is None or started.year > year:
        planned = dates.planned_start if started is None else started
        return YearClass.NEW_START if planned and planned.year <= year else YearClass.RESERVE
    if started.year == year:
        return YearClass.NEW_START
    planned_end = min((d for d in (dates.planned_finish, dates.planned_production) if d), default=None)
    end = done or planned_end
    return YearClass.PRODUCING if end is not None and end.year == year else YearClass.CARRIED_OVER


@dataclass(frozen=True, slots=True)
class Place:
    """Where it lies on the zone's plan: degrees, WGS 84, and an outline of at least three corners."""

    longitude: Decimal | None = None
    latitude: Decimal | None = None
    outline: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project before it is registered. Money is in 万元, land in 亩."""

    name: str
    ownership: Ownership
    regime: Regime
    code: str = ""
    """The zone's own short word for it in addresses; made from the year and a serial where empty."""
    national_code: str = ""
    """项目代码 of the national approval platform."""
    name_en: str = ""
    industry: str = ""
    enterprise_id: int | None = None
    """Builder enterprise 建设单位."""
    content: str = ""
    """建设内容及规模."""
    capacity: str = ""
    address: str = ""
    place: Place = Place()
    land: Decimal | None = None
    total_investment: Decimal | None = None
    expected_output: Decimal | None = None
    expected_tax: Decimal | None = None
    expected_jobs: int | None = None
    dates: ProjectDates = ProjectDates()
    lead_id: int | None = None
    assisting_ids: frozenset[int] = frozenset()
    backer_id: int | None = None
    """Post of the backing leader 包抓领导."""
    head_id: int | None = None
    """Post of the enterprise's own project head."""
    money: dict[str, Decimal] = field(default_factory=dict)
    """Sources of money by code, 万元."""
    source: str = ""
    """Document or article the entry is taken from."""
    illustrative: frozenset[str] = frozenset()
    """Names of fields that are made up (示例) in an entry that is otherwise real."""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as a list shows it."""

    id: int
    code: str
    national_code: str
    name: str
    name_en: str
    ownership: Ownership
    regime: Regime
    state: ProjectState
    year_class: YearClass
    industry: str
    enterprise_id: int | None
    enterprise: str
    lead_id: int | None
    lead: str
    backer: str
    head: str
    total_investment: Decimal | None
    place: Place
    dates: ProjectDates
    stage: str
    """Code of its stage in the set in force; empty where it is in none."""
    illustrative: frozenset[str]
    is_sample: bool
    version: int

    @property
    def class_is_made_up(self) -> bool:
        """Whether its class rests on days that are illustrative."""
        return bool(self.illustrative & DATE_FIELDS)


class ProjectOrder(StrEnum):
    """How a list is ordered; ties by code."""

    CODE = "code"
    NAME = "name"
    TOTAL = "total"
    """The largest investment first."""
    START = "start"
    """By the day it starts or started."""


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """Which projects are wanted; every list, card, map and document counts by this alone."""

    year: int
    year_class: YearClass | None = None
    ownership: Ownership | None = None
    regime: Regime | None = None
    state: str = "active"
    """``active``, ``all``, or one state."""
    stage: str = ""
    """Code of a stage of the stage set in force."""
    lead_id: int | None = None
    enterprise_id: int | None = None
    words: str = ""
    order: ProjectOrder = ProjectOrder.CODE


@dataclass(frozen=True, slots=True)
class ProjectsFound:
    """One page of the projects a filter picks."""

    rows: tuple[ProjectRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """What stands at the top of every page of a project, and what the reader may do there."""

    id: int
    code: str
    name: str
    name_en: str
    national_code: str
    ownership: Ownership
    regime: Regime
    state: ProjectState
    year: int
    year_class: YearClass
    enterprise: str
    lead: str
    head: str
    dates: ProjectDates
    illustrative: frozenset[str]
    is_sample: bool
    version: int
    may_keep: bool
    """Keeps the entry: amends, suspends, terminates."""
    may_lead: bool
    """Works for the lead department: permits, responsibility, investment, schedules, reviews."""
    may_report: bool
    """Reports progress: the lead department's people, and the firm's own."""


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many of each class a year has; the classes add to the total."""

    total: int
    by_class: dict[YearClass, int]
    started: int
    """Of those to start this year, how many have."""
    by_stage: dict[str, int]
    """How many of each stage of the set in force; with those in none they add to the total."""
    in_no_stage: int


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything the register says of a project."""

    row: ProjectRow
    draft: ProjectDraft
    """What its form begins with."""
    assisting: tuple[str, ...]
    unexplained: Decimal | None
    """The part of the total investment no source of money is named for, 万元."""
    moves: tuple[ProjectMove, ...]
    open_edges: tuple[str, ...]
    """Steps the reader may take: suspend, resume, terminate, revive."""


@dataclass(frozen=True, slots=True)
class ProjectMove:
    """One change of whether it is worked on."""

    edge: str
    by: str
    at: datetime
    reason: str

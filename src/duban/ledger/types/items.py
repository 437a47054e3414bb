"""Items of work as others hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.engine.series import DueLight, DueStanding
from duban.ledger.types.rules import LedgerRuleView
from duban.ledger.types.words import Frequency, Origin, SlipColour, Urgency


class ItemState(StrEnum):
    """Where an item is in its life."""

    DRAFT = "draft"
    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    REPORTED = "reported"
    VERIFIED = "verified"
    STRUCK_OFF = "struck_off"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """What somebody is towards an item or a plan; edges are opened to parts."""

    SUPERVISOR = "supervisor"
    LEAD = "lead"
    DOER = "doer"
    LEADER = "leader"
    DIRECTOR = "director"
    PLAN_OWNER = "plan_owner"


class Order(StrEnum):
    """How a list is sorted."""

    DUE = "due"
    NUMBER = "number"
    MOVED = "moved"
    PERCENT = "percent"


class View(StrEnum):
    """Which open work a list is about."""

    OPEN = "open"
    OVERDUE = "overdue"
    NEAR = "near"
    BEHIND = "behind"
    UNACCEPTED = "unaccepted"
    """Dispatched, and the day for accepting has passed."""
    UNREPORTED = "unreported"
    """Under way, and the day for the next report has passed."""
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What a list, a count, an export and a board ask for; one function turns it into rows everywhere."""

    view: View = View.OPEN
    q: str = ""
    states: tuple[ItemState, ...] = ()
    unit_id: int | None = None
    """Lead, responsible or assisting."""
    lead_id: int | None = None
    responsible_id: int | None = None
    person_id: int | None = None
    """A post."""
    leader_id: int | None = None
    origin: Origin | None = None
    plan_id: int | None = None
    parent_id: int | None = None
    urgency: Urgency | None = None
    tag: str = ""
    due_from: date | None = None
    due_to: date | None = None
    order: Order = Order.DUE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step of the route map as typed."""

    title: str
    due: date | None = None
    proof: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as typed or imported. What is missing is asked for when it is registered or dispatched."""

    title: str
    task: str = ""
    done_when: str = ""
    origin: Origin = Origin.MEETING
    origin_text: str = ""
    basis: str = ""
    parent_id: int | None = None
    parent: str = ""
    """What it is a part of, by number, where that is typed; in a register by title too."""
    plan_id: int | None = None
    lead_id: int | None = None
    responsible_id: int | None = None
    assisting_ids: tuple[int, ...] = ()
    person_id: int | None = None
    leader_id: int | None = None
    start: date | None = None
    due: date | None = None
    unit: DayUnit = DayUnit.CALENDAR
    frequency: Frequency = Frequency.NONE
    weight: int = 1
    urgency: Urgency = Urgency.NORMAL
    tags: tuple[str, ...] = ()
    steps: tuple[StepDraft, ...] = ()
    number: str = ""
    """As given by an imported register; empty: the zone's next number."""
    is_sample: bool = False
    where: str = ""
    """The place in an imported sheet, for problems."""
    said: frozenset[str] = frozenset()
    """Fields an imported sheet says in so many words, also where that is what holds when nothing is said."""


@dataclass(frozen=True, slots=True)
class MoveChange:
    """What a move carries besides its name."""

    reason: str = ""
    result: str = ""
    """For a completion report: what was done."""
    finding: str = ""
    """For a verification: what was seen, where and when."""
    responsible_id: int | None = None
    """For a reassignment: the other unit."""
    person_id: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What one move of a bulk did."""

    item_id: int
    number: str
    problems: tuple[Problem, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was moved."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class ProgressDraft:
    """A report of progress as typed on the site."""

    percent: int
    text: str
    problem: str = ""
    help_wanted: str = ""
    next_step: str = ""
    key: str = ""
    """Made by the sender's device, so that a report sent twice over a bad line is one report."""
    steps_done: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of a list."""

    id: int
    number: str
    title: str
    state: ItemState
    lead_id: int | None
    lead: str
    responsible_id: int | None
    responsible: str
    person_id: int | None
    person: str
    start: date | None
    due: date | None
    unit: DayUnit
    percent: int
    urgency: Urgency
    standing: DueStanding
    accept_due: date | None
    report_due: date | None
    last_report_at: datetime | None
    parent_id: int | None
    children: int
    is_sample: bool
    version: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each view, under one filter; ``total`` of its own."""

    total: int
    by_view: Mapping[View, int]


@dataclass(frozen=True, slots=True)
class ItemList:
    """A page of a list, and how many there are in all."""

    rows: tuple[ItemRow, ...]
    total: int
    page: int
    pages: int
    rule: LedgerRuleView


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the route map."""

    id: int
    order: int
    title: str
    due: date | None
    proof: str
    done_on: date | None
    done_by: str
    light: DueLight


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move: who, when, why."""

    edge: str
    source: ItemState
    target: ItemState
    by: str
    at: datetime
    reason: str
    note: str
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file kept with an item."""

    id: int
    name: str
    kind: str
    size: int
    digest: str
    at: datetime
    by: str
    progress_id: int | None
    step_id: int | None

    @property
    def is_image(self) -> bool:
        """Whether a browser shows it."""
        return self.kind in {"image/jpeg", "image/png", "image/webp"}


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One report of progress."""

    id: int
    on: date
    at: datetime
    by: str
    percent: int
    text: str
    problem: str
    help_wanted: str
    next_step: str
    attachments: tuple[AttachmentRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """An extension asked for, and its answer."""

    id: int
    item_id: int
    asked_by: str
    asked_at: datetime
    reason: str
    progress: str
    forecast: date
    old_due: date
    state: str
    new_due: date | None
    answer: str
    decided_by: str
    decided_at: datetime | None
    number: str = ""
    title: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A supervision slip 督办单."""

    id: int
    item_id: int
    number: str
    colour: SlipColour
    issued_on: date
    reason: Problem


@dataclass(frozen=True, slots=True)
class ItemCard:
    """An item as an import, an export or a command names it."""

    id: int
    number: str
    title: str
    version: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything the page of an item shows."""

    row: ItemRow
    task: str
    done_when: str
    origin: Origin
    origin_text: str
    basis: str
    plan_id: int | None
    leader_id: int | None
    leader: str
    assisting: tuple[tuple[int, str], ...]
    frequency: Frequency
    weight: int
    tags: tuple[str, ...]
    parent: ItemCard | None
    children: tuple[ItemRow, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[MoveRow, ...]
    progress: tuple[ProgressRow, ...]
    attachments: tuple[AttachmentRow, ...]
    extensions: tuple[ExtensionRow, ...]
    slips: tuple[SlipRow, ...]
    open_edges: tuple[str, ...]
    """What this actor may do now: the buttons."""
    missing: Mapping[str, tuple[Problem, ...]]
    """For every edge leaving this state, what is still missing."""
    may_edit: bool
    may_report: bool
    may_ask_extension: bool
    finished_on: date | None

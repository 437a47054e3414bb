"""What lists over many items show: what waits, departments, the tree, the calendar, what nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duban.ledger.types.items import ItemRow, ItemState


@dataclass(frozen=True, slots=True)
class Similar:
    """An open item like the one being registered, and how alike they are (0 to 1)."""

    id: int
    number: str
    title: str
    lead: str
    due: date | None
    likeness: float


class WaitingKind(StrEnum):
    """Why something waits for me."""

    ACCEPT = "accept"
    REPORT = "report"
    OVERDUE = "overdue"
    DECIDE_REFUSAL = "decide_refusal"
    DECIDE_EXTENSION = "decide_extension"
    VERIFY = "verify"
    STRIKE_OFF = "strike_off"
    DISPATCH = "dispatch"
    REDO = "redo"
    """Sent back to me."""
    STEP = "step"
    """A step of my route map is due."""
    APPROVE_PLAN = "approve_plan"
    REVISE_PLAN = "revise_plan"
    ENFORCE_PLAN = "enforce_plan"
    """Approved, and every measure dispatched."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the person asking."""

    kind: WaitingKind
    item_id: int | None
    plan_id: int | None
    number: str
    title: str
    due: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department's own work: what its page shows. Never how much anybody uses the program."""

    unit_id: int
    unit: str
    open: int
    overdue: int
    finished: int
    on_time: int
    """Of those finished in the year, how many on or before the deadline; print both, never only the share."""
    extended: int
    opened_since: int
    closed_since: int


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An item in the tree of its parts."""

    row: ItemRow
    depth: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board: the items of one state, the first of them, and how many there are."""

    state: ItemState
    total: int
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step of a route map on the calendar."""

    item_id: int
    number: str
    title: str
    step: str
    done: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """What falls due on a day."""

    day: date
    items: tuple[ItemRow, ...]
    steps: tuple[DueStep, ...]
    total: int
    """How many fall due, shown or not."""


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A list somebody keeps."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class OverduePerson:
    """Whose work is overdue, told to the chain in charge and to nobody else."""

    post_id: int | None
    person: str
    unit_id: int | None
    unit: str
    overdue: int
    earliest_due: date


class Lack(StrEnum):
    """What an item or a step is without."""

    PERSON = "person"
    PERSON_LEFT = "person_left"
    """The post is named, and nobody is in it."""
    LEAD = "lead"
    DATE = "date"
    STANDARD = "standard"
    """No standard of done."""
    ROUTE_MAP = "route_map"


@dataclass(frozen=True, slots=True)
class Ownerless:
    """Open work that nobody answers for, and whom the question goes to."""

    item_id: int
    step_id: int | None
    number: str
    title: str
    lacks: tuple[Lack, ...]
    ask_post_id: int | None
    """The head of the lead department; none: the question goes to the supervisors."""
    ask: str

"""What others may hold of a project's reports and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from duban.core.files import Upload
from duban.projects.types.counting import CountDraft, CountRow, WorkRow
from duban.projects.types.names import Called
from duban.projects.types.telling import ActivityDraft, ActivityRow, FormActivity

SHELF = "projects"
"""Where the room's pictures are kept, apart from other rooms' files."""


class ReportKind(StrEnum):
    """How long a time a report covers."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ReportState(StrEnum):
    """How far a report is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    REVIEWED = "reviewed"


AWAITING_REVIEW = frozenset({ReportState.SUBMITTED, ReportState.RESUBMITTED})
WITH_REPORTER = frozenset({ReportState.DRAFT, ReportState.RETURNED})


class Side(StrEnum):
    """What somebody is to a report: the roles of its lifecycle."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"


class PictureKind(StrEnum):
    """What a picture shows: the plan of it, or the thing itself."""

    DRAWING = "drawing"
    """施工图."""
    PHOTO = "photo"
    """实景图."""


@dataclass(frozen=True, slots=True)
class Term:
    """The time a report covers, both days included, and the day it is due."""

    kind: ReportKind
    start: date
    end: date
    due: date


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture handed in, and what it belongs to."""

    upload: Upload
    kind: PictureKind = PictureKind.PHOTO
    spot: str = ""
    """The place it shows; pictures of one spot are laid over one another."""
    activity: str = ""
    """Id of an activity of the plan; in words only where the project has no plan."""
    drawing_id: int | None = None
    caption: str = ""
    on: date | None = None
    """The day it shows; where not given, the day the camera says, or today."""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class HelpDraft:
    """Help wanted of a department or a leader: raised as a blocker when the report is handed in."""

    kind: str = ""
    """``difficulty``, ``blockage`` or ``sticking``."""
    to_unit_id: int | None = None
    to_post_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report before it is handed in. Money is in 万元."""

    kind: ReportKind
    end: date
    """Last day of the time it covers."""
    percent: int | None
    """None where the plan's activities give it, or in what is entered from a source that gives none."""
    image: str
    """形象进度: one sentence on what stands."""
    on: date | None = None
    """The day the figures describe; today where not given."""
    investment: Decimal | None = None
    """Invested since January, to the day described; what a reviewed monthly report says is the register's figure."""
    workers: int | None = None
    problem: str = ""
    cause: str = ""
    """Code of the zone's causes on that day."""
    help_wanted: str = ""
    help: HelpDraft = HelpDraft()
    next_step: str = ""
    counts: tuple[CountDraft, ...] = ()
    activities: tuple[ActivityDraft, ...] = ()
    remark: str = ""
    """Why a count or a share is smaller than before, or more than the whole."""
    source: str = ""
    key: str = ""
    """Made by the sender's device, so that a report sent twice over a bad line is one report."""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture as pages show it; its bytes are fetched by id."""

    id: int
    kind: PictureKind
    name: str
    mime: str
    spot: str
    activity: str
    """Id of the activity of the plan it shows; empty where it is of none."""
    activity_said: str
    """The activity in words, of a project without a plan or from before it had one."""
    drawing_id: int | None
    caption: str
    on: date
    taken_at: datetime | None
    by: str
    at: datetime
    report_id: int | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the site: its drawing and its photos, oldest first."""

    name: str
    drawing: PictureRow | None
    photos: tuple[PictureRow, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to see of one activity: its drawings and its photos, by place, oldest first."""

    activity: str
    """Its id in the plan; empty for what belongs to none."""
    number: str
    called: Called
    spots: tuple[Spot, ...]
    photos: tuple[PictureRow, ...]
    """Of no place."""

    @property
    def anchor(self) -> str:
        """What the page calls it."""
        return f"pictures-{self.activity}" if self.activity else "pictures"


@dataclass(frozen=True, slots=True)
class ReportMoveRow:
    """One step of a report's life."""

    edge: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as the timeline shows it."""

    id: int
    term: Term
    state: ReportState
    on: date
    percent: int | None
    is_by_plan: bool
    """Whether the percentage is the plan's, earned by what its activities have done."""
    image: str
    investment: Decimal | None
    workers: int | None
    problem: str
    remark: str
    cause: str
    cause_name: str
    help_wanted: str
    help: HelpDraft
    blocker_id: int | None
    next_step: str
    source: str
    by_id: int | None
    by: str
    at: datetime
    counts: tuple[CountRow, ...]
    activities: tuple[ActivityRow, ...]
    pictures: tuple[PictureRow, ...]
    moves: tuple[ReportMoveRow, ...]
    is_sample: bool
    version: int


@dataclass(frozen=True, slots=True)
class NewestWord:
    """How far a project is, in the words of the newest reviewed report, whether or not that gives a percentage."""

    image: str
    on: date
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Everything that is told of a project's progress."""

    project_id: int
    code: str
    name: str
    percent: int | None
    """Of the newest reviewed report; none where there is none."""
    percent_on: date | None
    image: str
    """Of the newest reviewed report, which may be one without a percentage."""
    image_on: date | None
    investment: Decimal | None
    """Invested since January of the year asked for, as the newest reviewed report that says so, 万元."""
    reports: tuple[ReportRow, ...]
    works: tuple[WorkRow, ...]
    scenes: tuple[Scene, ...]
    pictures: tuple[PictureRow, ...]
    activities: tuple[tuple[str, str, Called], ...]
    """The plan's activities a picture can be of: id, number, name."""
    is_by_plan: bool
    """Whether the percentage is the plan's own."""
    earned: Decimal | None
    """Per cent the plan has earned by what reports say, where they speak of its activities."""
    silent_days: int | None
    """So many days without a word, where that is too long."""
    may_report: bool
    may_review: bool
    may_keep: bool
    """Whether counted work and drawings may be set up."""


@dataclass(frozen=True, slots=True)
class ReportForm:
    """What the report's form is drawn from."""

    project_id: int
    code: str
    name: str
    terms: tuple[Term, ...]
    """The times that can be reported now, the one expected first."""
    report: ReportRow | None
    """What was begun or sent back of the time chosen."""
    last: ReportRow | None
    """The newest report handed in before it."""
    works: tuple[WorkRow, ...]
    """Counted work that is in no plan."""
    activities: tuple[FormActivity, ...]
    """The plan's activities, those under way first, then those that are due."""
    earned: Decimal | None
    """Per cent the plan says is done: offered for the project's own, which need not be typed then."""
    drawings: tuple[PictureRow, ...]
    invested: Decimal | None
    """What the register has as the department's figure of the month already: offered, never typed again."""
    may_report: bool
    unit_id: int | None
    """The unit that speaks when help is wanted; none: this person cannot raise a blocker here."""


class WaitKind(StrEnum):
    """Why a project's report waits for somebody."""

    REPORT = "project_report"
    REDO = "project_redo"
    REVIEW = "project_review"


@dataclass(frozen=True, slots=True)
class ReportWaits:
    """A report that waits for the person asking."""

    kind: WaitKind
    project_id: int
    code: str
    project: str
    report_id: int | None
    due: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportRule:
    """When reports are due, and after how long without a word a project is silent."""

    weekday: int = 5
    """ISO: 5 is Friday."""
    month_days: int = 5
    """Working days after the end of the month (Guangxi's rule, domain.md 4.1)."""
    usual: ReportKind = ReportKind.MONTHLY
    """How often, where nothing else was agreed for a project."""
    silent_after: dict[ReportKind, int] = field(
        default_factory=lambda: {ReportKind.WEEKLY: 14, ReportKind.MONTHLY: 45}
    )
    """Calendar days."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A project nobody has said a word of for too long."""

    project_id: int
    code: str
    name: str
    lead_id: int | None
    lead: str
    firm: str
    last_on: date | None
    """The day of the last word; none where there was never one."""
    days: int
    allowed: int

"""What others may hold of notices, digests and channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol

from duban.engine.calendars import OfficeHours
from duban.engine.kernel import Problem
from duban.orgs.types import Actor


class Kind(StrEnum):
    """Why somebody is told."""

    WAITING = "waiting"
    """Something waits for this person's move."""
    REMINDER = "reminder"
    """It still waits, and its day is near or here."""
    OVERDUE = "overdue"
    """Its day has passed."""
    ESCALATION = "escalation"
    """Somebody below let a day pass, and it is now for this person to step in."""
    ANSWER = "answer"
    """What this person asked for has been answered."""
    INFORMATION = "information"
    """Nothing to do."""


class Group(StrEnum):
    """Where a line of a digest stands, from first to last."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    WAITING = "waiting"
    INFORMATION = "information"


class ChannelKind(StrEnum):
    """What a message goes out by."""

    EMAIL = "email"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class DeliveryState(StrEnum):
    """How far a message is."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    """No longer needed: read meanwhile, done, or the channel was taken away."""


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """
    Something to tell one person: a sentence of ``core.sentences`` and its arguments, so everyone reads their own language.

    ``key`` makes it one telling: the same key for the same person does nothing the second time. ``about`` names the
    thing it is about, so that it can be settled when the thing is done. No personal data beyond what must be known.
    """

    zone_id: int
    user_id: int
    key: str
    code: str
    args: tuple[str, ...] = ()
    link: str = ""
    """A path within Duban, beginning with ``/``."""
    due: date | None = None
    at_once: bool = False
    """Only where this person's own move is due today, or somebody is stuck on them. All else waits for the digest."""
    kind: Kind = Kind.INFORMATION
    about: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in its reader's inbox, in the reader's language."""

    id: int
    kind: Kind
    text: str
    link: str
    due: date | None
    told_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a person's notices, newest first."""

    rows: tuple[NoticeRow, ...]
    total: int
    unread: int


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line of a digest, in its reader's language."""

    text: str
    due: date | None
    link: str
    kind: Kind
    group: Group


@dataclass(frozen=True, slots=True)
class DigestView:
    """What one person is told on one day, what is most pressing first."""

    user_id: int
    username: str
    person: str
    day: date
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """When and how a person wants to be told."""

    digest_at: time = time(8, 30)
    starts: time = time(8, 30)
    ends: time = time(18, 0)
    workdays_only: bool = True
    at_once: bool = True
    language: str = "zh-hans"

    @property
    def hours(self) -> OfficeHours:
        """When this person may be disturbed."""
        return OfficeHours(self.starts, self.ends, self.workdays_only)


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as its owner sees it: the address is never shown whole."""

    id: int
    kind: ChannelKind
    masked: str
    waiting: int
    failed: int
    """Messages given up; they are still in the inbox."""
    last_error: Problem | None


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent, with the address opened: lives only while it is being sent."""

    kind: ChannelKind
    address: str = field(repr=False)
    secret: str = field(repr=False)
    subject: str
    text: str
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message."""

    sent: bool
    problem: Problem | None = None
    """What to tell the owner; never holds an address or a secret."""
    again: bool = False
    """Whether trying later may help: the network failed, or the robot asks for patience."""
    pause: int = 0
    """Seconds during which this robot wants nothing."""


class Sender(Protocol):
    """Whatever can send a message out."""

    def send(self, message: Message) -> Outcome:
        """Send it and say what became of it; an expected failure is an outcome, never an exception."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one run of deliveries did."""

    sent: int = 0
    failed: int = 0
    postponed: int = 0
    """Left in the queue: the robot has had its share of this minute."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One all-day entry of a person's calendar feed."""

    uid: str
    """Stays the same however the entry changes."""
    title: str
    day: date
    changed_at: datetime
    link: str = ""
    sequence: int = 0
    """Grows with every change."""
    cancelled: bool = False
    remind_days: int | None = 3
    """How many days before the day a calendar reminds; None: not at all."""


class Prepare(Protocol):
    """Called first when digests are made: a verb of a room above that tells what the day brings."""

    def __call__(self, *, actor: Actor, on: date, at: datetime) -> object:
        """Tell it, under keys of the day, so that telling again does nothing."""

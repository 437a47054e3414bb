"""What the items of the demonstration are made of: a task, and the acts of its life."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duban.demo.facts import ARTICLE
from duban.ledger.types import Frequency, Origin, Urgency

__all__ = [
    "DAY",
    "LATE_SENT",
    "SENT",
    "SLIPS_ON",
    "TAKEN",
    "Act",
    "Task",
    "going",
    "november",
    "october",
    "sep",
]

DAY = date(2020, 10, 10)
"""The day on which the demonstration is looked at."""
SLIPS_ON = DAY
BEGUN, SIXTY_DAYS = date(2020, 9, 16), date(2020, 11, 14)
_MEETING = "2020年第三季度项目推进会"


@dataclass(frozen=True, slots=True)
class Act:
    """
    Something done to an item, on a day and hour, by whoever does such things; ``by`` names another.

    A report takes its percent and the steps it finishes, by their place from 1.
    """

    day: date
    verb: str
    text: str = ""
    percent: int = 0
    steps: tuple[int, ...] = ()
    by: str = ""
    unit: str = ""
    post: str = ""
    due: date | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An item of the demonstration and its life."""

    key: str
    title: str
    task: str
    done_when: str
    lead: str
    responsible: str = ""
    assisting: tuple[str, ...] = ()
    person: str = ""
    start: date | None = BEGUN
    due: date | None = SIXTY_DAYS
    steps: tuple[tuple[str, date], ...] = ()
    life: tuple[Act, ...] = ()
    origin: Origin = Origin.MEETING
    parent: str = ""
    frequency: Frequency = Frequency.WEEKLY
    urgency: Urgency = Urgency.NORMAL
    tags: tuple[str, ...] = ()
    basis: str = ARTICLE
    is_sample: bool = True
    origin_text: str = field(default=_MEETING)


def sep(day: int) -> date:
    """Return a day of September 2020."""
    return date(2020, 9, day)


def october(day: int) -> date:
    """Return a day of October 2020."""
    return date(2020, 10, day)


def november(day: int) -> date:
    """Return a day of November 2020."""
    return date(2020, 11, day)


SENT = (Act(sep(17), "register"), Act(sep(17), "dispatch"))
TAKEN = (*SENT, Act(sep(18), "accept"))
LATE_SENT = (Act(sep(27), "register"), Act(sep(28), "dispatch"))


def going(first: int, now: int, said: str = "", *, done: tuple[int, ...] = (1,)) -> tuple[Act, ...]:
    """Accepted, and reported on twice: on 25 September and on 9 October."""
    return (
        *TAKEN,
        Act(sep(25), "report", "已制定推进计划，任务落实到人", first),
        Act(october(9), "report", said or "按计划推进", now, done),
    )

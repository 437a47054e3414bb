"""Stages: what a zone calls its batches (五个一批、七个一批), each a condition on a project's dates (domain.md 4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duban.projects.types.register import ProjectDates, YearClass, year_class


class Condition(StrEnum):
    """What puts a project in a stage in a year; a closed list, all from its dates."""

    CONCEPT = "concept"
    """谋划: nothing signed, no start planned."""
    NEGOTIATING = "negotiating"
    """洽谈: nothing signed, a start planned for a later year."""
    SIGNED = "signed"
    """签约: signed, no start this year."""
    RESERVE = "reserve"
    """谋划储备: no start this year, signed or not."""
    STARTING = "starting"
    """开工: starts, or is to start, this year."""
    BUILDING = "building"
    """建设: started earlier, not finishing this year."""
    UNDER_WAY = "under_way"
    """开工建设: starts this year or started earlier, not finishing this year."""
    COMPLETING = "completing"
    """投产: started earlier, finishing this year."""
    RAMPING = "ramping"
    """达产: producing since an earlier year, not at full capacity before this year."""
    DELIVERED = "delivered"
    """竣工达产: finishing this year, or finished and not at full capacity before this year."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One batch."""

    code: str
    name: str
    name_en: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class StageSetDraft:
    """A set before it is adopted."""

    name: str
    name_en: str
    stages: tuple[Stage, ...]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class StageSetRow:
    """A zone's set, from a day on."""

    id: int
    starts: date
    name: str
    name_en: str
    stages: tuple[Stage, ...]
    basis: str
    by: str


def holds(condition: Condition, dates: ProjectDates, year: int) -> bool:
    """Return whether a project's dates fulfil a condition in a year."""
    klass = year_class(dates, year)
    reserve, signed = klass is YearClass.RESERVE, dates.signed_on is not None
    ramping = klass is YearClass.DONE and (dates.capacity_on is None or dates.capacity_on.year >= year)
    return {
        Condition.CONCEPT: reserve and not signed and dates.planned_start is None,
        Condition.NEGOTIATING: reserve and not signed and dates.planned_start is not None,
        Condition.SIGNED: reserve and signed,
        Condition.RESERVE: reserve,
        Condition.STARTING: klass is YearClass.NEW_START,
        Condition.BUILDING: klass is YearClass.CARRIED_OVER,
        Condition.UNDER_WAY: klass in {YearClass.NEW_START, YearClass.CARRIED_OVER},
        Condition.COMPLETING: klass is YearClass.PRODUCING,
        Condition.RAMPING: ramping,
        Condition.DELIVERED: klass is YearClass.PRODUCING or ramping,
    }[condition]


def stage_of(stages: Sequence[Stage], dates: ProjectDates, year: int) -> str:
    """Return the code of the furthest stage whose condition holds, so that nobody is counted twice; or nothing."""
    return next((s.code for s in reversed(stages) if holds(s.condition, dates, year)), "")


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """What a source says of a year's projects."""

    year: int
    said_on: date
    source: str
    total: int
    counts: dict[YearClass, int]
    named_ids: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What a source says, beside what the register holds of it."""

    id: int
    year: int
    said_on: date
    source: str
    total: int
    counts: dict[YearClass, int]
    named: int
    """How many of them the source names, each of which is in the register."""
    note: str

    @property
    def unnamed(self) -> int:
        """How many it counts and does not name."""
        return max(0, self.total - self.named)

    @property
    def adds_up(self) -> bool:
        """Whether its classes add to its total."""
        return not self.counts or sum(self.counts.values()) == self.total

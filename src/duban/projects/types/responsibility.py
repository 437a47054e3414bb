"""Lifelong responsibility 终身责任: five parties, each with a head who stands for it (domain.md 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Party(StrEnum):
    """The five parties (五方责任主体)."""

    OWNER = "owner"
    SURVEYOR = "surveyor"
    DESIGNER = "designer"
    BUILDER = "builder"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class PapersDraft:
    """The two papers: authorisation 授权书 by the firm, commitment 承诺书 by the head."""

    authorisation: str = ""
    authorised_on: date | None = None
    commitment: str = ""
    committed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ResponsibleDraft:
    """A party's head from a day on."""

    party: Party
    firm: str
    person: str
    starts: date
    certificate: str = ""
    papers: PapersDraft = PapersDraft()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ResponsibleRow:
    """Who stood for a party, from a day until a day."""

    id: int
    party: Party
    firm: str
    person: str
    certificate: str
    papers: PapersDraft
    starts: date
    ends: date | None
    reason: str
    by: str
    at: datetime
    is_sample: bool

    def holds_on(self, day: date) -> bool:
        """Return whether it was in force that day."""
        return self.starts <= day and (self.ends is None or self.ends >= day)

    def lacks(self, day: date) -> tuple[str, ...]:
        """Return which of its papers were not there that day."""
        papers = self.papers
        given = {
            "authorisation": bool(papers.authorisation)
            and papers.authorised_on is not None
            and papers.authorised_on <= day,
            "commitment": bool(papers.commitment)
            and papers.committed_on is not None
            and papers.committed_on <= day,
        }
        return tuple(name for name, there in given.items() if not there)


@dataclass(frozen=True, slots=True)
class PartyGap:
    """What a party still lacks: its head, or papers of its head."""

    party: Party
    lacks: tuple[str, ...]
    """``person``, ``authorisation``, ``commitment``."""


def gaps_on(rows: tuple[ResponsibleRow, ...], day: date) -> tuple[PartyGap, ...]:
    """Return what the five parties lack on a day; empty where all five stand with both papers."""
    found = []
    for party in Party:
        held = [row for row in rows if row.party is party and row.holds_on(day)]
        lacks = held[-1].lacks(day) if held else ("person",)
        if lacks:
            found.append(PartyGap(party, lacks))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ResponsibilityPage:
    """The register of a project's five parties, and what it lacks today."""

    rows: tuple[ResponsibleRow, ...]
    """By party, the newest first."""
    gaps: tuple[PartyGap, ...]

    def current(self, party: Party, day: date) -> ResponsibleRow | None:
        """Return who stands for a party on a day."""
        return next((row for row in self.rows if row.party is party and row.holds_on(day)), None)

"""What an import answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from duban.engine.kernel import Problem
from duban.indicators.types import Effect, Outcome


class Kind(StrEnum):
    """What a sheet brings in."""

    OBSERVATIONS = "observations"
    TARGETS = "targets"
    DEFINITIONS = "definitions"
    ORGANISATION = "organisation"
    LEDGER = "ledger"
    DECOMPOSITION = "decomposition"
    PROJECTS = "projects"


@dataclass(frozen=True, slots=True)
class Report:
    """
    What a file did, or would do: every row counted, and the rows a person reads.

    Listed are the rows refused, those with a note and those changed, the first of each; a file of any size
    leaves a report of bounded size.
    """

    kind: Kind
    name: str
    outcomes: tuple[Outcome, ...]
    file_problems: tuple[Problem, ...] = ()
    """Problems of the file or its headings: not of one row."""
    skipped: int = 0
    """Lines that are no data: totals, notes, headings repeated."""
    written: bool = False
    counts: Mapping[Effect, int] = field(default_factory=dict)
    unlisted: int = 0
    """Problems of rows refused beyond those listed."""
    remarks: tuple[Problem, ...] = ()
    """What was left aside or is worth a look: columns not used, parts of indicators, hidden rows."""

    def count(self, effect: Effect) -> int:
        """Return how many rows have this effect."""
        return self.counts.get(effect, 0)

    @property
    def rows(self) -> int:
        """How many rows of data there are."""
        return sum(self.counts.values())

    @property
    def problems(self) -> Sequence[Problem]:
        """The problems listed, the file's first."""
        return [*self.file_problems, *(p for o in self.outcomes for p in o.problems)]

    @property
    def problem_count(self) -> int:
        """How many problems there are, listed or not."""
        return len(self.problems) + self.unlisted

    @property
    def notes(self) -> Sequence[Problem]:
        """Everything worth knowing that is no problem."""
        return [*self.remarks, *(n for o in self.outcomes for n in o.notes)]

    @property
    def is_clean(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Options:
    """How a person wants it brought in."""

    good_rows_only: bool = False
    reason: str = ""
    """Why figures are revised, for rows that do not say themselves."""


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file handed in and not yet confirmed or dropped."""

    id: int
    zone_id: int
    kind: Kind
    name: str
    size: int
    state: str

"""What an import tells row by row, kept within bounds: everything counted, what a person reads listed."""

from __future__ import annotations

from collections import Counter

from duban.engine.kernel import Problem
from duban.exchange.sheets.headers import Skipped, Why
from duban.exchange.types import Kind, Report
from duban.indicators.types import Effect, Outcome

__all__ = ["Tally"]

_MOST_REFUSED = 5_000
"""Rows with problems that are listed and coloured; who has more mends these first."""
_MOST_CHANGED = 1_000
_MOST_NOTED = 1_000
_MOST_PARTS = 1_000


class Tally:
    """Takes outcomes one at a time; its size does not grow with the file's."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.skipped = 0
        self.parts: list[Skipped] = []
        """Lines passed over because they are parts of an indicator; the first of them."""
        self._counts: Counter[Effect] = Counter()
        self._unlisted = 0
        self._refused: list[Outcome] = []
        self._changed: list[Outcome] = []
        self._noted: list[Outcome] = []

    def take(self, outcome: Outcome) -> None:
        """Count what a row did and keep it, if it is among the first of its kind."""
        self._counts[outcome.effect] += 1
        if outcome.effect is Effect.REFUSED:
            if len(self._refused) < _MOST_REFUSED:
                self._refused.append(outcome)
            else:
                self._unlisted += len(outcome.problems)
        elif outcome.notes:
            if len(self._noted) < _MOST_NOTED:
                self._noted.append(outcome)
        elif outcome.effect is not Effect.UNCHANGED and len(self._changed) < _MOST_CHANGED:
            self._changed.append(outcome)

    def skip(self, line: Skipped) -> None:
        """Count a line that is no data, or not one of its own; a second table in a sheet is refused."""
        if line.why is Why.OTHER_TABLE:
            problem = Problem("exchange.another_table", line.where, (str(line.number), line.text))
            self.take(Outcome(line.where, Effect.REFUSED, problems=(problem,)))
            return
        self.skipped += 1
        if line.why is Why.PART and len(self.parts) < _MOST_PARTS:
            self.parts.append(line)

    @property
    def is_clean(self) -> bool:
        """Whether no row was refused."""
        return not self._counts[Effect.REFUSED]

    def report(
        self,
        kind: Kind,
        name: str,
        asked: tuple[Problem, ...],
        *,
        written: bool,
        remarks: tuple[Problem, ...] = (),
    ) -> Report:
        """Return the report of the whole file."""
        kept = (*self._refused, *self._noted, *self._changed)
        return Report(
            kind, name, kept, asked, self.skipped, written, dict(self._counts), self._unlisted, remarks
        )

"""From a file to the tables in it, and from cells to choices, all problems kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from duban.engine.kernel import Problem
from duban.exchange.columns import COLUMNS, WIDE, ways_of
from duban.exchange.ledger_columns import ASKED
from duban.exchange.sheets import cells
from duban.exchange.sheets.cells import Absent
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.sheets.headers import Skipped, Table, TableRow, find_table
from duban.exchange.sheets.types import Cell, Grid, Unreadable
from duban.exchange.sheets.words import folded
from duban.exchange.types import Kind

__all__ = ["Line", "Opened", "lines_of", "open_tables"]

C = TypeVar("C", bound=StrEnum)
V = TypeVar("V")

_NOT_DATA = frozenset({"说明", "选项", "问题清单", "Notes", "Choices", "Problems"})
"""Sheets of our own templates and of workbooks sent back."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was let in, its tables, and what stands in the way."""

    inspected: Inspected | None
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_tables(kind: Kind, name: str, content: bytes) -> Opened:
    """
    Let a file in and find its tables of this kind.

    A sheet without the headings is passed over, unless no sheet has them: then each says what it lacks.
    """
    inspected = inspect(name, content)
    if not isinstance(inspected, Inspected):
        return Opened(None, problems=inspected)
    found: list[Table] = []
    missed: list[Problem] = []
    try:
        for grid in read(inspected):
            if grid.name in _NOT_DATA:
                continue
            table = _table_in(kind, grid)
            if isinstance(table, Table):
                found.append(table)
            else:
                missed += table
    except Unreadable as unreadable:
        return Opened(inspected, problems=unreadable.problems)
    return Opened(inspected, tuple(found), () if found else tuple(missed))


def _table_in(kind: Kind, grid: Grid) -> Table | tuple[Problem, ...]:
    """Return the table of this kind in a sheet, by the first set of columns that is there; else what is in the way."""
    ways = [
        find_table(grid, columns, wide=WIDE if kind is Kind.OBSERVATIONS else ()) for columns in ways_of(kind)
    ]
    table = next((way for way in ways if isinstance(way, Table)), ways[0])
    if kind is Kind.OBSERVATIONS and isinstance(table, tuple) and _lacks_indicators(table):
        return (*table, Problem("exchange.turned", grid.name))
    if kind is Kind.LEDGER and isinstance(table, Table) and not table.columns.keys() & set(ASKED):
        found = "、".join(heading.name for heading in (*table.columns.values(), *table.others))
        return (Problem("exchange.no_ledger", grid.name, (grid.name, found)),)
    return table


def _lacks_indicators(problems: Sequence[Problem]) -> bool:
    """Whether the headings are there but for the one of the indicators' names."""
    named = COLUMNS[Kind.OBSERVATIONS][0].names[0]
    return any(p.code == "exchange.missing_columns" and p.args[0] == named for p in problems)


@dataclass(slots=True)
class Line:
    """One row being read: each answer, or a problem kept for the end."""

    table: Table
    row: TableRow
    problems: list[Problem] = field(default_factory=list)

    def cell(self, key: str) -> Cell | None:
        """Return the cell of a column; none where the sheet has no such column."""
        return self.row.cells.get(key)

    def text(self, key: str, longest: int = 500) -> str:
        """Return the text of a column, no longer than its place; empty where nothing stands."""
        cell = self.cell(key)
        return (self._kept(cells.text(cell, longest)) if cell is not None else None) or ""

    def whole(self, key: str) -> int | None:
        """Return a whole number."""
        cell = self.cell(key)
        return self._kept(cells.integer(cell)) if cell is not None else None

    def choice(self, key: str, among: Mapping[str, C], default: C) -> C:
        """Return the choice named in the cell, by any of its names."""
        said = self.text(key)
        if not said:
            return default
        found = among.get(folded(said).lower())
        cell = self.cell(key)
        if found is None and cell is not None:
            names = "、".join(dict.fromkeys(among))
            self.problems.append(Problem("core.not_a_choice", cell.where, (said, names)))
        return found or default

    def keep(self, found: V | Absent | Problem) -> V | None:
        """Return a value, keeping a problem; nothing for an absent mark."""
        return self._kept(found)

    def _kept(self, found: V | Absent | Problem) -> V | None:
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return None if isinstance(found, Absent) else found

    @property
    def where(self) -> str:
        """The row's place: the cell that names what it is about."""
        for key in ("indicator", "code", "name"):
            if (cell := self.row.cells.get(key)) is not None:
                return cell.where
        return f"{self.table.grid.name}!A{self.row.number}"


def lines_of(tables: Sequence[Table], skip: Callable[[Skipped], None]) -> Iterator[Line]:
    """Return the data rows of the tables, streamed; *skip* is told of each row passed over."""
    for table in tables:
        for found in table.lines():
            if isinstance(found, TableRow):
                yield Line(table, found)
            else:
                skip(found)

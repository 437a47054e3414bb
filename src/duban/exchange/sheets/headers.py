"""The table inside a real-life sheet: titles above, headings in several lines, totals between, notes below."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duban.engine.kernel import Problem
from duban.exchange.sheets.headings import (
    NO_FIT,
    ColumnKind,
    ColumnSpec,
    Fit,
    Heading,
    PeriodColumn,
    fit,
    headings_of,
    period_column,
    period_columns,
)
from duban.exchange.sheets.sorting import Skipped, Sorter, Stated, TableRow, Why, states_unit
from duban.exchange.sheets.titles import periods_in, titles_of, unit_in
from duban.exchange.sheets.types import Grid, Row
from duban.exchange.sheets.words import folded

__all__ = [
    "ColumnKind",
    "ColumnSpec",
    "Heading",
    "PeriodColumn",
    "Skipped",
    "Table",
    "TableRow",
    "Why",
    "find_table",
]

_SEARCHED = 60
"""Rows that hold something in which the headings must stand."""
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table found. ``columns`` by key; ``others`` were not asked for and ``period_columns`` stand for periods.

    ``unit`` is the sheet's own (``单位：亿元``), ``rate`` that of its rates (``单位：亿元、%``), ``period`` what its titles
    name (``2020年1-8月``), ``periods`` all that they and the sheet's name say, ``year`` the period's, or the one the
    titles name alone; ``cumulative`` if they say so.
    """

    grid: Grid
    columns: Mapping[str, Heading]
    kinds: Mapping[str, ColumnKind]
    others: tuple[Heading, ...]
    period_columns: tuple[PeriodColumn, ...]
    unit: str
    rate: str
    period: str
    periods: tuple[str, ...]
    year: int | None
    cumulative: bool
    last_line: int
    titles: tuple[str, ...]

    def unit_of(self, key: str) -> str:
        """Return the unit a column's heading states; for figures without one, the sheet's."""
        heading = self.columns[key]
        if heading.unit:
            return heading.unit
        return self.unit if self.kinds[key] is ColumnKind.VALUE else ""

    def rate_of(self, key: str) -> str:
        """Return the unit a column of rates states; without one the sheet's, but 同比增减 may be an amount."""
        heading = self.columns[key]
        return heading.unit or ("" if "增减" in heading.name else self.rate)

    def lines(self) -> Iterator[TableRow | Skipped]:
        """Return every row below the headings, as data or as skipped with the reason; streamed. A second table ends it."""
        stated = Stated(self.unit, self.rate, self.periods, self.year)
        sorter = Sorter(self.columns, self.kinds, self.period_columns, stated)
        for row in self.grid.rows():
            if row.number <= self.last_line:
                continue
            line = sorter.sort(row)
            if line is not None:
                yield line
            if isinstance(line, Skipped) and line.why is Why.OTHER_TABLE:
                return

    def rows(self) -> Iterator[TableRow]:
        """Return the rows of data alone."""
        return (line for line in self.lines() if isinstance(line, TableRow))


@dataclass(frozen=True, slots=True)
class _Match:
    """One way to read some rows as headings."""

    lines: tuple[Row, ...]
    headings: tuple[Heading, ...]
    columns: dict[str, Heading]
    fits: dict[str, Fit]
    doubled: tuple[tuple[str, Heading, Heading], ...]
    missing: tuple[ColumnSpec, ...]
    periods: int = 0
    """How many figures of how many periods the columns hold that stand for periods."""

    @property
    def told(self) -> bool:
        """Whether anything was found; a lone title (2020年1-8月主要指标) is no heading, only a whole name is."""
        return bool(self.columns) and (len(self.headings) > 1 or self._is_sure)

    @property
    def _is_sure(self) -> bool:
        return any(kind == 4 for kind, *_ in self.fits.values())

    @property
    def likely(self) -> bool:
        """Whether these are the headings though some are missing: several found, or one by its whole name."""
        return len(self.columns) > 1 or (self._is_sure and len(self.headings) > 1)

    @property
    def rank(self) -> tuple[bool, int, int, int, int, int]:
        exact = sum(kind for kind, *_ in self.fits.values())
        found = len(self.columns), self.periods, -len(self.doubled), exact
        return not self.missing, *found, -len(self.lines)


def find_table(
    grid: Grid, columns: Sequence[ColumnSpec], *, wide: Collection[str] = ()
) -> Table | tuple[Problem, ...]:
    """
    Find the headings within the first rows and return the table below them, or what is in the way.

    ``wide`` names the columns that period columns may stand for (period and figures): one row per indicator,
    one column per month. Problems: ``exchange.no_header``, ``exchange.missing_columns``, ``exchange.two_columns``.
    """
    head = grid.head(_SEARCHED)
    best: _Match | None = None
    for start in range(len(head)):
        if start and _grouped_by(head[start - 1], head[start]):
            continue
        for count in range(1, _MOST_LINES + 1):
            lines = head[start : start + count]
            if (
                len(lines) == count
                and not any(map(states_unit, lines))
                and lines[-1].number - lines[0].number <= count
                and not _cuts(grid, lines)
            ):
                match = _matched(lines, columns, wide)
                if match.told and (best is None or match.rank > best.rank):
                    best = match
    if best is None or (best.missing and not best.likely):
        return (Problem("exchange.no_header", grid.name, (grid.name, _names(columns))),)
    problems = _problems(grid, best)
    return problems or _table(grid, best, columns, head)


_TITLE = re.compile(r"[:]|(?:表|情况|统计|一览|台账|报告|进度)(?:\(.*\))?$|.{16}")


def _cuts(grid: Grid, lines: Sequence[Row]) -> bool:
    """Whether a merged range lies half within these rows: then they are not all the headings."""
    top, last = lines[0].number, lines[-1].number
    return any(m.top < top <= m.bottom or m.top <= last < m.bottom for m in grid.merges)


def _grouped_by(above: Row, row: Row) -> bool:
    """
    Whether the row above holds titles of groups of columns, so that the headings begin there, not here.

    Taking the lower row alone would lose 去年同期 over 累计. A line of title, unit or date is no group.
    """
    if above.number + 1 != row.number:
        return False
    first, last = min(row.columns), max(row.columns)
    titles = {above.cell(c).text.strip() for c in above.columns if first < c <= last}
    whole = above.cell(first).text.strip()
    return any(not _TITLE.search(folded(t)) for t in titles - {"", whole})


def _matched(lines: Sequence[Row], specs: Sequence[ColumnSpec], wide: Collection[str]) -> _Match:
    headings = headings_of(lines)
    series = _series(headings) if wide else frozenset()
    alone = _months_alone(headings) if wide else frozenset()
    fits = (
        (fit(h, s), s, h)
        for h in headings
        for s in specs
        if not (s.key in wide and h.column in series)
        and not (h.column in alone and s.kind is ColumnKind.VALUE)
    )
    ranked = sorted(
        (f for f in fits if f[0] != NO_FIT), key=lambda f: (-f[0][0], -f[0][1], -f[0][2], f[2].column)
    )
    columns: dict[str, Heading] = {}
    best: dict[str, Fit] = {}
    doubled: list[tuple[str, Heading, Heading]] = []
    taken: set[int] = set()
    for found, spec, heading in ranked:
        if heading.column in taken:
            continue
        if spec.key not in columns:
            columns[spec.key], best[spec.key] = heading, found
            taken.add(heading.column)
        elif _one_cell(columns[spec.key], heading):
            taken.add(heading.column)
        elif best[spec.key] == found or (spec.kind is ColumnKind.VALUE and best[spec.key][0] == found[0]):
            doubled.append((spec.key, columns[spec.key], heading))
    periods = period_columns(h for h in headings if h.column not in taken)
    missing = tuple(
        s for s in specs if s.required and s.key not in columns and not (periods and s.key in wide)
    )
    told = len({(p.period, p.is_growth) for p in periods}) if wide else 0
    return _Match(tuple(lines), headings, columns, best, tuple(doubled), missing, told)


def _months_alone(headings: Sequence[Heading]) -> frozenset[int]:
    """Return the columns headed by a month alone (8月) where others say 1-8月."""
    found = [p for p in map(period_column, headings) if p is not None]
    clear = {p.period for p in found if p.clear}
    return frozenset(p.column for p in found if clear and not p.clear and p.period not in clear)


def _one_cell(one: Heading, other: Heading) -> bool:
    """Whether two columns stand under one merged heading: then the first of them is meant."""
    return bool(one.cell.anchor or other.cell.anchor) and (one.cell.anchor or one.cell.ref) == (
        other.cell.anchor or other.cell.ref
    )


def _series(headings: Sequence[Heading]) -> frozenset[int]:
    """Return the columns that stand for periods, where there are several periods side by side."""
    found = period_columns(headings)
    return frozenset(p.column for p in found) if len({p.period for p in found}) > 1 else frozenset()


def _problems(grid: Grid, match: _Match) -> tuple[Problem, ...]:
    found = "、".join(h.cell.text.strip() for h in match.headings)
    missing = [
        Problem(
            "exchange.missing_columns",
            f"{grid.name}!{match.headings[0].ref}",
            (s.names[0], "、".join(s.names), found),
        )
        for s in match.missing
    ]
    doubled = [
        Problem("exchange.two_columns", f"{grid.name}!{two.ref}", (one.name, one.ref, two.name, two.ref))
        for _, one, two in match.doubled
    ]
    return (*missing, *doubled)


def _table(grid: Grid, match: _Match, specs: Sequence[ColumnSpec], head: Sequence[Row]) -> Table:
    top, last = match.lines[0].number, match.lines[-1].number
    titles = tuple(titles_of(row for row in head if row.number < top))
    taken = {h.column for h in match.columns.values()}
    rest = [h for h in match.headings if h.column not in taken]
    columns = tuple(p for p in period_columns(match.headings) if p.column not in taken)
    standing = {p.column for p in columns}
    figures = [
        match.columns[s.key].name for s in specs if s.kind is ColumnKind.VALUE and s.key in match.columns
    ]
    periods = tuple(dict.fromkeys((*periods_in(titles, grid.name), *periods_in(figures))))
    period = periods[0] if periods else ""
    year = re.match(r"\d{4}", period) or re.search(
        r"\d{4}(?=年)", " ".join(map(folded, (*titles, grid.name)))
    )
    return Table(
        grid=grid,
        columns=match.columns,
        kinds={s.key: s.kind for s in specs if s.key in match.columns},
        others=tuple(h for h in rest if h.column not in standing),
        period_columns=columns,
        unit=unit_in(titles, rates=False),
        rate=unit_in(titles, rates=True),
        period=period,
        periods=periods,
        year=int(year[0]) if year else None,
        cumulative=any("累计" in title for title in titles) or bool(re.search(r"1月?-", period)),
        last_line=last,
        titles=titles,
    )


def _names(columns: Sequence[ColumnSpec]) -> str:
    return "、".join(c.names[0] for c in columns if c.required) or columns[0].names[0]

"""A sheet of figures: each row, or each month's column of a row, becomes something reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from duban.engine.kernel import Period, Problem
from duban.exchange.choices import SOURCES, STATUSES
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.headers import Table
from duban.exchange.sheets.headings import PeriodColumn
from duban.exchange.sheets.periods import Unclear, period_of
from duban.exchange.sheets.types import Cell
from duban.exchange.sheets.units import is_unit
from duban.exchange.sheets.words import folded
from duban.indicators.types import Definition, Effect, Outcome, Reported, Status

__all__ = ["Desk", "column_problems", "reported_of"]

_LOOKED_AT = 2000
_LONGEST = 200
_GROWTH_WORDS = ("同比", "增速", "增长", "增幅")


@dataclass(frozen=True, slots=True)
class Desk:
    """What rows are read against: the zone's indicators and units by name, and a reason for revisions."""

    definitions: Mapping[str, Definition]
    units: Mapping[str, int]
    reason: str = ""

    @classmethod
    def of(cls, definitions: Sequence[Definition], units: Mapping[str, int], reason: str = "") -> Desk:
        """Lay the desk: every name and code an indicator goes by."""
        names = {
            folded(label).lower(): d for d in definitions for label in (d.code, d.name, d.name_en) if label
        }
        return cls(names, {folded(name): unit for name, unit in units.items()}, reason)


def column_problems(tables: Sequence[Table]) -> list[Problem]:
    """Return what must be asked of a whole column: rates that all look like fractions."""
    asked: list[Problem] = []
    for table in tables:
        heading = table.columns.get("growth")
        if heading is not None:
            column = (
                row.cells["growth"] for row in islice(table.rows(), _LOOKED_AT) if "growth" in row.cells
            )
            problem = cells.doubtful_percents(column, table.unit_of("growth"), heading.cell)
            asked += [problem] if problem else []
    return asked


def reported_of(lines: Iterable[Line], desk: Desk, tell: Callable[[Outcome], None]) -> Iterator[Reported]:
    """Return what can be read, streamed; *tell* takes the rows that cannot, each with every problem."""
    for line in lines:
        rows = list(_read(line, desk))
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
        else:
            yield from rows


def _read(line: Line, desk: Desk) -> Iterator[Reported]:
    name = line.text("indicator")
    definition = desk.definitions.get(folded(name).lower())
    if definition is None:
        line.problems.append(Problem("indicators.unknown", line.where, (name,)))
        return
    columns = line.table.period_columns
    if columns and "period" not in line.table.columns:
        yield from _wide(line, definition, desk, columns)
        return
    period = _period(line)
    level = _level(
        line, line.cell("level"), definition, line.table.unit_of("level") if line.cell("level") else ""
    )
    growth = _percent(line, "growth")
    made = _made(line, definition, desk, level=level, growth=growth, period=period)
    if made is not None:
        yield made


def _wide(
    line: Line, definition: Definition, desk: Desk, columns: Sequence[PeriodColumn]
) -> Iterator[Reported]:
    months: dict[Period, dict[str, Decimal | None]] = {}
    for column in columns:
        cell = line.row.at(column.column)
        period = _named(line, column, cell)
        if period is None or not cell.text.strip():
            continue
        if any(word in column.name for word in _GROWTH_WORDS):
            figure = _decimal(line.keep(cells.percent(cell, column.unit)))
            months.setdefault(period, {})["growth"] = figure
        else:
            figure = _level(line, cell, definition, column.unit or line.table.unit)
            months.setdefault(period, {})["level"] = figure
    for period, figures in sorted(months.items()):
        if any(figure is not None for figure in figures.values()):
            made = _made(
                line,
                definition,
                desk,
                level=figures.get("level"),
                growth=figures.get("growth"),
                period=period,
            )
            if made is not None:
                yield made


def _named(line: Line, column: PeriodColumn, cell: Cell) -> Period | None:
    try:
        return period_of(column.period, line.table.year, cumulative=line.table.cumulative)
    except Unclear as unclear:
        line.problems.append(Problem(unclear.code, cell.where, (column.period,)))
        return None


def _made(
    line: Line,
    definition: Definition,
    desk: Desk,
    *,
    level: Decimal | None,
    growth: Decimal | None,
    period: Period | None,
) -> Reported | None:
    source = line.choice("source", SOURCES, definition.source)
    status = line.choice("status", STATUSES, Status.PRELIMINARY)
    unit_id = _reporter(line, desk)
    base = _level(
        line, line.cell("base"), definition, line.table.unit_of("base") if line.cell("base") else ""
    )
    row = {
        "rank": line.whole("rank"),
        "stated_completion": _percent(line, "completion"),
        "document": line.text("document", _LONGEST),
        "reason": line.text("reason", _LONGEST) or desk.reason[:_LONGEST],
        "absent_because": line.text("absent", _LONGEST),
        "known_at": _known(line),
    }
    if line.problems or period is None:
        return None
    return Reported(
        indicator_id=definition.id,
        period=period,
        source=source,
        status=status,
        unit_id=unit_id,
        level=level,
        growth=growth,
        base=base,
        where=line.where,
        **row,  # type: ignore[arg-type]
    )


def _period(line: Line) -> Period | None:
    table = line.table
    cell = line.cell("period")
    if cell is not None and cell.text.strip():
        found = line.keep(cells.period(cell, table.year, cumulative=table.cumulative))
        return found if isinstance(found, Period) else None
    try:
        return period_of(table.period, table.year, cumulative=True)
    except Unclear:
        line.problems.append(Problem("exchange.period_unstated", line.where))
        return None


def _level(line: Line, cell: Cell | None, definition: Definition, stated: str) -> Decimal | None:
    if cell is None:
        return None
    named = line.text("unit")
    unit = named if named and is_unit(named) else stated
    return _decimal(line.keep(cells.number(cell, unit, definition.unit)))


def _percent(line: Line, key: str) -> Decimal | None:
    cell = line.cell(key)
    return _decimal(line.keep(cells.percent(cell, line.table.unit_of(key)))) if cell is not None else None


def _decimal(found: object) -> Decimal | None:
    return found if isinstance(found, Decimal) else None


def _reporter(line: Line, desk: Desk) -> int | None:
    name = line.text("reporter")
    if not name:
        return None
    if folded(name) not in desk.units:
        line.problems.append(Problem("indicators.unknown_unit", line.where, (name,)))
    return desk.units.get(folded(name))


def _known(line: Line) -> datetime | None:
    cell = line.cell("known")
    day = line.keep(cells.date_value(cell)) if cell is not None else None
    return timezone.make_aware(datetime.combine(day, time(9))) if day is not None else None

"""A sheet of figures: each row, or each month's column of a row, becomes something reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from duban.engine.kernel import Period, Problem, plain
from duban.exchange.called import Called, Names, is_part
from duban.exchange.choices import SOURCES, STATUSES
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.cells import Absent
from duban.exchange.sheets.headers import Skipped, Table, Why
from duban.exchange.sheets.headings import PeriodColumn
from duban.exchange.sheets.periods import Unclear, period_of
from duban.exchange.sheets.types import Cell
from duban.exchange.sheets.units import PERCENT, is_unit, rate_unit, unit_of
from duban.exchange.sheets.words import folded
from duban.indicators.types import Carries, Definition, Effect, Outcome, Reported, Status

__all__ = ["Desk", "column_problems", "reported_of"]

_LOOKED_AT = 2000
_LONGEST = 200
_GROWTH_WORDS = ("同比", "增速", "增长", "增幅")


@dataclass(frozen=True, slots=True)
class Desk:
    """What rows are read against: the zone's indicators and units by name, and a reason for revisions."""

    names: Names
    units: Mapping[str, int]
    reason: str = ""

    @classmethod
    def of(cls, definitions: Sequence[Definition], units: Mapping[str, int], reason: str = "") -> Desk:
        """Lay the desk: every name and code an indicator goes by."""
        return cls(Names(definitions), {folded(name): unit for name, unit in units.items()}, reason)


def column_problems(tables: Sequence[Table]) -> list[Problem]:
    """Return what must be asked of a whole table: rates that all look like fractions, a period said in two ways."""
    return [problem for table in tables for problem in (*_doubtful(table), *_unclear_period(table))]


def _doubtful(table: Table) -> Iterator[Problem]:
    heading = table.columns.get("growth")
    if heading is not None:
        rows = islice(table.rows(), _LOOKED_AT)
        column = (row.cells["growth"] for row in rows if "growth" in row.cells)
        problem = cells.doubtful_percents(column, table.rate_of("growth"), heading.cell)
        if problem:
            yield problem


def _unclear_period(table: Table) -> Iterator[Problem]:
    """Ask where a period is only said above the table, and in two ways, or of one month that may stand alone."""
    if "period" in table.columns or table.period_columns or not table.periods:
        return
    try:
        meant = {period_of(p, table.year, cumulative=True) for p in table.periods}
        if len(meant) > 1:
            yield Problem("exchange.periods_differ", table.grid.name, ("、".join(table.periods),))
        else:
            period_of(table.period, table.year, cumulative=_is_cumulative(table))
    except Unclear as unclear:
        yield Problem(unclear.code, table.grid.name, (table.period,))


def _is_cumulative(table: Table) -> bool:
    said = (heading.name for key, heading in table.columns.items() if key in {"level", "growth"})
    return table.cumulative or any(word in name for name in said for word in ("累计", "本年", "1-"))


def reported_of(
    lines: Iterable[Line], desk: Desk, tell: Callable[[Outcome], None], leave_out: Callable[[Skipped], None]
) -> Iterator[Reported]:
    """Return what can be read, streamed; *tell* takes the rows that cannot, each with every problem."""
    for line in lines:
        if _is_part(line, desk):
            leave_out(Skipped(line.row.number, Why.PART, line.text("indicator"), line.where))
            continue
        rows = list(_read(line, desk))
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
        else:
            yield from rows


def _is_part(line: Line, desk: Desk) -> bool:
    """Return whether the line only details the one above (其中：工业投资) and the zone keeps no such indicator."""
    name = line.text("indicator")
    return is_part(name) and desk.names.find(name) is None


def _read(line: Line, desk: Desk) -> Iterator[Reported]:
    name, place = line.text("indicator"), line.cell("indicator")
    called = desk.names.find(name)
    if called is None:
        line.problems.append(desk.names.unknown(name, place.where if place else line.where))
        return
    if line.table.period_columns and "period" not in line.table.columns:
        yield from _wide(line, called, desk, line.table.period_columns)
        return
    period = _period(line)
    level, growth = _figures(line, called)
    made = _made(line, called.definition, desk, level=level, growth=growth, period=period)
    if made is not None:
        yield made


def _figures(line: Line, called: Called) -> tuple[Decimal | None, Decimal | None]:
    """Return level and growth of a row; a row that is all growth (规上工业增加值增速, %) has it in either column."""
    cell = line.cell("level")
    if cell is None:
        return None, _percent(line, "growth")
    heading = line.table.columns["level"]
    if _is_all_growth(line, called):
        own = _decimal(line.keep(cells.percent(cell, called.unit or line.text("unit") or heading.unit)))
        other = _percent(line, "growth")
        if own is not None and other is not None:
            line.problems.append(Problem("exchange.two_growths", cell.where, (plain(own), plain(other))))
        return None, other if own is None else own
    return _level(line, cell, called, heading.unit, line.table.unit), _percent(line, "growth")


def _is_all_growth(line: Line, called: Called) -> bool:
    stated = called.unit or line.text("unit")
    return called.is_growth or (called.definition.carries is Carries.GROWTH and rate_unit(stated) == PERCENT)


def _wide(line: Line, called: Called, desk: Desk, columns: Sequence[PeriodColumn]) -> Iterator[Reported]:
    months: dict[Period, dict[str, Decimal | None]] = {}
    for column in columns:
        cell = line.row.at(column.column)
        period = _named(line, column, cell)
        if period is None or not cell.text.strip():
            continue
        figures = months.setdefault(period, {})
        if called.is_growth or any(word in column.name for word in _GROWTH_WORDS):
            figures["growth"] = _decimal(
                line.keep(cells.percent(cell, column.unit or called.unit or line.table.rate))
            )
        else:
            figures["level"] = _level(line, cell, called, column.unit, line.table.unit)
    lone = _lone(line, months)
    if lone is not None and lone in months and (growth := _percent(line, "growth")) is not None:
        months[lone]["growth"] = growth
    for period, figures in sorted(months.items()):
        if any(figure is not None for figure in figures.values()):
            level, growth = figures.get("level"), figures.get("growth")
            alone = period == lone
            made = _made(
                line, called.definition, desk, level=level, growth=growth, period=period, alone=alone
            )
            if made is not None:
                yield made


_OF_ONE_PERIOD = ("growth", "rank", "base", "completion")


def _lone(line: Line, months: Collection[Period]) -> Period | None:
    """
    Return the one period a row is about, beside the same months a year ago.

    Where there are several, a column like 同比 or 完成率 belongs to nobody knows which, and is asked.
    """
    newest = max(months, default=None)
    if newest is not None and set(months) <= {newest, newest.a_year_ago}:
        return newest
    for key in _OF_ONE_PERIOD:
        cell = line.cell(key)
        if newest is not None and cell is not None and not isinstance(cells.text(cell), Absent):
            heading = line.table.columns[key].name
            line.problems.append(Problem("exchange.whose_month", cell.where, (heading,)))
    return None


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
    alone: bool = True,
) -> Reported | None:
    source = line.choice("source", SOURCES, definition.source)
    status = line.choice("status", STATUSES, Status.PRELIMINARY)
    unit_id = _reporter(line, desk)
    row = {
        "base": _base(line, definition) if alone else None,
        "rank": _rank(line) if alone else None,
        "stated_completion": _percent(line, "completion") if alone else None,
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
        where=line.where,
        **row,  # type: ignore[arg-type]
    )


def _period(line: Line) -> Period | None:
    table = line.table
    cell = line.cell("period")
    if cell is not None and cell.text.strip():
        found = line.keep(cells.period(cell, table.year, cumulative=table.cumulative))
        return found if isinstance(found, Period) else None
    if not table.periods:
        line.problems.append(Problem("exchange.period_unstated", line.where))
        return None
    try:
        return period_of(table.period, table.year, cumulative=True)
    except Unclear:
        return None  # asked once for the whole table: see column_problems


def _level(line: Line, cell: Cell, called: Called, heading: str, sheet: str) -> Decimal | None:
    """Return a level in the indicator's unit; the unit is stated by the row, the heading or the sheet."""
    named = line.text("unit")
    own = called.unit or (named if named and is_unit(named) else "")
    if own and heading and unit_of(own) != unit_of(heading):
        line.problems.append(Problem("exchange.unit_conflict", cell.where, (cell.text, own, heading)))
        return None
    found = _decimal(line.keep(cells.number(cell, own or heading or sheet, called.definition.unit)))
    if found is not None and called.definition.carries is Carries.GROWTH:
        line.problems.append(Problem("exchange.growth_only", cell.where, (called.definition.name, cell.text)))
    return found


def _base(line: Line, definition: Definition) -> Decimal | None:
    cell = line.cell("base")
    if cell is None:
        return None
    return _decimal(line.keep(cells.number(cell, line.table.unit_of("base"), definition.unit)))


def _rank(line: Line) -> int | None:
    cell = line.cell("rank")
    return line.keep(cells.rank(cell)) if cell is not None else None


def _percent(line: Line, key: str) -> Decimal | None:
    cell = line.cell(key)
    return _decimal(line.keep(cells.percent(cell, line.table.rate_of(key)))) if cell is not None else None


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

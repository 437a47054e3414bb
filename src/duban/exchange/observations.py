"""A sheet of figures: each row, or each month's column of a row, becomes something reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from itertools import islice
from operator import attrgetter

from django.utils import timezone

from duban.engine.kernel import Period, Problem, plain
from duban.exchange.called import Called, Names, is_part
from duban.exchange.choices import SOURCES, STATUSES
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.cells import Absent
from duban.exchange.sheets.headers import Skipped, Table, Why
from duban.exchange.sheets.headings import PeriodColumn
from duban.exchange.sheets.periods import Unclear, period_of, period_within
from duban.exchange.sheets.sorting import counts_columns
from duban.exchange.sheets.types import Cell
from duban.exchange.sheets.units import PERCENT, is_unit, rate_unit, unit_of
from duban.exchange.sheets.words import folded
from duban.indicators.types import Carries, Definition, Effect, Outcome, Reported, Status

__all__ = ["Desk", "column_problems", "reported_of"]

_LOOKED_AT = 2000
_LONGEST = 200


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
    """
    Return what must be asked of a whole table.

    Rates that all look like fractions, a period said in two ways, a forecast, no column of figures at all.
    """
    checks = (_doubtful, _unclear_period, _unclear_years, _same_months, _forecast, _no_figures)
    return [problem for table in tables for check in checks for problem in check(table)]


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
            level = table.columns.get("level")
            if level is not None and (said := period_within(level.name)):
                period_of(said, table.year, cumulative=_says_total(table) or "累计" in level.name)
    except Unclear as unclear:
        yield Problem(unclear.code, table.grid.name, (table.period,))


def _unclear_years(table: Table) -> Iterator[Problem]:
    """Ask where all columns are years and the table is about some months: 2023年 may be 2023年1-8月."""
    years = table.period_columns
    if years and table.periods and all(column.only_a_year for column in years):
        heading = years[0].heading
        yield Problem(
            "exchange.year_or_months", f"{table.grid.name}!{heading.ref}", (years[0].period, table.period)
        )


def _same_months(table: Table) -> Iterator[Problem]:
    """Ask where two columns are both the level, or both the growth, of the same months; the first pair is told."""
    first: dict[tuple[Period, bool], PeriodColumn] = {}
    for column in table.period_columns:
        try:
            months = period_of(column.period, table.year, cumulative=True)
        except Unclear:
            continue
        one = first.setdefault((months, column.is_growth), column)
        if one is not column:
            names = one.heading.name, one.heading.ref, column.heading.name, column.heading.ref
            yield Problem("exchange.two_columns", f"{table.grid.name}!{column.heading.ref}", names)
            return


_NOT_YET = re.compile("预计|预测|预估|预判|预期目标|(?:目标|任务|计划){1,2}(?:分解|下达|安排)")
_DONE = re.compile("实际|完成|实绩")


def _forecast(table: Table) -> Iterator[Problem]:
    """Ask where the titles say that these figures are expected, and no column says that its own are not."""
    said = next((t for t in (*table.titles, table.grid.name) if _NOT_YET.search(folded(t))), None)
    headings = [h.name for k, h in table.columns.items() if k in _FIGURES]
    headings += [c.name for c in table.period_columns]
    if said is not None and not any(_DONE.search(name) for name in headings):
        yield Problem("exchange.forecast", table.grid.name, (said,))


_FIGURES = frozenset(("level", "growth", "rank"))


def _no_figures(table: Table) -> Iterator[Problem]:
    """Say once that no column of figures was found, rather than of every row that it holds none."""
    if not table.period_columns and not table.columns.keys() & (_FIGURES | {"absent"}):
        left = "、".join(heading.name for heading in table.others)
        yield Problem("exchange.no_figures", table.grid.name, (left,))


def _says_total(table: Table) -> bool:
    """Whether the titles say 累计; 1-8月 in a title does not make a column headed 8月 run from January."""
    return any("累计" in title for title in table.titles)


def _is_cumulative(table: Table) -> bool:
    said = (heading.name for key, heading in table.columns.items() if key in {"level", "growth"})
    return table.cumulative or any(
        word in name for name in said for word in ("累计", "本年", "1-", "年初", "月止")
    )


def reported_of(
    lines: Iterable[Line], desk: Desk, tell: Callable[[Outcome], None], leave_out: Callable[[Skipped], None]
) -> Iterator[Reported]:
    """Return what can be read, streamed; *tell* takes the rows that cannot, each with every problem."""
    held: Reported | None = None
    for made in _each(lines, desk, tell, leave_out):
        whole = _joined(held, made) if held is not None else None
        if held is not None and whole is None:
            yield held
        held = whole or made
    if held is not None:
        yield held


def _each(
    lines: Iterable[Line], desk: Desk, tell: Callable[[Outcome], None], leave_out: Callable[[Skipped], None]
) -> Iterator[Reported]:
    for line in lines:
        why = _left_out(line, desk)
        if why is not None:
            leave_out(Skipped(line.row.number, why, line.text("indicator"), line.where))
            continue
        rows = list(_read(line, desk))
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
        else:
            yield from rows


_ONE_CELL = attrgetter("indicator_id", "unit_id", "period", "source", "status", "known_at")


def _joined(one: Reported, next_: Reported) -> Reported | None:
    """Return two rows as one, where the first is the level and the next its growth (固定资产投资增速, %)."""
    if _ONE_CELL(one) != _ONE_CELL(next_) or one.level is None or next_.growth is None:
        return None
    if one.growth is not None or any(f is not None for f in (next_.level, next_.rank, next_.base)):
        return None
    return replace(one, growth=next_.growth)


def _left_out(line: Line, desk: Desk) -> Why | None:
    """
    Return why a line under no indicator of the zone's is no figure to ask about.

    It details the one above (其中：工业投资), only numbers the columns (甲 乙 1 2), or is a title or a remark: nothing
    stands beside its words. Nothing that holds a figure is left out but a part.
    """
    name = line.text("indicator")
    if not name or desk.names.find(name) is not None:
        return None
    if counts_columns(line.row.row):
        return Why.HEADING
    others = (c for column, c in line.row.row.cells.items() if column != line.row.cells["indicator"].column)
    bare = all(not cell.formula and isinstance(cells.text(cell), Absent) for cell in others)
    return Why.PART if is_part(name) or bare else None


def _read(line: Line, desk: Desk) -> Iterator[Reported]:
    name, place = line.text("indicator"), line.cell("indicator")
    if not name:
        line.problems.append(Problem("exchange.no_indicator", line.where))
        return
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
        if called.is_growth or column.is_growth:
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
        said = column.to_date or _says_total(line.table)
        return period_of(column.period, line.table.year, cumulative=said)
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
        found = line.keep(cells.period(cell, table.year, cumulative=_says_total(table)))
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

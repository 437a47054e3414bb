"""A target split in a spreadsheet: indicator × department × month, with the sum checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from duban.core.errors import Refusal
from duban.engine.kernel import Problem, plain
from duban.exchange.ledgers.names import Names
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.headers import Table
from duban.exchange.sheets.units import is_unit
from duban.exchange.sheets.words import folded
from duban.indicators.selectors import list_indicators, list_targets
from duban.indicators.types import Definition, Effect, Issuer, Outcome, Tier
from duban.ledger.selectors import count_items
from duban.ledger.services import decompose
from duban.ledger.types import ItemFilter, View
from duban.orgs.selectors import list_units
from duban.orgs.types import Actor

__all__ = ["bring_in_decomposition"]

_MONTH = re.compile(r"(1[0-2]|[1-9])月份?(?:目标|任务|计划|任务数|计划数)?")


@dataclass(slots=True)
class _Split:
    """One indicator's year as the sheet splits it."""

    definition: Definition
    year: int
    parts: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)
    """Department → where it stands."""
    bad: bool = False


def bring_in_decomposition(
    lines: Iterable[Line],
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    at: datetime,
    tell: Callable[[Outcome], None],
) -> None:
    """
    Split each indicator of the sheet into an item for each department; in the caller's transaction.

    Where the parts do not add up to the target the first line of the indicator says the difference, and none is made.
    """
    definitions = {
        folded(label).lower(): d
        for d in list_indicators(actor=actor, zone_id=zone_id)
        for label in (d.code, d.name, d.name_en)
        if label
    }
    names = Names(list_units(actor=actor, zone_id=zone_id, on=on), ())
    splits: dict[tuple[int, int], _Split] = {}
    for line in lines:
        split = _read(line, definitions, names, on.year, splits)
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
            if split is not None:
                split.bad = True
    for split in splits.values():
        if not split.bad:
            for outcome in _make(split, actor, zone_id, on, at):
                tell(outcome)


def _read(
    line: Line,
    definitions: Mapping[str, Definition],
    names: Names,
    this_year: int,
    splits: dict[tuple[int, int], _Split],
) -> _Split | None:
    name = line.text("indicator")
    definition = definitions.get(folded(name).lower())
    if definition is None:
        line.problems.append(Problem("indicators.unknown", line.where, (name,)))
        return None
    year = line.whole("year") or line.table.year or this_year
    split = splits.setdefault((definition.id, year), _Split(definition, year))
    units, problems, _notes = names.units(line.text("department"), _at(line, "department"))
    line.problems += problems
    if len(units) != 1 and not problems:
        line.problems.append(Problem("exchange.one_department", _at(line, "department")))
    months = _months(line, definition)
    if units and not line.problems:
        unit = units[0].id
        if unit in split.lines:
            line.problems.append(Problem("exchange.same_department", line.where, (units[0].name,)))
        else:
            split.parts |= {(unit, month): amount for month, amount in months.items()}
            split.lines[unit] = line.where
    return split


def _at(line: Line, key: str) -> str:
    cell = line.cell(key)
    return cell.where if cell is not None else line.where


def _months(line: Line, definition: Definition) -> dict[int, Decimal]:
    """Return what each month is to bring, in the indicator's unit; months left empty bring nothing."""
    named = line.text("measure")
    found: dict[int, Decimal] = {}
    for month, column, unit in _month_columns(line.table):
        stated = named if named and is_unit(named) else unit or line.table.unit or definition.unit
        amount = line.keep(cells.number(line.row.at(column), stated, definition.unit))
        if isinstance(amount, Decimal) and amount != 0:
            found[month] = amount
    whole = line.cell("whole")
    if whole is not None and whole.text.strip() and not whole.formula:
        stated = named if named and is_unit(named) else line.table.unit_of("whole") or line.table.unit
        said = line.keep(cells.number(whole, stated or definition.unit, definition.unit))
        total = sum(found.values(), Decimal(0))
        if isinstance(said, Decimal) and said != total:
            args = (plain(total), plain(said), format(total - said, "+f"))
            line.problems.append(Problem("exchange.row_sum", whole.where, args))
    if not found and not line.problems:
        line.problems.append(Problem("ledger.no_parts", line.where))
    return found


def _month_columns(table: Table) -> list[tuple[int, int, str]]:
    """Return month, column and unit of every column that stands for one month."""
    standing = [(p.heading, p.column) for p in table.period_columns] + [(h, h.column) for h in table.others]
    found = []
    for heading, column in standing:
        match = _MONTH.fullmatch(heading.path[-1])
        if match is not None:
            found.append((int(match[1]), column, heading.unit))
    return found


def _make(split: _Split, actor: Actor, zone_id: int, on: date, at: datetime) -> list[Outcome]:
    first = next(iter(split.lines.values()))
    target_id = _target(split, actor, zone_id, at)
    if target_id is None:
        missing = Problem("exchange.no_target", first, (split.definition.name, str(split.year)))
        return [Outcome(first, Effect.REFUSED, problems=(missing,))]
    every = ItemFilter(view=View.ALL)
    before = count_items(actor=actor, zone_id=zone_id, on=on, filter=every).total
    try:
        with transaction.atomic():
            cards = decompose(actor=actor, zone_id=zone_id, target_id=target_id, parts=split.parts, at=at)
    except Refusal as refusal:
        placed = tuple(Problem(p.code, first, p.args) for p in refusal.problems)
        return [Outcome(first, Effect.REFUSED, problems=placed)]
    after = count_items(actor=actor, zone_id=zone_id, on=on, filter=every).total
    effect = Effect.UNCHANGED if after == before else Effect.ADDED
    places = [split.lines[unit] for unit in sorted(split.lines)]
    return [Outcome(where, effect, after=card.number) for where, card in zip(places, cards[1:], strict=True)]


def _target(split: _Split, actor: Actor, zone_id: int, at: datetime) -> int | None:
    """Return the zone's target of the year: the highest issuer's, its newest version."""
    issuers = list(Issuer)
    rows = [
        row
        for row in list_targets(actor=actor, indicator_id=split.definition.id, known_at=at)
        if row.year == split.year and row.unit_id == zone_id and row.tier is Tier.TARGET
    ]
    best = min(rows, key=lambda row: (issuers.index(row.issuer), -row.version), default=None)
    return best.id if best is not None else None

"""A sheet of targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from duban.engine.kernel import Problem
from duban.engine.series import TargetKind
from duban.exchange.called import Called
from duban.exchange.choices import ISSUERS, KINDS, TIERS
from duban.exchange.observations import Desk
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.units import PERCENT, is_unit, rate_unit
from duban.exchange.sheets.words import folded
from duban.indicators.types import Effect, Issuer, Outcome, TargetDraft, Tier

__all__ = ["targets_of"]


def targets_of(lines: Iterable[Line], desk: Desk, tell: Callable[[Outcome], None]) -> list[TargetDraft]:
    """Return the targets that can be read; *tell* takes the rows that cannot, each with every problem."""
    found: list[TargetDraft] = []
    for line in lines:
        draft = _read(line, desk)
        if draft is None or line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
        else:
            found.append(draft)
    return found


def _read(line: Line, desk: Desk) -> TargetDraft | None:
    name = line.text("indicator")
    called = desk.names.find(name)
    if called is None:
        line.problems.append(desk.names.unknown(name, line.where))
        return None
    definition = called.definition
    year = line.whole("year")
    if year is None:
        line.problems.append(Problem("exchange.required", line.where, ("",)))
    kind = line.choice("kind", KINDS, TargetKind.GROWTH if called.is_growth else TargetKind.LEVEL)
    value = _value(line, called, kind)
    department = line.text("department")
    unit_id = desk.units.get(folded(department)) if department else None
    if department and unit_id is None:
        line.problems.append(Problem("indicators.unknown_unit", line.where, (department,)))
    issuer, tier = line.choice("issuer", ISSUERS, Issuer.ZONE), line.choice("tier", TIERS, Tier.TARGET)
    issuer_name, document = line.text("issuer_name"), line.text("document")
    reason = line.text("reason") or desk.reason
    if line.problems or year is None or value is None:
        return None
    return TargetDraft(
        indicator_id=definition.id,
        year=year,
        kind=kind,
        value=value,
        issuer=issuer,
        tier=tier,
        unit_id=unit_id,
        reason=reason,
        issuer_name=issuer_name,
        document=document,
        where=line.where,
    )


def _value(line: Line, called: Called, kind: TargetKind) -> Decimal | None:
    cell = line.cell("value")
    if cell is None:
        return None
    named = line.text("unit")
    unit = called.unit or (named if named and is_unit(named) else line.table.unit_of("value"))
    if kind is TargetKind.GROWTH:
        read = cells.percent(cell, unit if rate_unit(unit) else PERCENT)
    else:
        read = (
            cells.number(cell, unit, called.definition.unit)
            if kind is TargetKind.LEVEL
            else cells.number(cell, "", "")
        )
    found = line.keep(read)
    if found is None and not line.problems:
        line.problems.append(Problem("exchange.required", cell.where, (cell.text,)))
    return found if isinstance(found, Decimal) else None

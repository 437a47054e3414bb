"""Sheets of definitions and of the organisation: written row by row through the services of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from duban.core.errors import Refusal
from duban.engine.kernel import Problem
from duban.engine.series import Direction, Nature
from duban.exchange.choices import BASES, CARRIES, DIRECTIONS, NATURES, SOURCES
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.words import folded
from duban.indicators import services as indicators
from duban.indicators.selectors import list_indicators
from duban.indicators.types import Basis, Carries, Definition, DefinitionDraft, Effect, Outcome, Source
from duban.orgs.selectors import list_units
from duban.orgs.services import establish, reorganise
from duban.orgs.types import Actor, UnitKind, UnitRow

__all__ = ["bring_in_definitions", "bring_in_organisation"]


def bring_in_definitions(
    lines: Iterable[Line],
    *,
    actor: Actor,
    zone_id: int,
    units: Mapping[str, int],
    at: datetime,
    tell: Callable[[Outcome], None],
) -> None:
    """Define each indicator of the sheet, or redefine it where something differs; in the caller's transaction."""
    known = {d.code: d for d in list_indicators(actor=actor, zone_id=zone_id, include_retired=True)}
    named = {folded(n): u for n, u in units.items()}
    for line in lines:
        draft = _definition(line, known, named)
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
            continue
        tell(_define(draft, known.get(draft.code), line, actor, zone_id, at))


def _define(
    draft: DefinitionDraft, old: Definition | None, line: Line, actor: Actor, zone_id: int, at: datetime
) -> Outcome:
    before = old.name if old else ""
    if old is not None and all(getattr(old, f) == getattr(draft, f) for f in draft.__dataclass_fields__):
        return Outcome(line.where, Effect.UNCHANGED, before, before)
    try:
        with transaction.atomic():
            if old is None:
                indicators.define(actor=actor, zone_id=zone_id, draft=draft, at=at)
            else:
                indicators.redefine(actor=actor, indicator_id=old.id, version=old.version, draft=draft, at=at)
    except Refusal as refusal:
        placed = tuple(Problem(p.code, line.where, p.args) for p in refusal.problems)
        return Outcome(line.where, Effect.REFUSED, before, problems=placed)
    return Outcome(line.where, Effect.REVISED if old else Effect.ADDED, before, draft.name)


def _definition(line: Line, known: Mapping[str, Definition], units: Mapping[str, int]) -> DefinitionDraft:
    code = line.text("code")
    old = known.get(code)
    owner = line.text("owner")
    if owner and folded(owner) not in units:
        line.problems.append(Problem("indicators.unknown_unit", line.where, (owner,)))
    decimals, order = line.whole("decimals"), line.whole("order")
    key_cell = line.cell("is_key")
    is_key = line.keep(cells.yes_no(key_cell)) if key_cell is not None else None
    return DefinitionDraft(
        code=code,
        name=line.text("name"),
        unit=line.text("unit"),
        name_en=line.text("name_en") or (old.name_en if old else ""),
        decimals=decimals if decimals is not None else (old.decimals if old else 2),
        nature=line.choice("nature", NATURES, old.nature if old else Nature.FLOW),
        direction=line.choice("direction", DIRECTIONS, old.direction if old else Direction.HIGHER),
        carries=line.choice("carries", CARRIES, old.carries if old else Carries.BOTH),
        basis=line.choice("basis", BASES, old.basis if old else Basis.NOMINAL),
        source=line.choice("source", SOURCES, old.source if old else Source.STATISTICS),
        source_office=line.text("office") or (old.source_office if old else ""),
        meaning=line.text("meaning") or (old.meaning if old else ""),
        is_key=bool(is_key) if is_key is not None else bool(old and old.is_key),
        owner_id=units.get(folded(owner)) if owner else (old.owner_id if old else None),
        leader_id=old.leader_id if old else None,
        parent_id=old.parent_id if old else None,
        order=order if order is not None else (old.order if old else 0),
        band_low=old.band_low if old else None,
        band_high=old.band_high if old else None,
        is_sample=bool(old and old.is_sample),
    )


def bring_in_organisation(
    lines: Iterable[Line],
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    at: datetime,
    tell: Callable[[Outcome], None],
) -> None:
    """Set up each department of the sheet, or rename and move it from a day on; parents stand before children."""
    known = {u.code: u for u in list_units(actor=actor, zone_id=zone_id, on=on)}
    ids = {label: u.id for u in known.values() for label in (u.code, folded(u.name))}
    for line in lines:
        unit = _unit(line, known, ids, zone_id, on)
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
        else:
            tell(_set_up(unit, known.get(unit.code), ids, line, actor, zone_id, at))


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    name: str
    name_en: str
    parent_id: int
    starts: date


def _unit(line: Line, known: Mapping[str, UnitRow], ids: Mapping[str, int], zone_id: int, on: date) -> _Unit:
    code, name, parent = line.text("code"), line.text("name"), line.text("parent")
    cell = line.cell("starts")
    starts = line.keep(cells.date_value(cell)) if cell is not None else None
    parent_id = ids.get(folded(parent), ids.get(parent)) if parent else zone_id
    if parent_id is None:
        line.problems.append(Problem("indicators.unknown_unit", line.where, (parent,)))
    old = known.get(code)
    english = line.text("name_en") or (old.name_en if old else "")
    return _Unit(code, name, english, parent_id or zone_id, starts or on)


def _set_up(
    unit: _Unit,
    old: UnitRow | None,
    ids: dict[str, int],
    line: Line,
    actor: Actor,
    zone_id: int,
    at: datetime,
) -> Outcome:
    before = old.name if old else ""
    if old is not None and (old.name, old.name_en, old.parent_id or zone_id) == (
        unit.name,
        unit.name_en,
        unit.parent_id,
    ):
        return Outcome(line.where, Effect.UNCHANGED, before, before)
    changes = {"name": unit.name, "name_en": unit.name_en, "parent_id": unit.parent_id}
    try:
        with transaction.atomic():
            if old is not None:
                reorganise(actor=actor, unit_id=old.id, starts=unit.starts, changes=changes, at=at)
            else:
                ids[unit.code] = ids[folded(unit.name)] = establish(
                    actor=actor,
                    kind=UnitKind.DEPARTMENT,
                    code=unit.code,
                    name=unit.name,
                    name_en=unit.name_en,
                    zone_id=zone_id,
                    parent_id=unit.parent_id,
                    starts=unit.starts,
                    at=at,
                )
    except Refusal as refusal:
        placed = tuple(Problem(p.code, line.where, p.args) for p in refusal.problems)
        return Outcome(line.where, Effect.REFUSED, before, problems=placed)
    return Outcome(line.where, Effect.REVISED if old else Effect.ADDED, before, unit.name)

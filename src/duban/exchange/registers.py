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
from duban.orgs.selectors import list_posts, list_units
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
    ids = {label: d.id for d in known.values() for label in (d.code, folded(d.name))}
    named = {folded(n): u for n, u in units.items()}
    for line in lines:
        draft = _definition(line, known, named, ids)
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
            continue
        tell(_define(draft, known.get(draft.code), ids, line, actor, zone_id, at))


def _define(
    draft: DefinitionDraft,
    old: Definition | None,
    ids: dict[str, int],
    line: Line,
    actor: Actor,
    zone_id: int,
    at: datetime,
) -> Outcome:
    before = old.name if old else ""
    if old is not None and all(getattr(old, f) == getattr(draft, f) for f in draft.__dataclass_fields__):
        return Outcome(line.where, Effect.UNCHANGED, before, before)
    try:
        with transaction.atomic():
            if old is None:
                made = indicators.define(actor=actor, zone_id=zone_id, draft=draft, at=at)
                ids[draft.code] = ids[folded(draft.name)] = made
            else:
                indicators.redefine(actor=actor, indicator_id=old.id, version=old.version, draft=draft, at=at)
    except Refusal as refusal:
        placed = tuple(Problem(p.code, line.where, p.args) for p in refusal.problems)
        return Outcome(line.where, Effect.REFUSED, before, problems=placed)
    return Outcome(line.where, Effect.REVISED if old else Effect.ADDED, before, draft.name)


def _definition(
    line: Line, known: Mapping[str, Definition], units: Mapping[str, int], ids: Mapping[str, int]
) -> DefinitionDraft:
    code = line.text("code")
    old = known.get(code)
    owner = line.text("owner")
    if owner and folded(owner) not in units:
        line.problems.append(Problem("indicators.unknown_unit", line.where, (owner,)))
    parent = line.text("parent")
    parent_id = ids.get(parent, ids.get(folded(parent)))
    if parent and parent_id is None:
        line.problems.append(Problem("indicators.unknown", line.where, (parent,)))
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
        parent_id=parent_id if parent else (old.parent_id if old else None),
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
    """
    Set up each department of the sheet, or rename it, move it, put it under another head or leader from a day on.

    Parents stand before children; what a row leaves out stays as it was.
    """
    desk = _Units.of(actor, zone_id, on)
    for line in lines:
        unit = _unit(line, desk, on)
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
        else:
            tell(_set_up(unit, desk, line, actor, at))


@dataclass(frozen=True, slots=True)
class _Units:
    """The zone's units and posts by every name they go by."""

    zone_id: int
    known: Mapping[str, UnitRow]
    ids: dict[str, int]
    posts: Mapping[str, int]

    @classmethod
    def of(cls, actor: Actor, zone_id: int, on: date) -> _Units:
        known = {u.code: u for u in list_units(actor=actor, zone_id=zone_id, on=on)}
        ids = {label: u.id for u in known.values() for label in (u.code, folded(u.name))}
        posts = list_posts(actor=actor, zone_id=zone_id, on=on)
        return cls(zone_id, known, ids, {label: p.id for p in posts for label in (p.code, folded(p.title))})


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    starts: date
    facts: Mapping[str, str | int | None]
    """What ``reorganise`` takes."""


def _unit(line: Line, desk: _Units, on: date) -> _Unit:
    code, parent = line.text("code"), line.text("parent")
    cell = line.cell("starts")
    starts = line.keep(cells.date_value(cell)) if cell is not None else None
    old = desk.known.get(code)
    stands = old.parent_id if old is not None and "parent" not in line.table.columns else desk.zone_id
    parent_id = desk.ids.get(folded(parent), desk.ids.get(parent)) if parent else stands
    if parent_id is None and parent:
        line.problems.append(Problem("indicators.unknown_unit", line.where, (parent,)))
    facts: dict[str, str | int | None] = {
        "name": line.text("name"),
        "name_en": line.text("name_en") or (old.name_en if old else ""),
        "parent_id": parent_id,
        "head_id": _post(line, "head", desk, old.head_id if old else None),
        "leader_id": _post(line, "leader", desk, old.leader_id if old else None),
    }
    return _Unit(code, starts or on, facts)


def _post(line: Line, key: str, desk: _Units, stands: int | None) -> int | None:
    said = line.text(key)
    if not said:
        return stands
    found = desk.posts.get(said, desk.posts.get(folded(said)))
    if found is None:
        line.problems.append(Problem("exchange.unknown_post", line.where, (said,)))
    return found


def _set_up(unit: _Unit, desk: _Units, line: Line, actor: Actor, at: datetime) -> Outcome:
    old = desk.known.get(unit.code)
    before = old.name if old else ""
    if old is not None and all(getattr(old, name) == value for name, value in unit.facts.items()):
        return Outcome(line.where, Effect.UNCHANGED, before, before)
    try:
        with transaction.atomic():
            unit_id = old.id if old is not None else _establish(unit, desk, actor, at)
            if old is not None or unit.facts["head_id"] or unit.facts["leader_id"]:
                reorganise(actor=actor, unit_id=unit_id, starts=unit.starts, changes=unit.facts, at=at)
    except Refusal as refusal:
        placed = tuple(Problem(p.code, line.where, p.args) for p in refusal.problems)
        return Outcome(line.where, Effect.REFUSED, before, problems=placed)
    name = str(unit.facts["name"])
    desk.ids[unit.code] = desk.ids[folded(name)] = unit_id
    return Outcome(line.where, Effect.REVISED if old else Effect.ADDED, before, name)


def _establish(unit: _Unit, desk: _Units, actor: Actor, at: datetime) -> int:
    parent = unit.facts["parent_id"]
    return establish(
        actor=actor,
        kind=UnitKind.DEPARTMENT,
        code=unit.code,
        name=str(unit.facts["name"]),
        name_en=str(unit.facts["name_en"]),
        zone_id=desk.zone_id,
        parent_id=int(parent) if parent is not None else desk.zone_id,
        starts=unit.starts,
        at=at,
    )

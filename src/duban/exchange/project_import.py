"""A register of projects brought in: each row through the services of the pages, what it leaves out stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from duban.core.errors import Refusal
from duban.engine.kernel import Problem
from duban.enterprises.selectors import list_enterprises
from duban.exchange.project_columns import DATE_COLUMNS, MONEY_COLUMNS, OWNERSHIP_NAMES, REGIME_NAMES
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.words import folded
from duban.indicators.types import Effect, Outcome
from duban.orgs.selectors import list_posts, list_units
from duban.orgs.types import Actor
from duban.projects import services
from duban.projects.selectors import all_projects, drafts_of, ground_on, place_findings
from duban.projects.types import (
    Ground,
    Ownership,
    Place,
    ProjectDates,
    ProjectDraft,
    ProjectFilter,
    ProjectRow,
    Regime,
)

__all__ = ["bring_in_projects"]

_WORDS = ("national_code", "name_en", "industry", "content", "capacity", "address", "source")
_UNITS = {
    "total_investment": "万元",
    "expected_output": "万元",
    "expected_tax": "万元",
    "land": "亩",
    **dict.fromkeys((f"money_{code}" for code in MONEY_COLUMNS), "万元"),
}  # zh: data
_CORNERS = re.compile(r"[;；\n]")
_NAMES = re.compile(r"[、,，;；\n]")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Everything of the zone a row may name, and the projects it has."""

    rows: Mapping[str, ProjectRow]
    """By code, national code and name."""
    drafts: Mapping[int, ProjectDraft]
    firms: Mapping[str, int]
    units: Mapping[str, int]
    posts: Mapping[str, int]
    ground: Ground

    @classmethod
    def of(cls, actor: Actor, zone_id: int, on: date) -> _Desk:
        reach: dict[str, Any] = {"actor": actor, "zone_id": zone_id, "on": on}
        found = all_projects(**reach, filter=ProjectFilter(on.year, state="all"))
        drafts = drafts_of(actor=actor, zone_id=zone_id, ids=[row.id for row in found])
        firms = list_enterprises(**reach)
        units = list_units(**reach)
        posts = list_posts(**reach)
        return cls(
            rows={
                folded(label): row
                for row in found
                for label in (row.name, row.national_code, row.code)
                if label
            },
            drafts=drafts,
            firms={
                folded(label): f.id for f in firms for label in (f.short_name, f.name_en, f.name) if label
            },
            units={folded(label): u.id for u in units for label in (u.code, u.name_en, u.name) if label},
            posts={folded(label): p.id for p in posts for label in (p.title, p.code, p.holder) if label},
            ground=ground_on(zone_id=zone_id, on=on),
        )


def bring_in_projects(
    lines: Iterable[Line],
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    at: datetime,
    tell: Callable[[Outcome], None],
) -> None:
    """
    Register each project of the sheet, or amend it where something differs; in the caller's transaction.

    A row means the project of its code, its national code or its name, in this order. The class follows from the dates
    and is not read; whether a project is worked on is changed on its page.
    """
    desk = _Desk.of(actor, zone_id, on)
    for line in lines:
        row = _meant(line, desk)
        draft = _draft(line, desk, None if row is None else desk.drafts[row.id])
        if line.problems:
            tell(Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems)))
            continue
        tell(_write(draft, row, desk, line, actor, zone_id, at))


def _meant(line: Line, desk: _Desk) -> ProjectRow | None:
    for key in ("code", "national_code", "name"):
        said = folded(line.text(key))
        if said and said in desk.rows:
            return desk.rows[said]
    return None


def _write(
    draft: ProjectDraft,
    row: ProjectRow | None,
    desk: _Desk,
    line: Line,
    actor: Actor,
    zone_id: int,
    at: datetime,
) -> Outcome:
    before = row.name if row else ""
    reach: dict[str, Any] = {"actor": actor, "zone_id": zone_id, "at": at, "draft": draft}
    if row is not None and replace(draft, code=row.code) == desk.drafts[row.id]:
        return Outcome(line.where, Effect.UNCHANGED, before, before)
    try:
        with transaction.atomic():
            if row is None:
                services.register_project(**reach)
            else:
                services.amend_project(**reach, project_id=row.id, version=row.version)
    except Refusal as refusal:
        placed = tuple(Problem(p.code, _place(line, p.where), p.args) for p in refusal.problems)
        return Outcome(line.where, Effect.REFUSED, before, problems=placed)
    effect = Effect.REVISED if row else Effect.ADDED
    return Outcome(line.where, effect, before, draft.name, notes=_placed(line, desk.ground, draft.place))


def _placed(line: Line, ground: Ground, place: Place) -> tuple[Problem, ...]:
    """Return what a person should look at in a place that is kept as it was typed."""
    [found] = place_findings(ground, [place])
    return tuple(Problem(p.code, _place(line, p.where), p.args) for p in found)


def _place(line: Line, where: str) -> str:
    cell = line.cell(where.replace("money.", "money_").removesuffix("_id"))
    return line.where if cell is None else cell.where


def _draft(line: Line, desk: _Desk, old: ProjectDraft | None) -> ProjectDraft:
    begun = old or ProjectDraft(name="", ownership=Ownership.PRIVATE, regime=Regime.FILING)
    words: dict[str, Any] = {key: line.text(key, 2000) for key in _WORDS if line.cell(key) is not None}
    figures: dict[str, Any] = {
        key: _figure(line, key)
        for key in _UNITS
        if line.cell(key) is not None and not key.startswith("money_")
    }
    jobs: dict[str, Any] = (
        {"expected_jobs": line.whole("expected_jobs")} if line.cell("expected_jobs") is not None else {}
    )
    named: dict[str, Any] = {
        f"{key}_id": _named(line, key, among, getattr(begun, f"{key}_id"))
        for key, among in (
            ("enterprise", desk.firms),
            ("lead", desk.units),
            ("backer", desk.posts),
            ("head", desk.posts),
        )
    }
    days: dict[str, Any] = {key: _day(line, key) for key in DATE_COLUMNS if line.cell(key) is not None}
    draft = replace(
        begun,
        name=line.text("name", 200) or begun.name,
        code=begun.code or line.text("code"),
        ownership=line.choice("ownership", OWNERSHIP_NAMES, begun.ownership),
        regime=line.choice("regime", REGIME_NAMES, begun.regime),
        place=_spot(line, begun.place),
        dates=replace(begun.dates, **days),
        assisting_ids=_assisting(line, desk, begun.assisting_ids),
        money=_money(line, begun.money),
        **words,
        **figures,
        **jobs,
        **named,
    )
    return replace(draft, illustrative=draft.illustrative - _changed(draft, begun))


def _changed(draft: ProjectDraft, old: ProjectDraft) -> set[str]:
    plain = {f.name for f in fields(ProjectDraft) if getattr(draft, f.name) != getattr(old, f.name)}
    return plain | {
        f.name for f in fields(ProjectDates) if getattr(draft.dates, f.name) != getattr(old.dates, f.name)
    }


def _named(line: Line, key: str, among: Mapping[str, int], stands: int | None) -> int | None:
    cell = line.cell(key)
    if cell is None:
        return stands
    said = line.text(key)
    if not said:
        return None
    found = among.get(folded(said))
    if found is None:
        line.problems.append(Problem(f"exchange.unknown_{key}", cell.where, (said,)))
    return found


def _figure(line: Line, key: str) -> Decimal | None:
    cell = line.cell(key)
    if cell is None:
        return None
    return line.keep(cells.number(cell, line.table.columns[key].unit, _UNITS.get(key, "")))


def _day(line: Line, key: str) -> date | None:
    cell = line.cell(key)
    return line.keep(cells.date_value(cell)) if cell is not None else None


def _assisting(line: Line, desk: _Desk, stands: frozenset[int]) -> frozenset[int]:
    """Return the departments named; one that stands and has no name any more stays."""
    cell = line.cell("assisting")
    if cell is None:
        return stands
    found = set(stands - set(desk.units.values()))
    for said in filter(None, map(str.strip, _NAMES.split(line.text("assisting", 2000)))):
        unit = desk.units.get(folded(said))
        if unit is None:
            line.problems.append(Problem("exchange.unknown_lead", cell.where, (said,)))
        else:
            found.add(unit)
    return frozenset(found)


def _money(line: Line, stands: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the sources of money: a column that is there and empty means none from it."""
    told = {
        code: _figure(line, f"money_{code}")
        for code in MONEY_COLUMNS
        if line.cell(f"money_{code}") is not None
    }
    return {code: amount for code, amount in {**stands, **told}.items() if amount is not None}


def _spot(line: Line, old: Place) -> Place:
    given: dict[str, Any] = {
        key: _figure(line, key) for key in ("longitude", "latitude") if line.cell(key) is not None
    }
    return replace(old, outline=_outline(line, old.outline), **given)


def _outline(line: Line, stands: tuple[tuple[Decimal, Decimal], ...]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Return the corners, each longitude and latitude, parted by semicolons or lines."""
    cell = line.cell("outline")
    if cell is None:
        return stands
    corners = []
    for said in filter(None, map(str.strip, _CORNERS.split(line.text("outline", 10000)))):
        x, _comma, y = said.replace("，", ",").partition(",")
        try:
            corner = (Decimal(x.strip()), Decimal(y.strip()))
        except InvalidOperation:
            line.problems.append(Problem("exchange.not_a_corner", cell.where, (said[:40],)))
            continue
        if not all(part.is_finite() for part in corner):
            line.problems.append(Problem("exchange.not_a_corner", cell.where, (said[:40],)))
            continue
        corners.append(corner)
    return tuple(corners)

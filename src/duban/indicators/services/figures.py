"""Bringing figures in: each becomes a new vintage, or changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duban.audit.services import record_all
from duban.audit.types import Act
from duban.core.bulk import append
from duban.core.errors import Invalid
from duban.engine.kernel import Problem, plain, same_figure
from duban.indicators.models import Filing, Indicator, LockException, Observation
from duban.indicators.selectors.definitions import definition_of
from duban.indicators.selectors.filings import expected_of
from duban.indicators.services._common import allow
from duban.indicators.types import Definition, Effect, FilingState, Outcome, Reported
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor

__all__ = ["record_observations", "record_stream"]

_CHUNK = 2000
_PERIODS_A_QUERY = 60
_FIGURES = ("level", "growth", "rank", "base", "stated_completion")
_CELL = ("indicator_id", "unit_id", "period", "source")
_FINER = "同一数据，精度更高"  # zh: data

CellKey = tuple[int, int, int, str]
"""Indicator, unit, period key, source."""


class _Known(NamedTuple):
    """The newest vintage of a cell, as far as a new one is judged against it."""

    level: Decimal | None
    growth: Decimal | None
    rank: int | None
    base: Decimal | None
    stated_completion: Decimal | None
    status: str
    absent_because: str
    known_at: datetime


class _New(NamedTuple):
    """A vintage as it is written: the columns of an ``Observation``."""

    zone_id: int
    indicator_id: int
    unit_id: int
    period: int
    source: str
    level: Decimal | None
    growth: Decimal | None
    rank: int | None
    base: Decimal | None
    stated_completion: Decimal | None
    basis: str
    status: str
    document: str
    reason: str
    absent_because: str
    known_at: datetime
    recorded_at: datetime
    entered_by: str
    approved_by: str
    is_sample: bool


@dataclass(slots=True)
class _Ground:
    """What does not change while one batch is brought in."""

    zone_id: int
    at: datetime
    today: date
    definitions: Mapping[int, Definition]
    units: frozenset[int]
    filer: Mapping[int, int]
    locked: frozenset[tuple[int, int]]
    approved_by: str
    seen: dict[CellKey, str] = field(default_factory=dict)
    """Where each cell written so far stood: a file may name it once."""


@transaction.atomic
def record_observations(
    *,
    actor: Actor,
    zone_id: int,
    rows: Iterable[Reported],
    at: datetime,
    commit: bool = True,
    good_rows_only: bool = False,
    approver: Actor | None = None,
) -> list[Outcome]:
    """
    Bring figures in and return, row by row, what each did or would do.

    A figure that says what is already known changes nothing; one that differs supersedes it and must say why.
    With ``commit=False`` nothing is written. All or nothing, unless *good_rows_only*. *approver* is the second person
    who stands for them; without one, whoever brings them in does.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor, and the approver, is the zone's statistician
    :raises Invalid: with every problem of every row, if any is refused and not *good_rows_only*; if nobody else approves
    """
    outcomes: list[Outcome] = []
    record_stream(
        actor=actor, zone_id=zone_id, rows=rows, at=at, commit=commit, tell=outcomes.append, approver=approver
    )
    refused = [p for o in outcomes for p in o.problems]
    if refused and commit and not good_rows_only:
        raise Invalid(*refused)
    return outcomes


@transaction.atomic
def record_stream(
    *,
    actor: Actor,
    zone_id: int,
    rows: Iterable[Reported],
    at: datetime,
    tell: Callable[[Outcome], None],
    commit: bool = True,
    approver: Actor | None = None,
) -> None:
    """
    Bring in the good rows of a stream of any length and *tell* what each row did or would do.

    Neither rows nor outcomes are held here; whoever wants all or nothing rolls back.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor, and the approver, is the zone's statistician
    :raises Invalid: if the approver is the actor
    """
    allow(actor, "record", zone_id)
    if approver is not None:
        allow(approver, "approve", zone_id)
        if approver.user_id == actor.user_id:
            raise Invalid(Problem("indicators.second_person", "approver"))
    ground = _ground(zone_id, at, (approver or actor).name)
    stream = iter(rows)
    while chunk := list(islice(stream, _CHUNK)):
        for outcome in _bring_in(chunk, ground, actor, commit=commit):
            tell(outcome)


def _ground(zone_id: int, at: datetime, approved_by: str) -> _Ground:
    rows = Indicator.objects.select_for_update(no_key=True).filter(zone_id=zone_id).order_by("pk")
    definitions = {row.pk: definition_of(row) for row in rows}
    on = timezone.localdate(at)
    units, _posts = unit_names(zone_ids=[zone_id], on=on)
    asked = expected_of(definitions.values(), zone_id)
    leave = set(LockException.objects.filter(zone_id=zone_id, until__gte=on).values_list("unit_id", "period"))
    locked = set(
        Filing.objects.filter(zone_id=zone_id, state=FilingState.LOCKED.value).values_list(
            "unit_id", "period"
        )
    )
    return _Ground(
        zone_id=zone_id,
        at=at,
        today=on,
        definitions=definitions,
        units=frozenset(units),
        filer={d.id: unit for unit, ds in asked.items() for d in ds},
        locked=frozenset(locked - leave),
        approved_by=approved_by,
    )


def _bring_in(chunk: Sequence[Reported], ground: _Ground, actor: Actor, *, commit: bool) -> list[Outcome]:
    known = _newest(ground.zone_id, {_cell(r, ground) for r in chunk})
    outcomes: list[Outcome] = []
    new: list[tuple[_New, _Known | None]] = []
    for row in chunk:
        cell = _cell(row, ground)
        old = known.get(cell)
        outcome, vintage = _judge(row, old, ground, actor)
        outcomes.append(outcome)
        if vintage is not None:
            new.append((vintage, old))
            ground.seen[cell] = row.where
    if commit and new:
        numbers = append(Observation, _New._fields, (vintage for vintage, _old in new))
        record_all(actor=actor, acts=map(_act, numbers, new), at=ground.at)
    return outcomes


def _cell(row: Reported, ground: _Ground) -> CellKey:
    return row.indicator_id, row.unit_id or ground.zone_id, row.period.key, row.source.value


def _newest(zone_id: int, cells: set[CellKey]) -> dict[CellKey, _Known]:
    """Return the newest vintage of each cell; a query for every sixty periods, by the index of vintages."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for indicator, _unit, period, _source in cells:
        wanted[period].add(indicator)
    periods = iter(wanted.items())
    newest: dict[CellKey, _Known] = {}
    while some := list(islice(periods, _PERIODS_A_QUERY)):
        anywhere = Q()
        for period, indicators in some:
            anywhere |= Q(period=period, indicator_id__in=indicators)
        rows = Observation.objects.filter(anywhere, zone_id=zone_id).order_by("known_at", "id")
        for indicator, unit, period, source, *told in rows.values_list(*_CELL, *_Known._fields).iterator(
            _CHUNK
        ):
            if (cell := (indicator, unit, period, source)) in cells:
                newest[cell] = _Known(*told)
    return newest


def _judge(row: Reported, old: _Known | None, ground: _Ground, actor: Actor) -> tuple[Outcome, _New | None]:
    problems = list(_mistakes(row, ground))
    if problems:
        return Outcome(row.where, Effect.REFUSED, problems=tuple(problems)), None
    values = {name: _given(getattr(row, name), old, name) for name in _FIGURES}
    before = _shown(old) if old else ""
    if old is not None and _says_the_same(values, row, old):
        return Outcome(row.where, Effect.UNCHANGED, before, before), None
    if old is not None and (coarse := _coarser(values, row, old)):
        return Outcome(row.where, Effect.UNCHANGED, before, before, notes=(coarse,)), None
    reason = row.reason or (_FINER if old is not None and _finer(values, row, old) else "")
    problems = list(_untimely(row, old, reason, ground))
    if problems:
        return Outcome(row.where, Effect.REFUSED, before, problems=tuple(problems)), None
    vintage = _vintage(row, values, reason, ground, actor)
    effect = Effect.REVISED if old is not None else Effect.ADDED
    return Outcome(row.where, effect, before, _shown(vintage)), vintage


def _mistakes(row: Reported, ground: _Ground) -> Iterator[Problem]:
    definition = ground.definitions.get(row.indicator_id)
    if definition is None:
        yield Problem("indicators.unknown", row.where, (str(row.indicator_id),))
        return
    if definition.retired:
        yield Problem("indicators.retired", row.where, (definition.name,))
    if row.unit_id is not None and row.unit_id not in ground.units:
        yield Problem("indicators.unknown_unit", row.where, (str(row.unit_id),))
    if row.period.end >= ground.today:
        yield Problem("indicators.future", row.where, (str(row.period),))
    figures = [getattr(row, name) for name in ("level", "growth", "rank")]
    if all(f is None for f in figures) and not row.absent_because:
        yield Problem("indicators.missing_unsaid", row.where, (definition.name,))
    if row.absent_because and any(f is not None for f in figures):
        yield Problem("indicators.absent_and_given", row.where, (definition.name,))
    twin = ground.seen.get(_cell(row, ground))
    if twin is not None:
        yield Problem("indicators.twice", row.where, (definition.name, str(row.period), twin))


def _given(value: Decimal | int | None, old: _Known | None, name: str) -> Decimal | int | None:
    """What a row leaves out stays as it was."""
    return getattr(old, name) if value is None and old is not None else value


def _says_the_same(values: Mapping[str, object], row: Reported, old: _Known) -> bool:
    if row.absent_because:
        return old.absent_because == row.absent_because
    status = old.status in {row.status.value, "revised"}
    return status and all(_equal(values[n], getattr(old, n)) for n in _FIGURES) and not old.absent_because


def _equal(one: object, other: object) -> bool:
    """65 and 65.00 are equal in value and not the same publication."""
    return one == other and (not isinstance(one, Decimal) or plain(one) == plain(Decimal(str(other))))


def _coarser(values: Mapping[str, object], row: Reported, old: _Known) -> Problem | None:
    new, had = values["level"], old.level
    others = all(_equal(values[n], getattr(old, n)) for n in _FIGURES if n != "level")
    if not isinstance(new, Decimal) or had is None or not others or not same_figure(new, had):
        return None
    if len(plain(new)) < len(plain(had)):
        return Problem("indicators.coarser", row.where, (plain(new), plain(had)))
    return None


def _finer(values: Mapping[str, object], row: Reported, old: _Known) -> bool:
    new, had = values["level"], old.level
    others = all(
        _equal(values[n], getattr(old, n)) for n in _FIGURES if n not in {"level", "stated_completion"}
    )
    return (
        isinstance(new, Decimal)
        and had is not None
        and others
        and same_figure(new, had)
        and not row.absent_because
    )


def _untimely(row: Reported, old: _Known | None, reason: str, ground: _Ground) -> Iterator[Problem]:
    known_at = row.known_at or ground.at
    if known_at > ground.at:
        yield Problem("indicators.known_in_future", row.where, (known_at.date().isoformat(),))
    if timezone.localdate(known_at) < row.period.end:
        days = timezone.localdate(known_at).isoformat(), row.period.end.isoformat()
        yield Problem("indicators.known_too_early", row.where, days)
    if old is not None and known_at <= old.known_at:
        yield Problem("indicators.known_before", row.where, (timezone.localdate(old.known_at).isoformat(),))
    if old is not None and not old.absent_because and not reason:
        yield Problem("indicators.reason_needed", row.where, (_shown(old),))
    filer = ground.filer.get(row.indicator_id)
    if filer is not None and (filer, row.period.key) in ground.locked:
        yield Problem("indicators.locked", row.where, (str(row.period),))


def _vintage(
    row: Reported,
    values: Mapping[str, Decimal | int | None],
    reason: str,
    ground: _Ground,
    actor: Actor,
) -> _New:
    definition = ground.definitions[row.indicator_id]
    kept = dict.fromkeys(_FIGURES) if row.absent_because else values
    return _New(
        zone_id=ground.zone_id,
        indicator_id=row.indicator_id,
        unit_id=row.unit_id or ground.zone_id,
        period=row.period.key,
        source=row.source.value,
        **kept,
        basis=(row.basis or definition.basis).value,
        status=row.status.value,
        document=row.document,
        reason=reason,
        absent_because=row.absent_because,
        known_at=row.known_at or ground.at,
        recorded_at=ground.at,
        entered_by=actor.name,
        approved_by=ground.approved_by,
        is_sample=row.is_sample,
    )


def _shown(vintage: _Known | _New) -> str:
    """Write a vintage in one line, for previews and the record."""
    if vintage.absent_because:
        return f"—（{vintage.absent_because}）"
    level = plain(vintage.level) if vintage.level is not None else "—"
    growth = f" {vintage.growth:+f}%" if vintage.growth is not None else ""
    return level + growth


def _act(number: int, made: tuple[_New, _Known | None]) -> Act:
    vintage, old = made
    return Act(
        "indicators.observe",
        f"observation:{number}",
        vintage.zone_id,
        _facts(old) if old else {},
        _facts(vintage)
        | {"indicator": vintage.indicator_id, "period": vintage.period, "source": vintage.source},
        vintage.reason,
    )


def _facts(vintage: _Known | _New) -> dict[str, object]:
    facts = {name: getattr(vintage, name) for name in (*_FIGURES, "status", "absent_because")}
    return {
        name: plain(v) if isinstance(v, Decimal) else v for name, v in facts.items() if v not in (None, "")
    }

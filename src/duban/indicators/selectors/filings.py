"""Monthly returns: who has to report what, by when, and how far they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from duban.core.errors import NotFound
from duban.engine.kernel import Period, Problem
from duban.indicators.lifecycle import MACHINE
from duban.indicators.models import Deadline, Filing, FilingFigure, LockException
from duban.indicators.policies import may_file
from duban.indicators.selectors.checks import figure_findings
from duban.indicators.selectors.definitions import definitions_of, definitions_owned
from duban.indicators.selectors.figures import agreed_sources, chosen, current_figures
from duban.indicators.selectors.rules import NO_RULE, rules_on
from duban.indicators.types import (
    CurrentFigure,
    Definition,
    FigureRow,
    FilingBoard,
    FilingPage,
    FilingRow,
    FilingState,
    MoveRow,
    Source,
)
from duban.orgs.selectors import unit_names, work_calendar
from duban.orgs.types import Actor, Role

__all__ = [
    "EDITABLE",
    "closing_day",
    "due_day",
    "expected_of",
    "filing_board",
    "filing_facts",
    "filing_page",
    "filings_waiting",
    "roles_over",
]

EDITABLE = frozenset({FilingState.DRAFT, FilingState.RETURNED})
_UNFINISHED = (FilingState.SUBMITTED, FilingState.RESUBMITTED, FilingState.RETURNED)
_FROM_OUTSIDE = frozenset({Source.STATISTICS, Source.TAX})


def expected_of(definitions: Iterable[Definition], zone_id: int) -> dict[int, list[Definition]]:
    """
    Return which unit reports which indicators: each is asked of exactly one unit, so nothing is typed twice.

    Figures of the statistics bureau and the tax office are entered by the zone's statistician; the others by
    the department that owns the indicator.
    """
    asked: dict[int, list[Definition]] = defaultdict(list)
    for definition in definitions:
        outside = definition.source in _FROM_OUTSIDE or definition.owner_id is None
        if not definition.retired:
            asked[zone_id if outside else definition.owner_id or zone_id].append(definition)
    return asked


def due_day(*, actor: Actor, zone_id: int, period: Period, on: date) -> date:
    """Return when the period's returns are due: its own day, or the rule's, moved to a working day."""
    return due_days(actor, zone_id, [period], on)[period]


def due_days(actor: Actor, zone_id: int, periods: Collection[Period], on: date) -> dict[Period, date]:
    """Return when the returns of each of these periods are due."""
    keys = {period.key for period in periods}
    own = dict(Deadline.objects.filter(zone_id=zone_id, period__in=keys).values_list("period", "due"))
    rule = rules_on(actor, [zone_id], on).get(zone_id, NO_RULE)
    calendar = work_calendar()
    found = {}
    for period in periods:
        due = period.end + timedelta(days=rule.due_day)
        while not calendar.is_workday(due):
            due += timedelta(days=1)
        found[period] = own.get(period.key, due)
    return found


def closing_day(*, actor: Actor, zone_id: int, unit_id: int, period: Period, on: date) -> date:
    """Return the last day on which the unit may fill in the period, leave to file late included."""
    rule = rules_on(actor, [zone_id], on).get(zone_id, NO_RULE)
    due = due_day(actor=actor, zone_id=zone_id, period=period, on=on)
    leave = LockException.objects.filter(zone_id=zone_id, unit_id=unit_id, period=period.key)
    return max([due + timedelta(days=rule.close_days), *leave.values_list("until", flat=True)])


def filing_board(
    *,
    actor: Actor,
    zone_id: int,
    period: Period,
    on: date,
    definitions: Sequence[Definition] | None = None,
) -> FilingBoard:
    """
    Return every unit's return for the period: for those who read the zone all, for others their own.

    Who has the zone's definitions already may hand them in.
    """
    asked = expected_of(_definitions(actor, zone_id) if definitions is None else definitions, zone_id)
    names, _posts = unit_names(zone_ids=[zone_id], on=on)
    due = due_day(actor=actor, zone_id=zone_id, period=period, on=on)
    filings = {
        f.unit_id: f for f in Filing.objects.visible_to(actor).filter(zone_id=zone_id, period=period.key)
    }
    filled = _filled([f.pk for f in filings.values()])
    shown = (u for u in asked if zone_id in actor.zone_ids or u in actor.unit_ids)
    rows = [
        _row(period, unit, names.get(unit, ""), due, len(asked[unit]), filings.get(unit), filled)
        for unit in sorted(shown, key=lambda u: (u != zone_id, names.get(u, ""), u))
    ]
    return FilingBoard(period, due, tuple(rows))


def filings_waiting(*, actor: Actor, zone_id: int, on: date) -> list[FilingRow]:
    """
    Return the returns that wait for somebody, whoever that is: all of the period now due, of earlier ones the unfinished.

    A return is unfinished while it was handed in and not signed, or sent back and not handed in again. For those
    who read the zone all of them, for others their own.
    """
    now = Period.containing(on)
    asked = expected_of(_definitions(actor, zone_id), zone_id)
    wanted = Q(period=now.key) | Q(period__lt=now.key, state__in=[state.value for state in _UNFINISHED])
    there = list(Filing.objects.visible_to(actor).filter(wanted, zone_id=zone_id))
    filled = _filled([f.pk for f in there])
    due = due_days(actor, zone_id, {now, *(Period.from_key(f.period) for f in there)}, on)
    names, _posts = unit_names(zone_ids=[zone_id], on=on)
    begun = {f.unit_id for f in there if f.period == now.key}
    shown = [u for u in asked if u not in begun and (zone_id in actor.zone_ids or u in actor.unit_ids)]
    wanting = [*((now, u, None) for u in shown), *((Period.from_key(f.period), f.unit_id, f) for f in there)]
    rows = [
        _row(period, unit, names.get(unit, ""), due[period], len(asked.get(unit, ())), filing, filled)
        for period, unit, filing in wanting
    ]
    return sorted(rows, key=lambda r: (r.period, r.unit_id != zone_id, r.unit, r.unit_id))


def filing_page(*, actor: Actor, zone_id: int, unit_id: int, period: Period, at: datetime) -> FilingPage:
    """
    Return a unit's return with its lines, history, and what may be done with it now.

    :raises NotFound: if the unit has nothing to report or is not within reach
    """
    on = timezone.localdate(at)
    asked = expected_of(_definitions(actor, zone_id), zone_id).get(unit_id)
    if not asked or not (zone_id in actor.zone_ids or unit_id in actor.unit_ids):
        raise NotFound(Problem("core.not_found"))
    filing = (
        Filing.objects.visible_to(actor).filter(zone_id=zone_id, unit_id=unit_id, period=period.key).first()
    )
    typed = {f.indicator_id: f for f in filing.figures.all()} if filing else {}
    due = due_day(actor=actor, zone_id=zone_id, period=period, on=on)
    closes = closing_day(actor=actor, zone_id=zone_id, unit_id=unit_id, period=period, on=on)
    names, _posts = unit_names(zone_ids=[zone_id], on=on)
    figures = _lines(asked, typed, zone_id, period, at)
    filled = {filing.pk: sum(f.is_complete for f in figures)} if filing else {}
    row = _row(period, unit_id, names.get(unit_id, ""), due, len(asked), filing, filled)
    facts = filing_facts(figures, actor=actor, submitted_by=filing.submitted_by if filing else None)
    state = row.state or FilingState.DRAFT
    return FilingPage(
        filing=row,
        figures=figures,
        moves=_moves(filing),
        open_edges=tuple(e.name for e in MACHINE.open_edges(state, roles_over(actor, zone_id, unit_id))),
        missing=tuple(dict.fromkeys(p for ps in MACHINE.missing(state, facts).values() for p in ps)),
        editable=state in EDITABLE and on <= closes and may_file(actor, zone_id, unit_id),
        closes=closes,
    )


def filing_facts(
    figures: Sequence[FigureRow], *, actor: Actor, submitted_by: int | None, reason: str = ""
) -> dict[str, object]:
    """Return what the lifecycle asks for: every line filled or explained, a reason, a second person."""
    return {
        "figures": all(f.is_complete for f in figures),
        "reason": reason.strip(),
        "second_person": actor.is_operator or (submitted_by is not None and actor.user_id != submitted_by),
    }


def roles_over(actor: Actor, zone_id: int, unit_id: int) -> frozenset[Role]:
    """Return the roles the actor brings to this unit's return."""
    if actor.is_operator:
        return frozenset(Role)
    own = {h.role for h in actor.held if unit_id in h.units}
    return frozenset(own | ({Role.STATISTICIAN} if actor.has(zone_id, Role.STATISTICIAN) else set()))


def _definitions(actor: Actor, zone_id: int) -> list[Definition]:
    if zone_id in actor.zone_ids:
        return definitions_of(actor, [zone_id])
    return definitions_owned(zone_id, actor.unit_ids)


def _filled(filing_ids: Sequence[int]) -> Mapping[int, int]:
    rows = FilingFigure.objects.filter(filing_id__in=filing_ids)
    return Counter(
        f.filing_id for f in rows if f.level is not None or f.growth is not None or f.absent_because
    )


def _row(
    period: Period,
    unit_id: int,
    unit: str,
    due: date,
    expected: int,
    filing: Filing | None,
    filled: Mapping[int, int],
) -> FilingRow:
    first = filing.first_submitted_at if filing else None
    return FilingRow(
        id=filing.pk if filing else None,
        unit_id=unit_id,
        unit=unit,
        period=period,
        state=FilingState(filing.state) if filing else None,
        due=due,
        first_submitted_at=first,
        on_time=timezone.localdate(first) <= due if first else None,
        expected=expected,
        filled=filled.get(filing.pk, 0) if filing else 0,
        version=filing.version if filing else 0,
    )


def _lines(
    asked: Sequence[Definition],
    typed: Mapping[int, FilingFigure],
    zone_id: int,
    period: Period,
    at: datetime,
) -> tuple[FigureRow, ...]:
    wanted = [p for p in (period.before, period.a_year_ago) if p is not None]
    cells = current_figures(zone_ids=[zone_id], periods=wanted, known_at=at)
    agreed = agreed_sources(zone_ids=[zone_id], periods=wanted, known_at=at)

    def figure(definition: Definition, of: Period | None) -> CurrentFigure | None:
        return chosen(definition, of, cells, agreed) if of else None

    lines = []
    for definition in asked:
        own = typed.get(definition.id)
        last, year_ago = figure(definition, period.before), figure(definition, period.a_year_ago)
        lines.append(
            FigureRow(
                indicator=definition,
                level=own.level if own else None,
                growth=own.growth if own else None,
                absent_because=own.absent_because if own else "",
                note=own.note if own else "",
                last_level=last.level if last else None,
                year_ago_level=year_ago.level if year_ago else None,
                findings=figure_findings(definition, own.level, own.growth, last, year_ago) if own else (),
            )
        )
    return tuple(lines)


def _moves(filing: Filing | None) -> tuple[MoveRow, ...]:
    if filing is None:
        return ()
    return tuple(
        MoveRow(m.edge, m.source, m.target, m.by, m.at, m.reason) for m in filing.moves.order_by("-at", "-id")
    )

"""The gap board: every indicator of a zone against its target, at one ``as_of`` and one ``known_at``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from duban.core.errors import NotFound
from duban.engine.calendars import DayCount
from duban.engine.kernel import Period, Problem
from duban.engine.series import (
    ClassRule,
    Direction,
    Gap,
    GapQuestion,
    Goal,
    Light,
    LightRule,
    Nature,
    PaceCurve,
    Reading,
    Standing,
    class_of,
    gap,
    growth_note,
    light_of,
)
from duban.indicators.models import Filing, FilingFigure
from duban.indicators.selectors.definitions import definitions_of
from duban.indicators.selectors.figures import Cells, agreed_sources, chosen, current_figures, last_reported
from duban.indicators.selectors.rules import NO_RULE, rules_on
from duban.indicators.selectors.targets import current_targets
from duban.indicators.types import (
    Carries,
    CurrentFigure,
    Definition,
    FilingState,
    GapBoard,
    GapRow,
    RuleView,
    Source,
    TargetRow,
    Tier,
)
from duban.orgs.selectors import unit_names, work_calendar
from duban.orgs.types import Actor

__all__ = ["gap_board", "gap_boards", "light_rule", "row_for"]

_WORST_FIRST = {Light.LATE: 0, Light.WATCH: 1, Light.NONE: 2, Light.OK: 3, Light.AHEAD: 4}
_WAITING = (FilingState.SUBMITTED.value, FilingState.RESUBMITTED.value)


@dataclass(frozen=True, slots=True)
class _Material:
    """Everything the boards of several zones rest on, fetched in a fixed number of queries."""

    as_of: Period
    cells: Cells
    agreed: Mapping[tuple[int, int], Source]
    targets: Mapping[int, TargetRow]
    days: DayCount
    owners: Mapping[int, str]
    leaders: Mapping[int, str]
    pending: Collection[int]
    reported: Mapping[int, Period]
    """The newest period with a figure, of zones where some indicator has none of this one."""


def gap_board(
    *, actor: Actor, zone_id: int, as_of: Period, known_at: datetime, tier: Tier = Tier.TARGET
) -> GapBoard:
    """
    Return the gap of a zone, worst first.

    :raises NotFound: if the zone is not within reach
    """
    boards = gap_boards(actor=actor, zone_ids=[zone_id], as_of=as_of, known_at=known_at, tier=tier)
    if not boards:
        raise NotFound(Problem("core.not_found"))
    return boards[0]


def gap_boards(
    *,
    actor: Actor,
    zone_ids: Collection[int],
    as_of: Period,
    known_at: datetime,
    tier: Tier = Tier.TARGET,
) -> list[GapBoard]:
    """Return the gap of several zones; the number of queries depends on neither zones nor indicators."""
    zones = [z for z in zone_ids if z in actor.zone_ids]
    definitions = [d for d in definitions_of(actor, zones) if not d.retired]
    material = _gather(zones, definitions, as_of, known_at, tier)
    rules = rules_on(actor, zones, timezone.localdate(known_at))
    by_zone: dict[int, list[Definition]] = {zone: [] for zone in zones}
    for definition in definitions:
        by_zone[definition.zone_id].append(definition)
    return [_board(zone, known_at, by_zone[zone], rules.get(zone, NO_RULE), material) for zone in zones]


def row_for(
    *, actor: Actor, definition: Definition, as_of: Period, known_at: datetime, tier: Tier = Tier.TARGET
) -> tuple[GapRow, GapQuestion, Mapping[Period, CurrentFigure | None]]:
    """Return one indicator's line, the question it answers, and the figures behind it by period."""
    material = _gather([definition.zone_id], [definition], as_of, known_at, tier)
    rules = rules_on(actor, [definition.zone_id], timezone.localdate(known_at))
    row = _row(definition, _Lamps.of(rules.get(definition.zone_id, NO_RULE)), material)
    figures = {p: chosen(definition, p, material.cells, material.agreed) for p in _periods(as_of)}
    return row, _question(definition, material, figures[as_of]), figures


def _periods(as_of: Period) -> list[Period]:
    around = (as_of, as_of.before, as_of.a_year_ago, as_of.full_year_before)
    return list(dict.fromkeys(p for p in around if p is not None))


def _gather(
    zones: Sequence[int], definitions: Sequence[Definition], as_of: Period, known_at: datetime, tier: Tier
) -> _Material:
    periods = _periods(as_of)
    owners, leaders = unit_names(zone_ids=zones, on=timezone.localdate(known_at))
    waiting = FilingFigure.objects.filter(
        filing__in=Filing.objects.filter(zone_id__in=zones, period=as_of.key, state__in=_WAITING)
    )
    one = definitions[0].id if len(definitions) == 1 else None
    cells = current_figures(zone_ids=zones, periods=periods, known_at=known_at, indicator_id=one)
    silent = {d.zone_id for d in definitions if (d.id, as_of.key) not in cells}
    return _Material(
        as_of=as_of,
        cells=cells,
        agreed=agreed_sources(zone_ids=zones, periods=periods, known_at=known_at),
        targets=current_targets(zone_ids=zones, year=as_of.year, tier=tier, known_at=known_at),
        days=work_calendar().days_after(as_of.end, as_of.year_end),
        owners=owners,
        leaders=leaders,
        pending=frozenset(waiting.values_list("indicator_id", flat=True)),
        reported=last_reported(zone_ids=silent, as_of=as_of, known_at=known_at),
    )


def _board(
    zone_id: int, known_at: datetime, definitions: list[Definition], rule: RuleView, material: _Material
) -> GapBoard:
    lamps = _Lamps.of(rule)
    rows = sorted((_row(d, lamps, material) for d in definitions), key=_worst_first)
    return GapBoard(
        zone_id=zone_id,
        as_of=material.as_of,
        known_at=known_at,
        rows=tuple(rows),
        rule=rule,
        days_calendar=material.days.calendar,
        days_working=material.days.working,
        days_firm=material.days.firm,
        late_before=_late_before(rows, lamps),
    )


def _worst_first(row: GapRow) -> tuple[int, Decimal, int, int]:
    return _WORST_FIRST[row.light], row.gap.lead_pp or Decimal(0), row.indicator.order, row.indicator.id


def _late_before(rows: Sequence[GapRow], lamps: _Lamps) -> int | None:
    """Count who was late a month earlier, by today's knowledge and rule."""
    moved = [r.gap for r in rows if r.gap.lead_pp is not None and r.gap.lead_change_pp is not None]
    if not moved:
        return None
    leads = [(g.lead_pp or Decimal(0)) - (g.lead_change_pp or Decimal(0)) for g in moved]
    return sum(lamps.light(lead, None) is Light.LATE for lead in leads)


def _row(definition: Definition, lamps: _Lamps, material: _Material) -> GapRow:
    figure = chosen(definition, material.as_of, material.cells, material.agreed)
    question = _question(definition, material, figure)
    answer = gap(question)
    return GapRow(
        indicator=definition,
        owner=material.owners.get(definition.owner_id or 0, ""),
        leader=material.leaders.get(definition.leader_id or 0, ""),
        gap=answer,
        light=lamps.light(answer.lead_pp, answer.reached),
        class_=lamps.standing(answer.lead_pp, is_key=definition.is_key),
        reason=_reason(answer, figure),
        notes=_notes(definition, figure, question, material.agreed),
        vintage=figure,
        target=material.targets.get(definition.id),
        pending=definition.id in material.pending,
        last_reported=material.reported.get(definition.id) if figure is None else None,
    )


def light_rule(rule: RuleView) -> LightRule:
    """Return the engine's rule."""
    return LightRule(rule.steps, rule.when_reached, rule.when_not_reached)


@dataclass(frozen=True, slots=True)
class _Lamps:
    """The zone's rules as the engine takes them."""

    lights: LightRule
    classes: ClassRule

    @classmethod
    def of(cls, rule: RuleView) -> _Lamps:
        classes = ClassRule(rule.strong_at_least, rule.weak_below, rule.key_first)
        return cls(light_rule(rule), classes)

    def light(self, lead: Decimal | None, reached: bool | None) -> Light:  # noqa: FBT001
        return light_of(lead, reached, self.lights) if self.lights.bands else Light.NONE

    def standing(self, lead: Decimal | None, *, is_key: bool) -> Standing:
        if not self.lights.bands:
            return Standing.KEY if is_key else Standing.NONE
        return class_of(lead, is_key, self.classes)


def _reason(answer: Gap, figure: CurrentFigure | None) -> Problem | None:
    if figure is not None and figure.is_absent:
        return Problem("indicators.absent", "level", (figure.absent_because,))
    return answer.why_not.get("completion_pct") or answer.why_not.get("lead_pp")


def _notes(
    definition: Definition,
    figure: CurrentFigure | None,
    question: GapQuestion,
    agreed: Mapping[tuple[int, int], Source],
) -> tuple[Problem, ...]:
    notes: list[Problem] = []
    if figure is None:
        return ()
    if (definition.id, figure.period.key) in agreed:
        notes.append(Problem("indicators.agreed_source", "level", (f"@{figure.source.value}",)))
    elif figure.source is not definition.source:
        notes.append(
            Problem(
                "indicators.stand_in", "level", (f"@{figure.source.value}", f"@{definition.source.value}")
            )
        )
    last = question.same_last_year
    if figure.level is not None and figure.growth is not None and last is not None and last.level is not None:
        note = growth_note(figure.growth, figure.level, last.level)
        notes += [note] if note else []
    return tuple(notes)


def _question(definition: Definition, material: _Material, figure: CurrentFigure | None) -> GapQuestion:
    as_of = material.as_of

    def reading(period: Period | None) -> Reading | None:
        return _reading(chosen(definition, period, material.cells, material.agreed)) if period else None

    return GapQuestion(
        as_of=as_of,
        nature=definition.nature,
        direction=definition.direction,
        days_left=material.days,
        in_percent=definition.unit in {"%", "％"},
        has_level=definition.carries is not Carries.GROWTH,
        now=_reading(figure),
        before=reading(as_of.before),
        same_last_year=reading(as_of.a_year_ago),
        full_last_year=reading(as_of.full_year_before),
        goal=_goal(definition, material.targets.get(definition.id)),
    )


def _reading(figure: CurrentFigure | None) -> Reading | None:
    if figure is None or figure.is_absent:
        return None
    return Reading(figure.level, figure.growth, figure.rank, figure.base)


def _goal(definition: Definition, target: TargetRow | None) -> Goal | None:
    if target is None:
        return None
    pace = PaceCurve(target.pace) if target.pace is not None else None
    if pace is None and definition.nature is Nature.FLOW:
        pace = PaceCurve()
    band = definition.direction is Direction.BAND
    return Goal(
        kind=target.kind,
        value=target.value,
        band_low=definition.band_low if band else None,
        band_high=definition.band_high if band else None,
        pace=pace,
    )

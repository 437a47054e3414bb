"""Checks on data: what a person should look at before the figures go up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from duban.engine.kernel import Period, Problem, Unfit, decimals, plain, same_figure
from duban.engine.series import Nature, Outcome, Rule, check_rule, check_share, growth_note, seasonal_outlier
from duban.indicators.models import CheckRule, Observation
from duban.indicators.selectors.boards import gap_board
from duban.indicators.types import (
    CheckFinding,
    CheckRuleRow,
    CurrentFigure,
    Definition,
    GapBoard,
    GapRow,
    Tier,
)
from duban.orgs.types import Actor

__all__ = ["data_checks", "figure_findings", "list_check_rules"]

_HISTORY_YEARS = 10


class _Version(NamedTuple):
    """What of a vintage is checked."""

    id: int
    level: Decimal | None
    stated_completion: Decimal | None


def data_checks(
    *,
    actor: Actor,
    zone_id: int,
    as_of: Period,
    known_at: datetime,
    tier: Tier = Tier.TARGET,
    board: GapBoard | None = None,
) -> list[CheckFinding]:
    """
    Return everything about the period's figures that asks for a look, gravest first.

    Violated check rules, figures out of season, stated percentages that their operands do not give, sources
    that differ, two precisions of one figure, growth that is not the ratio of levels, parts that do not add up to
    what they roll up to, figures not reported.
    Nothing here changes a figure. Who has the period's board already may hand it in.
    """
    board = board or gap_board(actor=actor, zone_id=zone_id, as_of=as_of, known_at=known_at, tier=tier)
    levels = _history(zone_id, as_of, known_at)
    found = [
        *_violations(actor, board),
        *(f for row in board.rows for f in _of_row(row, as_of, levels.get(row.indicator.id, {}))),
        *_of_vintages(board, known_at),
        *_of_parts(board),
    ]
    order = {"must": 0, "explain": 1, "note": 2}
    return sorted(found, key=lambda f: order[f.importance])


def list_check_rules(*, actor: Actor, zone_id: int) -> list[CheckRuleRow]:
    """Return the zone's check rules by name, retired ones last."""
    rows = CheckRule.objects.visible_to(actor).filter(zone_id=zone_id).order_by("retired", "name")
    return [
        CheckRuleRow(r.pk, r.name, r.left, r.operator, r.right, r.importance, r.starts, r.retired)
        for r in rows
    ]


def figure_findings(
    definition: Definition,
    level: Decimal | None,
    growth: Decimal | None,
    last: CurrentFigure | None,
    year_ago: CurrentFigure | None,
) -> tuple[Problem, ...]:
    """Return what to look at in a figure being typed: below last month's total, growth that does not fit."""
    found: list[Problem] = []
    flow = definition.nature.value == "flow"
    if flow and level is not None and last is not None and last.level is not None and level < last.level:
        found.append(Problem("indicators.below_last_month", "level", (plain(level), plain(last.level))))
    if level is not None and growth is not None and year_ago is not None and year_ago.level is not None:
        note = growth_note(growth, level, year_ago.level)
        found += [note] if note else []
    return tuple(found)


def _history(zone_id: int, as_of: Period, known_at: datetime) -> dict[int, dict[Period, Decimal]]:
    """Return own-source levels of this month and the one before, year by year: what a season is judged by."""
    periods = {
        p.key: p
        for year in range(as_of.year - _HISTORY_YEARS, as_of.year + 1)
        for p in (Period(year, as_of.month), Period(year, as_of.month).before)
        if p is not None
    }
    rows = (
        Observation.objects.filter(
            zone_id=zone_id,
            unit_id=F("zone_id"),
            period__in=periods,
            known_at__lte=known_at,
            level__isnull=False,
        )
        .filter(source=F("indicator__source"))
        .order_by("known_at", "id")
        .values_list("indicator_id", "period", "level")
    )
    levels: dict[int, dict[Period, Decimal]] = defaultdict(dict)
    for indicator, key, level in rows:
        if level is not None:
            levels[indicator][periods[key]] = level
    return levels


def _violations(actor: Actor, board: GapBoard) -> Iterable[CheckFinding]:
    values: dict[str, Decimal | None] = {}
    for row in board.rows:
        code = row.indicator.code
        values |= {
            f"{code}.level": row.gap.level,
            f"{code}.growth": row.gap.growth_pct,
        }
    day = timezone.localdate(board.known_at)
    for rule in list_check_rules(actor=actor, zone_id=board.zone_id):
        if rule.retired or rule.starts > day:
            continue
        verdict = check_rule(Rule.parse(rule.left, rule.operator, rule.right), values)
        if verdict.outcome is Outcome.VIOLATED and verdict.left is not None and verdict.right is not None:
            sides = (plain(verdict.left), rule.operator, plain(verdict.right))
            problem = Problem("indicators.rule_violated", rule.name, (rule.name, *sides))
            yield CheckFinding("rule", rule.importance, None, board.as_of, problem)


def _of_row(row: GapRow, as_of: Period, levels: Mapping[Period, Decimal]) -> Iterable[CheckFinding]:
    definition, figure = row.indicator, row.vintage
    if figure is None:
        problem = Problem("indicators.not_reported", definition.code, (definition.name,))
        yield CheckFinding("missing", "explain", definition, as_of, problem)
        return
    for note in row.notes:
        yield CheckFinding("note", "note", definition, as_of, note)
    if figure.level is None:
        return
    past = {p: v for p, v in levels.items() if p < as_of}
    outlier = seasonal_outlier(as_of, figure.level, past, in_percent=definition.unit == "%")
    if outlier.flag and outlier.reason is not None:
        yield CheckFinding("outlier", "explain", definition, as_of, outlier.reason)


def _of_parts(board: GapBoard) -> Iterable[CheckFinding]:
    """
    Compare each indicator with the parts that roll up to it, once all of them are reported.

    A sum never stands in for a figure nobody published: it is told beside it.
    """
    parts: dict[int, list[GapRow]] = defaultdict(list)
    for row in board.rows:
        if row.indicator.parent_id is not None:
            parts[row.indicator.parent_id].append(row)
    for row in board.rows:
        own = [p for p in parts.get(row.indicator.id, ()) if p.indicator.unit == row.indicator.unit]
        levels = [p.gap.level for p in own if p.gap.level is not None]
        if not levels or len(levels) < len(parts[row.indicator.id]) or row.indicator.nature is Nature.RATE:
            continue
        total = sum(levels, Decimal(0))
        whole, name, count = row.gap.level, row.indicator.name, str(len(levels))
        if whole is None:
            problem = Problem("indicators.parts_alone", name, (name, count, plain(total)))
            yield CheckFinding("parts", "note", row.indicator, board.as_of, problem)
        elif total != whole:
            shown = (name, plain(whole), count, plain(total), format(total - whole, "+f"))
            weight = "note" if abs(total - whole) <= _rounding([*levels, whole]) else "explain"
            problem = Problem("indicators.parts_differ", name, shown)
            yield CheckFinding("parts", weight, row.indicator, board.as_of, problem)


def _rounding(figures: Iterable[Decimal]) -> Decimal:
    """Return how far figures rounded to their last decimals may be from adding up: half a unit each."""
    return sum((Decimal(5).scaleb(-decimals(figure) - 1) for figure in figures), Decimal(0))


def _of_vintages(board: GapBoard, known_at: datetime) -> Iterable[CheckFinding]:
    """Look into the cells' vintages: stated completions, and one figure at two precisions."""
    rows = {row.indicator.id: row for row in board.rows}
    vintages = Observation.objects.filter(
        zone_id=board.zone_id, unit_id=F("zone_id"), period=board.as_of.key, known_at__lte=known_at
    ).order_by("known_at", "id")
    cells: dict[tuple[int, str], list[_Version]] = defaultdict(list)
    for indicator_id, source, *told in vintages.values_list("indicator_id", "source", *_Version._fields):
        if indicator_id in rows:
            cells[indicator_id, source].append(_Version(*told))
    for (indicator_id, _source), versions in cells.items():
        row = rows[indicator_id]
        yield from _stated(row, versions[-1], board.as_of)
        yield from _two_precisions(row, versions, board.as_of)


def _stated(row: GapRow, vintage: _Version, as_of: Period) -> Iterable[CheckFinding]:
    stated, target, level = vintage.stated_completion, row.gap.target, vintage.level
    if stated is None or target is None or level is None:
        return
    try:
        guard = check_share(stated, level, target)
    except Unfit:
        return
    if problem := guard.problem(stated):
        importance = "note" if guard.within_rounding else "explain"
        yield CheckFinding("arithmetic", importance, row.indicator, as_of, problem)


def _two_precisions(row: GapRow, versions: list[_Version], as_of: Period) -> Iterable[CheckFinding]:
    now = versions[-1].level
    for older in reversed(versions[:-1]):
        if now is None or older.level is None or older.level == now:
            continue
        if same_figure(older.level, now):
            problem = Problem("indicators.two_precisions", "level", (plain(older.level), plain(now)))
            yield CheckFinding("precision", "note", row.indicator, as_of, problem)
        return

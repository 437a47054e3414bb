"""Targets: a change is a new version; parts add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import FIRST_MONTH, Period, Problem, plain
from duban.engine.series import CURVE_ADVICE, TargetKind, check_curve, check_split, from_history
from duban.indicators.models import Indicator, Target, TargetShare
from duban.indicators.selectors.definitions import definition_of
from duban.indicators.selectors.figures import agreed_sources, chosen, current_figures
from duban.indicators.services._common import allow
from duban.indicators.types import Effect, Outcome, TargetDraft
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor

__all__ = ["pace_from_history", "set_targets", "split_target"]

_HISTORY_YEARS = 5
_COMPARED = ("kind", "value", "pace_kind", "pace", "document", "derived_from", "issuer_name", "is_sample")


@transaction.atomic
def set_targets(
    *,
    actor: Actor,
    zone_id: int,
    drafts: Iterable[TargetDraft],
    at: datetime,
    commit: bool = True,
    good_rows_only: bool = False,
) -> list[Outcome]:
    """
    Set targets and return, row by row, what each did or would do.

    A target that says what already stands changes nothing; one that differs is a new version and must say why.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's assessor or statistician
    :raises Invalid: with every problem of every row, if any is refused and not *good_rows_only*
    """
    allow(actor, "set_target", zone_id)
    names = {
        i.pk: i.name
        for i in Indicator.objects.select_for_update(no_key=True).filter(zone_id=zone_id).order_by("pk")
    }
    units, _posts = unit_names(zone_ids=[zone_id], on=at.date())
    outcomes: list[Outcome] = []
    for draft in drafts:
        problems = _mistakes(draft, names, units)
        outcomes.append(
            Outcome(draft.where, Effect.REFUSED, problems=tuple(problems))
            if problems
            else _set(draft, zone_id, actor, at, commit=commit)
        )
    refused = [p for o in outcomes for p in o.problems]
    if refused and commit and not good_rows_only:
        raise Invalid(*refused)
    return outcomes


@transaction.atomic
def split_target(
    *,
    actor: Actor,
    target_id: int,
    parts: Sequence[tuple[int, int, Decimal]],
    at: datetime,
    allow_excess: bool = False,
) -> None:
    """
    Split a target to departments and months: (unit id, month, amount), month 0 for the year, 2 for 1—2月.

    The departments' years must add up to the target, and each department's months, where given, to its year.
    With *allow_excess* the sum may exceed the target (层层加码), never fall short.

    :raises NotFound: if the target is not within reach
    :raises Forbidden: unless the actor is the zone's assessor or statistician
    :raises Invalid: naming every sum that does not hold, with the difference
    """
    target = Target.objects.visible_to(actor).select_for_update().filter(pk=target_id).first()
    if target is None:
        raise NotFound(Problem("core.not_found"))
    allow(actor, "set_target", target.zone_id)
    if problems := _split_problems(target, parts, allow_excess=allow_excess, at=at):
        raise Invalid(*problems)
    before = _shares(target)
    target.shares.all().delete()
    TargetShare.objects.bulk_create(
        TargetShare(zone_id=target.zone_id, target=target, unit_id=unit, month=month, value=value)
        for unit, month, value in parts
    )
    act = Act("indicators.split_target", f"target:{target_id}", target.zone_id, before, _shares(target))
    record(actor=actor, act=act, at=at)


def pace_from_history(*, actor: Actor, indicator_id: int, year: int, at: datetime) -> tuple[Decimal, ...]:
    """
    Return twelve cumulative shares from the indicator's own complete years before *year*, as known at *at*.

    :raises NotFound: if the indicator is not within reach
    :raises Invalid: if there are fewer than two usable years
    """
    row = Indicator.objects.visible_to(actor).filter(pk=indicator_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    definition = definition_of(row)
    periods = [Period(y, m) for y in range(year - _HISTORY_YEARS, year) for m in range(FIRST_MONTH, 13)]
    cells = current_figures(zone_ids=[row.zone_id], periods=periods, known_at=at, indicator_id=definition.id)
    agreed = agreed_sources(zone_ids=[row.zone_id], periods=periods, known_at=at)
    years: dict[int, dict[int, Decimal]] = {}
    for period in periods:
        figure = chosen(definition, period, cells, agreed)
        if figure is not None and figure.level is not None:
            years.setdefault(period.year, {})[period.month] = figure.level
    found = from_history(list(years.values()))
    if found.curve is None:
        raise Invalid(*found.problems)
    return found.curve.shares


def _mistakes(draft: TargetDraft, names: dict[int, str], units: dict[int, str]) -> list[Problem]:
    problems: list[Problem] = []
    if draft.indicator_id not in names:
        problems.append(Problem("indicators.unknown", draft.where, (str(draft.indicator_id),)))
    if draft.unit_id is not None and draft.unit_id not in units:
        problems.append(Problem("indicators.unknown_unit", draft.where, (str(draft.unit_id),)))
    if draft.kind is TargetKind.RANK and (draft.value < 1 or draft.value != draft.value.to_integral_value()):
        problems.append(Problem("indicators.bad_rank", draft.where, (plain(draft.value),)))
    if draft.pace is not None:
        problems += [
            Problem(p.code, draft.where, p.args)
            for p in check_curve(draft.pace)
            if p.code not in CURVE_ADVICE
        ]
    if draft.known_at is None and not draft.issuer:
        problems.append(Problem("core.required", draft.where, ("@issuer",)))
    return problems


def _set(draft: TargetDraft, zone_id: int, actor: Actor, at: datetime, *, commit: bool) -> Outcome:
    unit_id = draft.unit_id or zone_id
    versions = Target.objects.filter(
        zone_id=zone_id,
        indicator_id=draft.indicator_id,
        unit_id=unit_id,
        year=draft.year,
        tier=draft.tier.value,
        issuer=draft.issuer.value,
    )
    old = versions.order_by("version").last()
    new = _target(draft, zone_id, unit_id, old, actor, at)
    before = plain(old.value) if old else ""
    if old is not None and all(getattr(old, n) == getattr(new, n) for n in _COMPARED):
        return Outcome(draft.where, Effect.UNCHANGED, before, before)
    if problems := _untimely(new, old, draft.where, at):
        return Outcome(draft.where, Effect.REFUSED, before, problems=tuple(problems))
    if commit:
        new.save()
        facts = {"indicator": new.indicator_id, "year": new.year, "kind": new.kind, "value": plain(new.value)}
        act = Act(
            "indicators.set_target",
            f"target:{new.pk}",
            zone_id,
            {"value": before} if old else {},
            facts | {"version": new.version, "issuer": new.issuer, "tier": new.tier},
            draft.reason,
        )
        record(actor=actor, act=act, at=at)
    return Outcome(draft.where, Effect.REVISED if old else Effect.ADDED, before, plain(new.value))


def _target(
    draft: TargetDraft, zone_id: int, unit_id: int, old: Target | None, actor: Actor, at: datetime
) -> Target:
    return Target(
        zone_id=zone_id,
        indicator_id=draft.indicator_id,
        unit_id=unit_id,
        year=draft.year,
        tier=draft.tier.value,
        issuer=draft.issuer.value,
        issuer_name=draft.issuer_name,
        version=old.version + 1 if old else 1,
        kind=draft.kind.value,
        value=draft.value,
        pace_kind=draft.pace_kind,
        pace=[plain(share) for share in draft.pace] if draft.pace is not None else None,
        document=draft.document,
        derived_from=draft.derived_from,
        reason=draft.reason,
        known_at=draft.known_at or at,
        recorded_at=at,
        entered_by=actor.name,
        is_sample=draft.is_sample,
    )


def _untimely(new: Target, old: Target | None, where: str, at: datetime) -> list[Problem]:
    problems: list[Problem] = []
    if new.known_at > at:
        problems.append(Problem("indicators.known_in_future", where, (new.known_at.date().isoformat(),)))
    if old is not None and new.known_at <= old.known_at:
        problems.append(Problem("indicators.known_before", where, (old.known_at.date().isoformat(),)))
    if old is not None and not new.reason:
        problems.append(Problem("indicators.target_reason_needed", where, (plain(old.value),)))
    return problems


def _split_problems(
    target: Target, parts: Sequence[tuple[int, int, Decimal]], *, allow_excess: bool, at: datetime
) -> list[Problem]:
    names, _posts = unit_names(zone_ids=[target.zone_id], on=at.date())
    if target.kind != TargetKind.LEVEL.value:
        return [Problem("indicators.only_levels_split", "parts")]
    if unknown := [unit for unit, _month, _value in parts if unit not in names]:
        return [Problem("indicators.unknown_unit", "parts", (str(unit),)) for unit in unknown]
    if odd := sorted({month for _unit, month, _value in parts if month and not FIRST_MONTH <= month <= 12}):
        return [Problem("indicators.bad_month", "parts", (str(month),)) for month in odd]
    years = {unit: value for unit, month, value in parts if month == 0}
    problems = _sum_problem("indicators.split_sum", "", target.value, years, allow_excess=allow_excess)
    for unit in sorted({unit for unit, month, _value in parts if month}):
        months = {m: v for u, m, v in parts if u == unit and m}
        whole = years.get(unit, Decimal(0))
        problems += _sum_problem("indicators.months_sum", names[unit], whole, months, allow_excess=False)
    return problems


def _sum_problem(
    code: str, name: str, whole: Decimal, parts: dict[int, Decimal], *, allow_excess: bool
) -> list[Problem]:
    check = check_split(whole, {str(k): v for k, v in parts.items()})
    if check.holds or (allow_excess and check.difference > 0):
        return []
    return [Problem(code, "parts", (plain(check.total), plain(whole), format(check.difference, "+f"), name))]


def _shares(target: Target) -> dict[str, object]:
    rows = sorted(target.shares.all(), key=attrgetter("unit_id", "month"))
    return {f"{row.unit_id}/{row.month}": plain(row.value) for row in rows}

"""The chance of finishing in time, as kept trials of a revision tell it."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

from duban.orgs.types import Actor
from duban.projects.models import Trial
from duban.projects.selectors.chance_rules import chance_rule, chance_rule_on
from duban.projects.selectors.schedule_reckoning import evening, zone_calendars
from duban.projects.selectors.schedules import Kept, kept_of
from duban.projects.types import Called, CauseWeight, ChanceRow, Chances, SpreadFrom

__all__ = ["SEED", "TRIALS", "chances_of"]

SEED, TRIALS = 20200916, 5000
_SIX = Decimal("0.000001")


def chances_of(*, actor: Actor, zone_id: int, code: str, on: date) -> Chances | None:
    """
    Return the newest kept chances of the newest revision by today's calendars; nothing where they are still to be computed.

    They say by which rule they were reckoned, and whether another is in force on the day.

    :raises NotFound: if the project is not within reach
    """
    kept = kept_of(actor, zone_id, code)
    if kept.revision is None:
        return None
    mark = zone_calendars(zone_id=zone_id).fingerprint
    rows = Trial.objects.filter(revision=kept.revision, fingerprint=mark, seed=SEED, trials=TRIALS)
    row = rows.exclude(body={}).order_by("rule").last()
    return None if row is None else _read(kept, row, on)


def _read(kept: Kept, row: Trial, on: date) -> Chances:
    schedule = kept.schedule
    names = {} if schedule is None else {a.id: a.called for a in schedule.activities}
    by = None if schedule is None or schedule.deadline is None else evening(schedule.deadline)
    finishes: list[int] = row.body["finishes"]
    found: tuple[Decimal | None, Decimal | None] = (None, None)
    if by is not None:
        share = bisect_right(finishes, by) / row.trials
        found = _six(share), _six(sqrt(share * (1 - share) / row.trials) or 1 / row.trials)
    zone_id = kept.project.zone_id
    return Chances(
        revision=0 if kept.revision is None else kept.revision.number,
        seed=row.seed,
        trials=row.trials,
        rule=chance_rule(zone_id=zone_id, version=row.rule),
        is_outdated=chance_rule_on(zone_id=zone_id, on=on).version != row.rule,
        sources={SpreadFrom(name): n for name, n in row.body["sources"].items()},
        samples=row.body["samples"],
        causes=tuple(_cause(told) for told in row.body["causes"]),
        by=by,
        probability=found[0],
        error=found[1],
        percentiles=tuple((q, at) for q, at in row.body["percentiles"]),
        curve=_curve(finishes),
        weights=tuple(_weight(names, w) for w in row.body["weights"]),
        made_at=row.made_at,
    )


def _cause(told: list[Any]) -> CauseWeight:
    cause, activities, probability, gained = told
    return CauseWeight(
        cause, activities, None if probability is None else Decimal(probability), Decimal(gained)
    )


def _weight(names: dict[str, Called], told: list[Any]) -> ChanceRow:
    key, criticality, sensitivity, cause, source, samples = told
    called = names.get(key, Called(key))
    return ChanceRow(
        key,
        called.name,
        called.name_en,
        Decimal(criticality),
        Decimal(sensitivity),
        cause,
        SpreadFrom(source),
        samples,
    )


def _curve(finishes: list[int]) -> tuple[tuple[int, Decimal], ...]:
    """Return the share finished by the end of each fortieth of the trials."""
    n = len(finishes)
    places = sorted({*(n * k // 40 for k in range(40)), n - 1}) if n else []
    return tuple((finishes[p], _six((p + 1) / n)) for p in places)


def _six(value: float) -> Decimal:
    return Decimal(value).quantize(_SIX)

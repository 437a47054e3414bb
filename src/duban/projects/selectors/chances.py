"""The chance of finishing in time, as kept trials of a revision tell it."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from math import sqrt
from typing import Any

from duban.orgs.types import Actor
from duban.projects.models import Trial
from duban.projects.selectors.schedule_reckoning import evening, zone_calendars
from duban.projects.selectors.schedules import Kept, kept_of
from duban.projects.types import ChanceRow, Chances

__all__ = ["SEED", "SPREAD", "TRIALS", "chances_of"]

SEED, TRIALS = 20200916, 5000
SPREAD = (Decimal("0.9"), Decimal(1), Decimal("1.5"))
"""What remains of an activity takes between nine tenths and one and a half of it."""
_SIX = Decimal("0.000001")


def chances_of(*, actor: Actor, zone_id: int, code: str) -> Chances | None:
    """
    Return the kept chances of the newest revision by today's calendars; nothing where they are still to be computed.

    :raises NotFound: if the project is not within reach
    """
    kept = kept_of(actor, zone_id, code)
    if kept.revision is None:
        return None
    mark = zone_calendars(zone_id=zone_id).fingerprint
    row = Trial.objects.filter(revision=kept.revision, fingerprint=mark, seed=SEED, trials=TRIALS).first()
    return None if row is None or not row.body else _read(kept, row)


def _read(kept: Kept, row: Trial) -> Chances:
    schedule = kept.schedule
    names = {} if schedule is None else {a.id: a.name for a in schedule.activities}
    by = None if schedule is None or schedule.deadline is None else evening(schedule.deadline)
    finishes: list[int] = row.body["finishes"]
    found: tuple[Decimal | None, Decimal | None] = (None, None)
    if by is not None:
        share = bisect_right(finishes, by) / row.trials
        found = _six(share), _six(sqrt(share * (1 - share) / row.trials) or 1 / row.trials)
    return Chances(
        revision=0 if kept.revision is None else kept.revision.number,
        seed=row.seed,
        trials=row.trials,
        spread=SPREAD,
        by=by,
        probability=found[0],
        error=found[1],
        percentiles=tuple((q, at) for q, at in row.body["percentiles"]),
        curve=_curve(finishes),
        weights=tuple(_weight(names, w) for w in row.body["weights"]),
        made_at=row.made_at,
    )


def _weight(names: dict[str, str], told: list[Any]) -> ChanceRow:
    return ChanceRow(told[0], names.get(told[0], told[0]), Decimal(told[1]), Decimal(told[2]))


def _curve(finishes: list[int]) -> tuple[tuple[int, Decimal], ...]:
    """Return the share finished by the end of each twentieth of the trials."""
    n = len(finishes)
    places = sorted({*(n * k // 40 for k in range(40)), n - 1}) if n else []
    return tuple((finishes[p], _six((p + 1) / n)) for p in places)


def _six(value: float) -> Decimal:
    return Decimal(value).quantize(_SIX)

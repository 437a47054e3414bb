"""Defining indicators. A change is written over, with before and after in the record."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Invalid
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.engine.series import Direction
from duban.indicators.models import Indicator
from duban.indicators.services._common import allow, locked_indicator
from duban.indicators.types import DefinitionDraft
from duban.orgs.types import Actor

__all__ = ["define", "redefine", "retire"]

_CODE = re.compile(r"[a-z][a-z0-9_]{1,63}")
_MOST_DECIMALS = 8


@transaction.atomic
def define(*, actor: Actor, zone_id: int, draft: DefinitionDraft, at: datetime) -> int:
    """
    Define an indicator and return its id.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Invalid: with everything that is wrong with the draft
    """
    allow(actor, "define", zone_id)
    problems = _mistakes(draft)
    taken = Problem("indicators.code_taken", "code", (draft.code,))
    if Indicator.objects.filter(zone_id=zone_id, code=draft.code).exists():
        problems.append(taken)
    if problems:
        raise Invalid(*problems)
    with unless_taken(taken):
        row = Indicator.objects.create(zone_id=zone_id, **asdict(draft))
    act = Act("indicators.define", f"indicator:{row.pk}", zone_id, after=asdict(draft))
    record(actor=actor, act=act, at=at)
    return row.pk


@transaction.atomic
def redefine(
    *, actor: Actor, indicator_id: int, version: int, draft: DefinitionDraft, at: datetime, reason: str = ""
) -> None:
    """
    Change an indicator's definition. Its code and the unit of figures already published stay.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Conflict: if it changed since it was read
    :raises Invalid: with everything that is wrong with the draft
    """
    row = locked_indicator(actor, indicator_id)
    allow(actor, "define", row.zone_id)
    if row.version != version:
        raise Conflict(Problem("core.stale", "version"))
    problems = _mistakes(draft)
    if draft.code != row.code:
        problems.append(Problem("indicators.code_stays", "code", (row.code,)))
    if draft.unit != row.unit and row.observations.exists():
        problems.append(Problem("indicators.unit_stays", "unit", (row.unit,)))
    if _makes_a_ring(row, draft.parent_id):
        problems.append(Problem("indicators.ring", "parent"))
    if problems:
        raise Invalid(*problems)
    after = asdict(draft)
    before = {name: getattr(row, name) for name in after}
    changed = {name for name in after if before[name] != after[name]}
    for name in changed:
        setattr(row, name, after[name])
    row.version += 1
    row.save()
    act = Act(
        "indicators.redefine",
        f"indicator:{row.pk}",
        row.zone_id,
        {n: before[n] for n in changed},
        {n: after[n] for n in changed},
        reason,
    )
    record(actor=actor, act=act, at=at)


@transaction.atomic
def retire(*, actor: Actor, indicator_id: int, version: int, at: datetime, reason: str) -> None:
    """
    Take an indicator off the boards from now on; its figures stay.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Conflict: if it changed since it was read
    :raises Invalid: if no reason is given
    """
    row = locked_indicator(actor, indicator_id)
    allow(actor, "define", row.zone_id)
    if row.version != version:
        raise Conflict(Problem("core.stale", "version"))
    if not reason.strip():
        raise Invalid(Problem("core.required", "reason", ("@reason",)))
    row.retired = True
    row.version += 1
    row.save(update_fields=["retired", "version"])
    act = Act(
        "indicators.retire", f"indicator:{row.pk}", row.zone_id, {"retired": False}, {"retired": True}, reason
    )
    record(actor=actor, act=act, at=at)


def _mistakes(draft: DefinitionDraft) -> list[Problem]:
    problems = [
        Problem("core.required", name, (label,))
        for name, label, value in (("name", "@name", draft.name), ("unit", "@unit", draft.unit))
        if not value.strip()
    ]
    if not _CODE.fullmatch(draft.code):
        problems.append(Problem("indicators.bad_code", "code", (draft.code,)))
    if not 0 <= draft.decimals <= _MOST_DECIMALS:
        problems.append(Problem("indicators.bad_decimals", "decimals", (str(draft.decimals),)))
    low, high = draft.band_low, draft.band_high
    if draft.direction is Direction.BAND and (low is None or high is None):
        problems.append(Problem("indicators.band_needed", "band_low"))
    elif low is not None and high is not None and low > high:
        problems.append(Problem("indicators.band_crossed", "band_low"))
    return problems


def _makes_a_ring(row: Indicator, parent_id: int | None) -> bool:
    parents = dict(Indicator.objects.filter(zone_id=row.zone_id).values_list("id", "parent_id"))
    seen: set[int] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == row.pk:
            return True
        seen.add(parent_id)
        parent_id = parents.get(parent_id)
    return False

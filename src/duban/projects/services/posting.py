"""The sum of the zone's projects as a department's observation of the indicator it feeds: never typed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Invalid
from duban.engine.kernel import Period, Problem
from duban.indicators.selectors import list_indicators
from duban.indicators.services import record_observations
from duban.indicators.types import Reported, Source, Status
from duban.orgs.types import Actor, Role
from duban.projects.selectors.investment import zone_investment
from duban.projects.services._common import keep_zone, note_zone
from duban.projects.types import ZoneInvestment

__all__ = ["post_investment"]


@transaction.atomic
def post_investment(
    *, actor: Actor, zone_id: int, period: Period, at: datetime, reason: str = "", commit: bool = True
) -> ZoneInvestment:
    """
    Enter the sum of the departments' figures as the department's observation, and return what was entered.

    With ``commit=False`` it only says what it would do. The bureau's own figure is another source and is left alone.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its statistician
    :raises Invalid: if no project has a figure, the rule names no indicator of money, or the sum corrects an earlier one
        and no reason is given
    """
    keep_zone(actor, zone_id, "post_investment", Role.STATISTICIAN)
    found = zone_investment(actor=actor, zone_id=zone_id, period=period, on=timezone.localdate(at))
    if found.level is None:
        raise Invalid(Problem("projects.no_indicator", "indicator", (found.indicator,)))
    if found.without == len(found.lines):
        raise Invalid(Problem("projects.no_figures", "period", (str(period),)))
    known = {d.code: d.id for d in list_indicators(actor=actor, zone_id=zone_id)}
    row = Reported(
        indicator_id=known[found.indicator],
        period=period,
        source=Source.DEPARTMENT,
        level=found.level,
        status=Status.DECLARED,
        document="项目投资汇总",  # zh: data
        reason=reason.strip(),
        is_sample=found.has_samples,
        known_at=at,
    )
    outcomes = record_observations(
        actor=actor, zone_id=zone_id, rows=[row], at=at, commit=commit, good_rows_only=not commit
    )
    if commit:
        facts = {"period": str(period), "total": found.total, "level": found.level, "unit": found.unit}
        note_zone(actor, zone_id, "post_investment", at, facts, reason)
    return replace(found, outcome=outcomes[0])

"""Agreeing on one of several sources' figures, with the difference explained."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import Problem, plain
from duban.indicators.models import Agreement, Observation
from duban.indicators.services._common import allow
from duban.orgs.types import Actor

__all__ = ["agree"]


@transaction.atomic
def agree(*, actor: Actor, observation_id: int, explanation: str, at: datetime) -> None:
    """
    Agree that a cell's figure is this source's, and say why the others differ. No new number is made.

    :raises NotFound: if the figure is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Invalid: if nothing is explained
    """
    row = Observation.objects.visible_to(actor).filter(pk=observation_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    allow(actor, "agree", row.zone_id)
    if not explanation.strip():
        raise Invalid(Problem("core.required", "explanation", ("@explanation",)))
    Agreement.objects.create(
        zone_id=row.zone_id,
        observation=row,
        indicator_id=row.indicator_id,
        period=row.period,
        explanation=explanation,
        agreed_by=actor.name,
        at=at,
    )
    after = {"source": row.source, "level": row.level and plain(row.level), "period": row.period}
    act = Act("indicators.agree", f"observation:{observation_id}", row.zone_id, {}, after, explanation)
    record(actor=actor, act=act, at=at)

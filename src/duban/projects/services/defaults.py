"""What a new zone begins with; all of it is data the zone changes from a day on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from duban.orgs.types import Actor
from duban.projects.services.investment import adopt_default_investment_rule
from duban.projects.services.procedures import adopt_default_procedures
from duban.projects.services.stages import adopt_stage_set

__all__ = ["adopt_project_defaults"]


@transaction.atomic
def adopt_project_defaults(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> None:
    """
    Give a new zone the three procedures, the seven batches and the rule of differences.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    """
    adopt_default_procedures(actor=actor, zone_id=zone_id, starts=starts, at=at)
    adopt_stage_set(actor=actor, zone_id=zone_id, kind="seven", starts=starts, at=at)
    adopt_default_investment_rule(actor=actor, zone_id=zone_id, starts=starts, at=at)

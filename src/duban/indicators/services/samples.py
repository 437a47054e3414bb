"""Taking the illustrative rows (示例) out again. Nothing that was ever real is touched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.indicators.models import Agreement, Indicator, Observation, Target, TargetShare
from duban.indicators.services._common import allow
from duban.orgs.types import Actor

__all__ = ["remove_samples"]


@transaction.atomic
def remove_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Remove every row of the zone marked 示例 and return how many there were.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    """
    allow(actor, "define", zone_id)
    figures = Observation.objects.filter(zone_id=zone_id, is_sample=True)
    targets = Target.objects.filter(zone_id=zone_id, is_sample=True)
    Agreement.objects.filter(observation__in=figures).delete()
    TargetShare.objects.filter(target__in=targets).delete()
    removed = figures.delete()[0] + targets.delete()[0]
    unused = Indicator.objects.filter(zone_id=zone_id, is_sample=True, observations=None, targets=None)
    removed += unused.delete()[0]
    record(
        actor=actor, act=Act("indicators.remove_samples", "samples", zone_id, after={"rows": removed}), at=at
    )
    return removed

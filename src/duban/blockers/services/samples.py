"""Taking the illustrative blockers (示例) out again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.models import Blocker, Move
from duban.blockers.services.news import about
from duban.core.reach import admit
from duban.notices.services import settle
from duban.orgs.types import Actor, Role

__all__ = ["remove_samples"]


@transaction.atomic
def remove_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Remove every blocker of the zone marked 示例 with its history, and return how many these were.

    What people were asked about them is settled. The record of what was done stays.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's supervision office
    """
    admit(actor, zone_id, "remove_samples", allowed=actor.has(zone_id, Role.SUPERVISOR))
    rows = list(Blocker.objects.filter(zone_id=zone_id, is_sample=True))
    settle(actor=actor, zone_id=zone_id, about=[about(row) for row in rows], at=at)
    Move.objects.filter(blocker__in=rows).delete()
    Blocker.objects.filter(pk__in=[row.pk for row in rows]).delete()
    act = Act("blockers.remove_samples", "samples", zone_id, after={"blockers": len(rows)})
    record(actor=actor, act=act, at=at)
    return len(rows)

"""Taking illustrative plans and items (示例) out again, with all that was written of them. Nothing real is touched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from duban.audit.services import record
from duban.audit.types import Act
from duban.ledger import search
from duban.ledger.models import (
    Assistance,
    Attachment,
    Extension,
    Item,
    ItemTag,
    Measure,
    Move,
    Plan,
    PlanMove,
    PlanRevision,
    Progress,
    Slip,
    Step,
)
from duban.ledger.services._common import allow
from duban.orgs.types import Actor

__all__ = ["remove_samples"]

_OF_ITEMS = (Attachment.objects, Progress.objects, Step.objects, Move.objects, Extension.objects, Slip.objects, Assistance.objects, ItemTag.objects, Measure.objects)  # fmt: skip
"""What hangs on an item, files before the reports and steps they prove."""


@transaction.atomic
def remove_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Remove the zone's plans and items marked 示例 and return how many there were.

    What is real and hung on one of them stays, on its own. The record of who did what stays as it is.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises there
    """
    allow(actor, "remove_samples", zone_id)
    items = list(Item.objects.filter(zone_id=zone_id, is_sample=True).values_list("pk", flat=True))
    plans = list(Plan.objects.filter(zone_id=zone_id, is_sample=True).values_list("pk", flat=True))
    Item.objects.filter(Q(parent_id__in=items) | Q(pk__in=items)).update(parent=None)
    Item.objects.filter(plan_id__in=plans).update(plan=None)
    for rows in _OF_ITEMS:
        rows.filter(item_id__in=items).delete()
    search.index((item_id, "") for item_id in items)
    Item.objects.filter(pk__in=items).delete()
    PlanMove.objects.filter(plan_id__in=plans).delete()
    PlanRevision.objects.filter(plan_id__in=plans).delete()
    Plan.objects.filter(pk__in=plans).delete()
    after = {"items": len(items), "plans": len(plans)}
    record(actor=actor, act=Act("ledger.remove_samples", "samples", zone_id, after=after), at=at)
    return len(items) + len(plans)

"""Taking the illustrative plans and items (示例) out again. Nothing that was ever real is touched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.reach import admit
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
from duban.ledger.services.attachments import drop_attached
from duban.orgs.types import Actor, Role

__all__ = ["remove_samples"]

_UNDER_ITEMS = (Attachment, Slip, Extension, Progress, Step, Move, Assistance, ItemTag, Measure)
_UNDER_PLANS = (PlanMove, PlanRevision)


@transaction.atomic
def remove_samples(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Remove every plan and item of the zone marked 示例 with all that hangs on it, and return how many these were.

    Files attached to them leave the disk after the commit, unless something real holds the same ones. What is real and
    hung on one of them stays and stands alone. The record of what was done stays too.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's supervision office
    """
    admit(actor, zone_id, "remove_samples", allowed=actor.has(zone_id, Role.SUPERVISOR))
    plans = list(Plan.objects.filter(zone_id=zone_id, is_sample=True).values_list("id", flat=True))
    items = list(Item.objects.filter(zone_id=zone_id, is_sample=True).values_list("id", flat=True))
    drop_attached(Attachment.objects.filter(item__in=items).values_list("digest", flat=True))
    for under in _UNDER_ITEMS:
        under._default_manager.filter(item__in=items).delete()  # noqa: SLF001 - Django's public name for it
    Item.objects.filter(parent__in=items).update(parent=None)
    Item.objects.filter(plan__in=plans).update(plan=None)
    search.forget(items)
    Item.objects.filter(pk__in=items).delete()
    for kept in _UNDER_PLANS:
        kept._default_manager.filter(plan__in=plans).delete()  # noqa: SLF001
    Plan.objects.filter(pk__in=plans).delete()
    removed = {"plans": len(plans), "items": len(items)}
    record(actor=actor, act=Act("ledger.remove_samples", "samples", zone_id, after=removed), at=at)
    return len(plans) + len(items)

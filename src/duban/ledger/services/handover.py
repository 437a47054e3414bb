"""Handing open work over when a post changes hands: the work moves, the record stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from duban.audit.services import record_all
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.ledger.models import Item, Move
from duban.ledger.policies import may
from duban.ledger.services._common import LONGEST, today, trace
from duban.orgs.selectors import post_holders, posts_in, unit_names
from duban.orgs.types import Actor, Role

__all__ = ["hand_over"]


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    from_post_id: int,
    to_post_id: int,
    item_ids: Sequence[int] | None = None,
    reason: str,
    at: datetime,
) -> int:
    """
    Move open items from one post to another and return how many; all of them where none are named.

    :raises NotFound: if an item named is not within reach, not open, or not that post's
    :raises Forbidden: unless the actor supervises, or heads the department that does each of them
    :raises Invalid: if no reason is given, or the other post is unknown, the same, or held by nobody today
    """
    rows = Item.objects.visible_to(actor).filter(person_id=from_post_id, is_open=1)
    if item_ids is not None:
        rows = rows.filter(pk__in=item_ids)
    items = list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))
    if item_ids is not None and len(items) < len(set(item_ids)):
        raise NotFound(Problem("core.not_found"))
    for item in items:
        _allow(actor, item)
    if problems := _mistakes(items, from_post_id, to_post_id, reason, at):
        raise Invalid(*problems)
    _write(actor, items, from_post_id, to_post_id, reason.strip(), at)
    return len(items)


def _allow(actor: Actor, item: Item) -> None:
    heads = item.responsible_id is not None and actor.acts_for(item.responsible_id, Role.DEPARTMENT_HEAD)
    if not (heads or may(actor, "hand_over", item.zone_id)):
        raise Forbidden(Problem("core.forbidden", "", ("@hand_over",)))


def _mistakes(
    items: Sequence[Item], from_post_id: int, to_post_id: int, reason: str, at: datetime
) -> list[Problem]:
    problems: list[Problem] = []
    if not reason.strip():
        problems.append(Problem("core.required", "reason", ("@reason",)))
    elif len(reason) > LONGEST:
        problems.append(Problem("core.too_long", "reason", ("@reason", str(LONGEST))))
    known = all(to_post_id in posts_in(zone_id=zone) for zone in {item.zone_id for item in items})
    if not known or to_post_id == from_post_id:
        problems.append(Problem("ledger.unknown_post", "to", (str(to_post_id),)))
    elif not post_holders(post_ids=[to_post_id], on=today(at)):
        problems.append(Problem("ledger.vacant_post", "to"))
    return problems


def _write(
    actor: Actor, items: Sequence[Item], from_post_id: int, to_post_id: int, reason: str, at: datetime
) -> None:
    _units, posts = unit_names(zone_ids={item.zone_id for item in items}, on=today(at))
    pair = (posts.get(from_post_id, ""), posts.get(to_post_id, ""))
    changes = {"person": pair}
    Move.objects.bulk_create(
        [trace(item, "hand_over", actor, at, reason=reason, changes=changes) for item in items],
        batch_size=LONGEST,
    )
    record_all(
        actor=actor,
        acts=[
            Act(
                "ledger.hand_over",
                f"item:{item.pk}",
                item.zone_id,
                {"person_id": from_post_id},
                {"person_id": to_post_id},
                reason,
            )
            for item in items
        ],
        at=at,
    )
    rows = Item.objects.filter(pk__in=[item.pk for item in items])
    rows.update(person_id=to_post_id, version=F("version") + 1, moved_at=at)

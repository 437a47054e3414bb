"""The days of one's own items, for a calendar: deadlines, and the steps on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from duban.ledger.lifecycle import LIT_STATES
from duban.ledger.models import Item, Step
from duban.notices.types import FeedEntry
from duban.orgs.selectors import posts_of, zone_slugs
from duban.orgs.types import Actor

__all__ = ["feed_entries"]


def feed_entries(actor: Actor, on: date) -> Iterator[FeedEntry]:
    """
    Yield the deadlines and the open steps of what the actor's posts answer for and is not reported done.

    Two queries beside the posts, however many zones there are.
    """
    slugs = zone_slugs(zone_ids=actor.zone_ids.union(*(held.zones for held in actor.held)))
    mine = Item.objects.visible_to(actor).filter(
        zone_id__in=slugs, person_id__in=posts_of(user_id=actor.user_id, on=on), state__in=LIT_STATES
    )
    for item in mine.order_by("due", "id"):
        if item.due is None:
            continue
        yield FeedEntry(
            uid=f"item-{item.pk}",
            title=_("{number} 到期：{title}").format(number=item.number, title=item.title),
            day=item.due,
            changed_at=item.moved_at,
            link=f"/{slugs[item.zone_id]}/ledger/{item.pk}/",
            sequence=item.version,
        )
    steps = Step.objects.filter(item__in=mine, done_on=None).select_related("item")
    for step in steps.order_by("due", "id"):
        item = step.item
        if step.due is None:
            continue
        yield FeedEntry(
            uid=f"step-{step.pk}",
            title=_("{number} 节点：{step}（{title}）").format(
                number=item.number, step=step.title, title=item.title
            ),
            day=step.due,
            changed_at=item.moved_at,
            link=f"/{slugs[item.zone_id]}/ledger/{item.pk}/",
            sequence=item.version,
            remind_days=1,
        )

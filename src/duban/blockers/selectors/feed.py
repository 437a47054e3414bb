"""The days blockers bring into a person's calendar."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from duban.blockers.selectors.lists import matching
from duban.blockers.types import BlockerFilter, page_of
from duban.notices.types import FeedEntry
from duban.orgs.selectors import zone_slugs
from duban.orgs.types import Actor

__all__ = ["feed_entries"]

_MINE = BlockerFilter(mine=True)


def feed_entries(actor: Actor, on: date) -> list[FeedEntry]:
    """Return the days by which the actor must make a move on a blocker, for a calendar feed."""
    slugs = zone_slugs(zone_ids=actor.zone_ids.union(*(held.zones for held in actor.held)))
    return [
        FeedEntry(
            uid=f"blocker-{b.pk}",
            title=_("{number} 等您办：{title}").format(number=b.number, title=b.subject_title),
            day=b.due,
            changed_at=b.changed_at,
            link=page_of(slug, b.pk),
            sequence=b.version,
            remind_days=1,
        )
        for zone, slug in slugs.items()
        for b in matching(actor, zone, _MINE, on).order_by("due", "id")
        if b.due is not None
    ]

"""What a person has been told, and how they want to be told."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q

from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.notices.models import Channel, Delivery, Notice
from duban.notices.models import Preference as PreferenceRow
from duban.notices.types import ChannelKind, ChannelRow, Inbox, Kind, NoticeRow, Preference
from duban.orgs.types import Actor

__all__ = ["channels_of", "inbox", "preference_of", "preferences_of", "text_of", "unread_count"]

_ORDINARY = Preference()


def unread_count(*, actor: Actor, zone_id: int | None = None) -> int:
    """Return how many notices the person has not read, in one zone or in all."""
    rows = Notice.objects.visible_to(actor).filter(read_at__isnull=True)
    return rows.count() if zone_id is None else rows.filter(zone_id=zone_id).count()


def inbox(
    *, actor: Actor, zone_id: int, unread_only: bool = False, offset: int = 0, limit: int = 50
) -> Inbox:
    """Return one page of what the person has been told in the zone, newest first."""
    rows = Notice.objects.visible_to(actor).filter(zone_id=zone_id)
    unread = rows.filter(read_at__isnull=True)
    shown = unread if unread_only else rows
    page = shown.order_by("-told_at", "-id")[offset : offset + limit]
    return Inbox(
        rows=tuple(
            NoticeRow(n.pk, Kind(n.kind), text_of(n), n.link, n.due, n.told_at, n.read_at) for n in page
        ),
        total=shown.count(),
        unread=unread.count(),
    )


def text_of(notice: Notice) -> str:
    """Return the notice's sentence in the language of the moment."""
    return sentence(Problem(notice.code, "", tuple(notice.args)))


def preference_of(*, actor: Actor) -> Preference:
    """Return when and how the person wants to be told."""
    return preferences_of(user_ids=[actor.user_id or 0])[actor.user_id or 0]


def preferences_of(*, user_ids: Collection[int]) -> dict[int, Preference]:
    """Return when and how each of these people wants to be told; whoever never said gets the ordinary answer."""
    said = {
        p.user_id: Preference(p.digest_at, p.starts, p.ends, p.workdays_only, p.at_once, p.language)
        for p in PreferenceRow.objects.filter(user_id__in=user_ids)
    }
    return {user_id: said.get(user_id, _ORDINARY) for user_id in user_ids}


def channels_of(*, actor: Actor) -> list[ChannelRow]:
    """Return the person's channels with what still waits to go out, what was given up, and why."""
    if actor.user_id is None:
        return []
    given_up = Q(deliveries__state="failed", deliveries__next_at__isnull=True)
    waiting = Q(deliveries__state="queued") | Q(deliveries__state="failed", deliveries__next_at__isnull=False)
    rows = Channel.objects.filter(user_id=actor.user_id, removed_at__isnull=True).annotate(
        waiting=Count("deliveries", filter=waiting), given_up=Count("deliveries", filter=given_up)
    )
    troubled = Delivery.objects.filter(channel__in=rows, state="failed").order_by("id")
    errors = {d.channel_id: problem_of(d.last_error) for d in troubled}
    return [
        ChannelRow(c.pk, ChannelKind(c.kind), c.masked, c.waiting, c.given_up, errors.get(c.pk))
        for c in rows.order_by("id")
    ]


def problem_of(kept: list[str]) -> Problem | None:
    """Return the problem kept with a delivery."""
    return Problem(kept[0], "", tuple(kept[1:])) if kept else None

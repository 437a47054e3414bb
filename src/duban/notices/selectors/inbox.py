"""What a person has been told, and how they want to be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import get_language

from duban.core.named import POST, UNIT, read_named
from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.notices.models import Channel, Delivery, Notice
from duban.notices.models import Preference as PreferenceRow
from duban.notices.types import ChannelKind, ChannelRow, Inbox, Kind, NoticeRow, Preference
from duban.orgs.selectors import english_names
from duban.orgs.types import Actor

__all__ = ["channels_of", "inbox", "preference_of", "preferences_of", "texts_of", "unread_count"]

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
    notices = list(page)
    return Inbox(
        rows=tuple(
            NoticeRow(n.pk, Kind(n.kind), text, n.link, n.due, n.told_at, n.read_at)
            for n, text in zip(notices, texts_of(notices), strict=True)
        ),
        total=shown.count(),
        unread=unread.count(),
    )


def texts_of(notices: Sequence[Notice]) -> list[str]:
    """
    Return the notices' sentences in the language of the moment.

    A unit or post is called what it was called when it was told; for a reader of English by its English name of then,
    where it has one. Two queries for all of them, and none in Chinese.
    """
    whose = {arg: found for n in notices for arg in n.args if (found := read_named(arg)) is not None}
    if not whose or not (get_language() or "").startswith("en"):
        return [sentence(Problem(n.code, "", tuple(n.args))) for n in notices]
    told = {
        (whose[arg].id, localdate(n.told_at))
        for n in notices
        for arg in n.args
        if arg in whose and whose[arg].kind == UNIT
    }
    posts = {one.id for one in whose.values() if one.kind == POST}
    units, titles = english_names(zone_ids={n.zone_id for n in notices}, units=told, posts=posts)

    def said(arg: str, day: date) -> str:
        one = whose.get(arg)
        if one is None:
            return arg
        return (units.get((one.id, day)) if one.kind == UNIT else titles.get(one.id)) or one.name

    return [
        sentence(Problem(n.code, "", tuple(said(arg, localdate(n.told_at)) for arg in n.args)))
        for n in notices
    ]


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

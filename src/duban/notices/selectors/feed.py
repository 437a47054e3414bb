"""The private calendar feed: whose it is, and its bytes as RFC 5545 wants them (standards.md 5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.notices.models import FeedToken
from duban.notices.types import FeedEntry
from duban.orgs.types import Actor

__all__ = ["digest_of", "feed_bytes", "feed_made_at", "feed_owner"]

_MAKER = "-//Duban//Duban//ZH"


def digest_of(token: str) -> str:
    """Return what is kept of a token. It is long and random, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_owner(*, token: str) -> int:
    """
    Return whose feed the token opens.

    :raises NotFound: if it opens none, was revoked, or its owner may no longer sign in
    """
    alive = FeedToken.objects.filter(revoked_at__isnull=True, user__is_active=True, digest=digest_of(token))
    owner = alive.values_list("user_id", flat=True).first()
    if owner is None:
        raise NotFound(Problem("core.not_found"))
    return owner


def feed_made_at(*, actor: Actor) -> datetime | None:
    """Return when the person's feed was made, or None where there is none."""
    rows = FeedToken.objects.filter(user_id=actor.user_id or 0, revoked_at__isnull=True)
    return rows.values_list("made_at", flat=True).first()


def feed_bytes(*, entries: Iterable[FeedEntry], name: str, address: str) -> bytes:
    """
    Write the feed: CRLF, folded at 75 octets between characters, days with an exclusive end, UIDs that stay.

    *address* is where Duban is opened; links are written below it, and UIDs carry its host.
    """
    host = address.rsplit("://", maxsplit=1)[-1].split("/", maxsplit=1)[0]
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, host, address))
    return bytes(calendar.to_ical())


def _event(entry: FeedEntry, host: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT")
    if entry.link:
        event.add("url", address + entry.link)
    if entry.cancelled:
        event.add("status", "CANCELLED")
    elif entry.remind_days is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(days=-entry.remind_days))
        event.add_component(alarm)
    return event

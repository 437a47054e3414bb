"""One digest per person per day, at their own time: what they were told and has not been said yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden
from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import Problem
from duban.notices.models import Channel, Delivery, Digest, Notice
from duban.notices.policies import may
from duban.notices.selectors.inbox import preferences_of, texts_of
from duban.notices.services.pacing import spread
from duban.notices.types import DigestLine, DigestView, Group, Kind, Preference, Prepare
from duban.orgs.selectors import usernames, work_calendar
from duban.orgs.types import Actor

__all__ = ["lines_of", "make_digests"]

_ORDER = tuple(Group)
_ASKS = frozenset({Kind.WAITING, Kind.REMINDER, Kind.OVERDUE, Kind.ESCALATION})
_MOVES = frozenset({Kind.WAITING, Kind.REMINDER, Kind.ESCALATION})


def make_digests(
    *, actor: Actor, on: date, at: datetime, dry_run: bool = False, prepare: Prepare | None = None
) -> list[DigestView]:
    """
    Make the digests of the day that are due by *at* and not made yet, queue them, and return them by account.

    Each gathers what its reader was told and has neither read nor been sent; overdue first, then due today, waiting,
    and information. Nobody gets an empty one, nor one on a quiet day. *prepare* is called first, in the same
    transaction; a dry run takes everything back, also what *prepare* told. Running twice makes nothing twice.

    :raises Forbidden: unless on the command line or in the background
    """
    if not may(actor, "send"):
        raise Forbidden(Problem("core.forbidden", "", ("@send_notices",)))
    with transaction.atomic():
        if prepare is not None:
            prepare(actor=actor, on=on, at=at)
        views = _make(on, at)
        if views and not dry_run:
            act = Act("notices.make_digests", f"day:{on}", after={"people": len(views)})
            record(actor=actor, act=act, at=at)
        transaction.set_rollback(dry_run)
    return views


def lines_of(notices: Iterable[Notice], on: date) -> tuple[DigestLine, ...]:
    """
    Return the lines of one person's digest in the language of the moment, most pressing first.

    A thing that asks for a move more than once is said once, as pressing as it has become.
    """
    lines: dict[str, DigestLine] = {}
    told = list(notices)
    for n, text in zip(told, texts_of(told), strict=True):
        kind = Kind(n.kind)
        line = DigestLine(text, n.due, n.link, kind, _group(kind, n.due, on))
        name = n.about if n.about and kind in _ASKS else f"#{n.pk}"
        if name not in lines or _rank(line) <= _rank(lines[name]):
            lines[name] = line
    return tuple(sorted(lines.values(), key=_rank))


def _rank(line: DigestLine) -> tuple[int, date]:
    return _ORDER.index(line.group), line.due or date.max


def _group(kind: Kind, due: date | None, on: date) -> Group:
    if kind is Kind.OVERDUE or (kind in _MOVES and due is not None and due < on):
        return Group.OVERDUE
    if kind in _MOVES and due == on:
        return Group.DUE_TODAY
    return Group.INFORMATION if kind is Kind.INFORMATION else Group.WAITING


def _make(on: date, at: datetime) -> list[DigestView]:
    told = _told(on, at)
    preferences = preferences_of(user_ids=told.keys())
    calendar = work_calendar()
    due = {user for user in told if _is_due(preferences[user], on, at, calendar)}
    people = usernames(user_ids=due)
    views: list[DigestView] = []
    digests: dict[int, Digest] = {}
    for user in sorted(due & people.keys(), key=lambda u: people[u][0]):
        digest, created = Digest.objects.get_or_create(user_id=user, day=on, defaults={"made_at": at})
        if not created:
            continue
        digests[user] = digest
        Notice.objects.filter(pk__in=[n.pk for n in told[user]]).update(digest=digest)
        with translation.override(preferences[user].language):
            views.append(DigestView(user, *people[user], on, lines_of(told[user], on)))
    _queue(digests, preferences, on, at, calendar)
    return views


def _told(on: date, at: datetime) -> dict[int, Sequence[Notice]]:
    """Return what each person without a digest of the day has been told and not yet been sent."""
    made = Digest.objects.filter(user=OuterRef("user"), day=on)
    rows = (
        Notice.objects.filter(digest__isnull=True, read_at__isnull=True, settled=False, told_at__lte=at)
        .exclude(apart=True)
        .exclude(Exists(made))
        .order_by("user_id", "told_at", "id")
    )
    return {user: list(notices) for user, notices in groupby(rows, key=lambda n: n.user_id)}


def _is_due(preference: Preference, on: date, at: datetime, calendar: WorkCalendar) -> bool:
    if preference.workdays_only and not calendar.is_workday(on):
        return False
    return timezone.localtime(at) >= _moment(preference, on)


def _moment(preference: Preference, on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, preference.digest_at))


def _queue(
    digests: dict[int, Digest],
    preferences: dict[int, Preference],
    on: date,
    at: datetime,
    calendar: WorkCalendar,
) -> None:
    channels: dict[int, list[int]] = defaultdict(list)
    rows = Channel.objects.filter(user_id__in=digests, removed_at__isnull=True)
    for user, channel in rows.values_list("user_id", "pk"):
        channels[user].append(channel)
    Delivery.objects.bulk_create(
        Delivery(
            channel_id=channel,
            digest=digests[user],
            next_at=spread(max(at, _moment(preferences[user], on)), user, preferences[user].hours, calendar),
        )
        for user, own in channels.items()
        for channel in own
    )

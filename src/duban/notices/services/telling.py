"""Telling somebody something. Nothing is sent here: that happens later, from the queue, and never blocks a move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from duban.core.errors import Invalid
from duban.core.sentences import SENTENCES
from duban.engine.kernel import Problem
from duban.notices.models import Notice
from duban.notices.types import Kind, NoticeDraft
from duban.orgs.types import Actor

__all__ = ["mark_read", "settle", "settle_earlier", "tell"]

_BATCH = 500
_ASKS = (Kind.WAITING.value, Kind.REMINDER.value, Kind.OVERDUE.value, Kind.ESCALATION.value)


@transaction.atomic
def tell(*, actor: Actor, notices: Iterable[NoticeDraft], at: datetime) -> int:  # noqa: ARG001 - every service says who acts
    """
    Put each notice into its reader's inbox, in the caller's transaction, and return how many are new.

    A key already told to the person is left as it is: telling twice does nothing twice. Who may know is the caller's
    duty: of somebody's lateness, only the chain in charge of them.

    :raises Invalid: if a sentence is not in the catalogue, or a link leads outside
    """
    drafts = {(n.zone_id, _mark(n)): n for n in notices}
    if problems := [p for n in drafts.values() for p in _unfit(n)]:
        raise Invalid(*problems)
    known = _known(drafts)
    new = [_notice(n, at) for key, n in drafts.items() if key not in known]
    Notice.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def settle(
    *,
    actor: Actor,  # noqa: ARG001 - every service says who acts
    zone_id: int,
    about: Collection[str],
    at: datetime,
    kinds: Collection[Kind] | None = None,
) -> int:
    """
    Mark what was asked of people about these things as done, and return how many notices that were.

    They leave the count of unread and no digest says them any more. Without *kinds*: everything that asks for a move.
    """
    wanted = _ASKS if kinds is None else [k.value for k in kinds]
    rows = Notice.objects.filter(zone_id=zone_id, about__in=about, kind__in=wanted, settled=False)
    rows.filter(read_at__isnull=True).update(read_at=at)
    return rows.update(settled=True)


@transaction.atomic
def settle_earlier(
    *,
    actor: Actor,  # noqa: ARG001 - every service says who acts
    zone_id: int,
    prefix: str,
    before: datetime,
    at: datetime,
) -> int:
    """
    Take back what was told under keys of that prefix before a moment, and return how many notices that were.

    For what is told anew every day: yesterday's lines are no longer unread, and no digest says them.
    """
    begins = Concat(Cast("user_id", CharField()), Value(f":{prefix}"))
    rows = Notice.objects.filter(zone_id=zone_id, key__startswith=begins, told_at__lt=before, settled=False)
    rows.filter(read_at__isnull=True).update(read_at=at)
    return rows.update(settled=True)


@transaction.atomic
def mark_read(*, actor: Actor, zone_id: int, at: datetime, notice_ids: Collection[int] | None = None) -> int:
    """Mark these notices of one's own as read, or all of the zone's, and return how many were unread."""
    rows = Notice.objects.visible_to(actor).filter(zone_id=zone_id, read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(pk__in=notice_ids)
    return rows.update(read_at=at)


def _unfit(draft: NoticeDraft) -> Iterable[Problem]:
    if draft.code not in SENTENCES:
        yield Problem("notices.no_sentence", "code", (draft.code,))
    if draft.link and (not draft.link.startswith("/") or draft.link.startswith("//")):
        yield Problem("notices.link_outside", "link", (draft.link,))


def _mark(draft: NoticeDraft) -> str:
    return f"{draft.user_id}:{draft.key}"


def _known(drafts: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    marks: dict[int, list[str]] = defaultdict(list)
    for zone, mark in drafts:
        marks[zone].append(mark)
    found: set[tuple[int, str]] = set()
    for zone, own in marks.items():
        for start in range(0, len(own), _BATCH):
            rows = Notice.objects.filter(zone_id=zone, key__in=own[start : start + _BATCH])
            found |= {(zone, mark) for mark in rows.values_list("key", flat=True)}
    return found


def _notice(draft: NoticeDraft, at: datetime) -> Notice:
    return Notice(
        zone_id=draft.zone_id,
        user_id=draft.user_id,
        key=_mark(draft),
        about=draft.about,
        kind=draft.kind.value,
        code=draft.code,
        args=list(draft.args),
        link=draft.link,
        due=draft.due,
        at_once=draft.at_once,
        told_at=at,
    )

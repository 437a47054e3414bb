"""Writing the record down. There is no verb to change, remove or silence it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from duban.audit.models import Entry, Head
from duban.audit.selectors import canonical, digest_of
from duban.audit.types import Act, Doer

__all__ = ["record", "record_all"]

_BATCH = 500


def record(*, actor: Doer, act: Act, at: datetime) -> None:
    """Append one line, in the caller's transaction: what is not recorded is not done."""
    record_all(actor=actor, acts=(act,), at=at)


@transaction.atomic
def record_all(*, actor: Doer, acts: Iterable[Act], at: datetime) -> int:
    """Append a line for each act, in order, and return how many."""
    head, _created = Head.objects.select_for_update().get_or_create(pk=1)
    start = head.number
    lines: list[Entry] = []
    for act in acts:
        entry = _entry(actor, act, at, head)
        head.number, head.digest = entry.number, entry.digest
        lines.append(entry)
        if len(lines) >= _BATCH:
            Entry.objects.bulk_create(lines)
            lines.clear()
    Entry.objects.bulk_create(lines)
    head.save(update_fields=["number", "digest"])
    return head.number - start


def _entry(actor: Doer, act: Act, at: datetime, head: Head) -> Entry:
    entry = Entry(
        number=head.number + 1,
        at=at,
        user_id=actor.user_id,
        user_name=actor.name,
        origin=actor.origin,
        zone_id=act.zone_id,
        verb=act.verb,
        thing=act.thing,
        before=canonical(act.before),
        after=canonical(act.after),
        reason=act.reason,
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    return entry

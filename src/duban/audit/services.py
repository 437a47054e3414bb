"""Writing the record down. There is no verb to change, remove or silence it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from duban.audit.models import Entry, Head
from duban.audit.selectors import canonical, digest_of
from duban.audit.types import ALGORITHM, Act, Doer
from duban.core.bulk import append

__all__ = ["record", "record_all"]

_BATCH = 500


def record(*, actor: Doer, act: Act, at: datetime) -> None:
    """Append one line, in the caller's transaction: what is not recorded is not done."""
    record_all(actor=actor, acts=(act,), at=at)


class _Line(NamedTuple):
    """One line as it is written: the columns of an ``Entry``."""

    number: int
    at: datetime
    user_id: int | None
    user_name: str
    origin: str
    zone_id: int | None
    verb: str
    thing: str
    before: str
    after: str
    reason: str
    algorithm: str
    previous: str
    digest: str = ""


@transaction.atomic
def record_all(*, actor: Doer, acts: Iterable[Act], at: datetime) -> int:
    """Append a line for each act, in order, and return how many."""
    head, _created = Head.objects.select_for_update().get_or_create(pk=1)
    start = head.number
    stream = iter(acts)
    while some := list(islice(stream, _BATCH)):
        lines: list[_Line] = []
        for act in some:
            line = _line(actor, act, at, head)
            head.number, head.digest = line.number, line.digest
            lines.append(line)
        append(Entry, _Line._fields, lines)
    head.save(update_fields=["number", "digest"])
    return head.number - start


def _line(actor: Doer, act: Act, at: datetime, head: Head) -> _Line:
    line = _Line(
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
        algorithm=ALGORITHM,
        previous=head.digest,
    )
    return line._replace(digest=digest_of(line))

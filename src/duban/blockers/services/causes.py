"""The list of causes: data from a day on. No line of it is ever taken away, for plans and blockers name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.models import Cause
from duban.blockers.policies import may
from duban.blockers.types import DEFAULT_CAUSES, CauseRow
from duban.core.errors import Conflict, Invalid, NotFound
from duban.core.reach import admit
from duban.engine.kernel import Problem
from duban.orgs.types import Actor

__all__ = ["adopt_causes", "end_cause", "set_cause"]

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_NAME, _NAME_EN = 64, 128
_APART = 10
"""Between the places of the ordinary causes, so that others fit in."""


@transaction.atomic
def adopt_causes(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> int:
    """
    Give the zone the ordinary causes from a day on, and return how many were new to it.

    A code it has, or once had, stays as it is.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the list
    """
    _allow(actor, zone_id)
    known = set(Cause.objects.filter(zone_id=zone_id).values_list("code", flat=True))
    new = [
        Cause(
            zone_id=zone_id, code=c.code, name=c.name, name_en=c.name_en, order=place * _APART, starts=starts
        )
        for place, c in enumerate(DEFAULT_CAUSES, start=1)
        if c.code not in known
    ]
    Cause.objects.bulk_create(new)
    if new:
        after = {"codes": [c.code for c in new], "starts": starts}
        record(actor=actor, act=Act("blockers.adopt_causes", "causes", zone_id, after=after), at=at)
    return len(new)


@transaction.atomic
def set_cause(
    *, actor: Actor, zone_id: int, cause: CauseRow, starts: date, at: datetime, order: int | None = None
) -> None:
    """
    Add a cause from a day on, or reword the one of that code; one that was ended comes back.

    What named it keeps the code. Without an *order* it keeps its place, and a new one goes to the end.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the list
    :raises Conflict: if a line of that code begins later
    :raises Invalid: if the code or the name cannot be one
    """
    _allow(actor, zone_id)
    if problems := list(_wrong(cause)):
        raise Invalid(*problems)
    lines = list(Cause.objects.select_for_update().filter(zone_id=zone_id).order_by("starts"))
    own = [line for line in lines if line.code == cause.code]
    last = own[-1] if own else None
    if last is not None and last.starts > starts:
        raise Conflict(Problem("blockers.later_cause", "starts", (last.starts.isoformat(),)))
    if order is None:
        order = last.order if last else max((line.order for line in lines), default=0) + _APART
    before = {} if last is None else _facts(last)
    line = last if last is not None and last.starts == starts else Cause(zone_id=zone_id, code=cause.code)
    if last is not None and line is not last and (last.ends is None or last.ends >= starts):
        last.ends = starts - timedelta(days=1)
        last.save(update_fields=["ends"])
    line.name, line.name_en = cause.name.strip(), cause.name_en.strip()
    line.order, line.starts, line.ends = order, starts, None
    line.save()
    record(
        actor=actor,
        act=Act("blockers.set_cause", f"cause:{cause.code}", zone_id, before, _facts(line)),
        at=at,
    )


@transaction.atomic
def end_cause(*, actor: Actor, zone_id: int, code: str, since: date, at: datetime) -> None:
    """
    Let a cause no longer be chosen from a day on; what names it keeps it.

    :raises NotFound: if the zone or the code is not within reach
    :raises Forbidden: unless the actor keeps the list
    :raises Invalid: if it only begins on that day or later
    """
    _allow(actor, zone_id)
    lines = Cause.objects.select_for_update().filter(zone_id=zone_id, code=code)
    last = lines.order_by("starts").last()
    if last is None:
        raise NotFound(Problem("core.not_found"))
    if last.starts >= since:
        raise Invalid(Problem("blockers.ends_before_it_starts", "since", (last.starts.isoformat(),)))
    before, ends = _facts(last), since - timedelta(days=1)
    if last.ends == ends:
        return
    last.ends = ends
    last.save(update_fields=["ends"])
    record(actor=actor, act=Act("blockers.end_cause", f"cause:{code}", zone_id, before, _facts(last)), at=at)


def _facts(line: Cause) -> dict[str, object]:
    return {
        "name": line.name,
        "name_en": line.name_en,
        "order": line.order,
        "starts": line.starts,
        "ends": line.ends,
    }


def _wrong(cause: CauseRow) -> Iterator[Problem]:
    if not _CODE.fullmatch(cause.code):
        yield Problem("blockers.bad_cause_code", "code", (cause.code,))
    if not cause.name.strip():
        yield Problem("core.required", "name", ("@name",))
    for where, text, most in (("name", cause.name, _NAME), ("name_en", cause.name_en, _NAME_EN)):
        if len(text.strip()) > most:
            yield Problem("core.too_long", where, ("@name", str(most)))


def _allow(actor: Actor, zone_id: int) -> None:
    admit(actor, zone_id, "set_causes", allowed=may(actor, "set_causes", zone_id))

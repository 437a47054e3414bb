"""What can be done in the register of enterprises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Invalid, NotFound
from duban.core.reach import admit
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.enterprises.models import Enterprise, Listing
from duban.enterprises.policies import may
from duban.enterprises.types import EnterpriseDraft, ListingKind, credit_code_is_right
from duban.orgs.selectors import unit_names
from duban.orgs.types import Actor

__all__ = ["amend_enterprise", "enter_list", "leave_list", "register_enterprise"]

_NAME = 120


@transaction.atomic
def register_enterprise(*, actor: Actor, zone_id: int, draft: EnterpriseDraft, at: datetime) -> int:
    """
    Enter a firm in the register and return its id.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the register
    :raises Invalid: with everything that is wrong with it; if the name or the credit code is taken
    """
    _allow(actor, zone_id)
    draft = _tidy(draft)
    _demand(draft, zone_id, at)
    with unless_taken(Problem("enterprises.taken", "name", (draft.name,))):
        row = Enterprise.objects.create(zone_id=zone_id, **asdict(draft))
    act = Act("enterprises.register", f"enterprise:{row.pk}", zone_id, after=asdict(draft))
    record(actor=actor, act=act, at=at)
    return row.pk


@transaction.atomic
def amend_enterprise(
    *, actor: Actor, zone_id: int, enterprise_id: int, draft: EnterpriseDraft, version: int, at: datetime
) -> None:
    """
    Correct what the register says of a firm; the record keeps what it said before.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor keeps the register
    :raises Conflict: if it changed since it was read
    :raises Invalid: with everything that is wrong with it; if the name or the credit code is taken
    """
    row = _locked(actor, zone_id, enterprise_id)
    if row.version != version:
        raise Conflict(Problem("core.stale", "version"))
    draft = _tidy(draft)
    _demand(draft, zone_id, at)
    after = asdict(draft)
    before = {name: getattr(row, name) for name in after}
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return
    for name in changed:
        setattr(row, name, after[name])
    row.version += 1
    with unless_taken(Problem("enterprises.taken", "name", (draft.name,))):
        row.save()
    act = Act(
        "enterprises.amend",
        f"enterprise:{row.pk}",
        zone_id,
        {name: before[name] for name in sorted(changed)},
        {name: after[name] for name in sorted(changed)},
    )
    record(actor=actor, act=act, at=at)


@transaction.atomic
def enter_list(
    *,
    actor: Actor,
    zone_id: int,
    enterprise_id: int,
    kind: ListingKind,
    starts: date,
    basis: str,
    at: datetime,
) -> None:
    """
    Say that a firm has entered a list of the statistics bureau (入规、入统).

    :raises NotFound: if the firm is not within reach
    :raises Forbidden: unless the actor keeps the register
    :raises Invalid: if it is on that list already, or no basis is given
    """
    row = _locked(actor, zone_id, enterprise_id)
    problems = []
    if not basis.strip():
        problems.append(Problem("core.required", "basis", ("@basis",)))
    held = row.listings.filter(kind=kind)
    if held.filter(ends__isnull=True).exists() or held.filter(ends__gte=starts).exists():
        problems.append(Problem("enterprises.listed_already", "kind", (f"@listing.{kind}",)))
    if problems:
        raise Invalid(*problems)
    with unless_taken(Problem("enterprises.listed_already", "kind", (f"@listing.{kind}",))):
        Listing.objects.create(enterprise=row, kind=kind, starts=starts, basis=basis.strip()[:200])
    facts = {"kind": kind, "starts": starts}
    act = Act("enterprises.enter_list", f"enterprise:{row.pk}", zone_id, after=facts, reason=basis)
    record(actor=actor, act=act, at=at)


@transaction.atomic
def leave_list(
    *,
    actor: Actor,
    zone_id: int,
    enterprise_id: int,
    kind: ListingKind,
    ends: date,
    reason: str,
    at: datetime,
) -> None:
    """
    Say that a firm has left a list (退库): *ends* is its last day on it.

    :raises NotFound: if the firm is not within reach
    :raises Forbidden: unless the actor keeps the register
    :raises Invalid: if it is not on that list, would leave before it entered, or no reason is given
    """
    row = _locked(actor, zone_id, enterprise_id)
    listing = row.listings.filter(kind=kind, ends__isnull=True).first()
    problems = []
    if not reason.strip():
        problems.append(Problem("core.required", "reason", ("@reason",)))
    if listing is None or listing.starts > ends:
        problems.append(Problem("enterprises.not_listed", "ends", (f"@listing.{kind}", ends.isoformat())))
    if problems or listing is None:
        raise Invalid(*problems)
    listing.ends = ends
    listing.save(update_fields=["ends"])
    facts = {"kind": kind, "ends": ends}
    act = Act("enterprises.leave_list", f"enterprise:{row.pk}", zone_id, after=facts, reason=reason)
    record(actor=actor, act=act, at=at)


def _allow(actor: Actor, zone_id: int) -> None:
    admit(actor, zone_id, "keep_enterprises", allowed=may(actor, "keep_enterprises", zone_id))


def _locked(actor: Actor, zone_id: int, enterprise_id: int) -> Enterprise:
    rows = Enterprise.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(zone_id=zone_id, pk=enterprise_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    _allow(actor, zone_id)
    return row


def _tidy(draft: EnterpriseDraft) -> EnterpriseDraft:
    words = {name: value.strip() for name, value in asdict(draft).items() if isinstance(value, str)}
    return EnterpriseDraft(**(asdict(draft) | words | {"credit_code": draft.credit_code.strip().upper()}))


def _demand(draft: EnterpriseDraft, zone_id: int, at: datetime) -> None:
    if problems := list(_unfit(draft, zone_id, at)):
        raise Invalid(*problems)


def _unfit(draft: EnterpriseDraft, zone_id: int, at: datetime) -> Iterator[Problem]:
    if not draft.name:
        yield Problem("core.required", "name", ("@name",))
    for name, most in (("name", _NAME), ("name_en", 160), ("short_name", 32), ("industry", 64)):
        if len(getattr(draft, name)) > most:
            yield Problem("core.too_long", name, (f"@{name}", str(most)))
    if draft.credit_code and not credit_code_is_right(draft.credit_code):
        yield Problem("enterprises.bad_credit_code", "credit_code", (draft.credit_code,))
    if (
        draft.unit_id is not None
        and draft.unit_id not in unit_names(zone_ids=[zone_id], on=timezone.localdate(at))[0]
    ):
        yield Problem("enterprises.unknown_unit", "unit_id", (str(draft.unit_id),))

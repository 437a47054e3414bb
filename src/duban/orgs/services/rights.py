"""Roles, granted and taken back by the security administrator, who creates no accounts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.orgs.models import Grant, Unit, User
from duban.orgs.policies import may
from duban.orgs.types import ADMINISTRATORS, Actor, Role, UnitKind

__all__ = ["grant", "revoke"]


@transaction.atomic
def grant(*, actor: Actor, user_id: int, unit_id: int, role: Role, starts: date, at: datetime) -> int:
    """
    Give a person a role in a unit from a day on and return the grant's id.

    :raises NotFound: if the person or the unit is not within reach
    :raises Forbidden: if the actor grants no rights there, or would grant to themselves
    :raises Invalid: if it is held already, or the person would be two of the three administrators
    """
    user = User.objects.visible_to(actor).select_for_update().filter(pk=user_id).first()
    unit = Unit.objects.visible_to(actor).filter(pk=unit_id).first()
    if user is None or unit is None:
        raise NotFound(Problem("core.not_found"))
    zone_id = unit.zone_id or (unit.pk if unit.kind == UnitKind.ZONE else None)
    _allow(actor, user_id, zone_id)
    held = Grant.objects.filter(user=user, ends__isnull=True)
    if held.filter(unit=unit, role=role.value).exists():
        raise Invalid(Problem("orgs.held_already", "role"))
    if role in ADMINISTRATORS and held.filter(role__in=sorted(ADMINISTRATORS)).exists():
        raise Invalid(Problem("orgs.one_administrator", "role"))
    given = Grant.objects.create(user=user, unit=unit, role=role.value, starts=starts)
    after = {"user_id": user_id, "unit_id": unit_id, "role": role.value, "starts": starts}
    record(actor=actor, act=Act("orgs.grant", f"user:{user_id}", zone_id, after=after), at=at)
    return given.pk


@transaction.atomic
def revoke(*, actor: Actor, grant_id: int, ends: date, at: datetime) -> None:
    """
    End a role. It was held through the day before *ends*, and history keeps it.

    :raises NotFound: if the grant is not within reach or has ended
    :raises Forbidden: if the actor grants no rights there
    """
    people = User.objects.visible_to(actor)
    held = Grant.objects.select_for_update().filter(pk=grant_id, ends__isnull=True, user__in=people).first()
    if held is None:
        raise NotFound(Problem("core.not_found"))
    zone_id = held.unit.zone_id or held.unit_id
    _allow(actor, held.user_id, zone_id)
    last = ends - timedelta(days=1)
    if last < held.starts:
        held.delete()
    else:
        held.ends = last
        held.save(update_fields=["ends"])
    before = {"user_id": held.user_id, "role": held.role, "unit_id": held.unit_id}
    record(
        actor=actor, act=Act("orgs.revoke", f"user:{held.user_id}", zone_id, before, {"ends": last}), at=at
    )


def _allow(actor: Actor, user_id: int, zone_id: int | None) -> None:
    if actor.is_operator:
        return
    if zone_id is None or user_id == actor.user_id or not may(actor, "keep_grants", zone_id):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_grants",)))

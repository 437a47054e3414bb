"""The service rule and the causes: data from a day on, with who set them and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.models import Cause
from duban.blockers.models import ServiceRule as Row
from duban.blockers.policies import may
from duban.blockers.types import DEFAULT_CAUSES, CauseRow, ServiceRule
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.orgs.types import Actor

__all__ = ["adopt_defaults", "set_cause", "set_service_rule"]

_LONGEST = 60


@transaction.atomic
def adopt_defaults(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> None:
    """Give a new zone the ordinary rule and causes; they are data from then on."""
    reason = "默认规则"  # zh: data
    set_service_rule(actor=actor, zone_id=zone_id, rule=ServiceRule(), starts=starts, reason=reason, at=at)
    for order, cause in enumerate(DEFAULT_CAUSES):
        set_cause(actor=actor, zone_id=zone_id, cause=cause, order=order, starts=starts, at=at)


@transaction.atomic
def set_service_rule(
    *, actor: Actor, zone_id: int, rule: ServiceRule, starts: date, reason: str, at: datetime
) -> int:
    """
    Rule from a day on how quickly blockers are answered, and return the rule's version.

    Clocks already running keep the deadline they were given; levels are reckoned by the rule of the day.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's supervisor or director
    :raises Conflict: if a rule from a later day has been set already
    :raises Invalid: with everything that is wrong with it
    """
    _allow(actor, zone_id)
    days = {"acknowledge_days": rule.acknowledge_days, "answer_days": rule.answer_days}
    problems = [
        Problem("blockers.days_not_positive", name, (str(_LONGEST),))
        for name, n in days.items()
        if not 1 <= n <= _LONGEST
    ]
    if not 1 <= rule.levels[0] < rule.levels[1] < rule.levels[2] <= _LONGEST:
        problems.append(Problem("blockers.levels_not_rising", "levels"))
    if not reason.strip():
        problems.append(Problem("core.required", "reason", ("@reason",)))
    if problems:
        raise Invalid(*problems)
    last = Row.objects.select_for_update().filter(zone_id=zone_id).order_by("version").last()
    if last is not None and last.starts > starts:
        raise Conflict(Problem("blockers.later_rule", "starts", (last.starts.isoformat(),)))
    row = Row.objects.create(
        zone_id=zone_id,
        version=last.version + 1 if last else 1,
        starts=starts,
        levels=list(rule.levels),
        set_by=actor.name,
        at=at,
        reason=reason[:200],
        **days,
    )
    facts = days | {"levels": list(rule.levels), "starts": starts}
    act = Act("blockers.set_service_rule", f"rule:{row.pk}", zone_id, after=facts, reason=reason)
    record(actor=actor, act=act, at=at)
    return row.version


@transaction.atomic
def set_cause(
    *,
    actor: Actor,
    zone_id: int,
    cause: CauseRow,
    order: int,
    starts: date,
    at: datetime,
    ends: date | None = None,
) -> None:
    """
    Add a cause from a day on, or reword or end the one of that code; a blocker keeps the code it was given.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's supervisor or director
    :raises Invalid: if it has no code or no name
    """
    _allow(actor, zone_id)
    if not cause.code.strip() or not cause.name.strip():
        raise Invalid(Problem("core.required", "name", ("@name",)))
    old = Cause.objects.select_for_update().filter(zone_id=zone_id, code=cause.code, ends__isnull=True)
    old.filter(starts__lt=starts).update(ends=starts - timedelta(days=1))
    old.filter(starts__gte=starts).delete()
    Cause.objects.create(
        zone_id=zone_id,
        code=cause.code,
        name=cause.name,
        name_en=cause.name_en,
        order=order,
        starts=starts,
        ends=ends,
    )
    facts = {"name": cause.name, "starts": starts, "ends": ends}
    record(actor=actor, act=Act("blockers.set_cause", f"cause:{cause.code}", zone_id, after=facts), at=at)


def _allow(actor: Actor, zone_id: int) -> None:
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    if not may(actor, "set_service_rule", zone_id):
        raise Forbidden(Problem("core.forbidden", "", ("@set_service_rule",)))

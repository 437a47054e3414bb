"""The service rule: data from a day on, with who set it and why."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.models import ServiceRule as Row
from duban.blockers.policies import may
from duban.blockers.services.causes import adopt_causes
from duban.blockers.types import ServiceRule
from duban.core.errors import Invalid
from duban.core.reach import admit
from duban.core.rules import next_version, unless_ruled, unreasoned
from duban.engine.kernel import Problem
from duban.orgs.types import Actor

__all__ = ["adopt_defaults", "set_service_rule"]

_LONGEST = 60


@transaction.atomic
def adopt_defaults(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> None:
    """Give a new zone the ordinary rule and causes; they are data from then on."""
    reason = "默认规则"  # zh: data
    set_service_rule(actor=actor, zone_id=zone_id, rule=ServiceRule(), starts=starts, reason=reason, at=at)
    adopt_causes(actor=actor, zone_id=zone_id, starts=starts, at=at)


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
    problems += unreasoned(reason)
    if problems:
        raise Invalid(*problems)
    last = Row.objects.select_for_update().filter(zone_id=zone_id).order_by("version").last()
    with unless_ruled():
        row = Row.objects.create(
            zone_id=zone_id,
            version=next_version(last, starts),
            starts=starts,
            levels=list(rule.levels),
            set_by=actor.name,
            at=at,
            reason=reason.strip(),
            **days,
        )
    facts = days | {"levels": list(rule.levels), "starts": starts}
    act = Act("blockers.set_service_rule", f"rule:{row.pk}", zone_id, after=facts, reason=reason)
    record(actor=actor, act=act, at=at)
    return row.version


def _allow(actor: Actor, zone_id: int) -> None:
    admit(actor, zone_id, "set_service_rule", allowed=may(actor, "set_service_rule", zone_id))

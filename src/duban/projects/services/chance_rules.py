"""Ruling from a day on how the chance of finishing is reckoned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid
from duban.core.rules import next_version, unless_ruled, unreasoned
from duban.engine.kernel import Problem
from duban.orgs.types import Actor, Role
from duban.projects import models
from duban.projects.services._common import keep_zone
from duban.projects.types import ChanceRule

__all__ = ["set_chance_rule"]

_RULED = ("low", "high", "together", "least", "starts")
_MOST_FACTOR, _MOST_SAMPLES = 10, 1000


@transaction.atomic
def set_chance_rule(*, actor: Actor, zone_id: int, rule: ChanceRule, at: datetime) -> int:
    """
    Rule from a day on how the chance of finishing is reckoned in the zone; return the rule's version.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises there
    :raises Conflict: if a rule from a later day has been set already
    :raises Invalid: with everything that is wrong with it
    """
    keep_zone(actor, zone_id, "set_chance_rule", Role.SUPERVISOR)
    if problems := _mistakes(rule):
        raise Invalid(*problems)
    rules = models.ChanceRule.objects.select_for_update().filter(zone_id=zone_id)
    last = rules.order_by("version").last()
    facts = {name: getattr(rule, name) for name in _RULED}
    was = {name: getattr(last, name) for name in _RULED} if last else {}
    with unless_ruled():
        row = models.ChanceRule.objects.create(
            zone_id=zone_id,
            version=next_version(last, rule.starts),
            set_by=actor.name,
            at=at,
            reason=rule.reason.strip(),
            **facts,
        )
    act = Act("projects.set_chance_rule", f"chance_rule:{row.pk}", zone_id, was, facts, rule.reason)
    record(actor=actor, act=act, at=at)
    return row.version


def _mistakes(rule: ChanceRule) -> list[Problem]:
    problems = []
    if not (0 <= rule.low <= 1 <= rule.high <= _MOST_FACTOR):
        problems.append(Problem("projects.chance_factors", "low"))
    if not 0 <= rule.together <= 1:
        problems.append(Problem("projects.chance_together", "together"))
    if not 1 <= rule.least <= _MOST_SAMPLES:
        problems.append(Problem("projects.chance_least", "least"))
    return problems + unreasoned(rule.reason)

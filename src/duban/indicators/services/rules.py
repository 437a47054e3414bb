"""Lights, classes and checks on data: parameters from a day on, with who set them and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid, NotFound
from duban.core.rules import next_version, unless_ruled, unreasoned
from duban.engine.kernel import Problem, Unfit, plain
from duban.engine.series import (
    ClassRule,
    Importance,
    Light,
    LightBand,
    LightRule,
    check_class_rule,
    check_light_rule,
)
from duban.engine.series import Rule as Relation
from duban.indicators.models import CheckRule, Rule
from duban.indicators.services._common import allow
from duban.orgs.types import Actor

__all__ = ["adopt_default_rule", "retire_check_rule", "set_check_rule", "set_rule"]

_DEFAULT = LightRule()
_DEFAULT_CLASS = ClassRule(strong_at_least=Decimal(0), weak_below=Decimal(0), key_first=True)
_LATEST_DUE_DAY = 28
_LONGEST_CLOSE = 365


def adopt_default_rule(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> None:
    """Give a new zone the ordinary rule (docs/decisions/0004); it is data from then on."""
    set_rule(
        actor=actor,
        zone_id=zone_id,
        steps=_DEFAULT.bands,
        strong_at_least=_DEFAULT_CLASS.strong_at_least,
        weak_below=_DEFAULT_CLASS.weak_below,
        key_first=_DEFAULT_CLASS.key_first,
        starts=starts,
        reason="默认规则",  # zh: data
        at=at,
    )


@transaction.atomic
def set_rule(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    steps: Sequence[LightBand],
    strong_at_least: Decimal,
    weak_below: Decimal,
    key_first: bool,
    starts: date,
    reason: str,
    at: datetime,
    when_reached: Light = Light.OK,
    when_not_reached: Light = Light.WATCH,
    due_day: int = 10,
    close_days: int = 30,
) -> int:
    """
    Rule the lights and classes from a day on and return the rule's version; until then the old one holds.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's supervisor or assessor
    :raises Conflict: if a rule from a later day has been set already
    :raises Invalid: with everything that is wrong with it
    """
    allow(actor, "set_rule", zone_id)
    problems = [
        *check_light_rule(LightRule(tuple(steps), when_reached, when_not_reached)),
        *check_class_rule(ClassRule(strong_at_least, weak_below, key_first)),
    ]
    if not 1 <= due_day <= _LATEST_DUE_DAY:
        problems.append(Problem("indicators.bad_due_day", "due_day", (str(due_day), str(_LATEST_DUE_DAY))))
    if not 0 <= close_days <= _LONGEST_CLOSE:
        problems.append(
            Problem("indicators.bad_close_days", "close_days", (str(close_days), str(_LONGEST_CLOSE)))
        )
    problems += unreasoned(reason)
    if problems:
        raise Invalid(*problems)
    last = Rule.objects.select_for_update().filter(zone_id=zone_id).order_by("version").last()
    parameters = {
        "steps": [[b.light.value, None if b.at_least is None else plain(b.at_least)] for b in steps],
        "when_reached": when_reached.value,
        "when_not_reached": when_not_reached.value,
        "strong_at_least": plain(strong_at_least),
        "weak_below": plain(weak_below),
        "key_first": key_first,
        "due_day": due_day,
        "close_days": close_days,
    }
    with unless_ruled():
        row = Rule.objects.create(
            zone_id=zone_id,
            version=next_version(last, starts),
            parameters=parameters,
            starts=starts,
            set_by=actor.name,
            at=at,
            reason=reason.strip(),
        )
    before = last.parameters if last else {}
    act = Act(
        "indicators.set_rule", f"rule:{row.pk}", zone_id, before, parameters | {"starts": starts}, reason
    )
    record(actor=actor, act=act, at=at)
    return row.version


@transaction.atomic
def set_check_rule(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    name: str,
    left: str,
    operator: str,
    right: str,
    importance: Importance,
    starts: date,
    at: datetime,
) -> int:
    """
    Set a check on the data and return its id.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Invalid: with every place of the expressions that cannot be read, or if the name is taken
    """
    allow(actor, "set_check", zone_id)
    problems = [Problem("core.required", "name", ("@name",))] if not name.strip() else []
    if CheckRule.objects.filter(zone_id=zone_id, name=name).exists():
        problems.append(Problem("indicators.name_taken", "name", (name,)))
    comparison = operator
    try:
        comparison = Relation.parse(left, operator, right, importance).operator
    except Unfit as unfit:
        problems += unfit.problems
    if problems:
        raise Invalid(*problems)
    row = CheckRule.objects.create(
        zone_id=zone_id,
        name=name,
        left=left,
        operator=comparison,
        right=right,
        importance=importance.value,
        starts=starts,
    )
    facts = {
        "name": name,
        "left": left,
        "operator": comparison,
        "right": right,
        "importance": importance.value,
    }
    record(actor=actor, act=Act("indicators.set_check_rule", f"check:{row.pk}", zone_id, after=facts), at=at)
    return row.pk


@transaction.atomic
def retire_check_rule(*, actor: Actor, rule_id: int, at: datetime) -> None:
    """
    Switch a check off; it stays on the list as retired.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    """
    row = CheckRule.objects.visible_to(actor).select_for_update().filter(pk=rule_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    allow(actor, "set_check", row.zone_id)
    row.retired = True
    row.save(update_fields=["retired"])
    act = Act("indicators.retire_check_rule", f"check:{rule_id}", row.zone_id, after={"name": row.name})
    record(actor=actor, act=act, at=at)

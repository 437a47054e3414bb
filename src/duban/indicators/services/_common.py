"""What every service here does first."""

from __future__ import annotations

from duban.core.errors import NotFound
from duban.core.reach import admit
from duban.engine.kernel import Problem
from duban.indicators.models import Indicator
from duban.indicators.policies import may
from duban.orgs.types import Actor


def allow(actor: Actor, verb: str, zone_id: int) -> None:
    """
    Let the actor do *verb* in the zone.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: if it is, and the actor's roles do not allow the verb
    """
    admit(actor, zone_id, verb, allowed=may(actor, verb, zone_id))


def locked_indicator(actor: Actor, indicator_id: int) -> Indicator:
    """
    Return the indicator, locked until the transaction ends.

    :raises NotFound: if it is not within reach
    """
    rows = Indicator.objects.visible_to(actor).select_for_update(no_key=True)
    found = rows.filter(pk=indicator_id).first()
    if found is None:
        raise NotFound(Problem("core.not_found"))
    return found

"""Why things lag: the share each primary cause has."""

from __future__ import annotations

from collections import Counter

from duban.blockers.selectors import cause_names
from duban.engine.series import whole_shares
from duban.ledger.models import Cause, Plan
from duban.ledger.types import CauseShare, CauseShares
from duban.orgs.types import Actor

__all__ = ["cause_shares"]


def cause_shares(*, actor: Actor, zone_id: int, year: int) -> CauseShares:
    """
    Return the shares of primary causes over the year's plans that were approved, whatever became of them.

    One primary cause a plan: several would add up to more than a hundred per cent (domain.md 4.4). A cause that was
    reworded counts once, under what it is called now.
    """
    plans = Plan.objects.visible_to(actor).filter(zone_id=zone_id, year=year, revision__gt=0)
    primary = Cause.objects.filter(plan__in=plans, is_primary=True).order_by("coded__order", "coded__code")
    counts = Counter(primary.values_list("coded__code", flat=True))
    shares = whole_shares(counts)
    names = cause_names(zone_id=zone_id)
    rows = sorted(counts, key=lambda code: -counts[code])
    named = sum(counts.values())
    return CauseShares(
        plans=named,
        without=plans.count() - named,
        rows=tuple(CauseShare(code, names[code], counts[code], shares[code]) for code in rows),
    )

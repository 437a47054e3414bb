"""Why things lag: the codes one may choose from, and the share each has."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import get_language

from duban.engine.series import whole_shares
from duban.ledger.models import Cause, CauseCode, Plan
from duban.ledger.types import CauseCodeRow, CauseShare, CauseShares
from duban.orgs.types import Actor

__all__ = ["cause_shares", "list_cause_codes"]


def list_cause_codes(*, actor: Actor, zone_id: int, include_retired: bool = False) -> list[CauseCodeRow]:
    """Return the zone's causes in their order."""
    rows = CauseCode.objects.visible_to(actor).filter(zone_id=zone_id).order_by("order", "id")
    return [
        CauseCodeRow(c.pk, c.code, c.name, c.name_en, c.retired)
        for c in rows
        if include_retired or not c.retired
    ]


def cause_shares(*, actor: Actor, zone_id: int, year: int) -> CauseShares:
    """
    Return the shares of primary causes over the year's plans that were approved, whatever became of them.

    One primary cause a plan: several would add up to more than a hundred per cent (domain.md 4.4).
    """
    plans = Plan.objects.visible_to(actor).filter(zone_id=zone_id, year=year, revision__gt=0)
    primary = Cause.objects.filter(plan__in=plans, is_primary=True).values_list("code_id", flat=True)
    counts = Counter(primary.order_by("code__order", "code_id"))
    shares = whole_shares(counts)
    codes = CauseCode.objects.in_bulk(list(counts))
    rows = sorted(counts, key=lambda code: (-counts[code], codes[code].order, code))
    named = sum(counts.values())
    return CauseShares(
        plans=named,
        without=plans.count() - named,
        rows=tuple(CauseShare(codes[c].code, cause_name(codes[c]), counts[c], shares[c]) for c in rows),
    )


def cause_name(code: CauseCode) -> str:
    """Return what the cause is called in the reader's language."""
    english = (get_language() or "").startswith("en")
    return code.name_en if english and code.name_en else code.name

"""What somebody is to a report, and what its moves need."""

from __future__ import annotations

from duban.orgs.types import Actor
from duban.projects.models import Report
from duban.projects.policies import ACTING, Owners, is_lead, is_reporter
from duban.projects.types import Side

__all__ = ["report_facts", "report_sides", "speaking_unit"]


def report_sides(actor: Actor, owners: Owners) -> frozenset[Side]:
    """Return every side this person stands on towards a project's reports."""
    sides = set()
    if is_reporter(actor, owners):
        sides.add(Side.REPORTER)
    if is_lead(actor, owners):
        sides.add(Side.REVIEWER)
    return frozenset(sides)


def report_facts(actor: Actor, report: Report, reason: str) -> dict[str, object]:
    """Return the facts a report's moves may need."""
    return {
        "image": report.image,
        "reason": reason.strip(),
        "another_person": actor.is_operator or actor.user_id != report.by_id,
    }


def speaking_unit(actor: Actor, owners: Owners) -> int | None:
    """Return the unit that is stuck when this person wants help: the firm, the lead department, or the zone itself."""
    for unit in (owners.firm_id, owners.lead_id, owners.zone_id):
        if unit is not None and actor.acts_for(unit, *ACTING):
            return unit
    return None

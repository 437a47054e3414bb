"""Who may do what to projects. The zone's keepers any; a lead department its own; a firm reports on its own."""

from __future__ import annotations

from dataclasses import dataclass

from duban.orgs.types import Actor, Role

__all__ = [
    "ACTING",
    "Owners",
    "is_approver",
    "is_calendar_keeper",
    "is_keeper",
    "is_lead",
    "is_reporter",
    "may_judge",
    "may_register",
]

_KEEPERS = (Role.SUPERVISOR,)
ACTING = (Role.ENTERPRISE_HEAD, Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.SUPERVISOR)
"""Roles that speak for their unit when a project is stuck."""
_JUDGES = (Role.DIRECTOR, Role.DEPUTY_DIRECTOR, Role.SUPERVISOR)
_LEADS = (Role.DEPARTMENT_HEAD, Role.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Owners:
    """The units a project belongs to."""

    zone_id: int
    lead_id: int | None
    firm_id: int | None
    """The unit of the enterprise that builds it."""


def may_register(actor: Actor, zone_id: int, lead_id: int | None) -> bool:
    """Return whether the actor may register a project: a keeper any, a department head those the department leads."""
    if actor.has(zone_id, *_KEEPERS):
        return True
    return lead_id is not None and actor.acts_for(lead_id, Role.DEPARTMENT_HEAD)


def is_keeper(actor: Actor, owners: Owners) -> bool:
    """Return whether the actor keeps the register's entry: keepers, and the head of the lead department."""
    return may_register(actor, owners.zone_id, owners.lead_id)


def is_lead(actor: Actor, owners: Owners) -> bool:
    """Return whether the actor works for the lead department: permits, reviews, schedules."""
    if is_keeper(actor, owners):
        return True
    return owners.lead_id is not None and actor.acts_for(owners.lead_id, *_LEADS)


def is_reporter(actor: Actor, owners: Owners) -> bool:
    """Return whether the actor reports progress: the lead department's people, and the firm's own."""
    if is_lead(actor, owners):
        return True
    return owners.firm_id is not None and actor.acts_for(
        owners.firm_id, Role.ENTERPRISE_HEAD, Role.RESPONSIBLE
    )


def is_approver(actor: Actor, owners: Owners) -> bool:
    """Return whether the actor lets a baseline stand: the zone's directors and deputies, and who keeps the register."""
    if actor.has(owners.zone_id, Role.DIRECTOR, Role.DEPUTY_DIRECTOR):
        return True
    return is_keeper(actor, owners)


def is_calendar_keeper(actor: Actor, zone_id: int) -> bool:
    """Return whether the actor keeps the zone's shutdowns, working days on top, and schedule templates."""
    return actor.has(zone_id, *_KEEPERS, Role.DIRECTOR, Role.DEPUTY_DIRECTOR)


def may_judge(actor: Actor, owners: Owners) -> bool:
    """Return whether the actor may say that a light has a good reason: leaders and supervision, never who does the work."""
    return actor.has(owners.zone_id, *_JUDGES)

"""Baselines: a named copy asked for by one person and let stand by another; after that it never changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.lifecycle import BASELINE
from duban.projects.models import Baseline, Project, Revision
from duban.projects.policies import is_approver, is_lead
from duban.projects.selectors.schedule_codec import decode, encode_dates
from duban.projects.selectors.schedule_reckoning import reckon, zone_calendars
from duban.projects.services._common import demand, note, open_project, owners_of
from duban.projects.services.schedules import keep_outlook
from duban.projects.types import BaselineState

__all__ = ["move_baseline", "propose_baseline"]

_LONGEST_NAME, _LONGEST_TEXT = 60, 500


@transaction.atomic
def propose_baseline(
    *, actor: Actor, zone_id: int, project_id: int, number: int, name: str, reason: str, at: datetime
) -> int:
    """
    Ask for a revision to be kept as a baseline, with the dates it has today, and return the baseline's id.

    :raises NotFound: if the project, or the revision, is not there
    :raises Forbidden: unless the actor works for its lead department
    :raises Invalid: without a name nobody used for this project, or without a reason
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "propose_baseline", is_lead)
    revision = Revision.objects.filter(project=project, number=number).first()
    if revision is None:
        raise NotFound(Problem("core.not_found", str(number)))
    name, reason = name.strip(), reason.strip()
    problems = []
    if not name or len(name) > _LONGEST_NAME:
        problems.append(Problem("projects.baseline_name", "name", (str(_LONGEST_NAME),)))
    if not reason or len(reason) > _LONGEST_TEXT:
        problems.append(Problem("projects.baseline_reason", "reason", (str(_LONGEST_TEXT),)))
    if problems:
        raise Invalid(*problems)
    reckoned = reckon(decode(revision.body), zone_calendars(zone_id=zone_id), key=revision.digest)
    with unless_taken(Problem("projects.baseline_taken", "name", (name,))):
        baseline = Baseline.objects.create(
            zone_id=zone_id,
            project=project,
            revision=revision,
            name=name,
            reason=reason,
            dates=encode_dates(reckoned.dates),
            proposed_by=actor.name,
            proposed_user=actor.user_id,
            proposed_at=at,
        )
    note(actor, project, "propose_baseline", at, after={"baseline": name, "revision": number}, reason=reason)
    return baseline.pk


@transaction.atomic
def move_baseline(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    baseline_id: int,
    edge: str,
    at: datetime,
    answer: str = "",
) -> None:
    """
    Take *edge* on a proposed baseline: approve, decline or withdraw. Nobody approves what they proposed themselves.

    :raises NotFound: if the project, or the baseline, is not there
    :raises Forbidden: if the actor may not take it
    :raises Conflict: if somebody decided first
    :raises Invalid: with what is still missing
    """
    project = open_project(actor, zone_id, project_id)
    baseline = Baseline.objects.select_for_update().filter(project=project, pk=baseline_id).first()
    if baseline is None:
        raise NotFound(Problem("core.not_found", str(baseline_id)))
    move = BASELINE.edge(edge)
    if move is None or not move.roles & _roles(actor, project, baseline):
        raise Forbidden(Problem("core.forbidden", "", (f"@{edge}" if move else "@approve_baseline",)))
    if baseline.state not in move.sources:
        raise Conflict(Problem("projects.baseline_decided", "", (baseline.decided_by,)))
    other = actor.user_id is None or actor.user_id != baseline.proposed_user
    facts = {"another_person": other, "answer": answer.strip()}
    if problems := BASELINE.check(edge, baseline.state, facts):
        raise Invalid(*problems)
    baseline.state = move.target
    baseline.decided_by = actor.name
    baseline.decided_user = actor.user_id
    baseline.decided_at = at
    baseline.answer = answer.strip()[:_LONGEST_TEXT]
    baseline.save(update_fields=["state", "decided_by", "decided_user", "decided_at", "answer"])
    note(actor, project, edge, at, after={"baseline": baseline.name}, reason=baseline.answer)
    if baseline.state == BaselineState.APPROVED.value:
        _measure_again(project)


def _measure_again(project: Project) -> None:
    """From now on what should be done by a day is the baseline's."""
    newest = Revision.objects.filter(project=project).order_by("-number").first()
    if newest is not None:
        calendars = zone_calendars(zone_id=project.zone_id)
        keep_outlook(project, newest, reckon(decode(newest.body), calendars, key=newest.digest))


def _roles(actor: Actor, project: Project, baseline: Baseline) -> set[str]:
    roles = set()
    if is_approver(actor, owners_of(project)):
        roles.add("approver")
    if actor.user_id is not None and actor.user_id == baseline.proposed_user:
        roles.add("proposer")
    return roles

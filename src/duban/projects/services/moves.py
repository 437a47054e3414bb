"""Whether a project is worked on: the one mover of its state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.lifecycle import PROJECT
from duban.projects.models import Move
from duban.projects.policies import is_keeper
from duban.projects.services._common import demand, note, open_project

__all__ = ["move_project"]

_REASON = 500


@transaction.atomic
def move_project(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    edge: str,
    reason: str,
    version: int,
    at: datetime,
) -> None:
    """
    Suspend, resume, terminate or revive a project.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor keeps the entry
    :raises Conflict: if it changed since it was read
    :raises Invalid: if there is no such step from here, or no reason is given
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, edge if PROJECT.edge(edge) else "amend_project", is_keeper, version)
    reason = reason.strip()[:_REASON]
    if problems := PROJECT.check(edge, project.state, {"reason": reason}):
        raise Invalid(*problems)
    step = PROJECT.edge(edge)
    if step is None:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (edge,)))
    Move.objects.create(
        project=project,
        edge=edge,
        source=project.state,
        target=step.target,
        by=actor.name,
        by_user=actor.user_id,
        at=at,
        reason=reason,
    )
    before, project.state = project.state, step.target
    project.version += 1
    project.changed_at = at
    project.save(update_fields=["state", "version", "changed_at"])
    note(actor, project, edge, at, before={"state": before}, after={"state": step.target}, reason=reason)

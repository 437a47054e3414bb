"""What every service of this room does first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Forbidden, NotFound
from duban.core.reach import admit
from duban.engine.kernel import Problem
from duban.orgs.types import Actor, Role
from duban.projects.models import Project
from duban.projects.policies import Owners

__all__ = ["demand", "keep_zone", "lock_projects", "note", "note_zone", "open_project", "owners_of"]


def open_project(actor: Actor, zone_id: int, project_id: int) -> Project:
    """
    Return the project, locked until the transaction ends.

    :raises NotFound: if it is not within reach
    """
    rows = Project.objects.visible_to(actor).select_for_update(of=("self",)).select_related("enterprise")
    project = rows.filter(zone_id=zone_id, pk=project_id).first()
    if project is None:
        raise NotFound(Problem("core.not_found"))
    return project


def lock_projects(zone_id: int) -> None:
    """
    Lock every project of the zone until the transaction ends, for what changes all of them at once.

    It comes before the first line of the record: whoever has locked one of them waits for the record last.
    """
    list(Project.objects.select_for_update().filter(zone_id=zone_id).order_by("pk").values_list("pk"))


def owners_of(project: Project) -> Owners:
    """Return the units the project belongs to."""
    firm = project.enterprise
    return Owners(project.zone_id, project.lead_id, None if firm is None else firm.unit_id)


def demand(
    actor: Actor,
    project: Project,
    verb: str,
    allowed: Callable[[Actor, Owners], bool],
    version: int | None = None,
) -> None:
    """
    Let the actor do *verb* to the project.

    :raises Forbidden: unless *allowed* says so
    :raises Conflict: if *version* is given and the project changed since
    """
    if not allowed(actor, owners_of(project)):
        raise Forbidden(Problem("core.forbidden", "", (f"@{verb}",)))
    if version is not None and project.version != version:
        raise Conflict(Problem("core.stale", "version"))


def keep_zone(actor: Actor, zone_id: int, verb: str, *roles: Role) -> None:
    """
    Let the actor do *verb* to what the whole zone holds to.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless one of *roles* is held over it
    """
    admit(actor, zone_id, verb, allowed=actor.has(zone_id, *roles))


def note_zone(
    actor: Actor,
    zone_id: int,
    verb: str,
    at: datetime,
    after: Mapping[str, object],
    reason: str = "",
) -> None:
    """Leave a line in the record about what the whole zone holds to."""
    record(
        actor=actor,
        act=Act(f"projects.{verb}", f"zone:{zone_id}", zone_id, after=after, reason=reason),
        at=at,
    )


def note(
    actor: Actor,
    project: Project,
    verb: str,
    at: datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Leave a line in the record."""
    act = Act(f"projects.{verb}", f"project:{project.pk}", project.zone_id, before or {}, after or {}, reason)
    record(actor=actor, act=act, at=at)

"""正当理由: somebody's judgement that a light is not lit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Conflict, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.engine.series import LampKind, months_after
from duban.orgs.types import Actor, Role
from duban.projects.models import Judgement, Project
from duban.projects.policies import may_judge
from duban.projects.selectors.progress_rules import progress_rule_on
from duban.projects.services._common import demand, note, open_project

__all__ = ["judge_lamp", "withdraw_judgement"]

_LONGEST = 200
_MOST_MONTHS = 6
_JUDGES = (Role.DIRECTOR, Role.DEPUTY_DIRECTOR, Role.SUPERVISOR)


@transaction.atomic
def judge_lamp(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    lamp: LampKind,
    reason: str,
    starts: date,
    ends: date,
    at: datetime,
) -> int:
    """
    Suppress one of a project's lights for a good reason, from a day until a day at most six months on; return its id.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor leads or supervises the zone: whoever does the work never judges it
    :raises Invalid: if the rule lets no reason suppress this light, or with everything that is wrong with it
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "judge_lamp", may_judge)
    if problems := list(_unfit(project, lamp, reason, starts, ends, timezone.localdate(at))):
        raise Invalid(*problems)
    role = next((role for role in _JUDGES if actor.has(zone_id, role)), Role.SUPERVISOR)
    row = Judgement.objects.create(
        project=project,
        lamp=lamp.value,
        reason=reason.strip(),
        starts=starts,
        ends=ends,
        by_id=actor.user_id,
        by=actor.name,
        role=role.value,
        at=at,
    )
    after = {"judgement": row.pk, "lamp": lamp, "starts": starts, "ends": ends}
    note(actor, project, "judge_lamp", at, after=after, reason=reason)
    return row.pk


@transaction.atomic
def withdraw_judgement(
    *, actor: Actor, zone_id: int, project_id: int, judgement_id: int, reason: str, at: datetime
) -> None:
    """
    Take a judgement back from today on; the days before keep it.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor leads or supervises the zone
    :raises Conflict: if it was taken back already
    :raises Invalid: if no reason is given
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "judge_lamp", may_judge)
    row = Judgement.objects.filter(project=project, pk=judgement_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    if row.withdrawn_on is not None:
        raise Conflict(Problem("core.stale", "version"))
    if problems := list(_said(reason)):
        raise Invalid(*problems)
    row.withdrawn_on, row.withdrawn_by = timezone.localdate(at), actor.name
    row.withdrawn_reason = reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
    note(actor, project, "withdraw_judgement", at, after={"judgement": row.pk}, reason=reason)


def _said(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("core.required", "reason", ("@projects.good_reason",))
    elif len(reason) > _LONGEST:
        yield Problem("core.too_long", "reason", ("@projects.good_reason", str(_LONGEST)))


def _unfit(
    project: Project, lamp: LampKind, reason: str, starts: date, ends: date, on: date
) -> Iterator[Problem]:
    yield from _said(reason)
    if lamp not in progress_rule_on(zone_id=project.zone_id, on=on).lights.excusable:
        yield Problem("projects.not_excusable", "lamp", (f"@projects.lamp.{lamp}",))
    if ends < starts:
        yield Problem("core.dates_crossed", "ends")
    elif ends > months_after(starts, _MOST_MONTHS):
        yield Problem("projects.excused_too_long", "ends", (str(_MOST_MONTHS),))
    held = Judgement.objects.filter(project=project, lamp=lamp.value, withdrawn_on__isnull=True)
    if held.filter(starts__lte=ends, ends__gte=starts).exists():
        yield Problem("projects.excused_already", "starts", (f"@projects.lamp.{lamp}",))

"""Which batches a zone sorts its projects into, and what sources say of how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from duban.core.errors import Invalid
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.orgs.types import Actor, Role
from duban.projects.models import Project, StageSet, Statement
from duban.projects.services._batches import STAGE_SETS
from duban.projects.services._common import keep_zone, note_zone
from duban.projects.types import StageSetDraft, StatementDraft

__all__ = ["adopt_stage_set", "set_stages", "state_projects"]

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def adopt_stage_set(*, actor: Actor, zone_id: int, kind: str, starts: date, at: datetime) -> int:
    """
    Adopt one of the published sets (``seven``, ``five``, ``three``) from a day on; it is data from then on.

    :raises Invalid: if there is no such set
    """
    draft = STAGE_SETS.get(kind)
    if draft is None:
        raise Invalid(Problem("core.not_a_choice", "kind", (kind, "、".join(STAGE_SETS))))
    return set_stages(actor=actor, zone_id=zone_id, draft=draft, starts=starts, at=at)


@transaction.atomic
def set_stages(*, actor: Actor, zone_id: int, draft: StageSetDraft, starts: date, at: datetime) -> int:
    """
    Sort the zone's projects into these stages from a day on, and return the set's id.

    A year is sorted by the set in force on its last day, so a set begun in a year holds for the whole of it.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    :raises Invalid: with everything that is wrong with it
    """
    keep_zone(actor, zone_id, "set_stages", Role.SUPERVISOR)
    if problems := list(_unfit(draft)):
        raise Invalid(*problems)
    stages = [
        {"code": s.code, "name": s.name.strip(), "name_en": s.name_en.strip(), "condition": s.condition.value}
        for s in draft.stages
    ]
    row = StageSet.objects.create(
        zone_id=zone_id,
        starts=starts,
        name=draft.name.strip(),
        name_en=draft.name_en.strip(),
        stages=stages,
        basis=draft.basis.strip(),
        by=actor.name,
        at=at,
    )
    note_zone(actor, zone_id, "set_stages", at, {"starts": starts, "name": row.name, "stages": stages})
    return row.pk


@transaction.atomic
def state_projects(*, actor: Actor, zone_id: int, draft: StatementDraft, at: datetime) -> int:
    """
    Keep what a source says of a year's projects, and which of the register's it names; return its id.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    :raises Invalid: if it names more than it counts, or a project of another zone, or was kept already
    """
    keep_zone(actor, zone_id, "state_projects", Role.SUPERVISOR)
    problems = []
    if not draft.source.strip():
        problems.append(Problem("core.required", "source", ("@project.source",)))
    if len(draft.named_ids) > draft.total:
        problems.append(
            Problem("projects.names_too_many", "named_ids", (str(len(draft.named_ids)), str(draft.total)))
        )
    if sum(draft.counts.values()) > draft.total:
        problems.append(Problem("projects.classes_exceed", "counts", (str(draft.total),)))
    known = Project.objects.visible_to(actor).filter(zone_id=zone_id, pk__in=draft.named_ids)
    if known.count() != len(draft.named_ids):
        problems.append(Problem("projects.unknown", "named_ids"))
    if problems:
        raise Invalid(*problems)
    counts = {klass.value: n for klass, n in draft.counts.items()}
    with unless_taken(Problem("projects.stated_already", "source", (draft.source,))):
        row = Statement.objects.create(
            zone_id=zone_id,
            year=draft.year,
            said_on=draft.said_on,
            source=draft.source.strip()[:200],
            total=draft.total,
            counts=counts,
            note=draft.note.strip()[:500],
            by=actor.name,
            at=at,
        )
    row.named.set(draft.named_ids)
    facts = {"year": draft.year, "total": draft.total, "counts": counts, "named": sorted(draft.named_ids)}
    note_zone(actor, zone_id, "state_projects", at, facts)
    return row.pk


def _unfit(draft: StageSetDraft) -> Iterator[Problem]:
    if not draft.name.strip():
        yield Problem("core.required", "name", ("@name",))
    if len(draft.name) > 60:
        yield Problem("core.too_long", "name", ("@name", "60"))
    if not draft.stages:
        yield Problem("projects.no_stages", "stages")
    codes = [s.code for s in draft.stages]
    for code in sorted({c for c in codes if codes.count(c) > 1 or not _CODE.match(c) or len(c) > 32}):
        yield Problem("projects.bad_stage_code", "stages", (code[:40],))
    if any(not s.name.strip() for s in draft.stages):
        yield Problem("core.required", "stages", ("@name",))

"""Setting up the work of a project that is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from duban.core.errors import Invalid
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem, plain
from duban.orgs.types import Actor
from duban.projects.models import CountedWork
from duban.projects.policies import is_lead
from duban.projects.services._common import demand, note, open_project
from duban.projects.types import WorkDraft

__all__ = ["set_work"]

_LONGEST = {"name": 60, "name_en": 80, "unit": 12, "activity": 40}


@transaction.atomic
def set_work(*, actor: Actor, zone_id: int, project_id: int, draft: WorkDraft, at: datetime) -> int:
    """
    Say what of a project is counted, in which unit, how many there are to be and by when; return its id.

    Work of a name the project has already is changed; what was counted stays.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department or keeps the register
    :raises Invalid: with everything that is wrong with it
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "set_work", is_lead)
    if problems := list(_unfit(draft)):
        raise Invalid(*problems)
    values = {
        "name_en": draft.name_en.strip(),
        "unit": draft.unit.strip(),
        "activity": draft.activity.strip(),
        "total": draft.total,
        "start": draft.start,
        "finish": draft.finish,
        "is_sample": draft.is_sample,
    }
    name = draft.name.strip()
    with unless_taken(Problem("projects.work_taken", "name", (name,))):
        work, _made = CountedWork.objects.update_or_create(project=project, name=name, defaults=values)
    note(actor, project, "set_work", at, after={"work": work.pk, "name": name} | values)
    return work.pk


def _unfit(draft: WorkDraft) -> Iterator[Problem]:
    for name in ("name", "unit"):
        if not getattr(draft, name).strip():
            yield Problem("core.required", name, (f"@projects.work_{name}",))
    for name, most in _LONGEST.items():
        if len(getattr(draft, name).strip()) > most:
            yield Problem("core.too_long", name, (f"@projects.work_{name}", str(most)))
    if draft.total is not None and draft.total <= 0:
        yield Problem("projects.bad_figure", "total", ("@projects.total", plain(draft.total)))
    if draft.start and draft.finish and draft.finish < draft.start:
        yield Problem("core.dates_crossed", "finish")

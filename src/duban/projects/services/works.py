"""Setting up the work of a project that is counted: an activity of its schedule, or work that is in none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from duban.core.errors import Invalid
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem, plain
from duban.orgs.types import Actor
from duban.projects.models import CountedWork, Project
from duban.projects.policies import is_lead
from duban.projects.selectors.counting import counted_activities
from duban.projects.services._common import demand, note, open_project
from duban.projects.services.schedules import follow_reports
from duban.projects.types import PlannedActivity, WorkDraft

__all__ = ["set_work", "take_up"]

_LONGEST = {"name": 200, "name_en": 80, "unit": 16}


@transaction.atomic
def set_work(*, actor: Actor, zone_id: int, project_id: int, draft: WorkDraft, at: datetime) -> int:
    """
    Say what of a project is counted, in which unit, how many there are to be and by when; return its id.

    With an activity of the schedule named, name and unit may be left out, and total and days are the schedule's. Work of
    a name, or an activity, the project has already is changed; what was counted stays.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department or keeps the register
    :raises Invalid: with everything that is wrong with it
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "set_work", is_lead)
    key = draft.activity.strip()
    planned = counted_activities(project).get(key) if key else None
    name = draft.name.strip() or ("" if planned is None else planned.name)
    unit = draft.unit.strip() or _unit(planned)
    same = CountedWork.objects.filter(project=project, name=name).order_by("activity").first()
    counted = CountedWork.objects.filter(project=project, activity=key).first() if key else None
    if problems := [*_unfit(draft, name, unit, planned), *_doubled(same, counted, name)]:
        raise Invalid(*problems)
    work = counted or same or CountedWork(project=project)
    of_before = work.activity
    values: dict[str, object] = {
        "name": name,
        "name_en": draft.name_en.strip(),
        "unit": unit,
        "activity": key,
        "total": draft.total,
        "start": draft.start,
        "finish": draft.finish,
        "is_sample": draft.is_sample,
    }
    for field, value in values.items():
        setattr(work, field, value)
    with unless_taken(Problem("projects.work_taken", "name", (name,))):
        work.save()
    note(actor, project, "set_work", at, after={"work": work.pk} | values)
    if key != of_before:
        # What was counted before it was put under an activity is that activity's count now.
        follow_reports(actor, project, reason=gettext("工程量“%s”归入计划任务") % name, at=at, report=None)
    return work.pk


def take_up(
    project: Project, planned: Mapping[str, PlannedActivity], keys: Iterator[str], *, is_sample: bool
) -> dict[str, int]:
    """Return the counted work of activities of a locked project's schedule, by id; one that is new is entered."""
    held = dict(
        CountedWork.objects.filter(project=project).exclude(activity="").values_list("activity", "pk")
    )
    for key in keys:
        if key not in held:
            activity = planned[key]
            work = CountedWork.objects.create(
                project=project,
                name=activity.name[: _LONGEST["name"]],
                unit=_unit(activity)[: _LONGEST["unit"]],
                activity=key,
                is_sample=is_sample,
            )
            held[key] = work.pk
    return held


def _unit(planned: PlannedActivity | None) -> str:
    return "" if planned is None or planned.quantity is None else planned.quantity.unit


def _doubled(same: CountedWork | None, counted: CountedWork | None, name: str) -> Iterator[Problem]:
    if counted is not None and same is not None and counted.pk != same.pk:
        yield Problem("projects.activity_counted", "activity", (counted.name, name))


def _unfit(draft: WorkDraft, name: str, unit: str, planned: PlannedActivity | None) -> Iterator[Problem]:
    yield from _unfit_activity(draft.activity.strip(), unit, planned)
    said = {"name": name, "name_en": draft.name_en.strip(), "unit": unit}
    for field in ("name", "unit"):
        if not said[field] and planned is None:
            yield Problem("core.required", field, (f"@projects.work_{field}",))
    for field, most in _LONGEST.items():
        if len(said[field]) > most:
            yield Problem("core.too_long", field, (f"@projects.work_{field}", str(most)))
    if draft.total is not None and draft.total <= 0:
        yield Problem("projects.bad_figure", "total", ("@projects.total", plain(draft.total)))
    if draft.start and draft.finish and draft.finish < draft.start:
        yield Problem("core.dates_crossed", "finish")


def _unfit_activity(key: str, unit: str, planned: PlannedActivity | None) -> Iterator[Problem]:
    if key and planned is None:
        yield Problem("projects.no_counted_activity", "activity", (key[:40],))
    if (own := _unit(planned)) and unit != own:
        yield Problem("projects.other_unit", "unit", (unit, own))

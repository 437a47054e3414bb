"""Templates of schedules: the zone's own, to begin a project's schedule from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Invalid, NotFound
from duban.core.reach import admit
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.engine.schedule import Bound
from duban.orgs.types import Actor
from duban.projects.models import Template
from duban.projects.policies import is_calendar_keeper
from duban.projects.selectors.schedule_codec import decode, encode
from duban.projects.selectors.schedule_edits import unfit
from duban.projects.selectors.schedule_reckoning import reckon, zone_calendars
from duban.projects.services.schedules import keep_schedule
from duban.projects.services.template_defaults import defaults
from duban.projects.types import WORK, PlannedActivity, RevisionKind, Schedule, TemplateKind

__all__ = ["adopt_default_templates", "begin_from_template", "keep_template", "remove_template"]

_LONGEST_NAME, _LONGEST_ENGLISH = 60, 120
_ANY_DAY = date(2020, 3, 2)
"""A template has no days; it is computed from a Monday in March to say how long it takes."""


@transaction.atomic
def keep_template(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    kind: TemplateKind,
    name: str,
    schedule: Schedule,
    at: datetime,
    name_en: str = "",
    template_id: int | None = None,
    version: int = 0,
    is_sample: bool = False,
) -> int:
    """
    Keep a schedule as a template, its days and progress left out, and return the template's id.

    :raises NotFound: if the zone, or the template to be replaced, is not within reach
    :raises Forbidden: unless the actor keeps the zone's templates
    :raises Conflict: if the template changed since
    :raises Invalid: with everything that is wrong with it
    """
    _demand(actor, zone_id)
    plain = _plain(schedule)
    name, name_en = name.strip(), name_en.strip()
    if problems := [*unfit(plain), *_unfit(plain, name, name_en)]:
        raise Invalid(*problems)
    template = _opened(zone_id, template_id, version)
    reckoned = reckon(plain, zone_calendars(zone_id=zone_id))
    start, finish = reckoned.computed.result.start, reckoned.computed.result.finish
    days = reckoned.ruler.days(WORK, start, finish) if start is not None and finish is not None else 0
    template.kind, template.name, template.body = kind.value, name, encode(plain)
    template.name_en = name_en
    template.activities = sum(1 for a in plain.activities if not a.heading)
    template.days, template.is_sample = max(0, round(days)), is_sample
    template.changed_by, template.changed_at = actor.name, at
    template.version += template.pk is not None
    with unless_taken(Problem("projects.template_taken", "name", (name,))):
        template.save()
    act = Act(
        "projects.keep_template", f"template:{template.pk}", zone_id, after={"name": name, "kind": kind.value}
    )
    record(actor=actor, act=act, at=at)
    return template.pk


@transaction.atomic
def remove_template(*, actor: Actor, zone_id: int, template_id: int, version: int, at: datetime) -> None:
    """
    Take a template out. Schedules that began from it stay as they are.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor keeps the zone's templates
    :raises Conflict: if it changed since
    """
    _demand(actor, zone_id)
    template = _opened(zone_id, template_id, version)
    act = Act("projects.remove_template", f"template:{template_id}", zone_id, before={"name": template.name})
    template.delete()
    record(actor=actor, act=act, at=at)


@transaction.atomic
def adopt_default_templates(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Give the zone the templates that come with Duban, marked as examples (示例), and return how many are new.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the zone's templates
    """
    _demand(actor, zone_id)
    known = set(Template.objects.filter(zone_id=zone_id).values_list("name", flat=True))
    new = [d for d in defaults() if d.name not in known]
    for default in new:
        keep_template(
            actor=actor,
            zone_id=zone_id,
            kind=default.kind,
            name=default.name,
            name_en=default.name_en,
            schedule=default.schedule(_ANY_DAY),
            at=at,
            is_sample=True,
        )
    return len(new)


@transaction.atomic
def begin_from_template(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    template_id: int,
    start: date,
    deadline: date | None,
    base: int,
    at: datetime,
) -> int:
    """
    Keep a template as the project's next revision, from *start* on, and return its number.

    :raises NotFound: if the project, or the template, is not within reach
    :raises Forbidden: unless the actor works for the project's lead department
    :raises Conflict: if *base* is not the newest revision's number
    :raises Invalid: if the days are unfit
    """
    template = Template.objects.filter(zone_id=zone_id, pk=template_id).first()
    if template is None or zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found", str(template_id)))
    return keep_schedule(
        actor=actor,
        zone_id=zone_id,
        project_id=project_id,
        schedule=replace(decode(template.body), start=start, deadline=deadline),
        base=base,
        reason=template.name,
        at=at,
        kind=RevisionKind.TEMPLATE,
        is_sample=template.is_sample,
    )


def _unfit(schedule: Schedule, name: str, name_en: str) -> Iterable[Problem]:
    if not name or len(name) > _LONGEST_NAME:
        yield Problem("projects.template_name", "name", (str(_LONGEST_NAME),))
    if len(name_en) > _LONGEST_ENGLISH:
        yield Problem("core.too_long", "name_en", ("@projects.work_name_en", str(_LONGEST_ENGLISH)))
    if not schedule.activities:
        yield Problem("schedules.no_activities")


def _demand(actor: Actor, zone_id: int) -> None:
    admit(actor, zone_id, "keep_template", allowed=is_calendar_keeper(actor, zone_id))


def _opened(zone_id: int, template_id: int | None, version: int) -> Template:
    if template_id is None:
        return Template(zone_id=zone_id, activities=0, days=0)
    template = Template.objects.select_for_update().filter(zone_id=zone_id, pk=template_id).first()
    if template is None:
        raise NotFound(Problem("core.not_found", str(template_id)))
    if template.version != version:
        raise Conflict(Problem("core.stale", "version"))
    return template


def _plain(schedule: Schedule) -> Schedule:
    return Schedule(
        start=_ANY_DAY,
        activities=tuple(_undated(schedule.activities)),
        links=schedule.links,
        calendars=schedule.calendars,
        hours_per_day=schedule.hours_per_day,
    )


def _undated(activities: Iterable[PlannedActivity]) -> Iterable[PlannedActivity]:
    for activity in activities:
        yield replace(
            activity,
            remaining=None,
            bound=Bound.NONE,
            bound_at=None,
            second=Bound.NONE,
            second_at=None,
            deadline=None,
            actual_start=None,
            actual_finish=None,
            percent=0,
            quantity=None,
            cause="",
            post_id=None,
            told=None,
        )

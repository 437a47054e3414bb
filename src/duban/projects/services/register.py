"""What can be done in the register of projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Assistance, Counter, Money, Project
from duban.projects.policies import is_keeper, is_lead, may_register
from duban.projects.services._common import demand, note, open_project
from duban.projects.services._fitness import unfit, unfit_dates
from duban.projects.types import Place, ProjectDates, ProjectDraft

__all__ = ["amend_project", "enter_dates", "register_project"]

_APART = {"code", "place", "dates", "assisting_ids", "money", "illustrative"}
_PLAIN = tuple(f.name for f in fields(ProjectDraft) if f.name not in _APART)
_DATES = tuple(f.name for f in fields(ProjectDates))


@transaction.atomic
def register_project(*, actor: Actor, zone_id: int, draft: ProjectDraft, at: datetime) -> str:
    """
    Enter a project in the register and return its code.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor keeps the register, or heads the department that leads it
    :raises Invalid: with everything that is wrong with it; if the code or the national code is taken
    """
    if not _works_in(actor, zone_id):
        raise NotFound(Problem("core.not_found"))
    if not may_register(actor, zone_id, draft.lead_id):
        raise Forbidden(Problem("core.forbidden", "", ("@register_project",)))
    on = timezone.localdate(at)
    draft = _tidy(draft)
    if problems := list(unfit(draft, zone_id, on)):
        raise Invalid(*problems)
    code = draft.code or _next_code(zone_id, on)
    facts = _columns(draft) | {"created_by": actor.name, "created_at": at, "changed_at": at}
    with unless_taken(Problem("projects.code_taken", "code", (draft.national_code or code,))):
        project = Project.objects.create(zone_id=zone_id, code=code, **facts)
    _write_sets(project, draft)
    act = Act("projects.register", f"project:{project.pk}", zone_id, after={"code": code} | _said(draft))
    record(actor=actor, act=act, at=at)
    return code


@transaction.atomic
def amend_project(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    draft: ProjectDraft,
    version: int,
    at: datetime,
    reason: str = "",
) -> None:
    """
    Correct what the register says of a project; its code stays, and the record keeps what was said before.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor keeps the entry, before and after
    :raises Conflict: if it changed since it was read
    :raises Invalid: with everything that is wrong with it; if the national code is taken
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "amend_project", is_keeper, version)
    if not may_register(actor, zone_id, draft.lead_id):
        raise Forbidden(Problem("core.forbidden", "lead_id", ("@amend_project",)))
    draft = replace(_tidy(draft), code="")
    if problems := list(unfit(draft, zone_id, timezone.localdate(at))):
        raise Invalid(*problems)
    before = _entry(project)
    after = _said(draft)
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return
    for name in changed - {"assisting_ids", "money"}:
        setattr(project, name, after[name])
    if changed & {"assisting_ids", "money"}:
        _write_sets(project, draft)
    _save(project, at, Problem("projects.code_taken", "national_code", (draft.national_code,)))
    note(
        actor,
        project,
        "amend",
        at,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
        reason=reason,
    )


@transaction.atomic
def enter_dates(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    dates: Mapping[str, date | None],
    version: int,
    at: datetime,
    reason: str = "",
) -> None:
    """
    Enter or correct some of a project's days. What happened is entered whatever was missing: reality comes first.

    :raises NotFound: if it is not within reach
    :raises Forbidden: unless the actor works for the lead department
    :raises Conflict: if it changed since it was read
    :raises Invalid: if a day is none of a project's, lies ahead though it happened, or crosses another
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "enter_dates", is_lead, version)
    if unknown := dates.keys() - set(_DATES):
        raise Invalid(*(Problem("core.not_a_choice", n, (n, "、".join(_DATES))) for n in sorted(unknown)))
    before = {name: getattr(project, name) for name in _DATES}
    after = ProjectDates(**{**before, **dates})
    if problems := list(unfit_dates(after, timezone.localdate(at))):
        raise Invalid(*problems)
    changed = sorted(name for name in dates if dates[name] != before[name])
    if not changed:
        return
    for name in changed:
        setattr(project, name, dates[name])
    _save(project, at, Problem("projects.code_taken"))
    note(
        actor,
        project,
        "enter_dates",
        at,
        before={name: before[name] for name in changed},
        after={name: dates[name] for name in changed},
        reason=reason,
    )


def _works_in(actor: Actor, zone_id: int) -> bool:
    return zone_id in actor.zone_ids or any(zone_id in held.zones for held in actor.held)


def _tidy(draft: ProjectDraft) -> ProjectDraft:
    words = {f.name: getattr(draft, f.name) for f in fields(draft)}
    stripped: dict[str, Any] = {name: value.strip() for name, value in words.items() if type(value) is str}
    stripped["code"] = stripped["code"].lower()
    money = {source: amount for source, amount in draft.money.items() if amount != 0}
    return replace(draft, **stripped, money=money)


def _columns(draft: ProjectDraft) -> dict[str, object]:
    place = draft.place
    return {
        **{name: getattr(draft, name) for name in _PLAIN},
        **{name: getattr(draft.dates, name) for name in _DATES},
        "longitude": place.longitude,
        "latitude": place.latitude,
        "outline": _corners(place),
        "illustrative": sorted(draft.illustrative),
    }


def _said(draft: ProjectDraft) -> dict[str, object]:
    return _columns(draft) | {"assisting_ids": sorted(draft.assisting_ids), "money": dict(draft.money)}


def _corners(place: Place) -> list[list[str]]:
    return [[str(x), str(y)] for x, y in place.outline]


def _entry(project: Project) -> dict[str, object]:
    money = project.money.order_by("source").values_list("source", "amount")
    names = (*_PLAIN, *_DATES, "longitude", "latitude", "outline", "illustrative")
    return {
        **{name: getattr(project, name) for name in names},
        "assisting_ids": sorted(project.assistance.values_list("unit_id", flat=True)),
        "money": dict(money),
    }


def _write_sets(project: Project, draft: ProjectDraft) -> None:
    project.assistance.exclude(unit_id__in=draft.assisting_ids).delete()
    held = set(project.assistance.values_list("unit_id", flat=True))
    Assistance.objects.bulk_create(
        Assistance(project=project, unit_id=unit) for unit in sorted(draft.assisting_ids - held)
    )
    project.money.all().delete()
    amounts: Mapping[str, Decimal] = draft.money
    Money.objects.bulk_create(
        Money(project=project, source=source, amount=amount) for source, amount in sorted(amounts.items())
    )


def _save(project: Project, at: datetime, taken: Problem) -> None:
    project.version += 1
    project.changed_at = at
    with unless_taken(taken):
        project.save()


def _next_code(zone_id: int, on: date) -> str:
    counter, _made = Counter.objects.select_for_update().get_or_create(zone_id=zone_id, year=on.year)
    taken = set(
        Project.objects.filter(zone_id=zone_id, code__startswith=f"{on.year}-").values_list("code", flat=True)
    )
    while True:
        counter.last += 1
        code = f"{on.year}-{counter.last:03d}"
        if code not in taken:
            break
    counter.save(update_fields=["last"])
    return code

"""My work: what waits for me, in groups, to be done with one thumb."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.blockers.selectors import waiting_for as blockers_waiting
from duban.boards.selectors import waiting
from duban.boards.types import Home, Task, TaskKind
from duban.engine.series import DueLight
from duban.exchange import figures
from duban.exchange.wording import word
from duban.ledger.selectors import waiting_for as items_waiting
from duban.orgs.types import Role, ZoneRow
from duban.web.ledger import asking
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone
from duban.web.zones import works_in

_FIRST = (
    TaskKind.OVERDUE,
    TaskKind.REDO,
    TaskKind.ACCEPT,
    TaskKind.REPORT,
    TaskKind.STEP,
    TaskKind.BLOCKER,
    TaskKind.NEAR,
    TaskKind.VERIFY,
    TaskKind.DECIDE_REFUSAL,
    TaskKind.DECIDE_EXTENSION,
    TaskKind.STRIKE_OFF,
    TaskKind.DISPATCH,
)
_WORKERS = frozenset({Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.ENTERPRISE_HEAD})
_REPORTED_ON = frozenset({TaskKind.REPORT, TaskKind.OVERDUE, TaskKind.REDO, TaskKind.STEP, TaskKind.NEAR})
_SHOWN = 20
_LISTS = {
    TaskKind.ACCEPT: "view=all&state=dispatched",
    TaskKind.REPORT: "view=unreported",
    TaskKind.OVERDUE: "view=overdue",
    TaskKind.DECIDE_REFUSAL: "state=refused",
    TaskKind.VERIFY: "state=reported",
    TaskKind.STRIKE_OFF: "state=verified",
    TaskKind.DISPATCH: "state=registered",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, with where to do it."""

    number: str
    title: str
    due: str
    lamp: str
    light: str
    note: str
    href: str
    do: str
    """The address that does it at once; empty: open it and see."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things that wait for the same."""

    kind: str
    word: str
    tasks: tuple[Line, ...]
    total: int
    more: str
    """The list that has them all; empty where all are shown or no list is like it."""


@require_GET
@in_zone
def my(request: ActorRequest) -> HttpResponse:
    on = asking.day(request)
    home = waiting(actor=request.actor, zone_id=request.zone.id, on=on)
    context = {"groups": groups(request, home), "total": len(home.tasks), "on": on}
    return render(request, "ledger/my.html", context)


def anything_waits(request: ActorRequest, zone: ZoneRow) -> bool:
    """Return whether the person begins the day with what waits: leaders begin with the gap, whatever waits."""
    actor = request.actor
    if not works_in(actor, zone.id) or actor.has(zone.id, Role.DIRECTOR, Role.DEPUTY_DIRECTOR):
        return False
    if not any(held.role in _WORKERS and zone.id in held.zones for held in actor.held):
        return False
    reach: dict[str, Any] = {"actor": actor, "zone_id": zone.id, "on": request.today}
    return bool(items_waiting(**reach)) or bool(blockers_waiting(**reach))


def groups(request: ActorRequest, home: Home) -> list[Group]:
    """Return what waits, by what it waits for, the most pressing group first."""
    found: dict[TaskKind, list[Task]] = defaultdict(list)
    for task in home.tasks:
        found[task.kind].append(task)
    order = [*_FIRST, *(kind for kind in TaskKind if kind not in _FIRST)]
    return [_group(request, kind, found[kind], home.on) for kind in order if found[kind]]


def _group(request: ActorRequest, kind: TaskKind, tasks: list[Task], on: date) -> Group:
    more = ""
    if len(tasks) > _SHOWN and kind in _LISTS:
        more = f"{address('ledger', request.zone.slug)}?{_LISTS[kind]}"
    lines = tuple(_line(request, task, on) for task in tasks[:_SHOWN])
    return Group(kind.value, word("task", kind), lines, len(tasks), more)


def _line(request: ActorRequest, task: Task, on: date) -> Line:
    href, do = _where(request, task)
    lamp = light = ""
    if task.due is not None and task.due <= on:
        lamp = "late" if task.due < on else "watch"
        light = word("due_light", DueLight.OVERDUE) if task.due < on else _("今天到期")
    return Line(
        number=task.number,
        title=task.title,
        due="" if task.due is None else figures.day(task.due, short=True),
        lamp=lamp,
        light=light,
        note=task.note,
        href=href,
        do=do,
    )


def _where(request: ActorRequest, task: Task) -> tuple[str, str]:
    """Return where a task is seen, and where it is done at once, if anywhere."""
    slug = request.zone.slug
    if task.item_id is not None:
        page = address("item", slug, task.item_id)
        if task.kind is TaskKind.DECIDE_EXTENSION:
            page += "#extensions"
        return page, address("item-report", slug, task.item_id) if task.kind in _REPORTED_ON else ""
    if task.plan_id is not None:
        return address("plan", slug, task.plan_id), ""
    if task.blocker_id is not None:
        return address("blocker", slug, task.blocker_id), ""
    return address("filing", slug, task.unit_id, task.period), ""

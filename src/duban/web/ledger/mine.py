"""My work: what waits for me, in groups, to be done with one thumb."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.boards.selectors import waiting
from duban.boards.types import Home, Task, TaskKind
from duban.exchange.wording import word
from duban.orgs.types import Role, ZoneRow
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.waiting import Line, lines_of
from duban.web.zones import in_working_zone as in_zone
from duban.web.zones import works_in

_FIRST = (
    TaskKind.OVERDUE,
    TaskKind.REDO,
    TaskKind.ACCEPT,
    TaskKind.REPORT,
    TaskKind.PROJECT_REDO,
    TaskKind.PROJECT_REPORT,
    TaskKind.STEP,
    TaskKind.BLOCKER,
    TaskKind.NEAR,
    TaskKind.VERIFY,
    TaskKind.PROJECT_REVIEW,
    TaskKind.DECIDE_REFUSAL,
    TaskKind.DECIDE_EXTENSION,
    TaskKind.STRIKE_OFF,
    TaskKind.DISPATCH,
)
_WORKERS = frozenset({Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.ENTERPRISE_HEAD})
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
    home = waiting(actor=request.actor, zone_id=request.zone.id, on=request.on)
    context = {"groups": groups(request, home), "total": len(home.tasks), "on": request.on, "waits": home}
    return render(request, "ledger/my.html", context)


@require_GET
@in_zone
def count(request: ActorRequest) -> HttpResponse:
    """Answer with how much waits, for the way round; pages do not wait for it."""
    home = waiting(actor=request.actor, zone_id=request.zone.id, on=request.on)
    return render(request, "parts/waits.html", {"waits": home})


def anything_waits(request: ActorRequest, zone: ZoneRow) -> bool:
    """Return whether the person begins the day with what waits: leaders begin with the gap, whatever waits."""
    actor = request.actor
    if not works_in(actor, zone.id) or actor.has(zone.id, Role.DIRECTOR, Role.DEPUTY_DIRECTOR):
        return False
    if not any(held.role in _WORKERS and zone.id in held.zones for held in actor.held):
        return False
    home = waiting(actor=actor, zone_id=zone.id, on=zone.sample_day or request.today)
    return any(task.item_id is not None or task.blocker_id is not None or task.project for task in home.tasks)


def groups(request: ActorRequest, home: Home) -> list[Group]:
    """Return what waits, by what it waits for, the most pressing group first."""
    found: dict[TaskKind, list[Task]] = defaultdict(list)
    for task in home.tasks:
        found[task.kind].append(task)
    order = [*_FIRST, *(kind for kind in TaskKind if kind not in _FIRST)]
    return [_group(request, kind, found[kind], home) for kind in order if found[kind]]


def _group(request: ActorRequest, kind: TaskKind, tasks: list[Task], home: Home) -> Group:
    more = ""
    if len(tasks) > _SHOWN and kind in _LISTS:
        more = f"{address('ledger', request.zone.slug)}?{_LISTS[kind]}"
    lines = lines_of(request, home, tasks[:_SHOWN])
    return Group(kind.value, word("task", kind), lines, len(tasks), more)

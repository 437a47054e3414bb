"""My work: what waits for me, in groups, to be done with one thumb."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.engine.series import DueLight
from duban.exchange import figures
from duban.exchange.wording import word
from duban.ledger import selectors
from duban.ledger.types import Waiting, WaitingKind
from duban.orgs.types import Role, ZoneRow
from duban.web.ledger import asking
from duban.web.ledger.lines import LAMPS
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone
from duban.web.zones import works_in

_FIRST = (
    WaitingKind.OVERDUE,
    WaitingKind.REDO,
    WaitingKind.ACCEPT,
    WaitingKind.REPORT,
    WaitingKind.STEP,
    WaitingKind.VERIFY,
    WaitingKind.DECIDE_REFUSAL,
    WaitingKind.DECIDE_EXTENSION,
    WaitingKind.STRIKE_OFF,
    WaitingKind.DISPATCH,
    WaitingKind.APPROVE_PLAN,
    WaitingKind.REVISE_PLAN,
)
_WORKERS = frozenset({Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.ENTERPRISE_HEAD})
_REPORTED_ON = frozenset({WaitingKind.REPORT, WaitingKind.OVERDUE, WaitingKind.REDO, WaitingKind.STEP})
_EXTENSIONS = frozenset({WaitingKind.DECIDE_EXTENSION})


@dataclass(frozen=True, slots=True)
class Task:
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
    tasks: tuple[Task, ...]


@require_GET
@in_zone
def my(request: ActorRequest) -> HttpResponse:
    on = asking.day(request)
    waiting = selectors.waiting_for(actor=request.actor, zone_id=request.zone.id, on=on)
    context = {"groups": groups(request, waiting), "total": len(waiting), "on": on}
    return render(request, "ledger/my.html", context)


def anything_waits(request: ActorRequest, zone: ZoneRow) -> bool:
    """Return whether the person begins the day with what waits: leaders begin with the gap, whatever waits."""
    actor = request.actor
    if not works_in(actor, zone.id) or actor.has(zone.id, Role.DIRECTOR, Role.DEPUTY_DIRECTOR):
        return False
    if not any(held.role in _WORKERS and zone.id in held.zones for held in actor.held):
        return False
    return bool(selectors.waiting_for(actor=actor, zone_id=zone.id, on=request.today))


def groups(request: ActorRequest, waiting: list[Waiting] | tuple[Waiting, ...]) -> list[Group]:
    """Return what waits, by what it waits for, the most pressing group first."""
    found: dict[WaitingKind, list[Task]] = defaultdict(list)
    for one in waiting:
        found[one.kind].append(_task(request, one))
    order = [*_FIRST, *(kind for kind in WaitingKind if kind not in _FIRST)]
    return [Group(k.value, word("waiting", k), tuple(found[k])) for k in order if found[k]]


def _task(request: ActorRequest, one: Waiting) -> Task:
    slug = request.zone.slug
    href = do = ""
    if one.item_id is not None:
        href = address("item", slug, one.item_id)
        if one.kind in _EXTENSIONS:
            href += "#extensions"
        if one.kind in _REPORTED_ON:
            do = address("item-report", slug, one.item_id)
    elif one.plan_id is not None:
        href = address("plan", slug, one.plan_id)
    return Task(
        number=one.number,
        title=one.title,
        due="" if one.due is None else figures.day(one.due, short=True),
        lamp=LAMPS[one.light],
        light=word("due_light", one.light) if one.light is not DueLight.NONE else "",
        note=one.note,
        href=href,
        do=do,
    )

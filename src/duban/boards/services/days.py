"""What the day brings each person: the lines of the daily digest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone, translation

from duban.boards.selectors.home import waiting
from duban.boards.types import Task, TaskKind
from duban.core.errors import Forbidden
from duban.core.named import UNIT, named
from duban.core.reading import reading
from duban.engine.kernel import Problem
from duban.ledger.selectors import list_items, overdue_by_person
from duban.ledger.types import ItemFilter, OverduePerson, View
from duban.notices.services import settle_earlier, tell
from duban.notices.types import Kind, NoticeDraft
from duban.orgs.selectors import actor_of, list_people, posts_of, zone_slugs
from duban.orgs.types import BUSINESS, Actor, Role
from duban.projects.selectors import silent_projects

__all__ = ["prepare_day"]

_KEY = "day:"
_SOURCE = "zh-hans"
"""Names are kept in it; each reader gets their own."""
_FEW = 10
"""So many things of one kind are named; of the rest only the number."""
_WORKERS = BUSINESS | {Role.ENTERPRISE_HEAD}


@dataclass(frozen=True, slots=True)
class _Day:
    zone_id: int
    slug: str
    on: date


def prepare_day(
    *,
    actor: Actor,
    on: date,
    at: datetime,
    zone_ids: Collection[int] | None = None,
    dry_run: bool = False,
) -> int:
    """
    Tell everybody what the day brings them, for the digest, and return how many lines are new.

    My own: overdue, due today, due soon, reports, steps, to accept, to verify, to decide, returns and plans. Of
    others' lateness only the chain in charge is told: a department's head item by item (it is the department's own
    work), the leader in charge by person, the director a count. Blockers tell for themselves. The lines of earlier
    days are taken back, so nothing is counted as unread twice. Run again on the same day it does nothing.

    :raises Forbidden: unless on the command line or in the background
    """
    if not actor.is_operator:
        raise Forbidden(Problem("core.forbidden", "", ("@send_notices",)))
    zones = actor.zone_ids if zone_ids is None else actor.zone_ids & frozenset(zone_ids)
    slugs = zone_slugs(zone_ids=zones)
    new = 0
    with translation.override(_SOURCE), transaction.atomic():
        for zone_id in sorted(zones):
            day = _Day(zone_id, slugs[zone_id], on)
            start = timezone.make_aware(datetime.combine(on, time.min))
            settle_earlier(actor=actor, zone_id=zone_id, prefix=_KEY, before=start, at=at)
            with reading():
                new += tell(actor=actor, notices=list(_lines(actor, day)), at=at)
        transaction.set_rollback(dry_run)
    return new


def _lines(actor: Actor, day: _Day) -> Iterator[NoticeDraft]:
    for person in list_people(actor=actor, zone_id=day.zone_id, on=day.on):
        if person.is_active and any(grant.role in _WORKERS for grant in person.grants):
            reader = actor_of(user_id=person.id, origin=actor.origin, on=day.on)
            yield from _own(reader, person.id, day)
            yield from _of_others(reader, person.id, day)
            yield from _silent(reader, person.id, day)


def _own(reader: Actor, user_id: int, day: _Day) -> Iterator[NoticeDraft]:
    """Yield what waits for the reader, and what of the reader's is due soon and does not wait already."""
    tasks = [
        t
        for t in waiting(actor=reader, zone_id=day.zone_id, on=day.on).tasks
        if t.kind is not TaskKind.BLOCKER
    ]
    seen = {t.item_id for t in tasks if t.item_id is not None}
    tasks += (t for t in _soon(reader, user_id, day) if t.item_id not in seen)
    by_kind: dict[TaskKind, list[Task]] = defaultdict(list)
    for task in tasks:
        by_kind[task.kind].append(task)
    for kind, own in by_kind.items():
        yield from (_told(task, user_id, day) for task in own[:_FEW])
        if len(own) > _FEW:
            key = f"{_KEY}{day.on}:more:{kind.value}"
            args = (f"@task.{kind.value}", str(len(own) - _FEW))
            link = f"/{day.slug}/my/"
            yield NoticeDraft(day.zone_id, user_id, key, "boards.day_more", args, link, kind=Kind.WAITING)


def _soon(reader: Actor, user_id: int, day: _Day) -> Iterator[Task]:
    """Yield the items of the reader's posts whose deadline is near."""
    for post in sorted(posts_of(user_id=user_id, on=day.on)):
        near = ItemFilter(view=View.NEAR, person_id=post)
        for row in list_items(actor=reader, zone_id=day.zone_id, on=day.on, filter=near).rows:
            yield Task(TaskKind.NEAR, row.title, row.due, row.number, item_id=row.id)


def _told(task: Task, user_id: int, day: _Day) -> NoticeDraft:
    thing, link = _thing(task, day)
    number = f"{task.number} " if task.number else ""
    what: tuple[str, ...] = (f"{number}{task.title}",)
    code = "boards.day_task" if task.due is None else "boards.day_task_due"
    if task.period is not None:
        code = code.replace("task", "return")
        what = (named(UNIT, task.unit_id, task.title), str(task.period))
    args = (f"@task.{task.kind.value}", *what)
    late = task.kind is TaskKind.OVERDUE or (task.due is not None and task.due < day.on)
    return NoticeDraft(
        zone_id=day.zone_id,
        user_id=user_id,
        key=f"{_KEY}{day.on}:{task.kind.value}:{thing}",
        code=code,
        args=args if task.due is None else (*args, task.due.isoformat()),
        link=link,
        due=task.due,
        kind=Kind.OVERDUE if late else Kind.REMINDER if task.kind is TaskKind.NEAR else Kind.WAITING,
        about=thing,
    )


def _thing(task: Task, day: _Day) -> tuple[str, str]:
    """Return the name of what the task is about, and where it is."""
    if task.item_id is not None:
        return f"item:{task.item_id}", f"/{day.slug}/ledger/{task.item_id}/"
    if task.plan_id is not None:
        return f"plan:{task.plan_id}", f"/{day.slug}/plans/{task.plan_id}/"
    if task.project:
        return f"project:{task.project}", f"/{day.slug}/projects/{task.project}/progress/"
    return f"filing:{task.unit_id}:{task.period}", f"/{day.slug}/entry/{task.unit_id}/{task.period}/"


def _of_others(reader: Actor, user_id: int, day: _Day) -> Iterator[NoticeDraft]:
    """Yield what is overdue with others, for the leader in charge of them and, as a number, for the director."""
    directs, deputy = (reader.has(day.zone_id, role) for role in (Role.DIRECTOR, Role.DEPUTY_DIRECTOR))
    if not (directs or deputy):
        return
    found = overdue_by_person(actor=reader, zone_id=day.zone_id, on=day.on)
    if directs:
        yield from _count(found, user_id, day)
    else:
        yield from (_by_person(one, user_id, day) for one in found[:_FEW])


def _silent(reader: Actor, user_id: int, day: _Day) -> Iterator[NoticeDraft]:
    """Yield the projects of the reader's department that nobody has said a word of for too long."""
    if not any(held.role is Role.DEPARTMENT_HEAD for held in reader.held):
        return
    for one in silent_projects(actor=reader, zone_id=day.zone_id, on=day.on):
        if one.lead_id is not None and reader.acts_for(one.lead_id, Role.DEPARTMENT_HEAD):
            yield NoticeDraft(
                zone_id=day.zone_id,
                user_id=user_id,
                key=f"{_KEY}{day.on}:silent:{one.code}",
                code="boards.day_silent",
                args=(one.name, str(one.days), str(one.allowed)),
                link=f"/{day.slug}/projects/{one.code}/progress/",
                kind=Kind.INFORMATION,
                about=f"project:{one.code}",
            )


def _by_person(one: OverduePerson, user_id: int, day: _Day) -> NoticeDraft:
    return NoticeDraft(
        zone_id=day.zone_id,
        user_id=user_id,
        key=f"{_KEY}{day.on}:overdue:{one.unit_id}:{one.post_id}",
        code="boards.day_overdue",
        args=(named(UNIT, one.unit_id, one.unit), one.person, str(one.overdue), one.earliest_due.isoformat()),
        link=f"/{day.slug}/ledger/?view=overdue&unit={one.unit_id}",
        kind=Kind.ESCALATION,
    )


def _count(found: Iterable[OverduePerson], user_id: int, day: _Day) -> Iterator[NoticeDraft]:
    units = Counter[int | None]()
    for one in found:
        units[one.unit_id] += one.overdue
    if units:
        yield NoticeDraft(
            zone_id=day.zone_id,
            user_id=user_id,
            key=f"{_KEY}{day.on}:overdue",
            code="boards.day_overdue_count",
            args=(str(units.total()), str(len(units))),
            link=f"/{day.slug}/ledger/?view=overdue",
            kind=Kind.INFORMATION,
        )

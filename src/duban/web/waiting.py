"""What waits for the person asking, as drawn: one list for the gap page, my work and the count beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.boards.types import Home, Task, TaskKind
from duban.engine.series import DueLight
from duban.exchange import figures
from duban.exchange.wording import word
from duban.web.nav import address
from duban.web.requests import ActorRequest

_REPORTED_ON = frozenset({TaskKind.REPORT, TaskKind.OVERDUE, TaskKind.REDO, TaskKind.STEP, TaskKind.NEAR})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, with where to do it."""

    kind: str
    number: str
    title: str
    due: str
    lamp: str
    light: str
    note: str
    href: str
    do: str
    """The address that does it at once; empty: open it and see."""


def lines_of(request: ActorRequest, home: Home, tasks: tuple[Task, ...] | list[Task]) -> tuple[Line, ...]:
    """Return tasks as drawn."""
    return tuple(_line(request, task, home) for task in tasks)


def _line(request: ActorRequest, task: Task, home: Home) -> Line:
    href, do = _where(request, task)
    lamp = light = ""
    if task.due is not None and task.due <= home.on:
        lamp = "late" if task.due < home.on else "watch"
        light = word("due_light", DueLight.OVERDUE) if task.due < home.on else _("今天到期")
    period = "" if task.period is None else figures.period(task.period)
    return Line(
        kind=word("task", task.kind),
        number=task.number,
        title=task.title,
        due="" if task.due is None else figures.day(task.due, short=True),
        lamp=lamp,
        light=light,
        note=" · ".join(filter(None, (period, task.note))),
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
    if task.project:
        page = address("project-progress", slug, task.project)
        reports = task.kind is not TaskKind.PROJECT_REVIEW
        return page, address("project-report", slug, task.project) if reports else ""
    return address("filing", slug, task.unit_id, task.period), ""

"""The same items in other shapes: by state, as a tree, on a calendar, by department."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.blockers.selectors import open_blockers
from duban.blockers.types import BlockerFilter
from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.engine.series import DueLight
from duban.exchange import figures
from duban.exchange.wording import word
from duban.ledger import selectors
from duban.ledger.types import CalendarDay, Department, ItemState, View
from duban.orgs.selectors import work_calendar
from duban.web.ledger import asking
from duban.web.ledger.lines import LAMPS, Line, lines
from duban.web.ledger.people import choices_in, decomposes
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone

_DEEPEST = 4
_DAY_ITEMS = 6
_STUCK = 20


@dataclass(frozen=True, slots=True)
class Pile:
    """A column of the board: the items of one state."""

    state: str
    word: str
    total: int
    query: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something due on a day."""

    href: str
    text: str
    title: str
    lamp: str
    light: str
    is_step: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's grid."""

    day: date
    inside: bool
    works: bool
    today: bool
    entries: tuple[Entry, ...]
    more: int
    query: str


@require_GET
@in_zone
def board(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    columns = selectors.items_by_state(**_reach(request, asked), filter=asked.filter)
    piles = [
        Pile(
            state=column.state.value,
            word=word("item_state", column.state),
            total=column.total,
            query=asked.query(states=(ItemState(column.state),)),
            lines=lines(column.rows, request.zone.slug),
        )
        for column in columns
    ]
    context = {
        "asked": asked,
        "f": asked.filter,
        "piles": piles,
        "total": sum(pile.total for pile in piles),
        "choices": choices_in(request),
    }
    return render(request, "ledger/board.html", context)


@require_GET
@in_zone
def tree(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    found, total = selectors.item_forest(**_reach(request, asked), filter=asked.filter, page=asked.page)
    drawn = lines((one.row for one in found), request.zone.slug)
    branches = [replace(line, depth=min(one.depth, _DEEPEST)) for one, line in zip(found, drawn, strict=True)]
    context = {
        "asked": asked,
        "f": asked.filter,
        "lines": branches,
        "choices": choices_in(request),
        "may_decompose": decomposes(request),
        "previous": asked.query(page=asked.page - 1) if asked.page > 1 else "",
        "next": asked.query(page=asked.page + 1) if asked.page * asking.SIZE < total else "",
    }
    return render(request, "ledger/tree.html", context)


@require_GET
@in_zone
def month(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    first = _month(request.GET.get("month", ""), asked.on)
    found = selectors.items_calendar(
        **_reach(request, asked), month=first, filter=asked.filter, size=_DAY_ITEMS
    )
    by_day = {one.day: one for one in found}
    working = work_calendar()
    weeks = [
        [_day(request, asked, day, first, by_day.get(day), works=working.is_workday(day)) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    context = {
        "asked": asked,
        "f": asked.filter,
        "first": first,
        "title": _("%(year)s年%(month)s") % {"year": first.year, "month": figures.month(first.month)},
        "firm": working.knows(first, first),
        "weeks": weeks,
        "before": _shift(first, -1),
        "after": _shift(first, 1),
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "choices": choices_in(request),
    }
    return render(request, "ledger/calendar.html", context)


@require_GET
@in_zone
def departments(request: ActorRequest) -> HttpResponse:
    """Show the person's own department, else which there are."""
    choices = choices_in(request)
    own = [unit for unit, _name in choices.units if unit in request.actor.unit_ids]
    if len(own) == 1:
        return _department(request, own[0])
    return render(request, "ledger/departments.html", {"choices": choices})


@require_GET
@in_zone
def department(request: ActorRequest, unit: int) -> HttpResponse:
    return _department(request, unit)


def _department(request: ActorRequest, unit: int) -> HttpResponse:
    reach: Mapping[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "on": request.on}
    page: Department = selectors.department_page(**reach, unit_id=unit)
    asked = asking.read(request)
    filter_ = replace(asked.filter, unit_id=unit, view=View.OPEN)
    found = selectors.list_items(**reach, filter=filter_, page=1, size=asking.SIZE)
    context = {
        "asked": asked,
        "page": page,
        "lines": lines(found.rows, request.zone.slug),
        "total": found.total,
        "blockers": open_blockers(**reach, wanted=BlockerFilter(to_unit_id=unit), limit=_STUCK).rows,
        "share": figures.DASH if not page.finished else f"{page.on_time} / {page.finished}",
        "all": asked.query(unit_id=unit),
        "choices": choices_in(request),
    }
    return render(request, "ledger/department.html", context)


def _reach(request: ActorRequest, asked: asking.Asked) -> dict[str, Any]:
    return {"actor": request.actor, "zone_id": request.zone.id, "on": asked.on}


def _month(text: str, on: date) -> date:
    if not text:
        return on.replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Invalid(Problem("core.not_a_date", "month", (text,))) from None


def _shift(first: date, months: int) -> str:
    other = first - timedelta(days=1) if months < 0 else first + timedelta(days=31)
    return f"{other:%Y-%m}"


def _day(
    request: ActorRequest,
    asked: asking.Asked,
    day: date,
    first: date,
    found: CalendarDay | None,
    *,
    works: bool,
) -> Day:
    entries = _entries(request, asked, found) if found and day.month == first.month else ()
    return Day(
        day=day,
        inside=day.month == first.month,
        works=works,
        today=day == asked.on,
        entries=entries[:_DAY_ITEMS],
        more=max(0, found.total - _DAY_ITEMS) if found and entries else 0,
        query=asked.query(due_from=day, due_to=day),
    )


def _entries(request: ActorRequest, asked: asking.Asked, found: CalendarDay) -> tuple[Entry, ...]:
    drawn = lines(found.items, request.zone.slug)
    due = [Entry(x.href, x.title, f"{x.number} {x.lead}", x.lamp, x.light, is_step=False) for x in drawn]
    for step in found.steps:
        lamp = "done" if step.done else "none"
        if not step.done and found.day < asked.on:
            lamp = LAMPS[DueLight.OVERDUE]
        said = _("节点已完成") if step.done else _("节点")
        href = address("item", request.zone.slug, step.item_id)
        due.append(Entry(href, f"{step.step} · {step.title}", step.number, lamp, said, is_step=True))
    return tuple(due)

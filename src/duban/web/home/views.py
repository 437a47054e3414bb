from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.boards.selectors import overview
from duban.boards.types import Overview
from duban.engine.series import Light
from duban.exchange.wording import word
from duban.indicators import selectors
from duban.indicators.types import GapRow
from duban.projects.types import LateProject
from duban.web.gap import asking
from duban.web.gap.covers import covers_of
from duban.web.gap.lines import Line as GapLine
from duban.web.gap.lines import lines as gap_lines
from duban.web.ledger.lines import lines
from duban.web.ledger.people import drafts
from duban.web.nav import address
from duban.web.projects.schedule_lines import days
from duban.web.projects.schedules import chain_said, day_said
from duban.web.requests import ActorRequest
from duban.web.waiting import lines_of
from duban.web.zones import in_business_zone as in_zone

_BEHIND = frozenset({Light.LATE, Light.WATCH})
_WAITING = 8
_OWING = 8
_PROJECTS = 8


@dataclass(frozen=True, slots=True)
class Behind:
    """An indicator that lags, and what is known of why: three steps from worry to cause."""

    line: GapLine
    cause: str
    """The primary cause of its plan; empty where there is no plan yet, or none is named."""
    plan_href: str
    plan_state: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A project that can no longer keep its deadline, and the chain that makes it so."""

    project: LateProject
    deadline: str
    finish: str
    late_by: str
    chain: tuple[str, ...]


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    """Show what a leader must know in a minute; every line leads to where it comes from."""
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked, board, _newer = asking.opened(request, periods)
    found = overview(
        actor=request.actor, zone_id=request.zone.id, board=board, known_at=asked.known_at, on=request.on
    )
    owing = found.owing or ()
    context = {
        "asked": asked,
        "board": board,
        "behind": _behind(request, asked, found),
        "late": [row for row in board.rows if row.light is Light.LATE],
        "overdue": lines(found.overdue.rows, request.zone.slug),
        "overdue_total": found.overdue.total,
        "owing": owing[:_OWING],
        "owing_told": found.owing is not None,
        "owing_more": max(0, len(owing) - _OWING),
        "units_overdue": len({one.unit_id for one in owing}),
        "found": found,
        "missing": [_missing(project) for project in found.starts.late[:_PROJECTS]],
        "waits": found.waits,
        "waiting": lines_of(request, found.waits, found.waits.tasks[:_WAITING]),
    }
    return render(request, "home/home.html", context)


def _missing(project: LateProject) -> Missing:
    said = (day_said(project.deadline), day_said(project.finish), days(project.late_by))
    return Missing(project, *said, chain_said(project.chain))


def _behind(request: ActorRequest, asked: asking.Asked, found: Overview) -> list[Behind]:
    board = found.covered.board
    rows = [row for row in board.rows if row.light in _BEHIND]
    ranks = {row.indicator.code: n for n, row in enumerate(board.rows, start=1)}
    covers = covers_of(rows, found.covered.coverage, asked, request.zone, may_draft=drafts(request))
    drawn = gap_lines(rows, asked, request.zone, ranks, covers)
    return [_with_cause(request, row, line, found) for row, line in zip(rows, drawn, strict=True)]


def _with_cause(request: ActorRequest, row: GapRow, line: GapLine, found: Overview) -> Behind:
    plan = found.plans.get(row.indicator.id)
    if plan is None:
        return Behind(line, "", "", "")
    return Behind(
        line=line,
        cause=plan.primary_cause,
        plan_href=address("plan", request.zone.slug, plan.id),
        plan_state=word("plan_state", plan.state),
    )

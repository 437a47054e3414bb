from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duban.core.errors import Conflict, Invalid
from duban.core.sentences import sentences
from duban.engine.kernel import Period
from duban.exchange import figures
from duban.exchange.plan_words import SHORTFALLS, STATES, SUBJECTS
from duban.exchange.wording import word
from duban.indicators.selectors import periods_reported
from duban.ledger import selectors, services
from duban.ledger.types import (
    ItemRow,
    MeasureRow,
    PlanFilter,
    PlanPage,
    PlanRow,
    PlanState,
    PlanSubject,
    Shortfall,
)
from duban.web.ledger.lines import LAMPS
from duban.web.ledger.people import drafts
from duban.web.nav import address
from duban.web.parts import asked_day, asked_period, end_of, number, version_of
from duban.web.plans.lines import Bar, bar, chart, kept_lines
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone

_ASKS = {"return_plan": "reason", "revise": "reason", "close_plan": "what_worked"}
_MAIN = frozenset({"submit_plan", "approve_plan", "enforce"})


@dataclass(frozen=True, slots=True)
class Line:
    """A plan of the list, ready to be drawn."""

    row: PlanRow
    about: str
    coverage: Bar | None


@dataclass(frozen=True, slots=True)
class Act:
    """A move of the plan: its button, what it asks for, and what is still missing."""

    edge: str
    word: str
    asks: str
    main: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure, ready to be drawn."""

    measure: MeasureRow
    href: str
    due: str
    lamp: str
    light: str
    cause: str
    months: tuple[tuple[int, str], ...]
    expected: str
    likely: str


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    every = selectors.list_plans(actor=request.actor, zone_id=request.zone.id, on=request.on)
    years = sorted({row.year for row in every}, reverse=True)
    asked = _filter(request, years)
    rows = selectors.list_plans(actor=request.actor, zone_id=request.zone.id, on=request.on, filter=asked)
    as_of = _as_of(request, asked.year) if asked.year else None
    context = {
        "lines": _lines(request, rows, as_of),
        "asked": asked,
        "any": bool(every),
        "narrowed": any((asked.subject, asked.state, asked.owner_id, asked.shortfall, asked.q)),
        "years": years,
        "as_of": as_of,
        "owners": sorted({(row.owner_id, row.owner) for row in every}, key=lambda pair: pair[1]),
        "states": STATES.items(),
        "subjects": SUBJECTS.items(),
        "shortfalls": SHORTFALLS.items(),
        "shares": selectors.cause_shares(actor=request.actor, zone_id=request.zone.id, year=asked.year)
        if asked.year
        else None,
        "may_draft": drafts(request),
    }
    return render(request, "plans/list.html", context)


@require_GET
@in_zone
def plan(request: ActorRequest, plan: int) -> HttpResponse:
    return show(request, plan)


@require_POST
@in_zone
def move(request: ActorRequest, plan: int) -> HttpResponse:
    posted = request.POST
    try:
        services.move_plan(
            actor=request.actor,
            plan_id=plan,
            edge=posted.get("edge", ""),
            version=version_of(posted),
            at=request.at,
            reason=posted.get("reason", ""),
            what_worked=posted.get("what_worked", ""),
        )
    except (Invalid, Conflict) as refusal:
        return show(request, plan, tuple(sentences(refusal.problems)), status=refusal.status)
    messages.success(request, _("已办理：%(edge)s。") % {"edge": word("plan_edge", posted["edge"])})
    return redirect("plan", request.zone.slug, plan)


def show(request: ActorRequest, plan: int, problems: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    """Render the plan's page, with what a move was refused for."""
    known_at, known_day = _known(request)
    page = page_of(request, plan, known_at)
    query = {"known_at": known_day} if known_day else {}
    context = {
        "page": page,
        "row": page.row,
        "about": about(page.row),
        "indicator_href": _indicator(request, page),
        "known_at": known_at,
        "known_day": known_day,
        "periods": [p for p in _periods(request) if p.year == page.row.year],
        "coverage": bar(page.coverage, page.unit, page.decimals) if page.coverage else None,
        "measures": [_measure(request, page, m) for m in page.measures],
        "months": months_of(page),
        "kept": kept_lines(page),
        "chart": chart(page.kept),
        "acts": _acts(page),
        "problems": problems,
        "posted": request.POST,
        "query": urlencode(query),
    }
    return render(request, "plans/plan.html", context, status=status)


def page_of(request: ActorRequest, plan: int, known_at: datetime | None = None) -> PlanPage:
    """Return the plan at the data date asked for; nothing asked is the newest of its year."""
    as_of = asked_period(request.GET.get("as_of", ""))
    moment = known_at or request.at
    first = as_of or Period.containing(request.on)
    asked: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "on": request.on,
        "known_at": moment,
    }
    page = selectors.plan_page(**asked, plan_id=plan, as_of=first)
    own = _as_of(request, page.row.year)
    if as_of or own == first:
        return page
    return selectors.plan_page(**asked, plan_id=plan, as_of=own)


def about(row: PlanRow) -> str:
    """Return what a plan is for, in words."""
    return row.subject_text or (word("shortfall", row.shortfall) if row.shortfall else "")


def months_of(page: PlanPage) -> range:
    """Return the months a plan may state effects for: those after it began."""
    return range(page.base.month + 1 if page.base else 1, 13)


def _filter(request: ActorRequest, years: list[int]) -> PlanFilter:
    asked = request.GET
    year = asked.get("year", "")
    state, subject, shortfall = asked.get("state", ""), asked.get("subject", ""), asked.get("shortfall", "")
    owner = asked.get("owner", "")
    return PlanFilter(
        year=number(year) if number(year) in years else (years[0] if years else None),
        state=PlanState(state) if state in set(PlanState) else None,
        subject=PlanSubject(subject) if subject in set(PlanSubject) else None,
        shortfall=Shortfall(shortfall) if shortfall in set(Shortfall) else None,
        owner_id=number(owner),
        q=asked.get("q", "").strip()[:64],
    )


def _known(request: ActorRequest) -> tuple[datetime, str]:
    day = asked_day(request.GET.get("known_at", ""))
    return (min(end_of(day), request.at), day.isoformat()) if day else (request.at, "")


def _periods(request: ActorRequest) -> list[Period]:
    return periods_reported(actor=request.actor, zone_id=request.zone.id)


def _as_of(request: ActorRequest, year: int) -> Period:
    asked = asked_period(request.GET.get("as_of", ""))
    if asked is not None:
        return asked
    found = (p for p in _periods(request) if p.year == year and p.end <= request.on)
    return next(found, Period(year, 2))


def _lines(request: ActorRequest, rows: list[PlanRow], as_of: Period | None) -> list[Line]:
    bars: dict[int, Bar] = {}
    if as_of is not None:
        found = selectors.coverage_of(
            actor=request.actor, zone_id=request.zone.id, as_of=as_of, known_at=request.at
        )
        for one in found.values():
            bars |= {p.id: bar(p.coverage, one.unit, 2) for p in (*one.plans, *one.drafts)}
    return [Line(row, about(row), bars.get(row.id)) for row in rows]


def _indicator(request: ActorRequest, page: PlanPage) -> str:
    if not page.indicator_code:
        return ""
    return f"{address('indicator', request.zone.slug, page.indicator_code)}?as_of={page.as_of}"


def _acts(page: PlanPage) -> list[Act]:
    return [
        Act(
            edge=edge,
            word=word("plan_edge", edge),
            asks=_ASKS.get(edge, ""),
            main=edge in _MAIN,
            missing=tuple(sentences(p for p in page.missing.get(edge, ()) if p.where != _ASKS.get(edge))),
        )
        for edge in page.open_edges
    ]


def _measure(request: ActorRequest, page: PlanPage, measure: MeasureRow) -> MeasureLine:
    item: ItemRow = measure.item
    causes = {c.id: c.name for c in page.causes}
    amounts = measure.by_month
    return MeasureLine(
        measure=measure,
        href=address("item", request.zone.slug, item.id),
        due=figures.day(item.due, short=True),
        lamp=LAMPS[item.standing.light],
        light=word("due_light", item.standing.light),
        cause=causes.get(measure.cause_id or 0, ""),
        months=tuple((month, figures.figure(amounts[month - 1], page.decimals)) for month in months_of(page)),
        expected=figures.figure(measure.expected, page.decimals),
        likely=figures.figure(measure.likely, page.decimals),
    )

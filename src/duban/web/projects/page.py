"""The page of a project: what the register says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.exchange.project_words import DATES
from duban.exchange.wording import word
from duban.projects import selectors
from duban.projects.types import Forecast, ProjectPage
from duban.web.projects.boards import on_map
from duban.web.projects.frame import frame
from duban.web.projects.ground import underlay
from duban.web.projects.schedules import forecast_line
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a project as drawn."""

    name: str
    word: str
    day: date | None
    is_made_up: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A source of money as drawn."""

    word: str
    amount: Decimal


@require_GET
@in_zone
def project(request: ActorRequest, code: str) -> HttpResponse:
    return show(request, code)


def show(
    request: ActorRequest, code: str, *, told: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of a project, with what a refused act was told."""
    head, context = frame(request, code, "project")
    on = context["on"]
    reach = {"actor": request.actor, "zone_id": request.zone.id, "project_id": head.id, "on": on}
    page = selectors.project_page(**reach)
    gates = selectors.gates_of(**reach)
    stages = selectors.stage_set(zone_id=request.zone.id, on=on)
    context |= {
        "page": page,
        "draft": page.draft,
        "row": page.row,
        "days": days(page),
        "money": [Part(word("money", code), amount) for code, amount in page.draft.money.items()],
        "gates": gates,
        "newest": selectors.newest_word(actor=request.actor, zone_id=request.zone.id, code=code, on=on),
        "forecast": forecast_line(_forecast(request, head.id, on)),
        "stage": next((s for s in stages.stages if s.code == page.row.stage), None) if stages else None,
        "data": [on_map(request, page.row)] if _is_placed(page) else [],
        "ground": (ground := underlay(request.zone.id, on)),
        "astray": selectors.place_findings(ground.plan, [page.row.place])[0],
        "told": told or [],
        "posted": request.POST,
    }
    return render(request, "projects/project.html", context, status=status)


def _forecast(request: ActorRequest, project: int, on: date) -> Forecast | None:
    found = selectors.forecasts(actor=request.actor, zone_id=request.zone.id, ids=[project], on=on)
    return found.get(project)


def _is_placed(page: ProjectPage) -> bool:
    return page.row.place.longitude is not None or bool(page.row.place.outline)


def days(page: ProjectPage) -> list[Day]:
    """Return every day of a project, what is planned beside what happened."""
    return [
        Day(name, str(said), getattr(page.draft.dates, name), name in page.draft.illustrative)
        for name, said in DATES.items()
    ]

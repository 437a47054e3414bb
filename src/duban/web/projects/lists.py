"""The register as a list: filters in the address, counts by class, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.exchange import figures
from duban.exchange.project_sheets import register_file
from duban.exchange.project_words import CLASSES, ORDERS, OWNERSHIPS, REGIMES, STATES
from duban.papers.cells import XLSX
from duban.projects import selectors
from duban.projects.types import ProjectCounts, ProjectRow, YearClass
from duban.web.projects import asking
from duban.web.projects.asking import Asked
from duban.web.projects.people import departments, registers
from duban.web.projects.schedules import ForecastLine, forecast_line
from duban.web.requests import ActorRequest
from duban.web.serving import attached
from duban.web.zones import in_working_zone as in_zone


@dataclass(frozen=True, slots=True)
class Chip:
    """A class with how many projects it has."""

    word: str
    count: int
    query: str
    here: bool


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    template = "projects/list.html#list" if request.htmx else "projects/list.html"
    return render(request, template, page_of(request, asked))


def page_of(request: ActorRequest, asked: Asked) -> dict[str, Any]:
    """Return everything the list's page shows."""
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "filter": asked.filter}
    found = selectors.list_projects(**reach, on=asked.on, page=asked.page, size=asking.SIZE)
    counts = selectors.count_projects(**reach)
    ends = _ends(request, found.rows, asked.on)
    return {
        "asked": asked,
        "f": asked.filter,
        "found": found,
        "rows": [(row, ends.get(row.id)) for row in found.rows],
        "counts": counts,
        "chips": chips(asked, counts),
        "units": departments(request),
        "ownerships": OWNERSHIPS.items(),
        "regimes": REGIMES.items(),
        "states": STATES.items(),
        "orders": ORDERS.items(),
        "years": years(asked),
        "stage": _stage(request, asked),
        "may_register": registers(request),
        "previous": asked.query(page=found.page - 1) if found.page > 1 else "",
        "next": asked.query(page=found.page + 1) if found.page < found.pages else "",
    }


def _ends(request: ActorRequest, rows: Sequence[ProjectRow], on: date) -> dict[int, ForecastLine]:
    """Return, by project, when what is not finished will be: only of what has a schedule."""
    ids = [row.id for row in rows if row.dates.finished_on is None]
    found = selectors.forecasts(actor=request.actor, zone_id=request.zone.id, ids=ids, on=on)
    lines = {key: forecast_line(forecast) for key, forecast in found.items()}
    return {key: line for key, line in lines.items() if line is not None}


@require_GET
@in_zone
def export(request: ActorRequest) -> HttpResponseBase:
    """Return exactly the projects the list shows, every page of them."""
    asked = asking.read(request)
    with register_file(
        actor=request.actor, zone_id=request.zone.id, on=asked.on, filter=asked.filter
    ) as made:
        name = f"projects-{request.zone.slug}-{asked.on:%Y%m%d}.xlsx"
        return attached(made.read(), name=name, mime=XLSX)


def chips(asked: Asked, counts: ProjectCounts) -> list[Chip]:
    """Return the classes with how many each has; they add to the total."""
    return [
        Chip(
            str(said),
            counts.by_class[YearClass(klass)],
            asked.query(year_class=klass),
            asked.filter.year_class is klass,
        )
        for klass, said in CLASSES.items()
    ]


def _stage(request: ActorRequest, asked: Asked) -> str:
    if not asked.filter.stage:
        return ""
    found = selectors.stage_set(zone_id=request.zone.id, on=date(asked.filter.year, 12, 31))
    stages = found.stages if found else ()
    return next((figures.name_of(s) for s in stages if s.code == asked.filter.stage), asked.filter.stage)


def years(asked: Asked) -> list[int]:
    """Return the years one may ask for: those around the day shown, and the one asked for."""
    return sorted({*range(asked.on.year - 2, asked.on.year + 2), asked.filter.year}, reverse=True)

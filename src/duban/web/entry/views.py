from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.core.errors import Conflict, Invalid, Refusal
from duban.engine.kernel import Period, Problem
from duban.indicators import selectors, services
from duban.indicators.types import FigureDraft, FigureRow, FilingPage
from duban.web.parts import Figure, asked_day, asked_period, whole
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone

_RECENT = 18


@require_GET
@in_zone
def entry(request: ActorRequest) -> HttpResponse:
    period = asked_period(request.GET.get("period", "")) or Period.containing(request.on)
    board = selectors.filing_board(actor=request.actor, zone_id=request.zone.id, period=period, on=request.on)
    context = {
        "board": board,
        "periods": _choice_of(period, request.on),
        "may_set": "set_deadline" in selectors.allowed_verbs(actor=request.actor, zone_id=request.zone.id),
    }
    return render(request, "entry/board.html", context)


@require_http_methods(["GET", "POST"])
@in_zone
def filing(request: ActorRequest, unit: int, period: str) -> HttpResponse:
    asked = _period(period)
    page = selectors.filing_page(
        actor=request.actor, zone_id=request.zone.id, unit_id=unit, period=asked, at=request.at
    )
    typed: dict[int, dict[str, str]] = {}
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            typed = _typed(request, page)
            _save(request, page, unit, asked, typed)
        except Refusal as refusal:
            problems, status = refusal.problems, refusal.status
        else:
            messages.success(request, _("已保存。"))
            return redirect("filing", request.zone.slug, unit, asked)
    context = {
        "page": page,
        "rows": [(row, typed.get(row.indicator.id, _shown(row))) for row in page.figures],
        "problems": problems,
        "stale": status == Conflict.status,
    }
    return render(request, "entry/filing.html", context, status=status)


@require_POST
@in_zone
def filing_move(request: ActorRequest, unit: int, period: str) -> HttpResponse:
    asked = _period(period)
    page = selectors.filing_page(
        actor=request.actor, zone_id=request.zone.id, unit_id=unit, period=asked, at=request.at
    )
    if page.filing.id is None:
        raise Invalid(Problem("lifecycle.needed", "", ("figures",)))
    services.move_filing(
        actor=request.actor,
        filing_id=page.filing.id,
        edge=request.POST.get("edge", ""),
        version=whole(request.POST.get("version", "")),
        reason=request.POST.get("reason", ""),
        at=request.at,
    )
    messages.success(request, _("已办理。"))
    return redirect("filing", request.zone.slug, unit, asked)


@require_POST
@in_zone
def deadline(request: ActorRequest) -> HttpResponse:
    period = _period(request.POST.get("period", ""))
    services.set_deadline(
        actor=request.actor,
        zone_id=request.zone.id,
        period=period,
        due=_day(request.POST.get("due", "")),
        at=request.at,
    )
    messages.success(request, _("截止日已设定。"))
    return redirect("entry", request.zone.slug)


@require_POST
@in_zone
def exception(request: ActorRequest) -> HttpResponse:
    services.give_exception(
        actor=request.actor,
        zone_id=request.zone.id,
        unit_id=whole(request.POST.get("unit", "")),
        period=_period(request.POST.get("period", "")),
        until=_day(request.POST.get("until", "")),
        reason=request.POST.get("reason", ""),
        at=request.at,
    )
    messages.success(request, _("补报许可已开。"))
    return redirect("entry", request.zone.slug)


def _save(
    request: ActorRequest, page: FilingPage, unit: int, period: Period, typed: dict[int, dict[str, str]]
) -> None:
    problems: list[Problem] = []
    drafts = []
    for row in page.figures:
        said = typed[row.indicator.id]
        level, growth = (_figure(said[name], row.indicator.name, problems) for name in ("level", "growth"))
        drafts.append(FigureDraft(row.indicator.id, level, growth, said["absent"], said["note"]))
    if problems:
        raise Invalid(*problems)
    services.save_figures(
        actor=request.actor,
        zone_id=request.zone.id,
        unit_id=unit,
        period=period,
        version=whole(request.POST.get("version", "")),
        figures=drafts,
        at=request.at,
    )


def _typed(request: ActorRequest, page: FilingPage) -> dict[int, dict[str, str]]:
    names = ("level", "growth", "absent", "note")
    return {
        row.indicator.id: {
            name: request.POST.get(f"{name}-{row.indicator.id}", "").strip()[:200] for name in names
        }
        for row in page.figures
    }


def _shown(row: FigureRow) -> dict[str, str]:
    return {
        "level": "" if row.level is None else f"{row.level:f}",
        "growth": "" if row.growth is None else f"{row.growth:f}",
        "absent": row.absent_because,
        "note": row.note,
    }


def _figure(text: str, name: str, problems: list[Problem]) -> Decimal | None:
    try:
        return Figure(required=False).clean(text)
    except ValidationError:
        problems.append(Problem("core.not_a_number", name, (text,)))
        return None


def _choice_of(period: Period, today: date) -> list[Period]:
    recent = [Period.containing(today)]
    while len(recent) < _RECENT:
        last = recent[-1]
        recent.append(last.before or last.full_year_before)
    return recent if period in recent else [period, *recent]


def _period(text: str) -> Period:
    found = asked_period(text)
    if found is None:
        raise Invalid(Problem("core.not_a_period", "period", (text,)))
    return found


def _day(text: str) -> date:
    found = asked_day(text)
    if found is None:
        raise Invalid(Problem("core.not_a_date", "due", (text,)))
    return found

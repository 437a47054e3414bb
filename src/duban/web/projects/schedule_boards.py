"""What must begin today over all projects; the zone's shutdowns; its templates of schedules."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.core.errors import Conflict, Invalid
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange.schedule_words import SCOPES, TEMPLATES
from duban.projects import selectors, services
from duban.projects.types import CalendarEffect, CalendarSpan, SpanScope, TemplateKind
from duban.web.parts import asked_day, number, whole
from duban.web.projects.frame import day
from duban.web.projects.schedule_lines import days
from duban.web.projects.schedules import chain_said, day_said
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone, in_working_zone

__all__ = ["last_start", "site_calendar", "templates"]

_SIZE = 100
_WITHIN = (0, 7, 14, 30)


@require_GET
@in_working_zone
def last_start(request: ActorRequest) -> HttpResponse:
    """Show what must begin for deadlines to hold, and who is already late."""
    on = day(request)
    asked = number(request.GET.get("within", ""))
    within = asked if asked in _WITHIN else 0
    board = selectors.last_start_board(actor=request.actor, zone_id=request.zone.id, on=on, within=within)
    page = max(1, number(request.GET.get("page", "")) or 1)
    rows = board.rows[(page - 1) * _SIZE : page * _SIZE]
    context = {
        "board": board,
        "on": on,
        "withins": [(n, _("{n} 天内").format(n=n) if n else _("今天")) for n in _WITHIN],
        "rows": [
            (r, day_said(r.latest), day_said(r.forecast), days(r.days_left), r.days_left < 0) for r in rows
        ],
        "late": [
            (p, day_said(p.deadline), day_said(p.finish), days(p.late_by), chain_said(p.chain))
            for p in board.late
        ],
        "passed": sum(1 for r in board.rows if r.days_left < 0),
        "page": page,
        "pages": -(-len(board.rows) // _SIZE) or 1,
    }
    return render(request, "projects/last_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_business_zone
def site_calendar(request: ActorRequest) -> HttpResponse:
    """Show the zone's shutdowns; try a change out; make it."""
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    asked = request.POST if request.method == "POST" else request.GET
    problems: tuple[str, ...] = ()
    status = 200
    effects: list[CalendarEffect] | None = None
    try:
        if request.method == "POST":
            _change_calendar(request, reach)
            messages.success(request, _("日历已改，各项目计划已重新推算，并告知有关人员。"))
            return redirect("site-calendar", request.zone.slug)
        if "withdraw" in asked:
            effects = selectors.calendar_effects(**reach, withdraw=whole(asked["withdraw"]))
        elif asked.get("starts"):
            effects = selectors.calendar_effects(**reach, add=_span(asked))
    except Invalid as refusal:
        problems, status = tuple(sentences(refusal.problems)), refusal.status
    context = {
        "spans": selectors.list_spans(**reach),
        "effects": None if effects is None else [_effect_said(e) for e in effects],
        "asked": asked,
        "may": selectors.keeps_site_calendar(**reach),
        "scopes": SCOPES.items(),
        "problems": problems,
    }
    return render(request, "projects/site_calendar.html", context, status=status)


def _change_calendar(request: ActorRequest, reach: dict[str, Any]) -> None:
    posted = request.POST
    if "withdraw" in posted:
        services.withdraw_span(**reach, span_id=whole(posted["withdraw"]), at=request.at)
    else:
        services.add_span(**reach, span=_span(posted), source=posted.get("source", ""), at=request.at)


def _span(asked: QueryDict) -> CalendarSpan:
    starts, ends = asked_day(asked.get("starts", "")), asked_day(asked.get("ends", ""))
    if starts is None or ends is None or not date(1990, 1, 1) <= starts <= ends <= date(2100, 12, 31):
        raise Invalid(Problem("projects.span_order", "ends", ("400",)))
    if (ends - starts).days > 400:
        raise Invalid(Problem("projects.span_order", "ends", ("400",)))
    scope = asked.get("scope", "")
    return CalendarSpan(
        starts,
        ends,
        asked.get("works", "") == "1",
        SpanScope(scope) if scope in set(SpanScope) else SpanScope.SITE,
        asked.get("name", "").strip(),
    )


def _effect_said(effect: CalendarEffect) -> dict[str, Any]:
    return {
        "effect": effect,
        "before": day_said(effect.before),
        "after": day_said(effect.after),
        "days": days(effect.moved),
        "later": (effect.after or 0) > (effect.before or 0),
        "late": days(effect.late_after) if effect.late_after is not None and effect.late_after > 0 else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_business_zone
def templates(request: ActorRequest) -> HttpResponse:
    """Show the zone's templates; keep one from a project's schedule, take the examples in, take one out."""
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    problems: tuple[str, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            _change_templates(request, reach)
            messages.success(request, _("模板已更新。"))
            return redirect("schedule-templates", request.zone.slug)
        except (Invalid, Conflict) as refusal:
            problems, status = tuple(sentences(refusal.problems)), refusal.status
    rows = selectors.list_templates(**reach)
    asked = number(request.GET.get("show", ""))
    chosen = next((r for r in rows if r.id == asked), None)
    context = {
        "rows": rows,
        "chosen": chosen,
        "content": selectors.template_schedule(**reach, template_id=chosen.id) if chosen else None,
        "may": selectors.keeps_site_calendar(**reach),
        "kinds": TEMPLATES.items(),
        "posted": request.POST,
        "problems": problems,
    }
    return render(request, "projects/templates.html", context, status=status)


def _change_templates(request: ActorRequest, reach: dict[str, Any]) -> None:
    posted = request.POST
    if "remove" in posted:
        services.remove_template(
            **reach,
            template_id=whole(posted["remove"]),
            version=whole(posted.get("version", "")),
            at=request.at,
        )
    elif "adopt" in posted:
        services.adopt_default_templates(**reach, at=request.at)
    else:
        _number, schedule = selectors.current_schedule(**reach, code=posted.get("code", "").strip())
        kind = posted.get("kind", "")
        if schedule is None:
            raise Invalid(Problem("schedules.no_activities"))
        services.keep_template(
            **reach,
            kind=TemplateKind(kind) if kind in set(TemplateKind) else TemplateKind.OTHER,
            name=posted.get("name", ""),
            name_en=posted.get("name_en", ""),
            schedule=schedule,
            at=request.at,
        )

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.blockers.selectors import causes_on
from duban.core.errors import Invalid, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Period, Problem, plain
from duban.exchange import figures
from duban.indicators.selectors import list_indicators, periods_reported
from duban.indicators.types import Definition
from duban.ledger import selectors, services
from duban.ledger.types import CauseRow, ItemFilter, PlanPage, View
from duban.orgs.selectors import list_units
from duban.web.ledger.people import choices_in, drafts
from duban.web.parts import version_of
from duban.web.plans.forms import MeasureForm, PlanForm, typed_causes, typed_measures
from duban.web.plans.views import about, months_of, page_of
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone

_SPARE = 3
"""Empty rows for further causes."""
_MOST = 60
_OFFERED = 200


@require_http_methods(["GET", "POST"])
@in_zone
def new(request: ActorRequest) -> HttpResponse:
    form = _plan_form(request, request.POST or None, _initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.draft_plan(
                actor=request.actor, zone_id=request.zone.id, draft=form.draft(), at=request.at
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("方案已起草。接着写明原因和措施。"))
            return redirect("plan", request.zone.slug, plan)
    context = {"form": form, "title": _("制定专项方案"), "allowed": drafts(request)}
    return render(request, "plans/form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def edit(request: ActorRequest, plan: int) -> HttpResponse:
    page = page_of(request, plan)
    form = _plan_form(request, request.POST or None, PlanForm.initial_of(page))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_plan(
                actor=request.actor,
                plan_id=plan,
                version=form.cleaned_data["version"],
                draft=form.draft(),
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("plan", request.zone.slug, plan)
    context = {"form": form, "title": page.row.title, "allowed": page.may_edit, "page": page}
    return render(request, "plans/form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def causes(request: ActorRequest, plan: int) -> HttpResponse:
    page = page_of(request, plan)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            services.set_causes(
                actor=request.actor,
                plan_id=plan,
                version=version_of(request.POST),
                causes=typed_causes(request.POST, _MOST),
                at=request.at,
            )
        except Refusal as refusal:
            problems, status = sentences(refusal.problems), refusal.status
        else:
            messages.success(request, _("已保存。"))
            return redirect("plan", request.zone.slug, plan)
    context = {
        "page": page,
        "rows": _cause_rows(request, page.causes),
        "codes": causes_on(zone_id=request.zone.id, on=request.today),
        "problems": problems,
    }
    return render(request, "plans/causes.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_zone
def measures(request: ActorRequest, plan: int) -> HttpResponse:
    page = page_of(request, plan)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        typed, wrong = typed_measures(request.POST)
        try:
            if wrong:
                raise Invalid(*wrong)
            services.set_measures(
                actor=request.actor,
                plan_id=plan,
                version=version_of(request.POST),
                measures=typed,
                at=request.at,
            )
        except Refusal as refusal:
            problems, status = sentences(refusal.problems), refusal.status
        else:
            messages.success(request, _("已保存。"))
            return redirect("plan", request.zone.slug, plan)
    context = {
        "page": page,
        "about": about(page.row),
        "months": months_of(page),
        "rows": [_matrix_row(request, page, n) for n in range(len(page.measures))],
        "others": _others(request, page),
        "problems": problems,
    }
    return render(request, "plans/measures.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_zone
def measure_new(request: ActorRequest, plan: int) -> HttpResponse:
    page = page_of(request, plan)
    known = choices_in(request)
    initial = {"version": page.row.version, "responsible": page.row.owner_id, "start": request.today}
    form = MeasureForm(request.POST or None, initial=initial, units=known.units, posts=known.posts)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_measure(
                actor=request.actor,
                plan_id=plan,
                version=form.cleaned_data["version"],
                item=form.draft(),
                confidence_pct=form.cleaned_data["confidence"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("措施已列入方案并记入台账。再填逐月预期成效。"))
            return redirect("plan-measures", request.zone.slug, plan)
    context = {"form": form, "title": _("增加措施"), "allowed": page.may_edit, "page": page}
    return render(request, "plans/form.html", context, status=form.status)


def _plan_form(request: ActorRequest, data: object, initial: dict[str, object]) -> PlanForm:
    known = choices_in(request)
    indicators = list_indicators(actor=request.actor, zone_id=request.zone.id)
    return PlanForm(
        data,
        initial=initial,
        indicators=[(d.id, figures.name_of(d)) for d in indicators],
        units=known.units,
        leaders=known.leaders,
    )


def _initial(request: ActorRequest) -> dict[str, object]:
    """Return the form's beginning: from the indicator one comes from, its owner and its owner's leader."""
    asked = Period.parse(text) if _is_period(text := request.GET.get("as_of", "")) else None
    reported = periods_reported(actor=request.actor, zone_id=request.zone.id)
    base = asked or (reported[0] if reported else None)
    initial: dict[str, object] = {
        "subject": "indicator",
        "year": base.year if base else request.today.year,
        "base": str(base) if base else "",
    }
    code = request.GET.get("indicator", "")
    found = list_indicators(actor=request.actor, zone_id=request.zone.id) if code else []
    indicator = next((d for d in found if d.code == code), None)
    if code and indicator is None:
        raise NotFound(Problem("indicators.unknown", code, (code,)))
    return initial | (_from_indicator(request, indicator) if indicator else {})


def _from_indicator(request: ActorRequest, indicator: Definition) -> dict[str, object]:
    units = {u.id: u for u in list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)}
    owner = units.get(indicator.owner_id or 0)
    return {
        "indicator_id": indicator.id,
        "title": _("%(name)s补短板专项方案") % {"name": figures.name_of(indicator)},
        "owner_id": indicator.owner_id or "",
        "leader_id": indicator.leader_id or (owner.leader_id if owner else "") or "",
    }


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def _cause_rows(request: ActorRequest, rows: tuple[CauseRow, ...]) -> list[dict[str, object]]:
    """Return the rows of the form: the causes there are and a few empty ones, or what was just typed."""
    if request.method == "POST":
        return _typed_cause_rows(request)
    places = {c.id: n for n, c in enumerate(rows)}
    drawn: list[dict[str, object]] = [
        {
            "n": n,
            "id": c.id,
            "code": c.code,
            "name": c.name,
            "text": c.text,
            "below": "" if c.parent_id is None else str(places[c.parent_id]),
            "primary": c.is_primary,
        }
        for n, c in enumerate(rows)
    ]
    return [*drawn, *({"n": n, "below": ""} for n in range(len(rows), len(rows) + _SPARE))]


def _typed_cause_rows(request: ActorRequest) -> list[dict[str, object]]:
    posted = request.POST
    count = sum(key.startswith("code-") for key in posted)
    return [
        {
            "n": n,
            "id": posted.get(f"id-{n}", ""),
            "code": posted.get(f"code-{n}", ""),
            "text": posted.get(f"text-{n}", ""),
            "below": posted.get(f"below-{n}", ""),
            "primary": posted.get("primary") == str(n),
        }
        for n in range(min(count, _MOST))
    ]


def _matrix_row(request: ActorRequest, page: PlanPage, place: int) -> dict[str, object]:
    """Return a measure as the matrix shows it: as it is, or as it was just typed."""
    measure = page.measures[place]
    item, posted = measure.item, request.POST
    sure = posted.get(f"sure-{item.id}", plain(measure.confidence_pct))
    by_month = measure.by_month
    return {
        "item": item,
        "counts": measure.counts,
        "sure": sure,
        "cause": posted.get(f"cause-{item.id}", str(measure.cause_id or "")),
        "cells": [
            (m, posted.get(f"effect-{item.id}-{m}", "" if (v := by_month[m - 1]) is None else plain(v)))
            for m in months_of(page)
        ],
    }


def _others(request: ActorRequest, page: PlanPage) -> list[tuple[int, str]]:
    """Return open items of the owner that are no measure of this plan, to be taken in."""
    own = {m.item.id for m in page.measures}
    found = selectors.list_items(
        actor=request.actor,
        zone_id=request.zone.id,
        on=request.today,
        filter=ItemFilter(view=View.OPEN, lead_id=page.row.owner_id),
        size=_OFFERED,
    )
    return [(r.id, f"{r.number} {r.title}") for r in found.rows if r.id not in own]

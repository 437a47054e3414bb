"""Investment of a project, and the sum of the zone on its way to the indicator."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.core.errors import Forbidden, Invalid, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Period, Problem
from duban.exchange.project_words import ENROLMENTS, EVIDENCE, INVESTED
from duban.orgs.types import Role
from duban.projects import selectors, services
from duban.projects.types import (
    EnrolmentStatus,
    EvidenceDraft,
    EvidenceKind,
    InvestedDraft,
    InvestedSource,
    ProjectHead,
    YearPlanDraft,
)
from duban.web.parts import Figure, Form, asked_period, choices, number
from duban.web.projects.frame import frame
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone
from duban.web.zones import in_working_zone as in_zone

_MONTHS = 12


class PlanForm(Form):
    """A year's plan."""

    amount = Figure(label=_l("年度计划投资（万元）"))
    document = forms.CharField(label=_l("依据"), required=False, max_length=200)
    reason = forms.CharField(label=_l("调整事由"), required=False, max_length=500)


class FigureForm(Form):
    """A figure of one source since January."""

    month = forms.ChoiceField(label=_l("累计至"), choices=[(str(m), f"1—{m}") for m in range(2, 13)])
    source = forms.ChoiceField(label=_l("来源"), choices=choices(INVESTED.items()))
    amount = Figure(label=_l("本年累计完成投资（万元）"))
    paid = Figure(label=_l("本年累计支付（万元）"), required=False)
    document = forms.CharField(label=_l("依据"), required=False, max_length=200)
    reason = forms.CharField(label=_l("修订事由"), required=False, max_length=500)


class EvidenceForm(Form):
    """A proof the library asks for."""

    kind = forms.ChoiceField(label=_l("要件"), choices=choices(EVIDENCE.items()))
    is_held = forms.BooleanField(label=_l("已具备"), required=False, initial=True)
    number = forms.CharField(label=_l("文号"), required=False, max_length=120)
    dated = forms.DateField(label=_l("日期"), required=False)
    note = forms.CharField(label=_l("说明"), required=False, max_length=200)


class EnrolForm(Form):
    """An event on a project's way into the library."""

    stands = forms.ChoiceField(label=_l("入库状态"), choices=choices(ENROLMENTS.items()))
    on = forms.DateField(label=_l("日期"))
    number = forms.CharField(label=_l("入库编码"), required=False, max_length=64)
    reason = forms.CharField(label=_l("事由"), required=False, max_length=500)


FORMS: dict[str, type[Form]] = {
    "plan": PlanForm,
    "figure": FigureForm,
    "evidence": EvidenceForm,
    "enrol": EnrolForm,
}


@require_GET
@in_zone
def page(request: ActorRequest, code: str) -> HttpResponse:
    return _show(request, code)


def _show(
    request: ActorRequest,
    code: str,
    bad: dict[str, Form] | None = None,
    told: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    head, context = frame(request, code, "project-investment")
    year = _year(request)
    found = selectors.investment_of(
        actor=request.actor, zone_id=request.zone.id, project_id=head.id, year=year, on=context["on"]
    )
    plan = found.plan
    initial = {
        "plan": {"amount": plan.amount, "document": plan.document} if plan else {},
        "enrol": {"on": request.today},
    }
    made = {name: form(initial=initial.get(name, {})) for name, form in FORMS.items()}
    shares = plan.shares if plan and plan.shares else ("",) * _MONTHS
    context |= {
        "found": found,
        "year": year,
        "years": sorted({year, *range(request.on.year - 1, request.on.year + 2)}),
        "forms": made | (bad or {}),
        "shares": list(enumerate(shares, start=1)),
        "told": told or [],
        "counts": request.actor.has(request.zone.id, Role.STATISTICIAN),
        "waiting": [m for m in found.months if m.wants_words],
    }
    return render(request, "projects/investment.html", context, status=status)


@require_POST
@in_business_zone
def plan(request: ActorRequest, code: str) -> HttpResponse:
    def act(head: ProjectHead, data: dict[str, Any]) -> None:
        shares = [text.strip() for text in request.POST.getlist("share")]
        draft = YearPlanDraft(
            year=_year(request),
            amount=data["amount"],
            shares=_shares(shares) if any(shares) else (),
            document=data["document"],
            reason=data["reason"],
        )
        services.plan_year(**_reach(request, head), draft=draft)

    return _act(request, code, "plan", act)


@require_POST
@in_zone
def figure(request: ActorRequest, code: str) -> HttpResponse:
    def act(head: ProjectHead, data: dict[str, Any]) -> None:
        draft = InvestedDraft(
            period=Period.of(_year(request), int(data["month"])),
            source=InvestedSource(data["source"]),
            amount=data["amount"],
            paid=data["paid"],
            document=data["document"],
            reason=data["reason"],
        )
        services.report_invested(**_reach(request, head), draft=draft)

    return _act(request, code, "figure", act)


@require_POST
@in_business_zone
def words(request: ActorRequest, code: str) -> HttpResponse:
    head, _context = frame(request, code, "project-investment")
    try:
        period = asked_period(request.POST.get("period", ""))
        if period is None:
            raise Invalid(Problem("core.not_a_period", "period", ("",)))
        services.explain_difference(**_reach(request, head), period=period, text=request.POST.get("text", ""))
    except Forbidden:
        raise
    except Refusal as refusal:
        return _show(request, code, told=sentences(refusal.problems), status=refusal.status)
    return _back(request, code)


@require_POST
@in_business_zone
def evidence(request: ActorRequest, code: str) -> HttpResponse:
    def act(head: ProjectHead, data: dict[str, Any]) -> None:
        draft = EvidenceDraft(
            EvidenceKind(data["kind"]), data["number"], data["dated"], data["is_held"], data["note"]
        )
        services.hold_evidence(**_reach(request, head), draft=draft)

    return _act(request, code, "evidence", act)


@require_POST
@in_business_zone
def enrol(request: ActorRequest, code: str) -> HttpResponse:
    def act(head: ProjectHead, data: dict[str, Any]) -> None:
        facts = {"on": data["on"], "number": data["number"], "reason": data["reason"]}
        services.enrol(**_reach(request, head), status=EnrolmentStatus(data["stands"]), **facts)

    return _act(request, code, "enrol", act)


@require_http_methods(["GET", "POST"])
@in_business_zone
def zone(request: ActorRequest) -> HttpResponse:
    """Show the sum of the zone, and what entering it would do; the statistician enters it."""
    period = asked_period(request.GET.get("as_of", "")) or _newest(request)
    counts = request.actor.has(request.zone.id, Role.STATISTICIAN)
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "period": period}
    told: list[str] = []
    status = 200
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST":
        try:
            services.post_investment(**reach, at=request.at, reason=reason)
        except Forbidden:
            raise
        except Refusal as refusal:
            told, status = sentences(refusal.problems), refusal.status
        else:
            messages.success(request, _("已作为部门数汇入指标。"))
            return redirect(f"{request.path}?as_of={period}")
    found = selectors.zone_investment(**reach, on=request.on)
    if counts and found.level is not None and found.without < len(found.lines):
        found = services.post_investment(**reach, at=request.at, reason=reason, commit=False)
    context = {
        "found": found,
        "period": period,
        "periods": [Period(period.year, m) for m in range(12, 1, -1)],
        "counts": counts,
        "rule": selectors.investment_rule(zone_id=request.zone.id, on=request.on),
        "told": told,
        "reason": reason,
    }
    return render(request, "projects/zone_investment.html", context, status=status)


def _newest(request: ActorRequest) -> Period:
    """Return the month the page opens at: the newest that says anything, else the one it is."""
    found = selectors.newest_invested_month(actor=request.actor, zone_id=request.zone.id, on=request.on)
    return found or Period.containing(request.on)


def _act(
    request: ActorRequest, code: str, kind: str, act: Callable[[ProjectHead, dict[str, Any]], None]
) -> HttpResponse:
    head, _context = frame(request, code, "project-investment")
    form = FORMS[kind](request.POST)
    if not form.is_valid():
        return _show(request, code, {kind: form}, status=422)
    try:
        act(head, form.cleaned_data)
    except Forbidden:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return _show(request, code, {kind: form}, status=refusal.status)
    return _back(request, code)


def _back(request: ActorRequest, code: str) -> HttpResponse:
    messages.success(request, _("已登记。"))
    there = redirect("project-investment", request.zone.slug, code)
    there["Location"] += f"?year={_year(request)}"
    return there


def _reach(request: ActorRequest, head: ProjectHead) -> dict[str, Any]:
    return {"actor": request.actor, "zone_id": request.zone.id, "project_id": head.id, "at": request.at}


def _year(request: ActorRequest) -> int:
    asked = number(request.POST.get("year", "") or request.GET.get("year", ""))
    return asked if asked is not None and 1949 < asked < 2200 else request.on.year


def _shares(texts: list[str]) -> tuple[Decimal, ...]:
    try:
        clean = [Figure(required=False).clean(text) for text in texts]
    except forms.ValidationError as error:
        raise Invalid(
            Problem("core.not_a_number", "shares", ("、".join(filter(None, texts))[:60],))
        ) from error
    return tuple(Decimal(0) if share is None else share for share in clean)

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.blockers.selectors import blockers_of
from duban.blockers.types import Subject
from duban.core.errors import Invalid, NotFound, Refusal
from duban.engine.kernel import Period, Problem, Unfit, decimals
from duban.engine.series import Light, phased
from duban.exchange import figures
from duban.exchange.wording import word
from duban.indicators import selectors, services
from duban.indicators.selectors import allowed_verbs
from duban.indicators.types import Definition, GapRow, IndicatorPage, Vintage
from duban.ledger.selectors import indicator_coverage
from duban.ledger.types import PlanCover
from duban.orgs.selectors import list_posts, list_units
from duban.orgs.types import UnitKind, UnitRow
from duban.web.blockers.subjects import raise_href
from duban.web.gap import asking
from duban.web.gap.lines import details, lines
from duban.web.indicators.forms import CheckRuleForm, DefinitionForm, RuleForm, TargetForm
from duban.web.ledger.people import drafts
from duban.web.nav import address
from duban.web.parts import number, version_of
from duban.web.plans.lines import Bar, bar
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone


@require_GET
@in_zone
def definitions(request: ActorRequest) -> HttpResponse:
    rows = selectors.list_indicators(actor=request.actor, zone_id=request.zone.id, include_retired=True)
    units = {u.id: figures.name_of(u) for u in _units(request)}
    context = {
        "rows": [(row, units.get(row.owner_id or 0, "")) for row in rows],
        "may_define": _may(request, "define"),
    }
    return render(request, "indicators/definitions.html", context)


@require_http_methods(["GET", "POST"])
@in_zone
def definition_new(request: ActorRequest) -> HttpResponse:
    form = _definition_form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            services.define(actor=request.actor, zone_id=request.zone.id, draft=form.draft(), at=request.at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("indicator", request.zone.slug, form.cleaned_data["code"])
    context = {"form": form, "title": _("登记指标"), "allowed": _may(request, "define")}
    return render(request, "indicators/form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def definition_edit(request: ActorRequest, code: str) -> HttpResponse:
    old = selectors.indicator_by_code(actor=request.actor, zone_id=request.zone.id, code=code)
    if "retire" in request.POST:
        return _retire(request, old)
    form = _definition_form(request, old)
    if request.method == "POST" and form.is_valid():
        try:
            services.redefine(
                actor=request.actor,
                indicator_id=old.id,
                version=form.cleaned_data["version"],
                draft=form.draft(old),
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("indicator", request.zone.slug, code)
    context = {"form": form, "title": figures.name_of(old), "allowed": _may(request, "define"), "old": old}
    return render(request, "indicators/form.html", context, status=form.status)


@require_GET
@in_zone
def indicator(request: ActorRequest, code: str) -> HttpResponse:
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked = asking.read(request, periods)
    page = selectors.indicator_page(
        actor=request.actor,
        zone_id=request.zone.id,
        code=code,
        as_of=asked.as_of,
        known_at=asked.known_at,
        tier=asked.tier,
    )
    row = page.row
    context = {
        "asked": asked,
        "periods": periods if asked.as_of in periods else [asked.as_of, *periods],
        "page": page,
        "row": row,
        "line": lines([row], asked, request.zone, {row.indicator.code: 1})[0],
        "chart": _chart(page, asked.as_of),
        "details": details(row, asked, request.zone),
        "by_year": _by_year(page.vintages),
        "may_define": _may(request, "define"),
        "may_set_target": _may(request, "set_target"),
        "plan_href": _plan_from(request, row, asked.as_of),
        "plans": _plans_of(request, row, asked),
        "blockers": blockers_of(
            actor=request.actor,
            zone_id=request.zone.id,
            subject_kind="indicator",
            subject_id=code,
            on=request.on,
        ),
        "raise_href": raise_href(request.zone, _subject(request, row)),
    }
    return render(request, "indicators/indicator.html", context)


def _plan_from(request: ActorRequest, row: GapRow, as_of: Period) -> str:
    """Return where a plan for a lagging indicator begins, for those who may draft one."""
    if row.light not in {Light.LATE, Light.WATCH} and not row.gap.missing:
        return ""
    href = address("plan-new", request.zone.slug)
    return f"{href}?indicator={row.indicator.code}&as_of={as_of}" if drafts(request) else ""


def _plans_of(
    request: ActorRequest, row: GapRow, asked: asking.Asked
) -> tuple[Bar, tuple[PlanCover, ...]] | None:
    """Return how far plans cover the gap, and the plans; nothing where there are none."""
    found = indicator_coverage(
        actor=request.actor,
        zone_id=request.zone.id,
        code=row.indicator.code,
        as_of=asked.as_of,
        known_at=asked.known_at,
        row=row,
    )
    plans = (*found.plans, *found.drafts)
    return (bar(found.coverage, found.unit, row.indicator.decimals), plans) if plans else None


@require_http_methods(["GET", "POST"])
@in_zone
def target_new(request: ActorRequest, code: str) -> HttpResponse:
    row = selectors.indicator_by_code(actor=request.actor, zone_id=request.zone.id, code=code)
    form = TargetForm(request.POST or None, initial={"year": request.today.year})
    if request.method == "POST" and form.is_valid():
        try:
            draft = form.draft(row.id, _pace(request, form, row))
            services.set_targets(actor=request.actor, zone_id=request.zone.id, drafts=[draft], at=request.at)
        except Unfit as unfit:
            form.refuse(Invalid(*unfit.problems))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("目标已登记。"))
            return redirect("indicator", request.zone.slug, code)
    title = _("登记目标：%(name)s") % {"name": figures.name_of(row)}
    context = {"form": form, "title": title, "allowed": _may(request, "set_target")}
    return render(request, "indicators/form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def rules(request: ActorRequest) -> HttpResponse:
    rule = selectors.rule_on(actor=request.actor, zone_id=request.zone.id, day=request.today)
    allowed = _may(request, "set_rule")
    initial = RuleForm.initial_of(rule) | {"starts": request.today}
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.set_rule(
                actor=request.actor,
                zone_id=request.zone.id,
                steps=form.steps(),
                strong_at_least=data["strong_at_least"],
                weak_below=data["weak_below"],
                key_first=data["key_first"],
                due_day=data["due_day"],
                close_days=data["close_days"],
                starts=data["starts"],
                reason=data["reason"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("规则已登记，自施行日起生效。"))
            return redirect("rules", request.zone.slug)
    history = selectors.list_rules(actor=request.actor, zone_id=request.zone.id)
    context = {"rule": rule, "history": history, "form": form, "allowed": allowed}
    return render(request, "indicators/rules.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def checks(request: ActorRequest) -> HttpResponse:
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked = asking.read(request, periods)
    form = CheckRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.set_check_rule(
                actor=request.actor,
                zone_id=request.zone.id,
                name=data["name"],
                left=data["left"],
                operator=data["operator"],
                right=data["right"],
                importance=form.weight(),
                starts=request.today,
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("审核规则已登记。"))
            return redirect("checks", request.zone.slug)
    findings = selectors.data_checks(
        actor=request.actor, zone_id=request.zone.id, as_of=asked.as_of, known_at=asked.known_at
    )
    context = {
        "asked": asked,
        "periods": periods,
        "findings": findings,
        "check_rules": selectors.list_check_rules(actor=request.actor, zone_id=request.zone.id),
        "form": form,
        "allowed": _may(request, "define"),
    }
    return render(request, "indicators/checks.html", context, status=form.status)


@require_GET
@in_zone
def sources(request: ActorRequest) -> HttpResponse:
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked = asking.read(request, periods)
    cells = selectors.source_cells(
        actor=request.actor, zone_id=request.zone.id, as_of=asked.as_of, known_at=asked.known_at
    )
    context = {
        "asked": asked,
        "periods": periods,
        "cells": cells,
        "allowed": _may(request, "define"),
    }
    return render(request, "indicators/sources.html", context)


@require_POST
@in_zone
def sources_agree(request: ActorRequest) -> HttpResponse:
    chosen = number(request.POST.get("observation", ""))
    if chosen is None:
        raise NotFound(Problem("core.not_found"))
    services.agree(
        actor=request.actor,
        observation_id=chosen,
        explanation=request.POST.get("explanation", ""),
        at=request.at,
    )
    messages.success(request, _("已商定。"))
    return redirect("sources", request.zone.slug)


def _retire(request: ActorRequest, old: Definition) -> HttpResponse:
    services.retire(
        actor=request.actor,
        indicator_id=old.id,
        version=version_of(request.POST),
        reason=request.POST.get("reason", ""),
        at=request.at,
    )
    messages.success(request, _("指标已停用，历年数据保留。"))
    return redirect("definitions", request.zone.slug)


def _may(request: ActorRequest, verb: str) -> bool:
    return verb in allowed_verbs(actor=request.actor, zone_id=request.zone.id)


def _units(request: ActorRequest) -> list[UnitRow]:
    return list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)


def _definition_form(request: ActorRequest, old: Definition | None) -> DefinitionForm:
    units = [u for u in _units(request) if u.kind is UnitKind.DEPARTMENT]
    posts = list_posts(actor=request.actor, zone_id=request.zone.id, on=request.today)
    initial = DefinitionForm.initial_of(old) if old else None
    others = selectors.list_indicators(actor=request.actor, zone_id=request.zone.id)
    others = [d for d in others if old is None or d.id != old.id]
    return DefinitionForm(request.POST or None, initial=initial, units=units, posts=posts, others=others)


def _pace(request: ActorRequest, form: TargetForm, row: Definition) -> tuple[Decimal, ...] | None:
    kind = form.cleaned_data["pace_kind"]
    if kind == "phased":
        return phased(form.points()).shares
    if kind == "history":
        year = form.cleaned_data["year"]
        return services.pace_from_history(actor=request.actor, indicator_id=row.id, year=year, at=request.at)
    return None


def _by_year(vintages: tuple[Vintage, ...]) -> list[tuple[int, list[Vintage]]]:
    """Return the vintages year by year, newest first: the first two open, the others folded away."""
    return [(year, list(rows)) for year, rows in groupby(vintages, key=lambda v: v.period.year)]


def _chart(page: IndicatorPage, as_of: Period) -> dict[str, object]:
    by_growth = not any(v is not None for line in page.years for v in line.levels)
    series = [
        {
            "year": line.year,
            "values": [None if v is None else float(v) for v in (line.growths if by_growth else line.levels)],
            "sample": any(line.samples),
        }
        for line in page.years
    ]
    return {
        "unit": "%" if by_growth else word("unit", page.row.indicator.unit),
        "by_growth": by_growth,
        "places": max((decimals(v) for one in page.years for v in one.growths if v is not None), default=0)
        if by_growth
        else page.row.indicator.decimals,
        "year": as_of.year,
        "series": series,
        "pace": [] if by_growth else [float(v) for v in page.pace],
        "months": ["", *(figures.period(Period(as_of.year, n), short=True) for n in range(2, 13))],
        "plan": _("进度安排"),
        "sample": _("（含示例）"),
        "target": _("目标"),
    }


def _subject(request: ActorRequest, row: GapRow) -> Subject:
    link = reverse("indicator", args=[request.zone.slug, row.indicator.code])
    return Subject("indicator", row.indicator.code, row.indicator.name, link=link)

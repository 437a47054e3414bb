"""Registering a project, correcting its entry, its days and whether it is worked on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.core.errors import Forbidden, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.projects import selectors, services
from duban.projects.types import DATE_FIELDS
from duban.web.parts import asked_day, version_of
from duban.web.projects import page as pages
from duban.web.projects.forms import ProjectForm, typed_in
from duban.web.projects.frame import frame
from duban.web.projects.people import picks_in, registers
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone


@require_http_methods(["GET", "POST"])
@in_zone
def new(request: ActorRequest) -> HttpResponse:
    if not registers(request):
        raise Forbidden(Problem("core.forbidden", "", ("@register_project",)))
    form = ProjectForm(request.POST or None, picks=picks_in(request), is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            code = services.register_project(
                actor=request.actor, zone_id=request.zone.id, draft=form.draft(), at=request.at
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记项目。"))
            _warn(request, form)
            return redirect("project", request.zone.slug, code)
    context = {"form": form, "head": None}
    return render(request, "projects/form.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def edit(request: ActorRequest, code: str) -> HttpResponse:
    head, context = frame(request, code, "project")
    if not head.may_keep:
        raise Forbidden(Problem("core.forbidden", "", ("@amend_project",)))
    found = selectors.project_page(
        actor=request.actor, zone_id=request.zone.id, project_id=head.id, on=context["on"]
    )
    form = ProjectForm(
        request.POST or None, picks=picks_in(request), is_new=False, initial=typed_in(found.draft)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_project(
                actor=request.actor,
                zone_id=request.zone.id,
                project_id=head.id,
                draft=form.draft(found.draft),
                version=version_of(request.POST),
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存。"))
            _warn(request, form)
            return redirect("project", request.zone.slug, code)
    version = version_of(request.POST) if request.method == "POST" else head.version
    context |= {"form": form, "version": version}
    return render(request, "projects/form.html", context, status=form.status)


@require_POST
@in_zone
def dates(request: ActorRequest, code: str) -> HttpResponse:
    """Enter the days that came or went; the page of the project says what is wrong with them."""
    head, _context = frame(request, code, "project")
    try:
        typed = {name: asked_day(request.POST[name].strip()) for name in DATE_FIELDS if name in request.POST}
        services.enter_dates(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=head.id,
            dates=typed,
            version=version_of(request.POST),
            reason=request.POST.get("reason", "").strip()[:500],
            at=request.at,
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return pages.show(request, code, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, _("已登记日期。"))
    return redirect("project", request.zone.slug, code)


@require_POST
@in_zone
def move(request: ActorRequest, code: str) -> HttpResponse:
    head, _context = frame(request, code, "project")
    try:
        services.move_project(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=head.id,
            edge=request.POST.get("edge", ""),
            reason=request.POST.get("reason", ""),
            version=version_of(request.POST),
            at=request.at,
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return pages.show(request, code, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, _("已办理。"))
    return redirect("project", request.zone.slug, code)


def _warn(request: ActorRequest, form: ProjectForm) -> None:
    """Say where the place that was typed lies outside the zone's boundary; it is kept as it was typed."""
    plan = selectors.ground_on(zone_id=request.zone.id, on=request.today)
    [found] = selectors.place_findings(plan, [form.draft().place])
    for said in sentences(found):
        messages.warning(request, said)

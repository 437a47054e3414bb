"""What is done to a project's schedule: tried, saved, begun, restored; its baselines."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duban.core.errors import Conflict, Invalid, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.projects import selectors, services
from duban.projects.selectors import project_head
from duban.projects.types import (
    Effect,
    Schedule,
    SchedulePage,
)
from duban.web.parts import asked_day, number, whole
from duban.web.projects.schedule_lines import changed_rows, days, drawn_links
from duban.web.projects.schedule_reading import date_edits, posted_edits
from duban.web.projects.schedules import day_said, show, show_history, standing_said
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone

__all__ = ["baseline", "begin", "chances", "dates", "restore", "save", "try_out"]


@require_POST
@in_zone
def try_out(request: ActorRequest, code: str) -> HttpResponse:
    """Answer what the chart's unsaved changes would do."""
    try:
        base, page, edits = _asked(request, code)
        found = selectors.what_if(
            actor=request.actor,
            zone_id=request.zone.id,
            code=code,
            base=base,
            edits=edits,
            baseline_id=number(request.POST.get("baseline", "")),
        )
    except Refusal as refusal:
        return _refused(refusal)
    before = {line.activity.id: line for line in page.lines}
    after = {line.activity.id for line in found.lines}
    return JsonResponse(
        {
            "rows": changed_rows(found.schedule, found.lines, before),
            "gone": [key for key in before if key not in after],
            "links": drawn_links(found.schedule, before),
            "effect": _effect(found.effect),
        },
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


@require_POST
@in_zone
def save(request: ActorRequest, code: str) -> HttpResponse:
    """Keep the chart's changes."""
    try:
        base, page, edits = _asked(request, code)
        made = services.edit_schedule(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=page.project_id,
            base=base,
            edits=edits,
            reason=request.POST.get("reason", ""),
            at=request.at,
        )
    except Refusal as refusal:
        return _refused(refusal)
    messages.success(request, _("已保存为第 %(n)s 版。") % {"n": made})
    return JsonResponse({"number": made})


def _asked(request: ActorRequest, code: str) -> tuple[int, SchedulePage, list[Any]]:
    page = selectors.schedule_page(actor=request.actor, zone_id=request.zone.id, code=code)
    if page.schedule is None:
        raise NotFound(Problem("core.not_found", code))
    edits = posted_edits(page.schedule, request.POST.get("edits", ""))
    return whole(request.POST.get("base", "")), page, edits


def _refused(refusal: Refusal) -> JsonResponse:
    said = {"problems": sentences(refusal.problems)}
    return JsonResponse(said, status=refusal.status, json_dumps_params={"ensure_ascii": False})


def _effect(effect: Effect) -> dict[str, Any]:
    said = standing_said(effect.after)
    if effect.gained > 0:
        moved = _("完工提前 {n} 个工作日").format(n=days(effect.gained))
    elif effect.gained < 0:
        moved = _("完工推迟 {n} 个工作日").format(n=days(effect.gained))
    else:
        moved = _("完工日期不变")
    return {
        "finish": said.finish,
        "was": day_said(effect.before.finish),
        "moved": moved,
        "verdict": said.verdict,
        "tone": said.tone,
        "critical": [figures.name_of(one) for one in effect.newly_critical[:8]],
        "critical_more": max(0, len(effect.newly_critical) - 8),
    }


@require_POST
@in_zone
def begin(request: ActorRequest, code: str) -> HttpResponse:
    """Begin a schedule: empty, or from a template."""
    posted = request.POST
    head = project_head(actor=request.actor, zone_id=request.zone.id, code=code, on=request.today)
    try:
        start, deadline = _first_day(posted.get("start", "")), asked_day(posted.get("deadline", ""))
        reach: dict[str, Any] = {
            "actor": request.actor,
            "zone_id": request.zone.id,
            "project_id": head.id,
            "at": request.at,
        }
        if (template := number(posted.get("template", ""))) is not None:
            services.begin_from_template(
                **reach, template_id=template, start=start, deadline=deadline, base=0
            )
        else:
            services.keep_schedule(**reach, schedule=Schedule(start, deadline=deadline), base=0, reason="")
    except (Invalid, Conflict) as refusal:
        return show(request, code, tuple(sentences(refusal.problems)), refusal.status, posted)
    return redirect("project-schedule", request.zone.slug, code)


def _first_day(text: str) -> date:
    start = asked_day(text)
    if start is None:
        raise Invalid(Problem("schedules.no_start"))
    return start


@require_POST
@in_zone
def dates(request: ActorRequest, code: str) -> HttpResponse:
    """Set the schedule's start, deadline and data date."""
    page = selectors.schedule_page(actor=request.actor, zone_id=request.zone.id, code=code)
    if page.schedule is None:
        raise NotFound(Problem("core.not_found", code))
    reach: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "project_id": page.project_id,
        "base": whole(request.POST.get("base", "")),
        "reason": request.POST.get("reason", ""),
        "at": request.at,
    }
    try:
        services.edit_schedule(**reach, edits=date_edits(page.schedule, request.POST, may_edit=True))
    except (Invalid, Conflict) as refusal:
        return show(request, code, tuple(sentences(refusal.problems)), refusal.status)
    messages.success(request, _("日期已保存，计划已重新推算。"))
    return redirect("project-schedule", request.zone.slug, code)


@require_POST
@in_zone
def restore(request: ActorRequest, code: str) -> HttpResponse:
    """Keep an earlier revision again."""
    head = project_head(actor=request.actor, zone_id=request.zone.id, code=code, on=request.today)
    posted = request.POST
    try:
        made = services.restore_revision(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=head.id,
            base=whole(posted.get("base", "")),
            number=whole(posted.get("number", "")),
            reason=posted.get("reason", ""),
            at=request.at,
        )
    except (Invalid, Conflict) as refusal:
        return show_history(request, code, tuple(sentences(refusal.problems)), refusal.status)
    messages.success(
        request, _("已恢复第 %(old)s 版的内容，存为第 %(new)s 版。") % {"old": posted["number"], "new": made}
    )
    return redirect("project-schedule", request.zone.slug, code)


@require_POST
@in_zone
def baseline(request: ActorRequest, code: str) -> HttpResponse:
    """Ask for a baseline, or decide on one."""
    head = project_head(actor=request.actor, zone_id=request.zone.id, code=code, on=request.today)
    reach: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "project_id": head.id,
        "at": request.at,
    }
    posted = request.POST
    edge = posted.get("edge", "")
    try:
        if edge:
            made = whole(posted.get("baseline", ""))
            services.move_baseline(**reach, baseline_id=made, edge=edge, answer=posted.get("answer", ""))
        else:
            name, reason = posted.get("name", ""), posted.get("reason", "")
            services.propose_baseline(
                **reach, number=whole(posted.get("number", "")), name=name, reason=reason
            )
    except (Invalid, Conflict) as refusal:
        return show_history(request, code, tuple(sentences(refusal.problems)), refusal.status)
    messages.success(request, _("已办理。") if edge else _("已提请批准。"))
    return redirect("schedule-history", request.zone.slug, code)


@require_POST
@in_zone
def chances(request: ActorRequest, code: str) -> HttpResponse:
    """Have the chances of finishing computed."""
    head = project_head(actor=request.actor, zone_id=request.zone.id, code=code, on=request.today)
    there = services.ask_chances(
        actor=request.actor, zone_id=request.zone.id, project_id=head.id, at=request.at
    )
    if not there:
        messages.info(request, _("任务较多，转后台推算，几分钟后再看。"))
    return redirect("schedule-answers", request.zone.slug, code)

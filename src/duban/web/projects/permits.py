"""The legal procedure of a project, and the clock of all (审批时钟)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.core.errors import Forbidden, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.projects import selectors, services
from duban.projects.types import GateState, GateStep, PermitDraft, ProjectGates, ScanKind
from duban.web.parts import Form, number
from duban.web.projects import asking
from duban.web.projects.frame import frame
from duban.web.projects.people import keeps
from duban.web.projects.scans import ACCEPTED, Linked, given, limit, linked
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone
from duban.web.zones import in_working_zone as in_zone

_LAMPS = {
    GateState.DONE: "ok",
    GateState.WAIVED: "none",
    GateState.ACCEPTED: "ahead",
    GateState.APPLIED: "ahead",
    GateState.REFUSED: "late",
    GateState.READY: "watch",
    GateState.BLOCKED: "none",
    GateState.UNCONFIRMED: "none",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step as drawn."""

    gate: GateStep
    lamp: str
    document: str
    missing: tuple[str, ...]
    is_next: bool
    scans: tuple[Linked, ...] = ()
    """Its document as a file, the newest first."""


def lines(found: ProjectGates, papers: tuple[Linked, ...] = ()) -> list[Line]:
    """Return the steps of a project as drawn, with the documents that were handed in."""
    named = {g.step.code: selectors.document_of(g.step) for g in found.steps} | {"parties": _("五方责任齐全")}
    return [
        Line(
            gate,
            "late" if gate.days_left is not None and gate.days_left < 0 else _LAMPS[gate.state],
            named[gate.step.code],
            tuple(named[code] for code in gate.missing),
            found.next is gate,
            tuple(one for one in papers if one.row.step == gate.step.code),
        )
        for gate in found.steps
    ]


class PermitForm(Form):
    """Where a step of a project stands."""

    planned_on = forms.DateField(label=_l("计划取得"), required=False)
    applied_on = forms.DateField(label=_l("申报日期"), required=False)
    accepted_on = forms.DateField(label=_l("受理日期"), required=False, help_text=_l("法定时限自受理起算。"))
    granted_on = forms.DateField(label=_l("取得日期"), required=False)
    number = forms.CharField(label=_l("文号"), required=False, max_length=80)
    expires_on = forms.DateField(
        label=_l("有效期至"), required=False, help_text=_l("证上写明的；没有写的按流程推算。")
    )
    extended = forms.IntegerField(label=_l("已延期次数"), required=False, min_value=0, max_value=9)
    refused_on = forms.DateField(label=_l("不予批准日期"), required=False)
    waived = forms.CharField(label=_l("不适用的理由"), required=False, max_length=300)
    reason = forms.CharField(
        label=_l("事由"), required=False, max_length=500, help_text=_l("改动已登记的内容必填。")
    )

    def draft(self, *, is_sample: bool) -> PermitDraft:
        """Return what was typed."""
        data = {name: self.cleaned_data[name] for name in self.cleaned_data if name != "reason"}
        return PermitDraft(**data | {"extended": data["extended"] or 0}, is_sample=is_sample)


@require_GET
@in_zone
def page(request: ActorRequest, code: str) -> HttpResponse:
    head, context = frame(request, code, "project-permits")
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "project_id": head.id}
    found = selectors.gates_of(**reach, on=context["on"])
    named = {g.step.code: selectors.document_of(g.step) for g in found.steps}
    context |= {
        "gates": found,
        "lines": lines(found, linked(request, code, selectors.scans_of(**reach))),
        "history": [(named.get(e.step, e.step), e) for e in selectors.permit_history(**reach)],
    }
    return render(request, "projects/permits.html", context)


@require_http_methods(["GET", "POST"])
@in_business_zone
def entry(request: ActorRequest, code: str, step: str) -> HttpResponse:
    head, context = frame(request, code, "project-permits")
    if not head.may_lead:
        raise Forbidden(Problem("core.forbidden", "", ("@record_permit",)))
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "project_id": head.id}
    line = _line(request, code, head.id, step)
    form = PermitForm(request.POST or None, initial=_initial(line))
    version = number(request.POST.get("version", "")) if request.method == "POST" else line.gate.version
    if request.method == "POST" and form.is_valid():
        try:
            services.record_permit(
                **reach,
                step=step,
                draft=form.draft(is_sample=False),
                version=-1 if version is None else version,
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记手续。"))
            return redirect("project-permits", request.zone.slug, code)
    context |= _drawn(form, line) | {"version": version}
    return render(request, "projects/permit.html", context, status=form.status)


def _line(request: ActorRequest, code: str, project_id: int, step: str) -> Line:
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "project_id": project_id}
    found = lines(
        selectors.gates_of(**reach, on=request.on), linked(request, code, selectors.scans_of(**reach))
    )
    line = next((one for one in found if one.gate.step.code == step), None)
    if line is None:
        raise NotFound(Problem("core.not_found"))
    return line


def _initial(line: Line) -> dict[str, Any]:
    return {name: getattr(line.gate.permit, name) for name in PermitDraft.__dataclass_fields__}


def _drawn(form: Form, line: Line) -> dict[str, Any]:
    return {
        "form": form,
        "line": line,
        "version": line.gate.version,
        "accepted": ACCEPTED,
        "upload_mb": limit(),
    }


@require_POST
@in_business_zone
def scan_add(request: ActorRequest, code: str, step: str) -> HttpResponse:
    """Keep what a step yielded as a file, beside what was handed in before."""
    head, context = frame(request, code, "project-permits")
    line = _line(request, code, head.id, step)
    try:
        given(request, head.id, ScanKind.PERMIT, step=step)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        context |= _drawn(PermitForm(initial=_initial(line)), line) | {"told": sentences(refusal.problems)}
        return render(request, "projects/permit.html", context, status=refusal.status)
    messages.success(request, _("原件已存，以前的仍可查看。"))
    return redirect("project-permit", request.zone.slug, code, step)


@require_GET
@in_zone
def board(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    rows = selectors.permit_board(
        actor=request.actor, zone_id=request.zone.id, on=asked.on, filter=asked.filter
    )
    only = request.GET.get("only", "")
    red = [g for g in rows if g.red_lines]
    late = [g for g in rows if g.next and g.next.days_left is not None and g.next.days_left < 0]
    with_authority = [g for g in rows if g.next and g.next.state in {GateState.ACCEPTED, GateState.APPLIED}]
    shown = {"red": red, "late": late, "authority": with_authority}.get(only, rows)
    pages = max(1, -(-len(shown) // asking.SIZE))
    page = min(asked.page, pages)
    shown = shown[(page - 1) * asking.SIZE : page * asking.SIZE]
    context = {
        "asked": asked,
        "only": only if only in {"red", "late", "authority"} else "",
        "page": page,
        "pages": pages,
        "previous": asked.query(page=page - 1) if page > 1 else "",
        "next": asked.query(page=page + 1) if page < pages else "",
        "total": len(rows),
        "red": len(red),
        "late": len(late),
        "with_authority": len(with_authority),
        "rows": [(g, next((one for one in lines(g) if one.is_next), None)) for g in shown],
        "keeps": keeps(request),
    }
    return render(request, "projects/permits_board.html", context)

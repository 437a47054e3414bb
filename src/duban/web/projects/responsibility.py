"""Lifelong responsibility of a project: its register, to be kept, printed and taken along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from duban.core.errors import Forbidden, Refusal
from duban.core.sentences import sentences
from duban.exchange.listing import XLSX
from duban.exchange.project_sheets import responsibility_file
from duban.exchange.project_words import PARTIES
from duban.projects import selectors, services
from duban.projects.types import PapersDraft, Party, ResponsibleDraft
from duban.web.parts import Form, choices
from duban.web.projects.frame import frame
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone
from duban.web.zones import in_working_zone as in_zone


class PapersForm(Form):
    """The two papers of a party's head."""

    authorisation = forms.CharField(label=_l("授权书文号"), required=False, max_length=64)
    authorised_on = forms.DateField(label=_l("授权日期"), required=False)
    commitment = forms.CharField(label=_l("承诺书文号"), required=False, max_length=64)
    committed_on = forms.DateField(label=_l("承诺日期"), required=False)

    def papers(self) -> PapersDraft:
        """Return the papers that were typed."""
        data = self.cleaned_data
        return PapersDraft(
            data["authorisation"], data["authorised_on"], data["commitment"], data["committed_on"]
        )


class ResponsibleForm(PapersForm):
    """A party's head from a day on."""

    party = forms.ChoiceField(label=_l("责任方"), choices=choices(PARTIES.items()))
    firm = forms.CharField(label=_l("单位"), max_length=120)
    person = forms.CharField(label=_l("项目负责人"), max_length=64)
    certificate = forms.CharField(label=_l("执业资格证号"), required=False, max_length=64)
    starts = forms.DateField(label=_l("起"))
    reason = forms.CharField(
        label=_l("变更事由"),
        required=False,
        max_length=500,
        help_text=_l("换人必填。原来的一条在前一天终止，不会被改写。"),
    )

    field_order = ("party", "firm", "person", "certificate", "starts", "reason")

    def draft(self) -> ResponsibleDraft:
        """Return what was typed."""
        data = self.cleaned_data
        return ResponsibleDraft(
            party=Party(data["party"]),
            firm=data["firm"],
            person=data["person"],
            certificate=data["certificate"],
            starts=data["starts"],
            papers=self.papers(),
        )


@require_GET
@in_zone
def page(request: ActorRequest, code: str) -> HttpResponse:
    return _show(request, code)


def _show(
    request: ActorRequest,
    code: str,
    form: Form | None = None,
    told: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    head, context = frame(request, code, "project-responsibility")
    found = selectors.responsibility_of(
        actor=request.actor, zone_id=request.zone.id, project_id=head.id, on=context["on"]
    )
    current = [(party, found.current(party, context["on"])) for party in Party]
    context |= {
        "found": found,
        "current": current,
        "past": [r for r in found.rows if not r.holds_on(context["on"])],
        "gaps": {gap.party: gap.lacks for gap in found.gaps},
        "form": form or ResponsibleForm(initial={"starts": request.today}),
        "papers": PapersForm(),
        "told": told or [],
    }
    return render(request, "projects/responsibility.html", context, status=status)


@require_POST
@in_business_zone
def name(request: ActorRequest, code: str) -> HttpResponse:
    head, _context = frame(request, code, "project-responsibility")
    form = ResponsibleForm(request.POST)
    if not form.is_valid():
        return _show(request, code, form, status=422)
    try:
        services.name_responsible(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=head.id,
            draft=form.draft(),
            reason=form.cleaned_data["reason"],
            at=request.at,
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return _show(request, code, form, status=refusal.status)
    messages.success(request, _("已登记责任人。"))
    return redirect("project-responsibility", request.zone.slug, code)


@require_POST
@in_business_zone
def papers(request: ActorRequest, code: str, row: int) -> HttpResponse:
    head, _context = frame(request, code, "project-responsibility")
    form = PapersForm(request.POST)
    told: list[str] = []
    status = 422
    if form.is_valid():
        try:
            services.file_papers(
                actor=request.actor,
                zone_id=request.zone.id,
                project_id=head.id,
                responsible_id=row,
                papers=form.papers(),
                at=request.at,
            )
        except Forbidden:
            raise
        except Refusal as refusal:
            told, status = sentences(refusal.problems), refusal.status
        else:
            messages.success(request, _("已登记文件。"))
            return redirect("project-responsibility", request.zone.slug, code)
    else:
        told = [str(error) for errors in form.errors.values() for error in errors]
    return _show(request, code, told=told, status=status)


@require_GET
@in_zone
def export(request: ActorRequest, code: str) -> HttpResponse:
    """Return the register of the five parties as a workbook."""
    head, context = frame(request, code, "project-responsibility")
    found = selectors.responsibility_of(
        actor=request.actor, zone_id=request.zone.id, project_id=head.id, on=context["on"]
    )
    with responsibility_file(head, found) as made:
        response = HttpResponse(made.read(), content_type=XLSX)
    disposition: Any = f'attachment; filename="responsibility-{head.code}.xlsx"'
    response.headers["Content-Disposition"] = disposition
    return response

"""Lifelong responsibility of a project: its register, to be kept, printed and taken along."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_POST

from duban.core.errors import Forbidden, Invalid, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.exchange.project_sheets import responsibility_file
from duban.exchange.project_words import PARTIES
from duban.exchange.wording import word
from duban.papers.cells import XLSX
from duban.projects import selectors, services
from duban.projects.types import PapersDraft, Party, ResponsibleDraft, ResponsibleRow, ScanKind
from duban.web.parts import Form, choices, number
from duban.web.projects.frame import frame
from duban.web.projects.scans import ACCEPTED, Linked, given, limit, linked
from duban.web.requests import ActorRequest
from duban.web.serving import attached
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


@dataclass(frozen=True, slots=True)
class Stand:
    """Who stands or stood for a party, and both papers as files, the newest first."""

    row: ResponsibleRow
    authorisation: tuple[Linked, ...]
    commitment: tuple[Linked, ...]


def _stand(row: ResponsibleRow, papers: tuple[Linked, ...]) -> Stand:
    own = [one for one in papers if one.row.responsible_id == row.id]
    return Stand(
        row,
        tuple(one for one in own if one.row.kind is ScanKind.AUTHORISATION),
        tuple(one for one in own if one.row.kind is ScanKind.COMMITMENT),
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
    kept = selectors.scans_of(actor=request.actor, zone_id=request.zone.id, project_id=head.id)
    papers = linked(request, code, kept)
    stands = [_stand(row, papers) for row in found.rows]
    held = {stand.row.party: stand for stand in stands if stand.row.holds_on(context["on"])}
    current = [(party, held.get(party)) for party in Party]
    context |= {
        "found": found,
        "current": current,
        "past": [stand for stand in stands if not stand.row.holds_on(context["on"])],
        "heads": [
            (r.id, f"{word('party', r.party)} {r.person}（{figures.day(r.starts)}）") for r in found.rows
        ],
        "kinds": [(k.value, word("scan_kind", k)) for k in (ScanKind.AUTHORISATION, ScanKind.COMMITMENT)],
        "accepted": ACCEPTED,
        "upload_mb": limit(),
        "posted": request.POST,
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


@require_POST
@in_business_zone
def scan_add(request: ActorRequest, code: str) -> HttpResponse:
    """Keep an authorisation or a commitment as a file, beside what was handed in before."""
    head, _context = frame(request, code, "project-responsibility")
    kind = request.POST.get("kind", "")
    if kind not in {ScanKind.AUTHORISATION, ScanKind.COMMITMENT}:
        raise Invalid(Problem("core.not_a_choice", "kind", (kind[:20], "authorisation、commitment")))
    try:
        given(request, head.id, ScanKind(kind), responsible_id=number(request.POST.get("row", "")))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _show(request, code, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, _("原件已存，以前的仍可查看。"))
    return redirect("project-responsibility", request.zone.slug, code)


@require_GET
@in_zone
def export(request: ActorRequest, code: str) -> HttpResponseBase:
    """Return the register of the five parties as a workbook."""
    head, context = frame(request, code, "project-responsibility")
    found = selectors.responsibility_of(
        actor=request.actor, zone_id=request.zone.id, project_id=head.id, on=context["on"]
    )
    scans = selectors.scans_of(actor=request.actor, zone_id=request.zone.id, project_id=head.id)
    with responsibility_file(head, found, scans) as made:
        return attached(made.read(), name=f"responsibility-{head.code}.xlsx", mime=XLSX)

"""The register of firms: a list, a page of each with its projects and listings, and its entry."""

from __future__ import annotations

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
from duban.enterprises import services
from duban.enterprises.selectors import enterprise_by_id, list_enterprises
from duban.enterprises.types import EnterpriseDraft, EnterpriseRow, ListingKind
from duban.exchange import figures
from duban.exchange.project_words import LISTINGS
from duban.orgs.selectors import list_units, unit_names
from duban.orgs.types import Role, UnitKind
from duban.projects.selectors import all_projects
from duban.projects.types import ProjectFilter
from duban.web.parts import NOBODY, Form, asked_page, choices, number, version_of
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone
from duban.web.zones import in_working_zone as in_zone

_SIZE = 50


class EnterpriseForm(Form):
    """A firm as typed."""

    name = forms.CharField(label=_l("企业名称"), max_length=120)
    name_en = forms.CharField(label=_l("英文名称"), required=False, max_length=160)
    short_name = forms.CharField(label=_l("简称"), required=False, max_length=32)
    credit_code = forms.CharField(
        label=_l("统一社会信用代码"), required=False, max_length=18, help_text=_l("18 位，末位是校验码。")
    )
    industry = forms.CharField(label=_l("行业"), required=False, max_length=64)
    unit_id = forms.ChoiceField(
        label=_l("账号单位"), required=False, help_text=_l("企业的人用哪个单位的账号登录。")
    )
    settled_on = forms.DateField(label=_l("入驻日期"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices(units, NOBODY)

    def draft(self, *, is_sample: bool = False) -> EnterpriseDraft:
        """Return what was typed."""
        data = self.cleaned_data | {"unit_id": number(self.cleaned_data["unit_id"])}
        return EnterpriseDraft(**data, is_sample=is_sample)


class ListForm(Form):
    """A firm entering a list of the statistics bureau, or leaving it."""

    kind = forms.ChoiceField(label=_l("名录"), choices=choices(LISTINGS.items()))
    day = forms.DateField(label=_l("日期"))
    basis = forms.CharField(label=_l("依据或事由"), max_length=200)


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    words, asked = request.GET.get("q", "").strip()[:80], request.GET.get("kind", "")
    kind = ListingKind(asked) if asked in set(ListingKind) else None
    rows = list_enterprises(
        actor=request.actor, zone_id=request.zone.id, on=request.today, words=words, kind=kind
    )
    page = min(asked_page(request), max(1, -(-len(rows) // _SIZE)))
    context = {
        "rows": [(row, _held(request, row)) for row in rows[(page - 1) * _SIZE : page * _SIZE]],
        "total": len(rows),
        "page": page,
        "pages": max(1, -(-len(rows) // _SIZE)),
        "words": words,
        "kind": asked if kind else "",
        "kinds": LISTINGS.items(),
        "keeps": _keeps(request),
    }
    return render(request, "enterprises/list.html", context)


@require_GET
@in_zone
def enterprise(request: ActorRequest, firm: int) -> HttpResponse:
    return _show(request, firm)


def _show(
    request: ActorRequest,
    firm: int,
    form: ListForm | None = None,
    told: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    row = _firm(request, firm)
    wanted = ProjectFilter(request.today.year, state="all", enterprise_id=firm)
    units = unit_names(zone_ids=[request.zone.id], on=request.today)[0]
    context = {
        "row": row,
        "held": _held(request, row),
        "unit": units.get(row.unit_id or 0, ""),
        "projects": all_projects(
            actor=request.actor, zone_id=request.zone.id, on=request.today, filter=wanted
        ),
        "keeps": _keeps(request),
        "form": form or ListForm(initial={"day": request.today}),
        "told": told or [],
    }
    return render(request, "enterprises/enterprise.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_business_zone
def new(request: ActorRequest) -> HttpResponse:
    _demand(request)
    form = EnterpriseForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_enterprise(
                actor=request.actor, zone_id=request.zone.id, draft=form.draft(), at=request.at
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记企业。"))
            return redirect("enterprise", request.zone.slug, made)
    return render(request, "enterprises/form.html", {"form": form, "row": None}, status=form.status)


@require_http_methods(["GET", "POST"])
@in_business_zone
def edit(request: ActorRequest, firm: int) -> HttpResponse:
    _demand(request)
    row = _firm(request, firm)
    initial = {name: getattr(row, name) for name in EnterpriseDraft.__dataclass_fields__}
    form = EnterpriseForm(request.POST or None, units=_units(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_enterprise(
                actor=request.actor,
                zone_id=request.zone.id,
                enterprise_id=firm,
                draft=form.draft(is_sample=row.is_sample),
                version=version_of(request.POST),
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("enterprise", request.zone.slug, firm)
    version = version_of(request.POST) if request.method == "POST" else row.version
    context = {"form": form, "row": row, "version": version}
    return render(request, "enterprises/form.html", context, status=form.status)


@require_POST
@in_business_zone
def lists(request: ActorRequest, firm: int) -> HttpResponse:
    """Say that a firm has entered a list, or left it."""
    form = ListForm(request.POST)
    if not form.is_valid():
        return _show(request, firm, form, status=422)
    data = form.cleaned_data
    reach: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "enterprise_id": firm,
        "kind": ListingKind(data["kind"]),
        "at": request.at,
    }
    try:
        if request.POST.get("act") == "leave":
            services.leave_list(**reach, ends=data["day"], reason=data["basis"])
        else:
            services.enter_list(**reach, starts=data["day"], basis=data["basis"])
    except Forbidden:
        raise
    except Refusal as refusal:
        return _show(request, firm, form, sentences(refusal.problems), refusal.status)
    messages.success(request, _("已登记。"))
    return redirect("enterprise", request.zone.slug, firm)


def _firm(request: ActorRequest, firm: int) -> EnterpriseRow:
    row = enterprise_by_id(actor=request.actor, zone_id=request.zone.id, enterprise_id=firm)
    if row is None:
        raise NotFound(Problem("core.not_found"))
    return row


def _held(request: ActorRequest, row: EnterpriseRow) -> list[Any]:
    return [
        x for x in row.listings if x.starts <= request.today and (x.ends is None or x.ends >= request.today)
    ]


def _keeps(request: ActorRequest) -> bool:
    return request.actor.has(request.zone.id, Role.SUPERVISOR, Role.STATISTICIAN)


def _demand(request: ActorRequest) -> None:
    if not _keeps(request):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_enterprises",)))


def _units(request: ActorRequest) -> list[tuple[int, str]]:
    rows = list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)
    return [(u.id, figures.name_of(u)) for u in rows if u.kind is UnitKind.ENTERPRISE]

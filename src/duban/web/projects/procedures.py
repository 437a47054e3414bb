"""The steps the zone holds its projects to: shown to everyone, changed from a day on by the supervision office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods

from duban.core.errors import Forbidden, NotFound, Refusal
from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.exchange.project_words import LAPSES, REGIMES, RUNS
from duban.exchange.wording import word
from duban.orgs.selectors import unit_names
from duban.projects import selectors, services
from duban.projects.types import Lapse, Regime, RunsFrom, StepDraft
from duban.web.parts import NOBODY, Form, choices, number
from duban.web.projects.people import departments, keeps
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone


class StepForm(Form):
    """One step of a procedure."""

    name = forms.CharField(label=_l("步骤"), max_length=80)
    name_en = forms.CharField(label=_l("英文名称"), required=False, max_length=120)
    document = forms.CharField(label=_l("取得的文件"), max_length=120)
    document_en = forms.CharField(label=_l("取得的文件（英文）"), required=False, max_length=160)
    issuer = forms.CharField(label=_l("核发机关"), max_length=80)
    issuer_en = forms.CharField(label=_l("核发机关（英文）"), required=False, max_length=120)
    department_id = forms.ChoiceField(label=_l("责任部门"), required=False)
    days = forms.IntegerField(label=_l("法定时限"), required=False, min_value=1, max_value=400)
    unit = forms.ChoiceField(
        label=_l("时限单位"),
        required=False,
        choices=[("", _l("（没有时限）")), ("working", _l("工作日")), ("calendar", _l("自然日"))],
    )
    runs_from = forms.ChoiceField(label=_l("时限起算"), choices=choices(RUNS.items()))
    is_sure = forms.BooleanField(label=_l("时限及其单位已对照法条核实"), required=False)
    needs = forms.MultipleChoiceField(label=_l("前置步骤"), required=False)
    needs_parties = forms.BooleanField(label=_l("五方责任齐全之前不能办理"), required=False)
    before_start = forms.BooleanField(label=_l("开工前须取得"), required=False)
    conditional = forms.BooleanField(label=_l("视项目而定"), required=False)
    start_within = forms.IntegerField(
        label=_l("取得后须在几个月内开工"), required=False, min_value=1, max_value=600
    )
    extensions = forms.IntegerField(label=_l("可延期次数"), required=False, min_value=0, max_value=9)
    extension_months = forms.IntegerField(label=_l("每次延期月数"), required=False, min_value=0, max_value=60)
    ask_before = forms.IntegerField(
        label=_l("延期须提前几个工作日申请"), required=False, min_value=0, max_value=200
    )
    lapse = forms.ChoiceField(label=_l("逾期后果"), required=False, choices=choices(LAPSES.items(), "—"))
    basis = forms.CharField(label=_l("依据"), required=False, max_length=200)
    basis_en = forms.CharField(label=_l("依据（英文）"), required=False, max_length=400)
    starts = forms.DateField(label=_l("起用日期"))
    reason = forms.CharField(label=_l("事由"), max_length=500)

    def __init__(self, *args: Any, units: Any, before: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("department_id", choices(units, NOBODY)), ("needs", choices(before))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = rows

    def step(self, old: StepDraft) -> StepDraft:
        """Return the step as typed."""
        data = self.cleaned_data
        words = ("name", "document", "issuer", "basis")
        plain = {n: data[n] for n in (*words, *(f"{word}_en" for word in words), "days", "start_within")}
        ticks = {n: data[n] for n in ("is_sure", "needs_parties", "before_start", "conditional")}
        counts: dict[str, Any] = {n: data[n] or 0 for n in ("extensions", "extension_months", "ask_before")}
        return replace(
            old,
            **plain,
            **ticks,
            **counts,
            department_id=number(data["department_id"]),
            unit=DayUnit(data["unit"]) if data["unit"] else None,
            runs_from=RunsFrom(data["runs_from"]),
            needs=tuple(data["needs"]),
            lapse=Lapse(data["lapse"]) if data["lapse"] else None,
        )


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    found = selectors.procedures_on(zone_id=request.zone.id, on=request.on)
    units = unit_names(zone_ids=[request.zone.id], on=request.on)[0]
    tables = [
        (
            regime,
            found[regime],
            [
                (
                    s,
                    tuple(_named(found[regime].steps, c) for c in s.needs),
                    units.get(s.department_id or 0, ""),
                )
                for s in found[regime].steps
            ],
        )
        for regime in Regime
        if regime in found
    ]
    context = {
        "tables": tables,
        "history": selectors.list_procedures(actor=request.actor, zone_id=request.zone.id),
        "keeps": keeps(request),
    }
    return render(request, "projects/procedures.html", context)


@require_http_methods(["GET", "POST"])
@in_zone
def step(request: ActorRequest, regime: str, step: str) -> HttpResponse:
    if not keeps(request):
        raise Forbidden(Problem("core.forbidden", "", ("@set_procedure",)))
    found = selectors.procedures_on(zone_id=request.zone.id, on=request.on)
    procedure = found.get(Regime(regime)) if regime in set(Regime) else None
    codes = [s.code for s in procedure.steps] if procedure else []
    if procedure is None or step not in codes:
        raise NotFound(Problem("core.not_found"))
    at = codes.index(step)
    old = procedure.steps[at]
    before = [(s.code, s.document) for s in procedure.steps[:at]]
    initial = {name: getattr(old, name) for name in StepDraft.__dataclass_fields__}
    form = StepForm(
        request.POST or None,
        units=departments(request),
        before=before,
        initial=initial | {"starts": request.today},
    )
    if request.method == "POST" and form.is_valid():
        steps = [form.step(old) if s.code == step else s for s in procedure.steps]
        try:
            services.set_procedure(
                actor=request.actor,
                zone_id=request.zone.id,
                regime=procedure.regime,
                steps=steps,
                starts=form.cleaned_data["starts"],
                reason=form.cleaned_data["reason"],
                replaces=number(request.POST.get("procedure", "")) or -1,
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("新的流程已登记。"))
            return redirect("procedures", request.zone.slug)
    context = {
        "form": form,
        "old": old,
        "procedure": procedure,
        "regime": word("regime", procedure.regime),
        "regimes": REGIMES,
    }
    return render(request, "projects/procedure_step.html", context, status=form.status)


def _named(steps: tuple[StepDraft, ...], code: str) -> str:
    return next((selectors.document_of(s) for s in steps if s.code == code), code)

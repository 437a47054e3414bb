"""The list of causes that blockers and plans choose from: what holds when, and its keeper's forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from duban.blockers import selectors, services
from duban.blockers.types import CauseRow, DatedCause
from duban.core.errors import Refusal
from duban.core.sentences import sentences
from duban.exchange.wording import CAUSE_STANDINGS
from duban.orgs.types import Role
from duban.web.blockers.views import reach
from duban.web.parts import Form, asked_day
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone


class CauseForm(Form):
    """A cause from a day on: a new one, or new words for the one of that code."""

    code = forms.CharField(
        label=_l("编码"),
        max_length=32,
        help_text=_l("小写英文、数字、横线；定下后不改。填已有的编码即为改名。"),
    )
    name = forms.CharField(label=_l("原因名称"), max_length=64)
    name_en = forms.CharField(label=_l("英文名称"), required=False, max_length=128)
    order = forms.IntegerField(
        label=_l("顺序"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_l("不填则排在最后；改名时不动。"),
    )
    starts = forms.DateField(label=_l("自哪天起"), widget=forms.DateInput)


@require_http_methods(["GET", "POST"])
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    reach(request)
    lines = selectors.list_causes(zone_id=request.zone.id)
    form = CauseForm(request.POST if "save" in request.POST else None, initial=_initial(request, lines))
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            done = _changed(request, form)
        except Refusal as refusal:
            if form.is_bound:
                form.refuse(refusal)
            else:
                problems = sentences(refusal.problems)
            done, status = "", refusal.status
        if done:
            messages.success(request, done)
            return redirect("causes", request.zone.slug)
        status = status if status != 200 else 422
    context = {
        "rows": [(line, _standing(line, request.today)) for line in lines],
        "legend": CAUSE_STANDINGS,
        "form": form,
        "today": request.today.isoformat(),
        "problems": problems,
        "allowed": request.actor.has(request.zone.id, Role.SUPERVISOR, Role.DIRECTOR, Role.ASSESSOR),
    }
    return render(request, "blockers/causes.html", context, status=status)


def _changed(request: ActorRequest, form: CauseForm) -> str:
    """Do what was asked of the list and say so; nothing where the form is not right."""
    known: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "at": request.at}
    if "adopt" in request.POST:
        services.adopt_causes(**known, starts=request.today)
        return _("已采用常用原因清单。")
    if code := request.POST.get("end", ""):
        since = asked_day(request.POST.get("since", "")) or request.today
        services.end_cause(**known, code=code, since=since)
        return _("已登记停用。")
    if not form.is_valid():
        return ""
    data = form.cleaned_data
    cause = CauseRow(data["code"], data["name"], data["name_en"])
    services.set_cause(**known, cause=cause, order=data["order"], starts=data["starts"])
    return _("已保存。")


def _initial(request: ActorRequest, lines: list[DatedCause]) -> dict[str, Any]:
    """Return the form's beginning: the cause to be reworded, where one was asked for."""
    code = request.GET.get("code", "")
    line = next((c for c in lines if c.code == code and c.latest), None)
    begun: dict[str, Any] = {"starts": request.today}
    if line is not None:
        begun |= {"code": line.code, "name": line.name, "name_en": line.name_en}
    return begun


def _standing(line: DatedCause, today: date) -> str:
    if line.holds_on(today):
        return "held"
    return "coming" if line.starts > today else "ended"

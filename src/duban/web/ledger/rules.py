"""The ledger's rule: from when an item is near or behind, days for accepting, the form of numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from duban.core.errors import Refusal
from duban.engine.calendars import DayUnit
from duban.engine.series import DueRule
from duban.exchange.ledger_words import DAY_UNITS
from duban.ledger import selectors, services
from duban.ledger.types import LedgerRuleView, Urgency
from duban.web.ledger.people import supervises
from duban.web.parts import Figure, Form, choices
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone


class LedgerRuleForm(Form):
    """The ledger's rule from a day on."""

    near_days = forms.IntegerField(label=gettext_lazy("临期：剩几天以内"), min_value=0, max_value=60)
    near_unit = forms.ChoiceField(label=gettext_lazy("临期的天数按"), choices=choices(DAY_UNITS.items()))
    behind_pp = Figure(label=gettext_lazy("滞后：进度比时间慢几个百分点及以上"))
    normal = forms.IntegerField(label=gettext_lazy("一般：几个工作日内签收"), min_value=1, max_value=30)
    urgent = forms.IntegerField(label=gettext_lazy("急件：几个工作日内签收"), min_value=1, max_value=30)
    extra = forms.IntegerField(label=gettext_lazy("特急：几个工作日内签收"), min_value=1, max_value=30)
    number_form = forms.CharField(
        label=gettext_lazy("编号格式"),
        max_length=40,
        help_text=gettext_lazy("{year} 换成年份，{serial} 换成序号。"),
    )
    slip_form = forms.CharField(
        label=gettext_lazy("督办单编号格式"),
        max_length=40,
        help_text=gettext_lazy("{year} 换成年份，{serial} 换成序号。"),
    )
    starts = forms.DateField(label=gettext_lazy("自哪天起施行"), widget=forms.DateInput)
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=200)


@require_http_methods(["GET", "POST"])
@in_zone
def rules(request: ActorRequest) -> HttpResponse:
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    rule: LedgerRuleView = selectors.ledger_rule_on(**reach, day=request.today)
    form = LedgerRuleForm(request.POST or None, initial=_initial(rule))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_ledger_rule(**reach, **_typed(form.cleaned_data), at=request.at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("新规则已登记。"))
            return redirect("ledger-rules", request.zone.slug)
    context = {
        "rule": rule,
        "accept": [(urgency, rule.accept_days.get(urgency)) for urgency in Urgency],
        "history": selectors.list_ledger_rules(**reach),
        "form": form,
        "allowed": supervises(request),
    }
    return render(request, "ledger/rules.html", context, status=form.status)


def _initial(rule: LedgerRuleView) -> dict[str, Any]:
    return {
        "near_days": rule.due.near_days,
        "near_unit": rule.due.near_unit,
        "behind_pp": rule.due.behind_pp,
        "number_form": rule.number_form,
        "slip_form": rule.slip_form,
        **{urgency.value: rule.accept_days.get(urgency) for urgency in Urgency},
    }


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "due": DueRule(data["near_days"], DayUnit(data["near_unit"]), data["behind_pp"]),
        "accept_days": {urgency: data[urgency.value] for urgency in Urgency},
        "number_form": data["number_form"],
        "slip_form": data["slip_form"],
        "starts": data["starts"],
        "reason": data["reason"],
    }

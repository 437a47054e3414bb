"""The zone's rule on investment: which difference of two figures wants words, and which indicator the sum goes to."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from duban.core.errors import Forbidden, NotFound, Refusal
from duban.exchange.figures import name_of
from duban.indicators.selectors import list_indicators
from duban.orgs.types import Role
from duban.projects import selectors, services
from duban.web.parts import Figure, Form
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone

__all__ = ["rule"]


class RuleForm(Form):
    """A rule from a day on."""

    percent = Figure(label=_l("差异超过部门数的百分之几"))
    amount = Figure(label=_l("且超过多少万元"))
    indicator = forms.ChoiceField(label=_l("汇入的指标"), required=False)
    starts = forms.DateField(label=_l("自哪天起施行"), widget=forms.DateInput(attrs={"type": "date"}))


@require_http_methods(["GET", "POST"])
@in_business_zone
def rule(request: ActorRequest) -> HttpResponse:
    """Show the rules there were and the one in force; the statistician or supervision sets a new one."""
    rules = selectors.list_investment_rules(actor=request.actor, zone_id=request.zone.id)
    held = selectors.investment_rule(zone_id=request.zone.id, on=request.on)
    names = {d.code: name_of(d) for d in list_indicators(actor=request.actor, zone_id=request.zone.id)}
    first = {} if held is None else {name: getattr(held, name) for name in ("percent", "amount", "indicator")}
    form = RuleForm(request.POST or None, initial=first)
    form.offer("indicator", names.items(), _("不汇入"))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_investment_rule(
                actor=request.actor, zone_id=request.zone.id, at=request.at, **form.cleaned_data
            )
        except (Forbidden, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("新规则已登记，自施行日起按它核对。"))
            return redirect("investment-rule", request.zone.slug)
    context = {
        "rules": [(one, names.get(one.indicator, one.indicator), one == held) for one in rules],
        "form": form,
        "allowed": request.actor.has(request.zone.id, Role.STATISTICIAN, Role.SUPERVISOR),
    }
    return render(request, "projects/investment_rule.html", context, status=form.status)

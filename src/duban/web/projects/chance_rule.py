"""The zone's rule of how the chance of finishing is reckoned: what it was, what it is, and a new one from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from duban.core.errors import Forbidden, NotFound, Refusal
from duban.orgs.types import Role
from duban.projects import selectors, services
from duban.projects.types import ChanceRule
from duban.web.parts import Figure, Form
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone

__all__ = ["rule"]


class RuleForm(Form):
    """A rule from a day on."""

    low = Figure(label=_l("最短倍数"))
    high = Figure(label=_l("最长倍数"))
    together = Figure(label=_l("同因相关"))
    least = forms.IntegerField(label=_l("历史样本至少几例"))
    starts = forms.DateField(label=_l("自哪天起施行"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_l("事由"), max_length=200)


@require_http_methods(["GET", "POST"])
@in_business_zone
def rule(request: ActorRequest) -> HttpResponse:
    """Show the rules there were and the one in force; supervision sets a new one."""
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    held = selectors.chance_rule_on(zone_id=request.zone.id, on=request.on)
    first = {name: getattr(held, name) for name in ("low", "high", "together", "least")}
    form = RuleForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_chance_rule(**reach, rule=ChanceRule(**form.cleaned_data), at=request.at)
        except (Forbidden, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("新规则已登记，自施行日起按它推算。"))
            return redirect("chance-rule", request.zone.slug)
    context = {
        "rules": [(one, one == held) for one in selectors.list_chance_rules(**reach)],
        "held": held,
        "form": form,
        "allowed": request.actor.has(request.zone.id, Role.SUPERVISOR),
    }
    return render(request, "projects/chance_rule.html", context, status=form.status)

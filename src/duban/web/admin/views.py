from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from duban.core.errors import Forbidden, Invalid, Refusal
from duban.engine.kernel import Problem
from duban.exchange.wording import ROLES
from duban.orgs import selectors, services
from duban.orgs.types import Role
from duban.projects.selectors import correction_effects
from duban.projects.services import correct_working_day
from duban.projects.types import CorrectionEffect
from duban.web.parts import Form, choices, number, whole
from duban.web.projects.schedule_lines import days
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone

_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class AccountForm(Form):
    """A new account; it can do nothing until the security administrator grants it a role."""

    username = forms.CharField(label=_l("账号"), max_length=48)
    name = forms.CharField(label=_l("姓名"), max_length=48)


class DayForm(Form):
    """One corrected day of the calendar."""

    day = forms.DateField(label=_l("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    is_workday = forms.BooleanField(label=_l("上班"), required=False)
    name = forms.CharField(label=_l("说明"), max_length=64)
    source = forms.CharField(label=_l("依据"), max_length=128)


@require_http_methods(["GET", "POST"])
@in_zone
def people(request: ActorRequest) -> HttpResponse:
    allow(request, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _id, password = services.create_account(
                actor=request.actor,
                zone_id=request.zone.id,
                username=form.cleaned_data["username"],
                name=form.cleaned_data["name"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _tell_password(request, form.cleaned_data["username"], password)
            return redirect("people", request.zone.slug)
    context = {
        "rows": selectors.list_people(actor=request.actor, zone_id=request.zone.id, on=request.today),
        "form": form,
        "keeps_accounts": request.actor.has(request.zone.id, Role.SYSTEM_ADMIN),
        "keeps_grants": request.actor.has(request.zone.id, Role.SECURITY_ADMIN),
        "roles": choices(ROLES.items()),
        "units": selectors.list_units(actor=request.actor, zone_id=request.zone.id, on=request.today),
    }
    return render(request, "admin/people.html", context, status=form.status)


def _role(text: str) -> Role:
    if text not in set(Role):
        raise Invalid(Problem("core.not_a_choice", "role", (text[:40], "、".join(Role))))
    return Role(text)


@require_POST
@in_zone
def person(request: ActorRequest, user: int) -> HttpResponse:
    verb = request.POST.get("verb", "")
    if verb == "reset":
        password = services.reset_password(actor=request.actor, user_id=user, at=request.at)
        _tell_password(request, selectors.usernames(user_ids=[user], inactive=True)[user][0], password)
    elif verb in {"on", "off"}:
        services.set_active(actor=request.actor, user_id=user, is_active=verb == "on", at=request.at)
    elif verb == "grant":
        services.grant(
            actor=request.actor,
            user_id=user,
            unit_id=whole(request.POST.get("unit", "")),
            role=_role(request.POST.get("role", "")),
            starts=request.today,
            at=request.at,
        )
    elif verb == "revoke":
        services.revoke(
            actor=request.actor,
            grant_id=whole(request.POST.get("grant", "")),
            ends=request.today,
            at=request.at,
        )
    return redirect("people", request.zone.slug)


@require_http_methods(["GET", "POST"])
@in_zone
def calendar(request: ActorRequest) -> HttpResponse:
    allow(request, Role.SYSTEM_ADMIN)
    asked_of = request.POST if request.method == "POST" else request.GET
    form = DayForm(asked_of if "day" in asked_of else request.POST or None)
    ready = form.is_bound and form.is_valid()
    if request.method == "POST" and ready:
        _tell_moved(request, correct_working_day(actor=request.actor, at=request.at, **form.cleaned_data))
        return redirect("calendar", request.zone.slug)
    asked = number(request.GET.get("year", ""))
    year = asked if asked is not None and _FIRST_YEAR <= asked <= _LAST_YEAR else request.today.year
    found = selectors.work_calendar(year=year)
    context = {
        "year": year,
        "known": year in found.known_years,
        "days": sorted((d, works) for d, works in found.exceptions.items() if d.year == year),
        "form": form,
        "around": range(year - 3, year + 3),
        "tried": form.cleaned_data if ready else None,
        "effects": _effects(request, form.cleaned_data) if ready else (),
    }
    # A day half typed in the address asks only what it would do.
    status = form.status if request.method == "POST" else 200
    return render(request, "admin/calendar.html", context, status=status)


def _tell_moved(request: ActorRequest, moved: int | None) -> None:
    if moved is None:
        messages.success(request, _("已更正。各区的计划较多，明早重新推算并告知有关人员。"))
    else:
        told = _("已更正。重新推算后有 %(n)s 份进度计划的完工日期变动，已告知有关人员。")
        messages.success(request, told % {"n": moved})


def _effects(request: ActorRequest, asked: dict[str, Any]) -> list[tuple[str, CorrectionEffect, str]]:
    """Return what the correction would do, zone by zone: the zone's name, the counts, and the most days in words."""
    found = correction_effects(actor=request.actor, day=asked["day"], is_workday=asked["is_workday"])
    names = {zone.id: zone.name for zone in selectors.list_zones(actor=request.actor, on=request.today)}
    return [(names.get(e.zone_id, _("另一个区")), e, days(e.most)) for e in found]


def allow(request: ActorRequest, *roles: Role) -> None:
    """Let the zone's administrators of these roles pass."""
    if not request.actor.has(request.zone.id, *roles):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_accounts",)))


def _tell_password(request: ActorRequest, username: str, password: str) -> None:
    told = _("账号 %(username)s 的一次性密码：%(password)s。请当面告知，离开本页后不再显示。")
    messages.warning(request, told % {"username": username, "password": password})

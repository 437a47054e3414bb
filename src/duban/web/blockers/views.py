from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.blockers import selectors, services
from duban.blockers.types import BlockerFilter, BlockerState
from duban.core.errors import Forbidden, NotFound, Refusal
from duban.engine.kernel import Problem
from duban.exchange.wording import BLOCKER_KINDS, BLOCKER_STATES
from duban.orgs.selectors import unit_names
from duban.orgs.types import Role
from duban.web.blockers.forms import RaiseForm, RuleForm, addressed, addressees
from duban.web.blockers.subjects import subject_of
from duban.web.parts import asked_page, end_of, number, whole
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone

_PAGE = 50


@require_GET
@in_zone
def blockers(request: ActorRequest) -> HttpResponse:
    reach(request)
    asked: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "on": request.on}
    wanted, page = _wanted(request), asked_page(request)
    found = selectors.open_blockers(**asked, wanted=wanted, offset=(page - 1) * _PAGE, limit=_PAGE)
    query = {k: v for k, v in request.GET.items() if k != "page" and v}
    units, _posts = unit_names(zone_ids=[request.zone.id], on=request.today)
    context = {
        "found": found,
        "wanted": wanted,
        "waiting": selectors.count_blockers(**asked, wanted=BlockerFilter(mine=True)),
        "late": selectors.count_blockers(**asked, wanted=BlockerFilter(late=True)),
        "held": selectors.days_blocked(**asked),
        "rule": selectors.service_rule_on(zone_id=request.zone.id, on=request.today),
        "states": BLOCKER_STATES,
        "kinds": BLOCKER_KINDS,
        "units": units,
        "causes": selectors.causes_on(zone_id=request.zone.id, on=request.today),
        "query": urlencode(query),
        "last": page - 1,
        "next": page + 1 if page * _PAGE < found.total else 0,
    }
    return render(request, "blockers/list.html", context)


@require_GET
@in_zone
def blocker(request: ActorRequest, blocker: int) -> HttpResponse:
    return _page(request, blocker)


@require_POST
@in_zone
def blocker_move(request: ActorRequest, blocker: int) -> HttpResponse:
    try:
        services.move_blocker(
            actor=request.actor,
            zone_id=request.zone.id,
            blocker_id=blocker,
            edge=request.POST.get("edge", ""),
            version=whole(request.POST.get("version", "")),
            text=request.POST.get("text", ""),
            at=request.at,
            **addressed(request.POST.get("to", "")),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        # What was typed stays on the page, also where somebody else came first.
        return _page(request, blocker, refusal)
    messages.success(request, _("已办理。"))
    return redirect("blocker", request.zone.slug, blocker)


@require_http_methods(["GET", "POST"])
@in_zone
def blocker_raise(request: ActorRequest) -> HttpResponse:
    reach(request)
    units, posts = unit_names(zone_ids=[request.zone.id], on=request.today)
    own = selectors.raising_units(actor=request.actor, zone_id=request.zone.id, on=request.today)
    if not own:
        raise Forbidden(Problem("core.forbidden", "", ("@raise_blocker",)))
    about = request.POST.get("about") or request.GET.get("about", "")
    subject = subject_of(request.zone, about)
    form = RaiseForm(
        request.POST or None,
        own=own,
        to=addressees(units, posts),
        causes=selectors.causes_on(zone_id=request.zone.id, on=request.today),
        initial={name: request.GET[name] for name in ("text", "help_wanted") if name in request.GET},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.raise_blocker(
                actor=request.actor, zone_id=request.zone.id, draft=form.draft(subject), at=request.at
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已提出，对方会收到通知。"))
            return redirect("blocker", request.zone.slug, made)
    context = {"form": form, "subject": subject, "about": about}
    return render(request, "blockers/raise.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def blocker_rule(request: ActorRequest) -> HttpResponse:
    reach(request)
    now = selectors.service_rule_on(zone_id=request.zone.id, on=request.today)
    form = RuleForm(request.POST or None, initial=RuleForm.initial_of(now) | {"starts": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_service_rule(
                actor=request.actor,
                zone_id=request.zone.id,
                rule=form.rule(),
                starts=form.cleaned_data["starts"],
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("新规则已登记。"))
            return redirect("blocker-rule", request.zone.slug)
    context = {
        "form": form,
        "rule": now,
        "history": selectors.list_service_rules(zone_id=request.zone.id),
        "allowed": request.actor.has(request.zone.id, Role.SUPERVISOR, Role.DIRECTOR),
    }
    return render(request, "blockers/rule.html", context, status=form.status)


def _page(request: ActorRequest, blocker: int, refusal: Refusal | None = None) -> HttpResponse:
    then = min(end_of(request.on), request.at)
    page = selectors.blocker_page(actor=request.actor, zone_id=request.zone.id, blocker_id=blocker, at=then)
    units, posts = unit_names(zone_ids=[request.zone.id], on=request.today)
    context = {
        "page": page,
        "row": page.row,
        "problems": refusal.problems if refusal else (),
        "typed": request.POST.get("text", "") if refusal else "",
        "to": addressees(units, posts) if "readdress" in page.open_edges else (),
        "rule": selectors.service_rule_on(zone_id=request.zone.id, on=request.today),
    }
    return render(request, "blockers/blocker.html", context, status=refusal.status if refusal else 200)


def reach(request: ActorRequest) -> None:
    """Let in who reads the zone's business, and a firm's head; administrators read none of it."""
    if request.zone.id not in request.actor.zone_ids and not request.actor.unit_ids:
        raise NotFound(Problem("core.not_found"))


def _wanted(request: ActorRequest) -> BlockerFilter:
    asked = request.GET
    state = asked.get("state", "open")
    unit = asked.get("to", "")
    return BlockerFilter(
        state=state if state == "all" or state in set(BlockerState) else "open",
        to_unit_id=number(unit),
        cause=asked.get("cause", "")[:32],
        kind=asked.get("kind", "")[:12],
        late=asked.get("late") == "1",
        mine=asked.get("mine") == "1",
        text=asked.get("q", "")[:60],
    )

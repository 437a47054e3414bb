"""Registering an item, with those like it shown, and changing one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.core.errors import Forbidden, NotFound, Refusal
from duban.core.sentences import sentence, sentences
from duban.engine.kernel import Problem
from duban.ledger import selectors, services
from duban.ledger.types import ItemPage, Similar, StepDraft
from duban.web.ledger.forms import ItemForm, folds_of, initial_of, step_rows, steps_of
from duban.web.ledger.people import choices_in, drafts
from duban.web.parts import number
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone

_SHORTEST = 4
"""Letters of a title before it is worth looking for others like it."""


@require_http_methods(["GET", "POST"])
@in_zone
def new(request: ActorRequest) -> HttpResponse:
    """Draft an item; register it at once where asked. Open ones like it are shown first."""
    if not drafts(request):
        raise Forbidden(Problem("core.forbidden", "", ("@register",)))
    parent = _parent(request)
    form = ItemForm(request.POST or None, people=choices_in(request), initial=_beginning(request, parent))
    if request.method == "GET":
        return _form(request, form, (), parent=parent)
    steps, told = _steps(request)
    if not form.is_valid() or told:
        return _form(request, form, steps, parent=parent, told=told)
    alike = _alike(request, form.cleaned_data["title"], form.cleaned_data["task"])
    if alike and request.POST.get("seen") != "yes":
        return _form(request, form, steps, parent=parent, alike=alike)
    try:
        card = services.draft_item(
            actor=request.actor,
            zone_id=request.zone.id,
            draft=form.draft(
                steps,
                plan_id=number(request.POST.get("plan", "")),
            ),
            at=request.at,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(request, form, steps, parent=parent)
    if request.POST.get("register") == "yes":
        _register(request, card.id, card.version)
    else:
        messages.success(request, _("已存为拟办。"))
    return redirect("item", request.zone.slug, card.id)


@require_http_methods(["GET", "POST"])
@in_zone
def edit(request: ActorRequest, item_id: int) -> HttpResponse:
    page = selectors.item_page(
        actor=request.actor, zone_id=request.zone.id, item_id=item_id, on=request.today
    )
    if not page.may_edit:
        raise Forbidden(Problem("core.forbidden", "", ("@register",)))
    kept, _version = selectors.item_draft(actor=request.actor, item_id=item_id)
    form = ItemForm(request.POST or None, people=choices_in(request), initial=initial_of(kept, page.parent))
    if request.method == "GET":
        return _form(request, form, kept.steps, old=page)
    steps, told = _steps(request)
    if not form.is_valid() or told:
        return _form(request, form, steps, old=page, told=told)
    try:
        services.edit_item(
            actor=request.actor,
            item_id=item_id,
            version=number(request.POST.get("version", "")) or 0,
            draft=form.draft(
                steps,
                plan_id=kept.plan_id,
                number=kept.number,
                is_sample=kept.is_sample,
            ),
            at=request.at,
            reason=request.POST.get("reason", "").strip(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return _form(request, form, steps, old=page)
    messages.success(request, _("已保存。"))
    return redirect("item", request.zone.slug, item_id)


@require_GET
@in_zone
def similar(request: ActorRequest) -> HttpResponse:
    """Return open items like the one being typed: a part of the form's page."""
    if not drafts(request):
        raise Forbidden(Problem("core.forbidden", "", ("@register",)))
    alike = _alike(request, request.GET.get("title", ""), request.GET.get("task", ""))
    return render(request, "ledger/similar.html", {"alike": alike})


def _form(
    request: ActorRequest,
    form: ItemForm,
    steps: tuple[StepDraft, ...],
    *,
    old: ItemPage | None = None,
    parent: ItemPage | None = None,
    told: Sequence[str] = (),
    alike: Sequence[Similar] = (),
) -> HttpResponse:
    refused = 422 if request.method == "POST" and form.status == 200 else form.status
    context = {
        "form": form,
        "folds": folds_of(form),
        "steps": step_rows(steps),
        "old": old,
        "parent": parent,
        "told": told,
        "alike": alike,
        "confirm": bool(alike),
        "plan": request.POST.get("plan", request.GET.get("plan", "")),
        "reason": request.POST.get("reason", ""),
        "lacking": _lacking(old),
    }
    return render(request, "ledger/form.html", context, status=refused)


def _lacking(old: ItemPage | None) -> list[str]:
    """Return what a registered item still needs before it is dispatched."""
    if old is None:
        return []
    wanted = old.missing.get("dispatch") or old.missing.get("register") or ()
    return [sentence(p) for p in wanted]


def _beginning(request: ActorRequest, parent: ItemPage | None) -> dict[str, Any]:
    start: dict[str, Any] = {"start": request.today}
    start |= {n: text for n, text in request.GET.items() if n in ItemForm.base_fields and n != "parent"}
    if parent is None:
        return start
    taken = initial_of(selectors.item_draft(actor=request.actor, item_id=parent.row.id)[0])
    return (
        start
        | {"parent": parent.row.number}
        | {
            name: taken[name]
            for name in (
                "origin",
                "origin_text",
                "basis",
                "lead",
                "leader",
                "due",
                "unit",
                "frequency",
                "urgency",
            )
        }
    )


def _parent(request: ActorRequest) -> ItemPage | None:
    wanted = number(request.GET.get("parent", ""))
    if wanted is None:
        return None
    return selectors.item_page(actor=request.actor, zone_id=request.zone.id, item_id=wanted, on=request.today)


def _steps(request: ActorRequest) -> tuple[tuple[StepDraft, ...], list[str]]:
    try:
        return steps_of(request.POST), []
    except Refusal as refusal:
        return (), sentences(refusal.problems)


def _alike(request: ActorRequest, title: str, task: str) -> list[Similar]:
    if len(title.strip()) < _SHORTEST:
        return []
    return list(
        selectors.similar_items(
            actor=request.actor,
            zone_id=request.zone.id,
            on=request.today,
            title=title.strip(),
            task=task.strip(),
        )
    )


def _register(request: ActorRequest, item_id: int, version: int) -> None:
    try:
        services.move_item(
            actor=request.actor, item_id=item_id, edge="register", version=version, at=request.at
        )
    except Refusal as refusal:
        said = " ".join(sentences(refusal.problems))
        messages.warning(request, _("已存为拟办，还不能立项：%(why)s") % {"why": said})
    else:
        messages.success(request, _("已立项。补齐时间表、路线图和责任人后交办。"))

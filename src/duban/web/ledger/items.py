"""The page of an item, its moves, its files and its printed slip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duban.blockers.selectors import blockers_of
from duban.blockers.types import Subject
from duban.core.errors import NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.exchange.wording import word
from duban.ledger import selectors, services
from duban.ledger.types import ItemPage
from duban.web.blockers.subjects import raise_href
from duban.web.ledger import acts
from duban.web.ledger.lines import Words, line, lines
from duban.web.ledger.pages import Stage, exchanges, reports, route, who_held
from duban.web.ledger.people import choices_in, drafts, supervises
from duban.web.nav import address
from duban.web.parts import version_of
from duban.web.requests import ActorRequest
from duban.web.serving import served
from duban.web.uploads import uploads
from duban.web.zones import in_working_zone as in_zone


@require_GET
@in_zone
def item(request: ActorRequest, item_id: int) -> HttpResponse:
    return show(request, item_id)


def show(
    request: ActorRequest, item_id: int, *, told: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of an item, with what a refused move was told."""
    page = _page(request, item_id)
    context = page_of(request, page) | {"told": told or [], "posted": request.POST}
    return render(request, "ledger/item.html", context, status=status)


def page_of(request: ActorRequest, page: ItemPage) -> dict[str, Any]:
    """Return everything the page of an item shows."""
    stages: list[Stage] = route(page, request.zone.slug)
    open_acts = acts.acts(page)
    return {
        "page": page,
        "row": page.row,
        "on": request.on,
        "line": line(page.row, Words(), ""),
        "lag": _lag(page),
        "acts": open_acts,
        "labels": {
            name: acts.label(name)
            for name in ("reason", "result", "finding", "other_unit", "person", "due", "unfinished")
        },
        "choices": choices_in(request) if any("other_unit" in act.asks for act in open_acts) else None,
        "stages": stages,
        "reports": reports(page, request.zone.slug),
        "exchanges": exchanges(page),
        "files": [one for one in page.attachments if one.progress_id is None and one.step_id is None],
        "children": lines(page.children, request.zone.slug),
        "held": who_held(request, page),
        "supervisor": supervises(request),
        "blockers": blockers_of(
            actor=request.actor,
            zone_id=request.zone.id,
            subject_kind="item",
            subject_id=str(page.row.id),
            on=request.on,
        ),
        "raise_href": raise_href(request.zone, subject(page, request.zone.slug)),
        "may_draft": drafts(request),
        "report_href": address("item-report", request.zone.slug, page.row.id) if page.may_report else "",
    }


@require_POST
@in_zone
def move(request: ActorRequest, item_id: int) -> HttpResponse:
    """Move an item one step; a refusal is told on its page, what was typed stays."""
    try:
        services.move_item(
            actor=request.actor,
            item_id=item_id,
            edge=request.POST.get("edge", ""),
            version=version_of(request.POST),
            at=request.at,
            change=acts.change(request.POST),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return show(request, item_id, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, _("已办理：%(edge)s") % {"edge": word("move", request.POST["edge"])})
    return redirect("item", request.zone.slug, item_id)


@require_POST
@in_zone
def step_done(request: ActorRequest, item_id: int, step: int) -> HttpResponse:
    """Mark a step of the route map as reached, with its proof."""
    try:
        services.complete_step(
            actor=request.actor,
            item_id=item_id,
            step_id=step,
            on=request.today,
            at=request.at,
            uploads=uploads(request),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return show(request, item_id, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, _("节点已登记完成。"))
    return redirect("item", request.zone.slug, item_id)


@require_POST
@in_zone
def attach(request: ActorRequest, item_id: int) -> HttpResponse:
    """Keep a file with the item."""
    try:
        for upload in uploads(request):
            services.attach(actor=request.actor, item_id=item_id, upload=upload, at=request.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return show(request, item_id, told=sentences(refusal.problems), status=refusal.status)
    return redirect("item", request.zone.slug, item_id)


@require_GET
@in_zone
def attachment(request: ActorRequest, file: int) -> HttpResponse:
    """Return a file to who may see its item: pictures to look at, everything else to keep; never run."""
    kept, path = selectors.attachment(actor=request.actor, attachment_id=file)
    return served(path, name=kept.name, mime=kept.kind, as_small="small" in request.GET)


@require_GET
@in_zone
def slip(request: ActorRequest, item_id: int, slip_id: int) -> HttpResponse:
    """Return a supervision slip as a sheet of A4, ready to print."""
    page = _page(request, item_id)
    for one in page.slips:
        if one.id == slip_id:
            context = {"page": page, "row": page.row, "slip": one, "line": line(page.row, Words(), "")}
            return render(request, "ledger/slip.html", context)
    raise NotFound(Problem("core.not_found"))


def _page(request: ActorRequest, item_id: int) -> ItemPage:
    reach: Mapping[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    return selectors.item_page(**reach, item_id=item_id, on=request.on)


def subject(page: ItemPage, zone_slug: str) -> Subject:
    """Return what a blocker raised here is about."""
    row = page.row
    link = address("item", zone_slug, row.id)
    return Subject("item", str(row.id), row.title, row.number, link, row.due)


def _lag(page: ItemPage) -> str:
    """Say how the progress stands to the time gone."""
    standing = page.row.standing
    if standing.lag_pp is None:
        return _("进度")
    gone = figures.pct(standing.elapsed_pct, 0)
    points = figures.figure(abs(standing.lag_pp), 0)
    if standing.lag_pp < 0:
        return _("进度；时间已过 %(gone)s，慢 %(points)s 个百分点") % {"gone": gone, "points": points}
    return _("进度；时间已过 %(gone)s，快 %(points)s 个百分点") % {"gone": gone, "points": points}

"""Reporting progress, from a desk or from a phone on a bad line, and asking for more time."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.blockers.selectors import raising_units
from duban.core.errors import Forbidden, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.ledger import selectors, services
from duban.ledger.types import ItemPage, ProgressDraft
from duban.web.blockers.subjects import raise_href
from duban.web.ledger.forms import ExtensionForm
from duban.web.ledger.items import show, subject
from duban.web.ledger.lines import Words, line
from duban.web.nav import address
from duban.web.parts import asked_day, number, version_of
from duban.web.requests import ActorRequest
from duban.web.uploads import uploads
from duban.web.zones import in_working_zone as in_zone

_KEY = 40


@require_http_methods(["GET", "POST"])
@in_zone
def report(request: ActorRequest, item_id: int) -> HttpResponse:
    """Report progress; the sender's key makes a report sent twice over a bad line one report."""
    page = _page(request, item_id)
    if request.method == "GET":
        return _form(request, page)
    draft = _draft(request)
    try:
        services.report_progress(
            actor=request.actor,
            item_id=item_id,
            draft=draft,
            at=request.at,
            uploads=uploads(request),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, page, refusal)
    there = _next(request, page, draft)
    if _by_device(request):
        return JsonResponse({"next": there})
    messages.success(request, _("进展已报告。"))
    return redirect(there)


@require_http_methods(["GET", "POST"])
@in_zone
def extension_ask(request: ActorRequest, item_id: int) -> HttpResponse:
    page = _page(request, item_id)
    if not page.may_ask_extension:
        raise Forbidden(Problem("core.forbidden", "", ("@extension",)))
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_extension(actor=request.actor, item_id=item_id, at=request.at, **form.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("延期申请已报送，批复前原时限不变。"))
            return redirect("item", request.zone.slug, item_id)
    context = {"form": form, "page": page, "row": page.row}
    return render(request, "ledger/extension.html", context, status=form.status)


@require_POST
@in_zone
def extension_decide(request: ActorRequest, item_id: int, extension: int) -> HttpResponse:
    """Grant or decline an extension, or take one's own back."""
    try:
        services.decide_extension(
            actor=request.actor,
            extension_id=extension,
            edge=request.POST.get("edge", ""),
            version=version_of(request.POST),
            at=request.at,
            answer=request.POST.get("answer", "").strip(),
            new_due=_new_due(request),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return show(request, item_id, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, _("已批复。"))
    return redirect("item", request.zone.slug, item_id)


def _next(request: ActorRequest, page: ItemPage, draft: ProgressDraft) -> str:
    """Return where a report leads: where the help asked for becomes a blocker, if that was ticked; else my work."""
    if draft.help_wanted and "raise" in request.POST and raising_units(**_reach(request)):
        about = subject(page, request.zone.slug)
        return raise_href(
            request.zone, about, text=draft.problem or draft.text, help_wanted=draft.help_wanted
        )
    return address("my", request.zone.slug)


def _reach(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "zone_id": request.zone.id, "on": request.today}


def _page(request: ActorRequest, item_id: int) -> ItemPage:
    return selectors.item_page(actor=request.actor, zone_id=request.zone.id, item_id=item_id, on=request.on)


def _draft(request: ActorRequest) -> ProgressDraft:
    given = request.POST
    percent = given.get("percent", "").strip()
    return ProgressDraft(
        percent=int(percent) if percent.isascii() and percent.isdigit() and len(percent) < 4 else -1,
        text=given.get("text", "").strip(),
        problem=given.get("problem", "").strip(),
        help_wanted=given.get("help_wanted", "").strip(),
        next_step=given.get("next_step", "").strip(),
        key=given.get("key", "")[:_KEY],
        steps_done=tuple(n for one in given.getlist("step") if (n := number(one)) is not None),
    )


def _form(
    request: ActorRequest, page: ItemPage, told: list[str] | None = None, status: int = 200
) -> HttpResponse:
    newest = max(page.progress, key=lambda r: (r.at, r.id), default=None)
    context: dict[str, Any] = {
        "page": page,
        "row": page.row,
        "line": line(page.row, Words(), ""),
        "newest": newest,
        "open_steps": [step for step in page.steps if step.done_on is None],
        "ticked": set(request.POST.getlist("step")),
        "posted": request.POST,
        "percent": request.POST.get("percent", str(page.row.percent)),
        "key": request.POST.get("key") or uuid4().hex,
        "told": told or [],
        "gone": figures.pct(page.row.standing.elapsed_pct, 0),
        "upload_mb": _limit_mb(),
        "may_raise": bool(raising_units(**_reach(request))),
    }
    response = render(request, "ledger/report.html", context, status=status)
    if request.method == "GET" and page.may_report:
        # The worker keeps this page on the device of whom it is for; see static/duban/worker.js.
        response.headers["X-Duban-Keep"] = str(request.user.pk)
    return response


def _refused(request: ActorRequest, page: ItemPage, refusal: Refusal) -> HttpResponse:
    said = sentences(refusal.problems)
    if _by_device(request):
        return JsonResponse({"problems": said}, status=refusal.status)
    return _form(request, page, said, refusal.status)


def _by_device(request: ActorRequest) -> bool:
    """Return whether the page's own script sends this, and reads the answer itself."""
    return request.headers.get("Accept", "") == "application/json"


def _limit_mb() -> int:
    return int(settings.UPLOAD_LIMIT) // 1024 // 1024


def _new_due(request: ActorRequest) -> date | None:
    return asked_day(request.POST.get("new_due", "")) if request.POST.get("edge") == "grant" else None

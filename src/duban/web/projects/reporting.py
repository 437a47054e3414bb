"""Reporting a project's progress from the site, with one thumb and on a bad line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.blockers.selectors import causes_on
from duban.core.errors import Invalid, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.exchange.wording import BLOCKER_KINDS
from duban.orgs.selectors import list_posts, list_units
from duban.projects import selectors, services
from duban.projects.types import (
    ActivityDraft,
    CountDraft,
    HelpDraft,
    PictureDraft,
    ReportDraft,
    ReportForm,
    ReportRow,
    Turn,
    WorkRow,
)
from duban.web.blockers.forms import addressed, addressees
from duban.web.ledger.people import post_word
from duban.web.nav import address
from duban.web.parts import number
from duban.web.projects.frame import frame
from duban.web.projects.reading import day_of, figure_of
from duban.web.projects.report_activities import (
    asked_activities,
    other_activities,
    other_choices,
    read_activities,
)
from duban.web.requests import ActorRequest
from duban.web.uploads import uploads
from duban.web.zones import in_working_zone as in_zone

_KEY = 40


@require_http_methods(["GET", "POST"])
@in_zone
def report(request: ActorRequest, code: str) -> HttpResponse:
    """Report progress; the sender's key makes a report sent twice over a bad line one report."""
    kind, end = _term(request)
    form = selectors.report_form(
        actor=request.actor, zone_id=request.zone.id, code=code, on=request.today, kind=kind, end=end
    )
    if request.method == "GET":
        return _page(request, form)
    try:
        services.report_project(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=form.project_id,
            draft=_draft(request, form),
            at=request.at,
            pictures=_pictures(request),
            submit="later" not in request.POST,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, form, refusal)
    there = address("project-progress", request.zone.slug, code)
    if _by_device(request):
        return JsonResponse({"next": there})
    messages.success(request, _("草稿已存。") if "later" in request.POST else _("进度已报送，等审核。"))
    return redirect(there)


def _term(request: ActorRequest) -> tuple[str, date | None]:
    """Read which time is reported: ``monthly:2020-09-30``; nothing asked is the one expected."""
    given = request.POST if request.method == "POST" else request.GET
    kind, _colon, end = given.get("term", "").partition(":")
    return kind, day_of(end)


def _draft(request: ActorRequest, form: ReportForm) -> ReportDraft:
    given, term = request.POST, form.terms[0]
    percent = given.get("percent", "").strip()
    workers = given.get("workers", "").strip()
    problems = (
        []
        if not workers or number(workers) is not None
        else [Problem("core.not_a_number", "workers", (workers[:40],))]
    )
    counts = []
    for work in form.works:
        try:
            done = figure_of(given.get(work.field, ""), work.field)
        except Invalid as unfit:
            problems += unfit.problems
            continue
        if done is not None:
            counts.append(_count(work, done))
    said: tuple[ActivityDraft, ...] = ()
    told: tuple[CountDraft, ...] = ()
    try:
        said, told = read_activities(form, given.dict(), min(request.today, term.end))
    except Invalid as unfit:
        problems += unfit.problems
    if problems:
        raise Invalid(*problems)
    return ReportDraft(
        kind=term.kind,
        end=term.end,
        percent=_share(percent, form),
        image=given.get("image", "").strip(),
        investment=figure_of(given.get("investment", ""), "investment"),
        workers=number(workers),
        problem=given.get("problem", "").strip(),
        cause=given.get("cause", "").strip()[:24],
        help_wanted=given.get("help_wanted", "").strip(),
        help=HelpDraft(given.get("help_kind", ""), **addressed(given.get("help_to", ""))),
        next_step=given.get("next_step", "").strip(),
        counts=(*counts, *told),
        activities=said,
        remark=given.get("remark", "").strip(),
        key=given.get("key", "")[:_KEY],
    )


def _share(text: str, form: ReportForm) -> int | None:
    """Read the project's percentage; left empty it is the plan's, where there is one."""
    if not text and form.activities:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


def _count(work: WorkRow, done: Decimal) -> CountDraft:
    """Return a figure as typed; one that was not touched keeps what its source said of it."""
    same = work.done is not None and work.done == done
    activity = "" if work.plan is None else work.plan.activity
    return CountDraft(work.id, done, same and work.at_least, work.said if same else "", activity)


def _pictures(request: ActorRequest) -> tuple[PictureDraft, ...]:
    """Return the photos, each with what was chosen for it; one choice alone is for all of them."""
    found = uploads(request)
    drawings, activities = (_each(request, name, len(found)) for name in ("photo_drawing", "photo_activity"))
    return tuple(
        PictureDraft(upload, drawing_id=number(drawing), activity=activity)
        for upload, drawing, activity in zip(found, drawings, activities, strict=False)
    )


def _each(request: ActorRequest, name: str, n: int) -> list[str]:
    """Return what was chosen for each of so many photos."""
    chosen = request.POST.getlist(name) or [""]
    return chosen if len(chosen) >= n else [chosen[0]] * n


def _page(
    request: ActorRequest, form: ReportForm, told: list[str] | None = None, status: int = 200
) -> HttpResponse:
    _head, context = frame(request, form.code, "project-progress")
    before = form.report or form.last
    posted = request.POST.dict() if request.method == "POST" else None
    units = list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)
    posts = list_posts(actor=request.actor, zone_id=request.zone.id, on=request.today)
    context |= {
        "form": form,
        "term": form.terms[0],
        "values": _values(request, form, before),
        "asked": asked_activities(form, posted),
        "others": other_activities(form, posted),
        "other_choices": other_choices(form),
        "plan_choices": _plan_choices(form),
        "works": [(w, request.POST.get(w.field, _shown(w.done))) for w in form.works],
        "key": request.POST.get("key") or uuid4().hex,
        "told": told or [],
        "causes": [
            (c.code, figures.name_of(c)) for c in causes_on(zone_id=request.zone.id, on=request.today)
        ],
        "kinds": BLOCKER_KINDS.items(),
        "help_to": addressees(
            {u.id: figures.name_of(u) for u in units if u.id not in {request.zone.id, form.unit_id}},
            {p.id: post_word(p) for p in posts if p.unit_id == request.zone.id},
        ),
        "upload_mb": int(settings.UPLOAD_LIMIT) // 1024 // 1024,
    }
    return render(request, "projects/report.html", context, status=status)


def _values(request: ActorRequest, form: ReportForm, before: ReportRow | None) -> dict[str, Any]:
    """Return what the fields hold: what was typed; else what was begun; of the last report only what goes on."""
    if request.method == "POST":
        return request.POST.dict()
    begun = form.report
    invested = form.invested if begun is None or begun.investment is None else begun.investment
    values: dict[str, Any] = {
        "percent": _percent(form, before),
        "investment": "" if invested is None else figures.figure(invested),
        "workers": "" if before is None or before.workers is None else before.workers,
    }
    if begun is not None:
        names = ("image", "problem", "remark", "cause", "help_wanted", "next_step")
        values |= {name: getattr(begun, name) for name in names}
        values["help_kind"] = begun.help.kind
        values["help_to"] = _to(begun.help)
    return values


def _percent(form: ReportForm, before: ReportRow | None) -> int | str:
    """Return what the project's percentage begins with: nothing where the plan gives it."""
    if form.activities and (form.report is None or form.report.is_by_plan or form.report.percent is None):
        return ""
    return 0 if before is None or before.percent is None else before.percent


def _plan_choices(form: ReportForm) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the plan's activities a photo can be of: those under way first, then the rest."""
    under_way = [a for a in form.activities if a.turn is Turn.UNDER_WAY]
    rest = [a for a in form.activities if a.turn is not Turn.UNDER_WAY]
    groups = ((_("正在进行"), under_way), (_("其他任务"), rest))
    return [
        (word, [(a.id, f"{a.number} {figures.name_of(a)}") for a in rows]) for word, rows in groups if rows
    ]


def _to(wanted: HelpDraft) -> str:
    if wanted.to_post_id is not None:
        return f"post-{wanted.to_post_id}"
    return "" if wanted.to_unit_id is None else f"unit-{wanted.to_unit_id}"


def _shown(figure: Decimal | None) -> str:
    return "" if figure is None else figures.figure(figure)


def _refused(request: ActorRequest, form: ReportForm, refusal: Refusal) -> HttpResponse:
    said = sentences(refusal.problems)
    if _by_device(request):
        return JsonResponse({"problems": said}, status=refusal.status)
    return _page(request, form, said, refusal.status)


def _by_device(request: ActorRequest) -> bool:
    """Return whether the page's own script sends this, and reads the answer itself."""
    return request.headers.get("Accept", "") == "application/json"

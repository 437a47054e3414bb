from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.core.errors import Forbidden, Invalid, Refusal
from duban.engine.kernel import Problem
from duban.exchange import uploads
from duban.exchange.templates import template_of
from duban.exchange.types import Kind, Options, Report
from duban.indicators.types import Effect
from duban.papers.cells import XLSX
from duban.web.requests import ActorRequest
from duban.web.serving import attached
from duban.web.zones import in_zone

KINDS = {
    Kind.OBSERVATIONS: gettext_lazy("数据"),
    Kind.TARGETS: gettext_lazy("目标"),
    Kind.DEFINITIONS: gettext_lazy("指标"),
    Kind.ORGANISATION: gettext_lazy("机构"),
    Kind.LEDGER: gettext_lazy("工作台账"),
    Kind.DECOMPOSITION: gettext_lazy("目标分解"),
    Kind.PROJECTS: gettext_lazy("项目登记册"),
}
_SEEN_ON = {
    Kind.OBSERVATIONS: "gap",
    Kind.LEDGER: "ledger",
    Kind.DECOMPOSITION: "ledger-tree",
    Kind.PROJECTS: "projects",
}
"""Where what was brought in is looked at."""
_SHOWN = 300


@require_http_methods(["GET", "POST"])
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    allowed = uploads.may_import(request.actor, request.zone.id)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            return redirect("import-preview", request.zone.slug, _hand_in(request))
        except Refusal as refusal:
            problems = refusal.problems
    elif not allowed:
        raise Forbidden(Problem("core.forbidden", "", ("@import",)))
    context = {"kinds": [(kind, KINDS[kind]) for kind in allowed], "problems": problems}
    return render(request, "exchange/index.html", context, status=422 if problems else 200)


@require_GET
@in_zone
def template(request: ActorRequest, kind: str) -> HttpResponseBase:
    found = _kind(kind)
    if found not in uploads.may_import(request.actor, request.zone.id):
        raise Forbidden(Problem("core.forbidden", "", ("@import",)))
    made = template_of(actor=request.actor, zone_id=request.zone.id, kind=found, on=request.today)
    return attached(made, name=f"duban-{kind}.xlsx", mime=XLSX)


@require_GET
@in_zone
def preview(request: ActorRequest, job: int) -> HttpResponse:
    report = uploads.preview(actor=request.actor, upload_id=job, at=request.at)
    return _show(request, job, report)


@require_POST
@in_zone
def confirm(request: ActorRequest, job: int) -> HttpResponse:
    options = Options(bool(request.POST.get("good_rows_only")), request.POST.get("reason", "").strip()[:200])
    try:
        report = uploads.confirm(actor=request.actor, upload_id=job, at=request.at, options=options)
    except Invalid as refusal:
        report = uploads.preview(actor=request.actor, upload_id=job, at=request.at)
        return _show(request, job, report, refusal.problems)
    told = _("已导入：新增 %(added)s 行，修订 %(revised)s 行，不变 %(unchanged)s 行。")
    counts = {effect.value: report.count(effect) for effect in Effect}
    messages.success(request, told % counts)
    return redirect(_SEEN_ON.get(report.kind, "import"), request.zone.slug)


@require_GET
@in_zone
def returned(request: ActorRequest, job: int) -> HttpResponseBase:
    name, workbook = uploads.returned(actor=request.actor, upload_id=job, at=request.at)
    return attached(workbook, name=name, mime=XLSX)


@require_POST
@in_zone
def drop(request: ActorRequest, job: int) -> HttpResponse:
    uploads.drop(actor=request.actor, upload_id=job, at=request.at)
    messages.success(request, _("已放弃，没有写入任何数据。"))
    return redirect("import", request.zone.slug)


def _show(request: ActorRequest, job: int, report: Report, refused: Sequence[Problem] = ()) -> HttpResponse:
    changed = [o for o in report.outcomes if o.effect in {Effect.ADDED, Effect.REVISED}]
    listed = report.problems[:_SHOWN]
    context = {
        "job": uploads.upload_of(actor=request.actor, upload_id=job),
        "report": report,
        "added": report.count(Effect.ADDED),
        "revised": report.count(Effect.REVISED),
        "unchanged": report.count(Effect.UNCHANGED),
        "bad": report.count(Effect.REFUSED),
        "problems": listed,
        "more": report.problem_count - len(listed),
        "notes": list(report.notes)[:_SHOWN],
        "changed": changed[:_SHOWN],
        "changed_more": max(0, report.count(Effect.ADDED) + report.count(Effect.REVISED) - _SHOWN),
        "readable": report.rows > 0,
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "exchange/preview.html", context, status=422 if refused else 200)


def _hand_in(request: ActorRequest) -> int:
    kind = _kind(request.POST.get("kind", ""))
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(Problem("exchange.empty_file"))
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise Invalid(Problem("exchange.too_large", "", (str(settings.UPLOAD_LIMIT // 1024 // 1024),)))
    return uploads.hand_in(
        actor=request.actor,
        zone_id=request.zone.id,
        kind=kind,
        name=file.name or "",
        content=file.read(),
        at=request.at,
    )


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise Http404 from None

"""A plan's file: shown with what does not come over, then kept as a revision."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.core.errors import Conflict, Invalid
from duban.core.sentences import sentence, sentences
from duban.engine.kernel import Problem
from duban.exchange.kept_schedules import Brought, bring_schedule
from duban.projects import selectors, services
from duban.projects.types import (
    RevisionKind,
    SchedulePage,
    numbers_of,
)
from duban.web.parts import whole
from duban.web.projects.frame import frame
from duban.web.projects.schedules import day_said, standing_said
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone

__all__ = ["file"]

_LARGEST = 32 * 1024 * 1024
_signer = signing.Signer(salt="duban.schedule")


class FileForm(forms.Form):
    """A plan's file."""

    file = forms.FileField(max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_zone
def file(request: ActorRequest, code: str) -> HttpResponse:
    """Take a plan's file: first shown with what does not come over, then kept."""
    _head, context = frame(request, code, "project-schedule")
    page = selectors.schedule_page(actor=request.actor, zone_id=request.zone.id, code=code)
    context |= {"page": page, "base": page.revision.number if page.revision else 0}
    problems: tuple[str, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            if "body" in request.POST:
                _bring(request, page)
                return redirect("project-schedule", request.zone.slug, code)
            context |= _previewed(request, page)
        except (Invalid, Conflict) as refusal:
            problems, status = tuple(sentences(refusal.problems)), refusal.status
    context["problems"] = problems
    return render(request, "projects/schedule_file.html", context, status=status)


def _previewed(request: ActorRequest, page: SchedulePage) -> dict[str, Any]:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(Problem("schedules.no_file", "file", ("",)))
    handed = form.cleaned_data["file"]
    if handed.size > _LARGEST:
        raise Invalid(Problem("schedules.too_large", "file", (str(_LARGEST >> 20),)))
    brought: Brought = bring_schedule(handed.read(), handed.name)
    shown = selectors.preview_schedule(
        actor=request.actor, zone_id=request.zone.id, code=page.code, schedule=brought.schedule
    )
    notes = list(sentences(brought.notes))
    if brought.file_finish is not None and shown.standing.finish is not None:
        differs = brought.file_finish // 14400 != shown.standing.finish // 14400
        if differs:
            args = (day_said(brought.file_finish), day_said(shown.standing.finish))
            notes.append(sentence(Problem("projects.file_finish", "", args)))
    return {
        "handed": handed.name,
        "shown": shown,
        "said": standing_said(shown.standing),
        "notes": notes,
        "lines": [
            (x, numbers_of(brought.schedule)[x.activity.id], day_said(x.start), day_said(x.finish))
            for x in shown.lines[:40]
        ],
        "count": sum(1 for x in shown.lines if not x.activity.heading),
        "body": _signer.sign(base64.b85encode(shown.body).decode("ascii")),
    }


def _bring(request: ActorRequest, page: SchedulePage) -> None:
    posted = request.POST
    try:
        body = base64.b85decode(_signer.unsign(posted["body"]))
    except (signing.BadSignature, binascii.Error, ValueError):
        raise Invalid(Problem("projects.bad_edit", "body", ("1",))) from None
    services.keep_schedule(
        actor=request.actor,
        zone_id=request.zone.id,
        project_id=page.project_id,
        schedule=selectors.read_schedule(body),
        base=whole(posted.get("base", "")),
        reason=posted.get("reason", "")[:500],
        at=request.at,
        kind=RevisionKind.FILE,
    )
    messages.success(request, _("文件已存为新的一版。"))

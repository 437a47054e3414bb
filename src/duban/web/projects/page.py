"""The page of a project."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duban.web.projects.frame import frame
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone


@require_GET
@in_zone
def project(request: ActorRequest, code: str) -> HttpResponse:
    _head, context = frame(request, code, "project")
    return render(request, "projects/project.html", context)

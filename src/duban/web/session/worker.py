"""The service worker, served from the root so that it may stand in for every page, and the page it shows without a line."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

_SCRIPT = Path(__file__).resolve().parents[1] / "static" / "duban" / "worker.js"
_FILES = (
    "vendor/tabler/tabler.min.css",
    "vendor/htmx/htmx.min.js",
    "duban/seal.svg",
    "duban/duban.css",
    "duban/ledger.css",
    "duban/duban.js",
    "duban/draft.js",
    "duban/keep.js",
    "duban/offline.js",
)
"""What the report page and the page without a line need."""
_MOST = 12
"""So many reports are kept on a device, the latest opened."""


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the worker; a browser asks for it anew whenever it may have changed."""
    response = HttpResponse(_written(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page that stands in for any other without a line; it says nothing of anybody."""
    return render(request, "session/offline.html")


@lru_cache(maxsize=1)
def _written() -> str:
    said = {
        "VERSION": _version(),
        "FILES": [static(name) for name in _FILES],
        "OFFLINE": reverse("offline"),
        "HOURS": settings.DUBAN_SESSION_HOURS,
        "MOST": _MOST,
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    return head + _SCRIPT.read_text("utf8")


def _version() -> str:
    """Return what changes whenever one of the files does: of their addresses and contents."""
    total = hashlib.sha256()
    for name in _FILES:
        total.update(static(name).encode())
        found = finders.find(name)
        if isinstance(found, str):
            total.update(Path(found).read_bytes())
    return total.hexdigest()[:16]

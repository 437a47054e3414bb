"""Files handed out: made ones to keep, kept ones to look at or to keep; never run, never kept by a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from duban.core.files import small

_SEALED = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


def attached(content: bytes | Iterator[bytes], *, name: str, mime: str) -> HttpResponseBase:
    """Return a file that was made for whoever asks, whole or in parts, to be kept under *name*."""
    answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    response = answer(content, content_type=mime)
    response.headers["Content-Disposition"] = _named(name, keep=True)
    return response


def served(path: Path, *, name: str, mime: str, as_small: bool = False) -> HttpResponse:
    """Return a kept file, or a small copy of a picture; who may have it was asked before."""
    is_image = mime.startswith("image/")
    if is_image and as_small:
        response = HttpResponse(small(path), content_type="image/jpeg")
    else:
        response = HttpResponse(path.read_bytes(), content_type=mime)
    response.headers["Content-Disposition"] = _named(name, keep=not is_image)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _SEALED
    return response


def _named(name: str, *, keep: bool) -> str:
    # Django's own gives nothing only for a file that is looked at and has no name.
    return content_disposition_header(as_attachment=keep, filename=name) or "inline"

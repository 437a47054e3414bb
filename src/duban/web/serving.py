"""Kept files handed out: pictures to look at, everything else to keep; never run, never kept by a browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.http import HttpResponse

from duban.core.files import small

_SEALED = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


def served(path: Path, *, name: str, mime: str, as_small: bool = False) -> HttpResponse:
    """Return a kept file, or a small copy of a picture; who may have it was asked before."""
    is_image = mime.startswith("image/")
    if is_image and as_small:
        response = HttpResponse(small(path), content_type="image/jpeg")
    else:
        response = HttpResponse(path.read_bytes(), content_type=mime)
    how = "inline" if is_image else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _SEALED
    return response

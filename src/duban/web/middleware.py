from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from duban.audit.selectors import SettledRecord
from duban.core import clock
from duban.core.errors import Refusal
from duban.core.reading import reading
from duban.orgs.selectors import actor_of
from duban.web.errors import bad_request, refused, too_large
from duban.web.requests import ActorRequest, address_of
from duban.web.uploads import MOST_FILES

Next = Callable[[HttpRequest], HttpResponse]

OPEN = frozenset({"sign-in", "language", "healthz", "feed", "worker", "offline"})
"""Pages that answer a stranger; a feed has its key in the address. Everything else asks who is there."""
BEFORE_A_NEW_PASSWORD = frozenset({"password", "sign-out", "language"})

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_WRITE_SEEN_EVERY = 60


class SafeHeadersMiddleware:
    """Tell the browser what it may load, and to keep nothing that is not for everyone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class BodyMiddleware:
    """
    Read no more of a request than its sender may send: nobody fills the disk with files, a stranger sends none.

    Forms are bounded by Django itself; files it writes to the disk, whatever their size, before any view is asked.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size, form = _body_size(request), settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size > form and not request.user.is_authenticated:
            return _to_sign_in(cast("ActorRequest", request))
        if size > form + MOST_FILES * settings.UPLOAD_LIMIT:
            return too_large(request)
        return self.get_response(request)


class ActorMiddleware:
    """Know who is asking, how long ago they were last seen, and what they reach today; a page is one reading."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with reading(SettledRecord()):
            return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        request.at = clock.now()
        request.today = clock.local_day(request.at)
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in OPEN:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not _still_here(request):
            logout(request)
            return _to_sign_in(request)
        user = request.user
        request.actor = actor_of(
            user_id=user.pk, origin=address_of(request), on=request.today, name=user.name
        )
        request.needs_new_password = _needs_new_password(request)
        if request.needs_new_password and name not in BEFORE_A_NEW_PASSWORD:
            return _go(request, reverse("password"))
        return None


class RefusalMiddleware:
    """Say every anticipated refusal in words; anything else stays a bug."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        return bad_request(request) if _is_forged(request) else None

    def process_exception(self, request: ActorRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refusal) else None


def _needs_new_password(request: ActorRequest) -> bool:
    """Return whether the password came from somebody else, or has been kept too long (standards.md 4.1)."""
    user, days = request.user, settings.DUBAN_PASSWORD_DAYS
    if user.must_change_password:
        return True
    # The demonstration's password is printed on its sign-in page; changing it in turn would help nobody.
    if not days or user.is_sample:
        return False
    since: datetime | None = user.password_changed_at
    return since is None or request.at - since >= timedelta(days=days)


def start_session(request: ActorRequest) -> None:
    """Begin counting: how long signed in, how long idle."""
    request.session["began"] = request.session["seen"] = int(request.at.timestamp())


def _body_size(request: HttpRequest) -> int:
    """Return how many bytes the server hands on as the request's body: no more than the sender says."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _is_forged(request: HttpRequest) -> bool:
    """Return whether a text holds a NUL: nobody types one, no browser sends one, and PostgreSQL keeps none."""
    given = (*request.GET.lists(), *request.POST.lists())
    return any("\x00" in text for name, texts in given for text in (name, *map(str, texts)))


def _still_here(request: ActorRequest) -> bool:
    now = int(request.at.timestamp())
    seen = request.session.get("seen", 0)
    if now - seen > settings.DUBAN_IDLE_MINUTES * 60:
        return False
    if now - request.session.get("began", 0) > settings.DUBAN_SESSION_HOURS * 3600:
        return False
    if now - seen >= _WRITE_SEEN_EVERY:
        request.session["seen"] = now
    return True


def _to_sign_in(request: ActorRequest) -> HttpResponse:
    back = request.htmx.current_url_abs_path if request.htmx else request.get_full_path()
    query = urlencode({"next": back}) if back and back != "/" and request.method == "GET" else ""
    return _go(request, f"{reverse('sign-in')}{'?' if query else ''}{query}")


def _go(request: ActorRequest, where: str) -> HttpResponse:
    return HttpResponseClientRedirect(where) if request.htmx else redirect(where)

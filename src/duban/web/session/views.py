from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.core.errors import Refusal
from duban.orgs import selectors, services
from duban.web.ledger.mine import anything_waits
from duban.web.middleware import start_session
from duban.web.nav import first_page
from duban.web.requests import ActorRequest, address_of
from duban.web.session import demo
from duban.web.session.forms import Password, SignIn


@require_http_methods(["GET", "POST"])
def sign_in(request: ActorRequest) -> HttpResponse:
    if request.user.is_authenticated and request.method == "GET":
        return redirect("home")
    form = SignIn(request.POST or None)
    status = form.status
    if request.method == "POST" and form.is_valid():
        if _let_in(request, form):
            return redirect(_back(request, request.POST.get("next", "")))
        status = 401
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "demo_accounts": demo.accounts() if settings.DUBAN_DEMO else (),
        "demo_password": demo.PASSWORD,
    }
    return render(request, "session/sign_in.html", context, status=status)


@require_POST
def sign_out(request: ActorRequest) -> HttpResponse:
    services.signed_out(actor=request.actor, at=request.at)
    logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    form = Password(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.change_password(actor=request.actor, old=typed["old"], new=typed["new"], at=request.at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.user.refresh_from_db()
            update_session_auth_hash(request, request.user)
            messages.success(request, _("密码已修改。"))
            return redirect("home")
    context = {
        "form": form,
        "rules": password_validators_help_texts(),
        "must": request.user.must_change_password,
        "expired": request.needs_new_password and not request.user.must_change_password,
        "days": settings.DUBAN_PASSWORD_DAYS,
    }
    return render(request, "session/password.html", context, status=form.status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language in a cookie and go back to the page."""
    back = redirect(_back(request, request.POST.get("next", "")))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        back.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return back


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """Go to one's own zone; who has several is asked which."""
    zones = selectors.list_zones(actor=request.actor, on=request.today)
    if len(zones) == 1:
        waits = anything_waits(request, zones[0])
        if first := first_page(request.actor, zones[0], waits=waits):
            return redirect(first)
    rows = [(zone, first_page(request.actor, zone)) for zone in zones]
    return render(request, "session/home.html", {"rows": rows})


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer whether the program and its database are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _let_in(request: ActorRequest, form: SignIn) -> bool:
    username = form.cleaned_data["username"]
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is not None:
        login(request, user)
        start_session(request)
        actor = selectors.actor_of(user_id=user.pk, origin=address_of(request), on=request.today)
        services.signed_in(actor=actor, at=request.at)
        return True
    locked = AxesProxyHandler.is_locked(request, {"username": username})
    # The page says it itself, with how long and whom to ask.
    request.axes_locked_out = False  # type: ignore[attr-defined]
    services.sign_in_failed(username=username, origin=address_of(request), at=request.at, locked=locked)
    form.add_error(None, _locked() if locked else _wrong())
    return False


def _locked() -> str:
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return _("连续 %(times)s 次没有登录成功，账号已锁定 %(minutes)s 分钟。急用请联系系统管理员解锁。") % {
        "times": settings.AXES_FAILURE_LIMIT,
        "minutes": minutes,
    }


def _wrong() -> str:
    return _("账号或密码不对，或账号已停用。连错 %(times)s 次会锁定；忘记密码请联系系统管理员重置。") % {
        "times": settings.AXES_FAILURE_LIMIT
    }


def _back(request: HttpRequest, where: str) -> str:
    safe = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if where and safe else reverse("home")

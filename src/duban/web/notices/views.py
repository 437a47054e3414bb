from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.boards.selectors import feed_entries
from duban.core.errors import Refusal
from duban.notices import selectors, services
from duban.orgs.selectors import actor_of
from duban.web.notices.forms import ChannelForm, PreferenceForm
from duban.web.parts import asked_page, whole
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone

_PAGE = 50


@require_GET
@in_zone
def notices(request: ActorRequest) -> HttpResponse:
    page = asked_page(request)
    unread_only = request.GET.get("show") == "unread"
    found = selectors.inbox(
        actor=request.actor,
        zone_id=request.zone.id,
        unread_only=unread_only,
        offset=(page - 1) * _PAGE,
        limit=_PAGE,
    )
    context = {
        "inbox": found,
        "unread_only": unread_only,
        "last": page - 1,
        "next": page + 1 if page * _PAGE < found.total else 0,
    }
    return render(request, "notices/inbox.html", context)


@require_POST
@in_zone
def read(request: ActorRequest) -> HttpResponse:
    chosen = request.POST.get("notice", "")
    services.mark_read(
        actor=request.actor,
        zone_id=request.zone.id,
        at=request.at,
        notice_ids=[whole(chosen)] if chosen else None,
    )
    return redirect("notices", request.zone.slug)


@require_http_methods(["GET", "POST"])
@in_zone
def preferences(request: ActorRequest) -> HttpResponse:
    now = selectors.preference_of(actor=request.actor)
    form = PreferenceForm(request.POST or None, initial=PreferenceForm.initial_of(now))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_preference(actor=request.actor, preference=form.preference(), at=request.at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("notice-settings", request.zone.slug)
    return _settings(request, form, ChannelForm(prefix="channel"))


@require_POST
@in_zone
def channel_add(request: ActorRequest) -> HttpResponse:
    form = ChannelForm(request.POST, prefix="channel")
    if form.is_valid():
        try:
            services.add_channel(
                actor=request.actor,
                kind=form.chosen(),
                address=form.cleaned_data["address"],
                secret=form.cleaned_data["secret"],
                at=request.at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("渠道已添加。"))
            return redirect("notice-settings", request.zone.slug)
    now = selectors.preference_of(actor=request.actor)
    return _settings(request, PreferenceForm(initial=PreferenceForm.initial_of(now)), form)


@require_POST
@in_zone
def channel(request: ActorRequest, channel: int) -> HttpResponse:
    if request.POST.get("verb") == "retry":
        n = services.retry_channel(actor=request.actor, channel_id=channel, at=request.at)
        messages.success(request, _("%(n)s 条消息重新排队。") % {"n": n})
    else:
        services.remove_channel(actor=request.actor, channel_id=channel, at=request.at)
        messages.success(request, _("渠道已删去，地址不再保留。"))
    return redirect("notice-settings", request.zone.slug)


@require_POST
@in_zone
def feed_change(request: ActorRequest) -> HttpResponse:
    if request.POST.get("verb") == "make":
        token = services.make_feed(actor=request.actor, at=request.at)
        told = _("订阅地址（只显示这一次，请勿转给别人）：%(address)s")
        messages.warning(request, told % {"address": settings.DUBAN_ADDRESS + reverse("feed", args=[token])})
    elif services.revoke_feed(actor=request.actor, at=request.at):
        messages.success(request, _("订阅已作废。"))
    return redirect("notice-settings", request.zone.slug)


@require_GET
def feed(request: ActorRequest, token: str) -> HttpResponse:
    """Answer a calendar program, which has the key in the address and no session."""
    owner = selectors.feed_owner(token=token)
    actor = actor_of(user_id=owner, origin="feed", on=request.today)
    with translation.override(selectors.preference_of(actor=actor).language):
        entries = list(feed_entries(actor, request.today))
        body = selectors.feed_bytes(entries=entries, name=str(_("督办待办")), address=settings.DUBAN_ADDRESS)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    response["Content-Disposition"] = 'inline; filename="duban.ics"'
    return response


def _settings(request: ActorRequest, form: PreferenceForm, channel_form: ChannelForm) -> HttpResponse:
    context = {
        "form": form,
        "channel_form": channel_form,
        "channels": selectors.channels_of(actor=request.actor),
        "feed_made_at": selectors.feed_made_at(actor=request.actor),
        "mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "notices/settings.html", context, status=max(form.status, channel_form.status))

"""Refusals and dead ends, each said in words with a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.core.errors import Refusal
from duban.core.sentences import sentences
from duban.web.requests import ActorRequest


def refused(request: ActorRequest, refusal: Refusal) -> HttpResponse:
    """Render a refusal with every problem it carries: a page, or a part of one for htmx."""
    return _say(request, refusal.status, sentences(refusal.problems))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, 400, [_("这个请求看不懂。请从页面上的链接重新进入。")])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, 403, [_("您的岗位不能打开这一页。")])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _say(request, 404, [_("没有这项内容，或不在您的管理范围内。")])


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _say(request, 403, [_("页面打开太久，已经失效。请返回上一页刷新后再提交。")])


def too_large(request: HttpRequest) -> HttpResponse:
    return _say(request, 413, [_("一次提交的文件太多或太大。请分几次提交。")])


def server_error(request: HttpRequest) -> HttpResponse:
    # No template: whatever broke may be what draws pages.
    said, text = _("程序出错"), _("程序出错，已记入日志。请稍后再试；仍不行请联系系统管理员。")
    head = f'<html lang="{get_language()}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    body = f'<title>{said}</title><h1>{said}</h1><p>{text}</p><p><a href="/">{_("回到首页")}</a></p></html>'
    return HttpResponse(f"<!doctype html>{head}{body}", status=500)


def _say(request: HttpRequest, status: int, said: list[str]) -> HttpResponse:
    name = "refusal.html#said" if getattr(request, "htmx", None) else "refusal.html"
    return render(request, name, {"status": status, "title": _title(status), "said": said}, status=status)


def _title(status: int) -> str:
    return {
        403: _("不能办理"),
        404: _("没有找到"),
        409: _("别人先改过了"),
        413: _("没有办成"),
        422: _("没有办成"),
    }.get(status, _("看不懂的请求"))

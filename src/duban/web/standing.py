"""
The day a page stands at: the one its address asks for, else the zone's own, else today.

It is a day to look from, never a day to write on: services are told the real moment. What was known when is another
clock, and stays what it was. Every link, form and redirect
of a page that was asked for a day keeps that day; it is put in here, once, for every page there is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from duban.web.parts import asked_day
from duban.web.requests import ActorRequest

__all__ = ["TODAY", "stand", "standing_kept"]

R = TypeVar("R", bound=HttpResponseBase)
TODAY = "today"
"""What an address says to stand at today in a zone that stands at another day of its own."""
_ASKED = re.compile(rb"(?:[?]|&|;)on=")
_FORM = re.compile(rb'<form\b[^>]*\smethod="get"[^>]*>')


def stand(request: ActorRequest) -> None:
    """
    Put the day the page stands at on the request.

    :raises Invalid: if what is asked for is no day
    """
    usual = request.zone.sample_day or request.today
    text = request.GET.get("on", "")
    request.on, request.asked_on = usual, ""  # a refusal of the day is drawn at the usual one
    request.on = request.today if text == TODAY else asked_day(text, "on") or usual
    if request.on != usual:
        request.asked_on = TODAY if request.on == request.today else request.on.isoformat()


def standing_kept(request: ActorRequest, response: R) -> R:
    """Return the response with the day asked for in every address of the zone that names none."""
    if not request.asked_on:
        return response
    if "Location" in response.headers:
        response.headers["Location"] = _with_day(
            response.headers["Location"].encode(), request.zone.slug, request.asked_on, b"&"
        ).decode()
    elif isinstance(response, HttpResponse) and response.headers["Content-Type"].startswith("text/html"):
        response.content = _kept(response.content, request.zone.slug, request.asked_on)
    return response


def _kept(page: bytes, slug: str, day: str) -> bytes:
    def link(found: re.Match[bytes]) -> bytes:
        return found[1] + _with_day(found[2], slug, day, b"&amp;")

    field = f'<input type="hidden" name="on" value="{day}">'.encode()
    return _FORM.sub(lambda form: form[0] + field, _links(slug).sub(link, page))


@lru_cache(maxsize=64)
def _links(slug: str) -> re.Pattern[bytes]:
    """Return what finds the addresses of a zone's pages, and those of the page itself with another query."""
    inside = re.escape(f"/{slug}/").encode()
    return re.compile(rb'(\s(?:href|action|hx-get|hx-post)=")((?:' + inside + rb'|\?)[^"]*)')


def _with_day(address: bytes, slug: str, day: str, joint: bytes) -> bytes:
    whole, hash_, anchor = address.partition(b"#")
    if _ASKED.search(whole) or not whole.startswith((f"/{slug}/".encode(), b"?")):
        return address
    more = urlencode({"on": day}).encode()
    between = b"?" if b"?" not in whole else b"" if whole.endswith((b"?", b"&", b";")) else joint
    return whole + between + more + hash_ + anchor

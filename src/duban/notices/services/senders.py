"""The way out: mail by Django, robots by one POST. The only place here that touches the network."""

from __future__ import annotations

import smtplib
import urllib.error
import urllib.request
from http.client import HTTPException

from django.core.mail import EmailMessage

from duban.engine.kernel import Problem
from duban.notices.services.robots import judge, request_of
from duban.notices.types import ChannelKind, Message, Outcome

__all__ = ["Post"]

_TIMEOUT = 10
_MOST_READ = 64 * 1024


class Post:
    """The ordinary sender."""

    def send(self, message: Message) -> Outcome:
        """Send it and say what became of it."""
        return _mail(message) if message.kind is ChannelKind.EMAIL else _robot(message)


def _mail(message: Message) -> Outcome:
    text = f"{message.text}\n\n{message.link}" if message.link else message.text
    try:
        EmailMessage(message.subject, text, to=[message.address]).send()
    except smtplib.SMTPRecipientsRefused:
        return Outcome(sent=False, problem=Problem("notices.not_an_address"))
    except (smtplib.SMTPException, OSError) as error:
        return Outcome(
            sent=False, problem=Problem("notices.mail_failed", "", (type(error).__name__,)), again=True
        )
    return Outcome(sent=True)


def _robot(message: Message) -> Outcome:
    asked = request_of(message)
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when the channel was added
        asked.url, asked.body, {"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    try:
        with _opener().open(request, timeout=_TIMEOUT) as answer:
            return judge(message, answer.status, answer.read(_MOST_READ))
    except urllib.error.HTTPError as error:
        with error:
            return judge(message, error.code, b"")
    except (OSError, HTTPException):
        # Says nothing of the address: some errors repeat it.
        return Outcome(sent=False, problem=Problem("notices.network"), again=True)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that follows no redirect: the host was allowed, where it points was not."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener

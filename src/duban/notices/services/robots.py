"""
How each robot wants a message and how it answers (standards.md 5). No network here: requests in, verdicts out.

The three differ in signing, in what they count and in how they say no; all say it inside HTTP 200.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus

from duban.engine.kernel import Problem
from duban.notices.types import ChannelKind, Message, Outcome

__all__ = ["Request", "dingtalk_sign", "feishu_sign", "fit", "judge", "request_of"]

_TEXT_BYTES = {ChannelKind.WECOM: 2048}
_BODY_BYTES = {ChannelKind.DINGTALK: 20_000, ChannelKind.FEISHU: 20_000}
_CROWDED = {"45009": 60, "130101": 600, "11232": 60}
"""Codes that ask for patience, and for how many seconds: DingTalk shuts a robot out for ten minutes."""
_OK = 200
_TOO_MANY, _BROKEN = 429, 500
_LONGEST_SAID = 80


@dataclass(frozen=True, slots=True)
class Request:
    """What to post, and where."""

    url: str
    body: bytes


def dingtalk_sign(timestamp_ms: int, secret: str) -> str:
    """Return DingTalk's signature: HMAC-SHA256 keyed with the secret over "timestamp, newline, secret", for a URL."""
    said = f"{timestamp_ms}\n{secret}".encode()
    return quote_plus(base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()))


def feishu_sign(timestamp_s: int, secret: str) -> str:
    """Return Feishu's signature: HMAC-SHA256 keyed with "timestamp, newline, secret" over nothing, for the body."""
    key = f"{timestamp_s}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def fit(text: str, most: int, tail: str) -> str:
    """Return *text* in at most *most* bytes of UTF-8; where it is cut, between characters, *tail* says where the rest is."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    end = f"…\n{tail}"
    room = max(0, most - len(end.encode()))
    cut = raw[:room].decode("utf8", "ignore")
    whole_lines, newline, _rest = cut.rpartition("\n")
    return (whole_lines if newline and len(whole_lines) > len(cut) // 2 else cut) + end


def request_of(message: Message) -> Request:
    """Return what to post for *message*, signed where there is a secret, within the robot's measure."""
    text = f"{message.subject}\n{message.text}"
    whole = f"{text}\n{message.link}" if message.link else text
    most = _TEXT_BYTES.get(message.kind, _BODY_BYTES.get(message.kind, 0))
    url, extra = _signed(message)
    while True:
        said = whole if len(whole.encode()) <= most else fit(text, most, message.link)
        body = json.dumps(extra | _payload(message.kind, said), ensure_ascii=False).encode()
        over = len(body) - _BODY_BYTES.get(message.kind, len(body))
        if over <= 0:
            return Request(url, body)
        most = min(most, len(said.encode())) - over


def judge(message: Message, status: int, body: bytes) -> Outcome:
    """Say what the robot's answer means: sent only where its own code is 0."""
    if status != _OK:
        again = status == _TOO_MANY or status >= _BROKEN
        return Outcome(sent=False, problem=Problem("notices.http_status", "", (str(status),)), again=again)
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return Outcome(sent=False, problem=Problem("notices.strange_answer"), again=True)
    code = _first(answer, "errcode", "code", "StatusCode")
    if code == "0":
        return Outcome(sent=True)
    said = _without_secrets(message, _first(answer, "errmsg", "msg", "StatusMessage"))
    problem = Problem("notices.robot_refused", "", (code or "?", said))
    return Outcome(sent=False, problem=problem, again=code in _CROWDED, pause=_CROWDED.get(code, 0))


def _signed(message: Message) -> tuple[str, dict[str, object]]:
    if not message.secret:
        return message.address, {}
    seconds = int(message.at.timestamp())
    if message.kind is ChannelKind.DINGTALK:
        stamp = seconds * 1000
        joint = "&" if "?" in message.address else "?"
        sign = dingtalk_sign(stamp, message.secret)
        return f"{message.address}{joint}timestamp={stamp}&sign={sign}", {}
    if message.kind is ChannelKind.FEISHU:
        return message.address, {"timestamp": str(seconds), "sign": feishu_sign(seconds, message.secret)}
    return message.address, {}


def _payload(kind: ChannelKind, text: str) -> dict[str, object]:
    if kind is ChannelKind.FEISHU:
        return {"msg_type": "text", "content": {"text": text}}
    return {"msgtype": "text", "text": {"content": text}}


def _first(answer: Mapping[str, object], *names: str) -> str:
    return next((str(answer[name]) for name in names if name in answer), "")


def _without_secrets(message: Message, said: str) -> str:
    """Return what a robot said, short, and without anything from its address: some repeat the token."""
    for part in (
        message.secret,
        *message.address.replace("?", "/").replace("=", "/").replace("&", "/").split("/"),
    ):
        if len(part) >= 8:
            said = said.replace(part, "…")
    return said[:_LONGEST_SAID]

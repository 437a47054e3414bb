"""Secrets at rest: sealed with a key made from the program's own, opened only where they are used."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

__all__ = ["BrokenSeal", "fingerprint", "masked", "seal", "unseal"]

_KIND = "fernet1:"
_SHOWN = 4
_SHORTEST = 12


class BrokenSeal(Exception):
    """What was sealed cannot be opened: the program's key has changed since."""


def seal(text: str, purpose: str) -> str:
    """Return *text* so that only this program can read it. The first word names how it was sealed."""
    return _KIND + _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """
    Return what was sealed.

    :raises BrokenSeal: if the key has changed, or the text was sealed for another purpose
    """
    try:
        return _box(purpose).decrypt(sealed.removeprefix(_KIND).encode()).decode()
    except InvalidToken:
        raise BrokenSeal from None


def fingerprint(text: str, purpose: str) -> str:
    """Return a digest by which two equal secrets are known as equal and neither can be read."""
    return hmac.new(_keys(purpose)[0], text.encode(), hashlib.sha256).hexdigest()


def masked(text: str) -> str:
    """Return *text* for a page or a log: its last four characters where it is long, otherwise nothing of it."""
    return f"…{text[-_SHOWN:]}" if len(text) >= _SHORTEST else "…"


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys(purpose)])


def _keys(purpose: str) -> list[bytes]:
    """Return today's key and those of earlier program keys, one of its own for each purpose."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        HKDF(SHA256(), 32, salt=None, info=f"duban.{purpose}".encode()).derive(force_bytes(s))
        for s in secrets
    ]

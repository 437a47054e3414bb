"""Chinese table text brought to one form before it is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHORT = 64
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_DASHES = re.compile(r"[‐‑‒–—―−﹣─━]+")


def folded(text: str) -> str:
    """Return the text with full-width letters narrowed, white space gone and every dash a ``-``."""
    return _folded_short(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    return _DASHES.sub("-", _SPACE.sub("", unicodedata.normalize("NFKC", text)))


_folded_short = lru_cache(maxsize=4096)(_folded)
"""A column says the same few words a hundred thousand times."""

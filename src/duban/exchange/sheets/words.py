"""Chinese table text brought to one form before it is compared."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
_DASHES = re.compile(r"[‐‑‒–—―−﹣─━]+")


def folded(text: str) -> str:
    """Return the text with full-width letters narrowed, white space gone and every dash a ``-``."""
    return _DASHES.sub("-", _SPACE.sub("", unicodedata.normalize("NFKC", text)))

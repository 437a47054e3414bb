"""Number formats: what the person sees of a number, which the number itself does not say."""

from __future__ import annotations

import re
from functools import lru_cache

from duban.exchange.sheets.types import GENERAL, Format, Shows

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN = {
    9: Format(Shows.PERCENT, "", "0%"),
    10: Format(Shows.PERCENT, "", "0.00%"),
    **{number: Format(Shows.DATE, "", f"#{number}") for number in _DATES},
}
_SCALED = re.compile(r'[0#?],+(?![,0#?])|[0#?](?:[!\\]\.|"\.")[0#?]')
_LITERALS = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]')


def built_in(number: int) -> Format:
    """Return the format that Excel knows by number; 27—36 and 50—58 are the Chinese dates."""
    return _BUILT_IN.get(number, GENERAL)


@lru_cache(maxsize=4096)
def format_of(code: str) -> Format:
    """
    Read a format code.

    Percent and date are told by marks outside quotes. ``0!.0,`` and ``#,##0,`` show a thousandth or less
    of what is stored, so the heading's unit and the number no longer agree: that is ``SCALED``.
    """
    code = code[:255]
    first = code.replace("G/通用格式", "General").split(";", 1)[0]
    bare = _LITERALS.sub("", first)
    unit = "".join(m[1] or m[2] or "" for m in _LITERALS.finditer(first)).strip(" .,")
    unit += "".join(re.findall(r"[一-鿿]+", bare))
    if "%" in bare:
        return Format(Shows.PERCENT, "", code)
    if _is_date(bare):
        return Format(Shows.DATE, "", code)
    if _SCALED.search(first):
        return Format(Shows.SCALED, unit, code)
    return Format(Shows.PLAIN, unit, code)


def _is_date(bare: str) -> bool:
    marks = bare.lower().replace("general", "").replace("e+", "").replace("e-", "")
    return bool(re.search(r"[ymdhs]", marks)) and not re.search(r"[#?]", marks)

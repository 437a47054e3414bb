"""Periods as offices write them; each names the months January to N of a year (domain.md 2.1)."""

from __future__ import annotations

import re
from functools import lru_cache

from duban.engine.kernel import Period
from duban.exchange.sheets.words import folded

_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_YEAR = r"(?:(?P<year>\d{4}|\d{2})(?:年度?|[-/.]))?"
_RANGE = re.compile(_YEAR + r"0?(?P<first>\d{1,2})月?-(?:\d{4}[年./-])?0?(?P<last>\d{1,2})(?P<mark>月)?")
ONLY_A_YEAR = re.compile(r"(?:\d{4}|\d{2})年度?")
"""``2024年``: the whole year, or whatever months the table is about."""
_QUARTERS = re.compile(_YEAR + r"(?:前|1-)(?P<count>[1-4])个?季度")
_QUARTER = re.compile(_YEAR + r"(?:第?(?P<one>[1-4])季度)|(?P<of>\d{4})?年?q(?P<two>[1-4])")
_FIRST_MONTHS = re.compile(_YEAR + r"前(?P<count>\d{1,2})个?月")
_NAMED = re.compile(_YEAR + r"(?P<name>上半年|全年|年度)")
_WHOLE_YEAR = re.compile(r"(?P<year>\d{4})(?:年度?|全年)")
_KEY = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<last>\d{1,2})(?:(?P=mark)\d{1,2}(?:\d{2}:\d{2}(?::\d{2})?)?)?|(?P<key>\d{2})(?:\d{2})?)"
)
_MONTH = re.compile(_YEAR + r"(?P<last>\d{1,2})月")
_LOOSE = re.compile(
    r"(?:(?<!\d)(?:\d{4}|\d{2})年度?)?(?:1月?-(?:\d{4}年)?\d{1,2}月|前?[1-4](?:-[1-4])?季度|上半年|全年|前\d{1,2}个?月"
    r"|\d{1,2}月份?(?![^\W\d_]*\d{1,2}日))(?:累计)?"
    r"|\d{4}(?:[./]1-(?:\d{4}[./])?\d{1,2}(?![\d./])月?|年)"
)
_MONTH_KEY = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:[-/.](?P<one>\d{1,2})|(?P<two>0[1-9]|1[0-2]))(?:-(?P<day>\d{2}))?"
)
_YEAR_KEY = re.compile(r"(?:19|20)\d{2}")
_TAIL = re.compile(r"(?:累计(?:数|完成|值|额)?|合计|完成情况|完成数|止)+$")
_ORDINAL = re.compile(r"(?<=月)[份底末]")


class Unclear(ValueError):
    """The text names no period, or more than one: ``code`` says which."""

    def __init__(self, code: str) -> None:
        """Keep the problem's code."""
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=256)
def period_of(text: str, default_year: int | None = None, *, cumulative: bool = False) -> Period:
    """
    Read a period: ``1-8月``, ``2020年1—8月累计``, ``202008``, ``2020-08``, ``一季度``, ``上半年``, ``全年`` …

    ``2020年8月`` may mean the month alone; only where the text or the table says cumulative is it 1—8月.

    :raises Unclear: ``exchange.not_a_period``, ``exchange.no_january``, ``exchange.year_missing``,
        ``exchange.single_month``, ``exchange.not_from_january``
    """
    bare = _clean(text)
    said = cumulative or "累计" in bare or bare.startswith("截")
    bare = _ORDINAL.sub("", _TAIL.sub("", re.sub(r"^截[至止]?-?", "", bare)))
    for read in (_whole, _keyed, _ranged, _single):
        found = read(bare, said)
        if found is not None:
            year, month = found
            return _made(year, month, default_year)
    raise Unclear("exchange.not_a_period")


def period_within(text: str) -> str:
    """Return the period a title or heading names (``2020年1-8月``), dashes made plain; empty if none."""
    return split_period(text)[0]


def split_period(text: str) -> tuple[str, str]:
    """Part ``1-8月累计`` into the period it names and the rest; the period is empty if there is none."""
    bare = _clean(text)
    match = _LOOSE.search(bare)
    return (match[0], bare[: match.start()] + bare[match.end() :]) if match else ("", bare)


def period_key(text: str) -> str:
    """Return the month or year that a text is and nothing else (``202408``, ``2024-08-31``, ``2024.8``, ``2024``)."""
    bare = folded(text)
    if match := _MONTH_KEY.fullmatch(bare):
        return f"{match['year']}年{int(match['one'] or match['two'])}月"
    return f"{bare}年" if _YEAR_KEY.fullmatch(bare) else ""


def _clean(text: str) -> str:
    bare = re.sub(r"(?<=\d)一(?=\d{1,2}月)", "-", folded(text)).lower()
    bare = re.sub(r"十(?=[一二])", "1", bare)
    bare = bare.replace("十", "10").translate(_DIGITS)
    bare = re.sub(r"(?<=[\d月日份])[~〜至到](?=\d)", "-", bare)
    return bare.strip("()[]【】<>《》:,。、")


def _made(year: str, month: int, default_year: int | None) -> Period:
    if month == 1:
        raise Unclear("exchange.no_january")
    if not year and default_year is None:
        raise Unclear("exchange.year_missing")
    number = int(year) if year else default_year or 0
    try:
        return Period.of(number + 2000 if number < 100 else number, month)
    except ValueError:
        raise Unclear("exchange.not_a_period") from None


_Found = tuple[str, int] | None


def _whole(bare: str, _: bool) -> _Found:  # noqa: FBT001  one of four readers called alike
    if match := _NAMED.fullmatch(bare):
        return match["year"] or "", 6 if match["name"] == "上半年" else 12
    if match := _WHOLE_YEAR.fullmatch(bare):
        return match["year"], 12
    if match := _QUARTERS.fullmatch(bare):
        return match["year"] or "", 3 * int(match["count"])
    if match := _FIRST_MONTHS.fullmatch(bare):
        return match["year"] or "", int(match["count"])
    return None


def _ranged(bare: str, _: bool) -> _Found:  # noqa: FBT001
    match = _RANGE.fullmatch(bare)
    if match is None or not (match["mark"] or match["year"]):
        return None
    if int(match["first"]) != 1:
        raise Unclear("exchange.not_from_january")
    return match["year"] or "", int(match["last"])


def _keyed(bare: str, _: bool) -> _Found:  # noqa: FBT001
    match = _KEY.fullmatch(bare)
    return (match["year"], int(match["last"] or match["key"])) if match else None


def _single(bare: str, said: bool) -> _Found:  # noqa: FBT001
    if match := _QUARTER.fullmatch(bare):
        number = int(match["one"] or match["two"])
        if number == 1 or said:
            return match["year"] or match["of"] or "", 3 * number
        raise Unclear("exchange.single_quarter")
    match = _MONTH.fullmatch(bare)
    if match is None:
        return None
    if int(match["last"]) == 1:
        raise Unclear("exchange.no_january")
    if not said:
        raise Unclear("exchange.single_month")
    return match["year"] or "", int(match["last"])

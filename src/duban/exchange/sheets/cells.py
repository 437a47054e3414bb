"""
What a cell says, as the value a column wants: each function returns the value or the ``Problem`` in its way.

An empty mark (—, /, 空, 无 …) is ``Absent``, never zero. A figure is never guessed: what can be read in two ways is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from duban.engine.kernel import Period, Problem
from duban.exchange.sheets.periods import Unclear, period_of
from duban.exchange.sheets.types import Cell, Kind, Shows
from duban.exchange.sheets.units import PERCENT, POINTS, Unit, convert, is_unit, rate_unit, unit_of
from duban.exchange.sheets.values import date_of
from duban.exchange.sheets.words import folded


@dataclass(frozen=True, slots=True)
class Absent:
    """Nothing is stated; ``mark`` is what stood in the cell (``—``)."""

    mark: str = ""


_ABSENT = re.compile(
    r"[-/\\.…·*×]+|空|无|缺|暂无|没有|未报|未上报|未统计|未公布|不详|待定|待报|n/?a|null|none|nil|x+",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_PARTS = re.compile(r"(?P<sign>[-+△▽▼▲↑↓]?)(?P<number>[\d,.]*\d[\d,.]*)(?P<unit>[^\d]*)")
_VAGUE = re.compile(r"[约超近逾≈≥≤><±]|左右|以上|以下|多(?:亿|万|元|家|户|人)|余")
_MOST_DIGITS = 20
_SPACED = re.compile(r"(?<=\d)\s+(?=\d)")
_RISE = ("同比增长", "比上年增长", "增长", "上升", "提高", "增加", "上涨", "增")
_FALL = ("同比下降", "比上年下降", "下降", "减少", "降低", "下跌", "负增长", "降", "减", "负")
_SIGNS = {"": 1, "+": 1, "↑": 1, "-": -1, "△": -1, "▽": -1, "▼": -1, "↓": -1}


@dataclass(frozen=True, slots=True)
class _Said:
    """A number in words: its value and the unit written behind it."""

    value: Decimal
    unit: str


def number(cell: Cell, stated: str, target: str) -> Decimal | Absent | Problem:
    """
    Read a figure and return it in the unit ``target``; ``stated`` is the unit of heading, row or sheet.

    Conversions are exact and only within one thing counted: 元, 千元, 万元, 百万元, 亿元. Nothing stated and a
    target with a scale (亿元) is asked, since 65.13 may be 万元. In brackets or with △ a figure is negative.
    """
    early = _barred(cell)
    if early is not None:
        return early
    if isinstance(cell.value, Decimal):
        if cell.format.shows is Shows.PERCENT:
            return _problem("exchange.percent_for_number", cell, target)
        if cell.format.shows is Shows.SCALED:
            return _problem("exchange.scaled_format", cell, cell.format.code)
        said = _Said(cell.value, cell.format.unit if is_unit(cell.format.unit) else "")
    else:
        words = _said(cell)
        if not isinstance(words, _Said):
            return words
        said = words
    return _in_unit(cell, said, stated, target)


def _in_unit(cell: Cell, said: _Said, stated: str, target: str) -> Decimal | Problem:
    own, column, wanted = unit_of(said.unit), unit_of(stated), unit_of(target)
    problem = _ununited(cell, said, target)
    if problem is not None:
        return problem
    if said.unit and stated and not _same(own, column):
        return _problem("exchange.unit_conflict", cell, said.unit, stated)
    unit = own if said.unit else column
    if not said.unit and not stated:
        if wanted.power:
            return _problem("exchange.unit_unstated", cell, target)
        unit = wanted
    converted = convert(said.value, unit, wanted)
    if converted is None:
        return _problem("exchange.unit_mismatch", cell, said.unit or stated, target)
    return converted


def _is_sane(value: Decimal) -> bool:
    """Whether a number is of a size that is kept and converted exactly; nobody publishes a larger one."""
    return len(value.as_tuple().digits) <= _MOST_DIGITS and abs(value.adjusted()) < _MOST_DIGITS


def _ununited(cell: Cell, said: _Said, target: str) -> Problem | None:
    """Return what is wrong with the words behind a number: 85.2* has no unit, 85% has one of another thing."""
    own, wanted = unit_of(said.unit), unit_of(target)
    if said.unit and not is_unit(said.unit) and own.noun != wanted.noun:
        return _problem("exchange.not_a_number", cell)
    if own.noun in {PERCENT, POINTS} and wanted.noun != own.noun:
        return _problem("exchange.percent_for_number", cell, target)
    return None


def _same(one: Unit, other: Unit) -> bool:
    return one.power == other.power and (one.noun == other.noun or not one.noun or not other.noun)


_NO_FIGURE = {
    Kind.ERROR: "exchange.error_cell",
    Kind.DATE: "exchange.date_for_number",
    Kind.BOOLEAN: "exchange.not_a_number",
}


def _barred(cell: Cell) -> Absent | Problem | None:
    """Return what keeps a cell from being read as a figure at all."""
    if isinstance(cell.value, Decimal) and not _is_sane(cell.value):
        return _problem("exchange.too_many_digits", cell, str(_MOST_DIGITS))
    if cell.anchor:
        return _problem("exchange.merged_figure", cell, cell.anchor)
    if cell.formula:
        return _formula(cell)
    if cell.kind is Kind.EMPTY:
        return Absent()
    code = _NO_FIGURE.get(cell.kind)
    return _problem(code, cell) if code else None


def _said(cell: Cell) -> _Said | Absent | Problem:
    raw = _SPACED.sub(" ", cell.text.strip())
    bare = folded(raw)
    if not bare or _ABSENT.fullmatch(bare):
        return Absent(raw)
    if _VAGUE.search(bare):
        return _problem("exchange.not_exact", cell)
    bare, negative = _unbracketed(bare.lstrip("'").removeprefix("¥"))
    match = _PARTS.fullmatch(bare)
    if match is None or not _grouped(raw, match["number"]):
        return _problem("exchange.not_a_number", cell)
    if match["sign"] == "▲" or (negative and match["sign"]):
        return _problem("exchange.not_a_number", cell)
    value = Decimal(match["number"].replace(",", ""))
    said = _Said(-value if negative else value * _SIGNS[match["sign"]], match["unit"])
    return said if _is_sane(value) else _problem("exchange.too_many_digits", cell, str(_MOST_DIGITS))


def _grouped(raw: str, digits: str) -> bool:
    """Whether commas and spaces part thousands and nothing else: ``65,13`` is no number here."""
    if _PLAIN.fullmatch(digits) is None:
        return False
    pieces = _SPACED.split(folded_keeping_spaces(raw))
    return len(pieces) == 1 or all(re.match(r"\d{3}(?!\d)", piece) for piece in pieces[1:])


def folded_keeping_spaces(text: str) -> str:
    """Return the text with every piece between spaces folded."""
    return " ".join(folded(piece) for piece in text.split())


def _unbracketed(bare: str) -> tuple[str, bool]:
    """Return the number inside brackets and whether it stood in them: accountants' minus."""
    match = re.fullmatch(r"\((\d[\d,.]*)\)(\D*)|\((\d[\d,.]*[^\d()]*)\)", bare)
    return ((match[1] or "") + (match[2] or "") + (match[3] or ""), True) if match else (bare, False)


def percent(cell: Cell, column_unit: str) -> Decimal | Absent | Problem:
    """
    Read a rate and return it in per cent (27 for 27 %), or in percentage points where the column states 百分点.

    A percent format or a written % is per cent. A bare number counts in the column's stated unit; where none is
    stated, 0.27 may be 27 % or 0.27 %, and is asked. A change in 百分点 is not a growth rate, and is asked.
    """
    early = _barred(cell)
    if early is not None:
        return early
    unit = rate_unit(column_unit)
    if isinstance(cell.value, Decimal):
        if cell.format.shows is Shows.SCALED:
            return _problem("exchange.scaled_format", cell, cell.format.code)
        said = _Said(cell.value.scaleb(2), PERCENT) if cell.percent else _Said(cell.value, "")
        return _as_rate(cell, said, unit)
    words = _said_rate(cell)
    return _as_rate(cell, words, unit) if isinstance(words, _Said) else words


_LEVEL = frozenset(("持平", "与上年持平", "同比持平", "与上年同期持平", "与去年持平", "与去年同期持平"))


def _said_rate(cell: Cell) -> _Said | Absent | Problem:
    if folded(cell.text) in _LEVEL:
        return _Said(Decimal(0), PERCENT)
    spoken, sign = _spoken(cell)
    words = _said(spoken)
    if not isinstance(words, _Said):
        return words
    if sign < 0 and words.value < 0:
        return _problem("exchange.not_a_number", cell)
    return _Said(words.value * sign, words.unit)


def _spoken(cell: Cell) -> tuple[Cell, int]:
    """Return the cell without its word of direction (增长, 下降) and the sign that word gives."""
    bare = folded(cell.text)
    for words, sign in ((_FALL, -1), (_RISE, 1)):
        for word in words:
            if bare.startswith(word):
                return cell._replace(value=bare.removeprefix(word)), sign
    return cell, 1


def _as_rate(cell: Cell, said: _Said, column_unit: str) -> Decimal | Problem:
    own = rate_unit(said.unit)
    if said.unit and not own:
        return _problem("exchange.not_a_number", cell)
    if own == POINTS and column_unit != POINTS:
        return _problem("exchange.points_for_growth", cell)
    if own == PERCENT and column_unit == POINTS:
        return _problem("exchange.growth_for_points", cell)
    if not own and not column_unit:
        return _problem("exchange.bare_percent", cell)
    return said.value


def doubtful_percents(cells: Iterable[Cell], column_unit: str, heading: Cell) -> Problem | None:
    """
    Ask about a column headed % whose bare numbers all lie within (−1, 1): 0.27 was likely meant as 27 %.

    Cells with a percent format or a written % are clear and do not count; neither do zeros.
    """
    if rate_unit(column_unit) != PERCENT:
        return None
    bare: list[Decimal] = []
    for cell in cells:
        if cell.percent or cell.formula or cell.anchor or "%" in folded(cell.text):
            continue
        value = percent(cell, column_unit)
        if isinstance(value, Decimal) and value:
            bare.append(value)
    if bare and all(abs(value) < 1 for value in bare):
        return Problem(
            "exchange.doubtful_percents",
            heading.where,
            (heading.text, f"{bare[0]:f}", f"{bare[0].scaleb(2):f}"),
        )
    return None


def period(cell: Cell, default_year: int | None = None, *, cumulative: bool = False) -> Period | Problem:
    """
    Read a period, January to the month named. ``default_year`` is the sheet's, ``cumulative`` if it says 累计.

    ``202008``, ``2020-08`` and dates name the period through that month. The number 2020.1 is asked: it may have
    been 2020.10. A January is refused: the first period is 1—2月 (a typed "1-8" turns into 8 January in Excel).
    """
    if cell.formula:
        return _formula(cell)
    if isinstance(cell.value, date):
        text = f"{cell.value:%Y-%m}"
    elif isinstance(cell.value, Decimal):
        text = f"{cell.value:f}"
        if re.fullmatch(r"\d{4}\.\d", text) and text.endswith(".1"):
            return _problem("exchange.period_as_number", cell)
        day = date_of(cell.value) if 20_000 <= cell.value < 80_000 else None
        text = f"{day:%Y-%m}" if day is not None else text
    else:
        text = cell.text
    if not text.strip():
        return _problem("exchange.required", cell)
    try:
        return period_of(text, default_year, cumulative=cumulative)
    except Unclear as unclear:
        return _problem(unclear.code, cell)


def text(cell: Cell, longest: int = 500) -> str | Absent | Problem:
    """Read a text, outer white space off, a number as it is written; an error value is refused."""
    if cell.kind is Kind.ERROR:
        return _problem("exchange.error_cell", cell)
    value = f"{cell.value:%Y-%m-%d}" if isinstance(cell.value, date) else cell.text.strip()
    if not value or (len(value) < 4 and re.fullmatch(r"[-/\\…]+", folded(value))):
        return Absent(value)
    if len(value) > longest:
        return Problem("exchange.too_long", cell.where, (value[:20] + "…", str(longest)))
    return value


def integer(cell: Cell, unit: str = "") -> int | Absent | Problem:
    """Read a whole number, ``unit`` being what it counts (家, 户); 3.5 is refused, 3.0 is 3."""
    value = number(cell, unit, unit)
    if not isinstance(value, Decimal):
        return value
    if value != value.to_integral_value():
        return _problem("exchange.not_whole", cell)
    return int(value)


def rank(cell: Cell) -> int | Absent | Problem:
    """Read a rank: 3, (3), 第3, 第3位; 第三名 and 3/11 are asked, and so is what is below 1 or above 999."""
    said = re.fullmatch(r"第?\(?(\d{1,3})\)?[位名]?", folded(cell.text))
    found = int(said[1]) if said and not cell.formula and not cell.anchor else integer(cell)
    if isinstance(found, Problem) and found.code in {"exchange.not_a_number", "exchange.not_whole"}:
        return _problem("exchange.not_a_rank", cell)
    sane = not isinstance(found, int) or 0 < found < 1000
    return found if sane else _problem("exchange.not_a_rank", cell)


_YES = frozenset(("是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "已", "v"))
_NO = frozenset(("否", "无", "不", "×", "✗", "✘", "☐", "n", "no", "false", "0", "未", "x", "非", "-"))


def yes_no(cell: Cell) -> bool | Absent | Problem:
    """Read 是/否, √/×, Y/N, 1/0 or a logical value; an empty cell is ``Absent``, not no."""
    if cell.kind is Kind.EMPTY:
        return Absent()
    said = folded(cell.text).lower()
    if said in _YES:
        return True
    return False if said in _NO else _problem("exchange.not_yes_no", cell)


_DATE = re.compile(
    r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:\d{1,2}:\d{2}(?::\d{2})?)?|(\d{4})(\d{2})(\d{2})"
)


def date_value(cell: Cell) -> date | Absent | Problem:
    """Read a day: a date cell, ``2020年9月16日``, ``2020.9.16``, ``20200916``, or an Excel serial number."""
    if cell.kind is Kind.EMPTY:
        return Absent()
    if cell.formula:
        return _formula(cell)
    if isinstance(cell.value, date):
        return cell.value.date() if isinstance(cell.value, datetime) else cell.value
    if isinstance(cell.value, Decimal) and 20_000 <= cell.value < 80_000:
        day = date_of(cell.value.to_integral_value("ROUND_FLOOR"))
        return day if day is not None else _problem("exchange.not_a_date", cell)
    return _written_date(cell)


def _written_date(cell: Cell) -> date | Absent | Problem:
    bare = folded(cell.text)
    if _ABSENT.fullmatch(bare):
        return Absent(cell.text)
    match = _DATE.fullmatch(bare)
    if match is None:
        return _problem("exchange.not_a_date", cell)
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return _problem("exchange.not_a_date", cell)


def _formula(cell: Cell) -> Problem:
    """Name the formula by what it shows, or by its mark where the file keeps no value of it."""
    return Problem("exchange.formula", cell.where, (cell.text.strip()[:40] or "=",))


def _problem(code: str, cell: Cell, *args: str) -> Problem:
    shown = cell.text.strip()
    return Problem(code, cell.where, (shown if len(shown) <= 40 else shown[:40] + "…", *args))

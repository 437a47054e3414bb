"""One heading: its name, the unit it states, and how well it fits what a column may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from duban.exchange.sheets.periods import (
    ONLY_A_YEAR,
    Unclear,
    period_key,
    period_of,
    period_within,
    split_period,
)
from duban.exchange.sheets.types import Cell, Row, reference
from duban.exchange.sheets.units import is_unit, rate_unit
from duban.exchange.sheets.words import folded

_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_TRAILING = re.compile(r"(?:[+\-±/]*%|[/,:_、]([^/,:_、]+))$")
_QUALIFIERS = re.compile(
    "上年|去年|同期|上月|上期|当月|本月|单月|目标|计划|任务|预计|预测|预期|预估|占比|比重|排名|位次|排位|名次|增长|增速|增幅|同比|环比|增减|完成率"
    "|进度|差距|欠|超|其中|历史|基数|平均|人均|最低|最高|全市|全省|全州|全县|全国|自治区"
)
_FILLERS = re.compile(
    r"\d{4}年|累计|本年度?|本期|今年|实际|完成|报告期|绝对|填报|主要|指标|名称|情况|数据|[数值额量的()\[\]【】\-:、,]|年"
)
_TO_DATE = re.compile(
    r"[自从]?(?:本年)?年初(?:(?:以来|[至到-](?:今|[本当]月[止末底]?)|起)(?:累计)?|累计)|1月?[-至到][本当]月[止末底]?(?:累计)?|[本当]月[止末底](?:累计)?"
    r"|(?<=月)[份末底]?止(?:累计)?"
)
"""自年初累计, 1-本月, 本月止累计: all of them are 累计."""
_CHANGE_IN_AMOUNT = re.compile(r"增[长减加]?[额量数]|升降额|差额")
"""同比增长额 is no rate of growth."""
_LEVEL = re.compile(
    r"累计|本年度?|本期|今年|实际|完成|报告期|绝对|总量|总额|实绩|金额|主要|经济|指标|情况|数据|快报|初步|经开区|开发区|[份末底止数值额量的()\[\]【】\-:、,]"
)
"""What a period's column may say beside the period and still hold its level."""
_GROWTH = re.compile(
    r"(?:[比较与]+(?:上年|去年)?(?:同期|同月)?)?(?:名义|可比价|可比|不变价)?"
    r"(?P<word>同比(?:增长|增速|增幅)?|增长|增速|增幅|(?P<weak>(?:同比)?(?:增减|升降|增降|增|±|\+-)))(?:率|幅度|速度)?"
)


class ColumnKind(StrEnum):
    """What a column holds; merged cells carry down keys and texts, never figures."""

    KEY = "key"
    TEXT = "text"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column that is looked for: the names it goes by, in any language people use for it."""

    key: str
    names: tuple[str, ...]
    required: bool = False
    kind: ColumnKind = ColumnKind.TEXT
    rates: tuple[str, ...] = ()
    """Names that count only where the heading itself says %: 增减% is a rate, 增减 may be an amount."""


@dataclass(frozen=True, slots=True)
class Heading:
    """
    A column's heading: the lines over it from top to bottom without units, and the unit they state.

    ``cell`` is the lowest cell that holds text: the place to name in a problem.
    """

    column: int
    path: tuple[str, ...]
    unit: str
    cell: Cell

    @property
    def name(self) -> str:
        """All lines in one."""
        return "".join(self.path)

    @property
    def ref(self) -> str:
        """``C3``."""
        return reference(self.cell.row, self.column)


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A column that stands for a period: ``1-8月``; whether it holds the growth, and what else it says (``累计``)."""

    column: int
    period: str
    name: str
    unit: str
    heading: Heading
    is_growth: bool = False

    @property
    def to_date(self) -> bool:
        """Whether it says that it runs to the month's end: 8月累计, 8月末."""
        return re.search("累计|[末底]", self.name) is not None

    @property
    def clear(self) -> bool:
        """Whether it surely runs from January: ``1-8月`` and ``8月 累计`` do, ``8月`` may be the month alone."""
        try:
            period_of(self.period, 2000, cumulative=self.to_date)
        except Unclear:
            return False
        return True

    @property
    def only_a_year(self) -> bool:
        """Whether it names a year and no months."""
        return ONLY_A_YEAR.fullmatch(self.period) is not None


def split_unit(text: str) -> tuple[str, str]:
    """Part ``到位资金（亿元）`` into name and unit, ``同比增长%`` too; a remark in brackets stays in the name."""
    bare = folded(text)
    for match in _BRACKETED.finditer(bare):
        inner = re.sub(r"^(?:计量)?单位:?", "", match[1])
        if is_unit(inner):
            return bare[: match.start()] + bare[match.end() :], inner
    trailing = _TRAILING.search(bare)
    if trailing is not None and (trailing[1] is None or is_unit(trailing[1])):
        return bare[: trailing.start()], trailing[1] or "%"
    return bare, ""


def headings_of(lines: Sequence[Row]) -> tuple[Heading, ...]:
    """Return the headings that one to three rows make, merged and unmerged groups carried over their columns."""
    columns = sorted({column for row in lines for column in row.columns})
    texts = {column: [row.cell(column) for row in lines] for column in columns}
    _carry(texts, columns, len(lines))
    found = (_heading(column, texts[column]) for column in columns)
    return tuple(heading for heading in found if heading is not None)


def _carry(texts: dict[int, list[Cell]], columns: Sequence[int], count: int) -> None:
    """Lay a group's title over the blank cells to its right that have headings of their own below."""
    for line in range(count - 1):
        group: Cell | None = None
        for column in columns:
            cells = texts[column]
            below = any(c.text.strip() and c.anchor != cells[line].ref for c in cells[line + 1 :])
            if cells[line].text.strip():
                group = cells[line] if below else None
            elif below and group is not None:
                cells[line] = group._replace(column=column, anchor=group.anchor or group.ref)


def _heading(column: int, cells: Sequence[Cell]) -> Heading | None:
    path: list[str] = []
    unit, lowest = "", None
    seen = ""
    for cell in cells:
        shown = cell.text.strip()
        if not shown or shown == seen:
            continue
        seen, lowest = shown, cell
        name, stated = split_unit(shown)
        unit = stated or unit
        if name:
            path.append(name)
        elif stated and path:
            continue
    if lowest is None or not path:
        return None
    return Heading(column, tuple(path), unit, lowest)


Fit = tuple[int, int, int]
"""How well a heading fits a column: kind of match, length of the name, how early the name stands in the list."""
NO_FIT: Fit = (0, 0, 0)


def fit(heading: Heading, spec: ColumnSpec) -> Fit:
    """
    Return how well a heading fits a column: whole name, lowest line, either with harmless words around it.

    Words that change the meaning (上年同期, 目标, 当月, 增速 …) are never harmless: last year's figures
    must not pass as this year's because the heading holds the same noun.
    """
    path = _to_dates(heading.path)
    whole = "".join(path)
    names = _offered(spec, rate_unit(heading.unit) != "")
    fits = ((_fit_name(path, name), len(name), -index) for index, name in names if name in whole)
    return max((f for f in fits if f[0]), default=NO_FIT)


@lru_cache(maxsize=256)
def _offered(spec: ColumnSpec, is_rate: bool) -> tuple[tuple[int, str], ...]:  # noqa: FBT001
    names = (*spec.names, *spec.rates) if is_rate else spec.names
    return tuple(enumerate(folded(name).lower() for name in names))


@lru_cache(maxsize=1024)
def _to_dates(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_to_date(line.lower()) for line in path)


def _to_date(line: str) -> str:
    return _TO_DATE.sub("累计", line)


def _fit_name(path: Sequence[str], name: str) -> int:
    whole, leaf = "".join(path), path[-1]
    if whole == name:
        return 4
    group = "".join(path[:-1])
    if leaf == name and not _QUALIFIERS.search(group):
        return 3
    if _harmless(whole, name):
        return 2
    return int(_harmless(leaf, name) and not _QUALIFIERS.search(group))


def _harmless(text: str, name: str) -> bool:
    before, found, after = text.partition(name)
    rest = before + after
    if not found or len(name) < 2 or _QUALIFIERS.search(rest) or _CHANGE_IN_AMOUNT.search(text):
        return False
    period = period_within(rest)
    return not _FILLERS.sub("", rest.replace(period, "", 1) if period else rest)


def period_columns(headings: Iterable[Heading]) -> tuple[PeriodColumn, ...]:
    """Return the columns that stand for periods; single months (8月) only where nothing says January to August."""
    found = [p for p in map(period_column, headings) if p is not None]
    clear = tuple(p for p in found if p.clear)
    return clear or tuple(found)


def period_column(heading: Heading) -> PeriodColumn | None:
    """
    Return the heading as a period's column: one of its lines names a period, and the rest no other thing.

    A year over months (2023年 over 1-7月) is theirs. 全年目标, 1-9月预计, 去年1-8月, 1-8月排名 and whatever is not
    known to be a level or a growth is no period's column: a plan must not pass as a figure.
    """
    year, months, rest = _periods_of(heading.path)
    if not months and not year:
        return None
    name = "".join(rest)
    meant = _meaning(name, heading.unit)
    if meant is None:
        return None
    period = months if not year or re.match(r"\d+年|\d{4}", months) else year + months
    return PeriodColumn(heading.column, period, name, heading.unit, heading, meant)


@lru_cache(maxsize=1024)
def _periods_of(path: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """Return the year and the months that the lines name, and what is left of them."""
    year = months = ""
    rest: list[str] = []
    for line in path:
        key = period_key(line)
        period, left = (key, "") if key else split_period(_to_date(line))
        if ONLY_A_YEAR.fullmatch(period) and not year:
            year = period.replace("度", "")
        elif period and not months:
            months = period
        else:
            left = period + left
        rest.append(left)
    return year, months, tuple(rest)


def _meaning(name: str, unit: str) -> bool | None:
    """Return whether what stands beside the period makes it a growth; none if it is neither that nor a level."""
    bare = _LEVEL.sub("", name)
    if not bare:
        return False
    growth = None if _CHANGE_IN_AMOUNT.search(name) else _GROWTH.fullmatch(bare)
    is_rate = rate_unit(unit) != ""
    return True if growth is not None and (is_rate or not (unit or growth["weak"])) else None

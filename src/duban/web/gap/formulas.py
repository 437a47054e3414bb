"""The formula catalogue: how every number is made, in words, and with its operands put in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.engine.kernel import decimals
from duban.engine.kernel import shown as rounded
from duban.exchange import figures
from duban.exchange.wording import word
from duban.indicators.types import Explanation, Input

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_l = gettext_lazy


@dataclass(frozen=True, slots=True)
class Formula:
    """How a number is made: in words, and as an expression over its operands' names (empty: as published)."""

    words: _StrPromise
    expression: str = ""


FORMULAS: dict[str, Formula] = {
    "level": Formula(_l("按来源公布的累计数，原样引用，不作计算。")),
    "growth_pct": Formula(_l("按来源公布的同比增速，原样引用；不用两年总量相除去改写它。")),
    "target": Formula(_l("任务书下达的全年目标，以最新一版为准。")),
    "target.growth": Formula(
        _l("增速目标折成的总量 = 上年全年 ×（1 + 目标增速）。"), "{full_last_year} × (1 + {target_growth})"
    ),
    "completion_pct": Formula(_l("完成率 = 本期累计 ÷ 全年目标 × 100%。"), "{now} ÷ {target} × 100%"),
    "schedule_pct": Formula(_l("序时进度按目标的进度曲线取到本月的累计份额。"), ""),
    "schedule_pct.linear": Formula(_l("序时进度 = 已过月数 ÷ 12 × 100%。"), "{month} ÷ 12 × 100%"),
    "lead_pp": Formula(_l("领先 = 完成率 − 序时进度，单位是百分点。"), "{completion_pct} − {schedule_pct}"),
    "lead_pp.lower": Formula(
        _l("越低越好的指标：领先 = 序时进度 − 完成率，单位是百分点。"), "{schedule_pct} − {completion_pct}"
    ),
    "lead_pp.band": Formula(_l("区间指标：在区间内为零，出了区间按超出的距离计。"), "{now} → {band}"),
    "lead_pp.growth": Formula(
        _l("增速目标：领先 = 公布增速 − 目标增速，单位是百分点。"), "{now_growth} − {target_growth}"
    ),
    "lead_pp.rate": Formula(_l("比率指标：领先 = 本期比率 − 目标比率，单位是百分点。"), "{now} − {target}"),
    "missing": Formula(_l("尚缺 = 全年目标 − 本期累计；已经完成的为零。"), "{target} − {now}"),
    "missing.lower": Formula(_l("越低越好的指标：尚余 = 全年上限 − 本期累计。"), "{target} − {now}"),
    "missing.band": Formula(_l("区间指标：尚缺 = 到区间最近一端的距离。"), "{target} − {now}"),
    "per_month": Formula(_l("每月需 = 尚缺 ÷ 余下月数。"), "{missing} ÷ {months_left}"),
    "per_calendar_day": Formula(
        _l("每个自然日需 = 尚缺 ÷ 数据截止日之后到12月31日的自然日数。"), "{missing} ÷ {days_calendar}"
    ),
    "per_working_day": Formula(
        _l("每个工作日需 = 尚缺 ÷ 数据截止日之后到12月31日的工作日数（按国务院放假安排，含调休）。"),
        "{missing} ÷ {days_working}",
    ),
    "average_per_month": Formula(_l("月均完成 = 本期累计 ÷ 已过月数。"), "{now} ÷ {month}"),
    "rest_growth_pct": Formula(
        _l("余下月份需增长 =（全年目标 − 本期累计）÷（上年全年 − 上年同期）− 1。"),
        "({target} − {now}) ÷ ({full_last_year} − {same_last_year}) − 1",
    ),
    "month_level": Formula(
        _l("当月 = 本期累计 − 上期累计；只用于现价累计量，一年的第一期没有当月数。"), "{now} − {before}"
    ),
    "level_change": Formula(_l("总量比上月 = 本期累计 − 上期累计。"), "{now} − {before}"),
    "completion_change_pp": Formula(
        _l("完成率比上月 =（本期累计 − 上期累计）÷ 全年目标，单位是百分点。"), "({now} − {before}) ÷ {target}"
    ),
    "lead_change_pp": Formula(_l("领先比上月 = 本期领先 − 上期领先，单位是百分点。")),
    "light": Formula(_l("按当日有效的亮灯规则，由领先的百分点数定灯。"), "{lead_pp}"),
    "class": Formula(_l("按当日有效的规则，由领先的百分点数和是否关键指标归类。"), "{lead_pp}"),
}

INPUTS: dict[str, _StrPromise] = {
    "now": _l("本期累计"),
    "now_growth": _l("公布增速"),
    "before": _l("上期累计"),
    "same_last_year": _l("上年同期"),
    "full_last_year": _l("上年全年"),
    "target": _l("全年目标"),
    "target_growth": _l("目标增速"),
    "completion_pct": _l("完成率"),
    "schedule_pct": _l("序时进度"),
    "lead_pp": _l("领先"),
    "missing": _l("尚缺"),
    "month": _l("已过月数"),
    "months_left": _l("余下月数"),
    "days_calendar": _l("余下自然日"),
    "days_working": _l("余下工作日"),
    "pace": _l("进度安排"),
    "band": _l("目标区间"),
    "is_key": _l("关键指标"),
}
_UNITS: dict[str, _StrPromise] = {
    "months": _l("个月"),
    "days": _l("天"),
    "working_days": _l("个工作日"),
    "pp": _l("个百分点"),
}


@dataclass(frozen=True, slots=True)
class Operand:
    """An operand as listed: its name, value with unit, and the facts behind it."""

    name: str
    shown: str
    source: Input


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a number comes from, in words."""

    title: str
    words: str
    substituted: str
    shown: str
    exact: str
    rounded: bool
    operands: tuple[Operand, ...]


def answer(explained: Explanation) -> Answer:
    """Put an explanation into words: the formula, its operands filled in, the value exact and as shown."""
    formula = FORMULAS.get(explained.formula) or FORMULAS[explained.field]
    places = _places(explained)
    value = explained.value
    numeric = isinstance(value, Decimal)
    exact = _with_unit(_exact(value), explained.unit) if numeric else ""
    shown = _with_unit(_shown(explained, places), explained.unit) if numeric else figures.DASH
    return Answer(
        title=word("field", explained.field),
        words=str(formula.words),
        substituted=_substituted(formula.expression, explained) if numeric else "",
        shown=shown,
        exact=exact,
        rounded=isinstance(value, Decimal) and places is not None and value != rounded(value, places),
        operands=tuple(_operand(one) for one in explained.inputs),
    )


def _places(explained: Explanation) -> int | None:
    if explained.field == "growth_pct":
        return None
    if explained.field in {"per_calendar_day", "per_working_day"}:
        return explained.indicator.decimals + 2
    if explained.field in {"level", "target", "missing", "per_month", "month_level", "level_change"}:
        return explained.indicator.decimals
    return 1 if explained.unit in {"%", "pp"} else explained.indicator.decimals


def _shown(explained: Explanation, places: int | None) -> str:
    if explained.unit == "pp" or explained.field in {"growth_pct", "level_change"}:
        return figures.signed(explained.value, places)
    return figures.figure(explained.value, places)


def _exact(value: Decimal | None) -> str:
    if value is None or decimals(value) <= 6:
        return figures.figure(value)
    return f"{figures.figure(value, 6)}…"


def _substituted(expression: str, explained: Explanation) -> str:
    given = {one.name: _in_formula(one) for one in explained.inputs}
    try:
        return expression.format(**given) if expression else ""
    except KeyError:
        return ""


def _in_formula(one: Input) -> str:
    if one.value is None:
        return figures.DASH
    if isinstance(one.value, str):
        return one.value
    text = _exact(one.value)
    return f"{text}%" if one.unit in {"%", "pp"} else text


def _operand(one: Input) -> Operand:
    name = str(INPUTS.get(one.name, one.name))
    if isinstance(one.value, str):
        shown = _string_value(one)
    else:
        shown = _with_unit(_exact(one.value), one.unit) if one.value is not None else figures.DASH
    return Operand(name, shown, one)


def _string_value(one: Input) -> str:
    if one.name == "pace":
        return word("pace", one.value)
    if one.name == "is_key":
        return _("是") if one.value else _("否")
    return _with_unit(str(one.value), one.unit)


def _with_unit(text: str, unit: str) -> str:
    if unit == "%":
        return f"{text}%"
    name = str(_UNITS[unit]) if unit in _UNITS else word("unit", unit)
    return f"{text} {name}".rstrip()

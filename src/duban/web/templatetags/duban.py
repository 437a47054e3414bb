from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from duban.core import sentences
from duban.engine.kernel import Period, Problem
from duban.exchange import figures
from duban.exchange import wording as words
from duban.web.ledger.lines import Line
from duban.web.ledger.table import table_rows

register = template.Library()


@register.filter
def figure(value: Decimal | None, places: int | None = None) -> str:
    # what hangs on nothing reaches a filter as an empty text
    return figures.figure(value if value != "" else None, places)


@register.filter
def pct(value: Decimal | None, places: int | None = None) -> str:
    return figures.pct(value, places)


@register.filter
def pp(value: Decimal | None, places: int = 1) -> str:
    return figures.signed(value, places)


@register.filter
def growth(value: Decimal | None) -> str:
    return figures.growth(value)


@register.filter
def day(value: date | datetime | None) -> str:
    return figures.day(value)


@register.filter
def short_day(value: date | datetime | None) -> str:
    return figures.day(value, short=True)


@register.filter
def moment(value: datetime | None) -> str:
    return figures.moment(value)


@register.filter
def period(value: Period) -> str:
    return figures.period(value)


@register.filter
def short_period(value: Period) -> str:
    return figures.period(value, short=True)


@register.filter
def month(number: int) -> str:
    return figures.month(number)


@register.filter
def name_of(thing: figures.Named) -> str:
    return figures.name_of(thing)


@register.filter
def size(number: int) -> int:
    return abs(number)


@register.filter
def word(value: object, kind: str) -> str:
    return words.word(kind, value)


@register.filter
def sentence(problem: Problem) -> str:
    return sentences.sentence(problem)


@register.filter
def told(problems: Iterable[Problem]) -> list[str]:
    return sentences.sentences(problems)


@register.simple_tag
def ledger_rows(lines: Iterable[Line], edges: object, ticked: Collection[str]) -> SafeString:
    return table_rows(lines, tickable=bool(edges), ticked=ticked or ())


@register.simple_tag
def options(pairs: Iterable[tuple[object, object]], chosen: object = None) -> SafeString:
    drawn = ((value, SafeString(" selected") if value == chosen else "", said) for value, said in pairs)
    return format_html_join("", '<option value="{}"{}>{}</option>', drawn)

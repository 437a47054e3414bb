"""The board's rows as drawn: every figure written, every number with the address of where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.core.sentences import sentences
from duban.engine.series import Light
from duban.exchange import figures
from duban.exchange.boards import light_word, sample_word, why_bare
from duban.exchange.wording import word
from duban.indicators.types import GapRow
from duban.orgs.types import ZoneRow
from duban.web.gap.asking import Asked
from duban.web.gap.covers import Cover

_FULL, _WIDTH = Decimal(100), Decimal(120)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the board, ready to be drawn; numbers are links."""

    rank: SafeString
    name: str
    href: str
    light: SafeString
    light_word: str
    under: str
    level: SafeString
    unit: str
    growth: SafeString
    completion: SafeString
    bar: SafeString
    """How far the bar goes, of 120; empty without a completion."""
    tick: SafeString
    lead: SafeString
    lead_tone: str
    missing: SafeString
    per_month: SafeString
    level_change: SafeString
    lead_change: SafeString
    why: str
    notes: tuple[str, ...]
    is_key: bool
    sample: str
    chance: str
    cover: Cover | None
    """What the plans make up of what is missing."""


def lines(
    rows: list[GapRow],
    asked: Asked,
    zone: ZoneRow,
    ranks: dict[str, int],
    covers: Mapping[int, Cover] | None = None,
) -> list[Line]:
    """Return the rows as drawn; *ranks* are their places on the whole board by code, *covers* by indicator."""
    why = f"{reverse('gap-why', args=[zone.slug])}?{asked.clocks}"
    page = reverse("indicator", args=[zone.slug, "CODE"]) + f"?{asked.clocks}"
    known = covers or {}
    return [_line(row, ranks[row.indicator.code], why, page, known.get(row.indicator.id)) for row in rows]


def _line(row: GapRow, rank: int, why: str, page: str, cover: Cover | None) -> Line:
    gap, indicator = row.gap, row.indicator
    places = indicator.decimals
    base = escape(f"{why}&code={indicator.code}&field=")

    def cell(field: str, text: str) -> SafeString:
        if text == figures.DASH:
            return SafeString(text)
        return SafeString(f'<a class="num" href="{base}{field}">{escape(text)}</a>')

    notes = list(sentences(row.notes))
    if row.pending:
        notes.append(_("有更新的数已提交，尚未审核。"))
    return Line(
        rank=SafeString(rank),
        name=figures.name_of(indicator),
        href=page.replace("CODE", indicator.code),
        light=SafeString(row.light.value),
        light_word=light_word(row),
        under=_under(row),
        level=cell("level", figures.figure(gap.level, places)),
        unit=word("unit", indicator.unit) if gap.level is not None else "",
        growth=cell("growth_pct", figures.growth(gap.growth_pct)),
        completion=cell("completion_pct", figures.pct(gap.completion_pct, 1)),
        bar=_along(gap.completion_pct),
        tick=_along(gap.schedule_pct),
        lead=cell("lead_pp", figures.signed(gap.lead_pp, 1)),
        lead_tone={Light.LATE: "tone-late", Light.AHEAD: "tone-ahead"}.get(row.light, ""),
        missing=cell("missing", figures.figure(gap.missing, places)),
        per_month=cell("per_month", figures.figure(gap.per_month, places)),
        level_change=cell("level_change", figures.signed(gap.level_change, places)),
        lead_change=cell("lead_change_pp", figures.signed(gap.lead_change_pp, 1)),
        why=why_bare(row),
        notes=tuple(notes),
        is_key=indicator.is_key,
        sample=sample_word(row),
        chance=figures.DASH if gap.nowcast is None else figures.pct(gap.nowcast.chance * 100, 0),
        cover=cover,
    )


def _under(row: GapRow) -> str:
    owner = _("%(unit)s牵头") % {"unit": row.owner} if row.owner else ""
    return " · ".join(filter(None, (word("class", row.class_) if row.class_ != "none" else "", owner)))


def _along(share: Decimal | None) -> SafeString:
    if share is None:
        return SafeString("")
    return SafeString(f"{min(max(share, Decimal(0)), _FULL) * _WIDTH / _FULL:.1f}")


@dataclass(frozen=True, slots=True)
class Detail:
    """One number of the gap with its name, or why there is none."""

    label: str
    shown: SafeString
    why: str


def details(row: GapRow, asked: Asked, zone: ZoneRow) -> list[Detail]:
    """Return what the board has no column for: every number a link to where it comes from."""
    places, unit = row.indicator.decimals, word("unit", row.indicator.unit)
    why = f"{reverse('gap-why', args=[zone.slug])}?{asked.clocks}&code={row.indicator.code}&field="
    found = []
    for field in _DETAILS:
        value = getattr(row.gap, field)
        reason = row.gap.why_not.get(field)
        if value is None:
            said = sentences((reason,))[0] if reason else ""
            found.append(Detail(word("field", field), SafeString(figures.DASH), said))
            continue
        link = format_html(
            '<a class="num" href="{}{}">{}</a>', why, field, _written(field, value, places, unit)
        )
        found.append(Detail(word("field", field), link, ""))
    return found


_DETAILS = (
    "target",
    "schedule_pct",
    "missing",
    "per_month",
    "per_calendar_day",
    "per_working_day",
    "rest_growth_pct",
    "month_level",
    "level_change",
    "lead_change_pp",
)


def _written(field: str, value: Decimal, places: int, unit: str) -> str:
    if field in {"schedule_pct", "rest_growth_pct"}:
        return figures.pct(value, 1)
    if field == "lead_change_pp":
        return _("%(value)s 个百分点") % {"value": figures.signed(value, 1)}
    if field == "level_change":
        shown = figures.signed(value, places)
    elif field in {"per_calendar_day", "per_working_day"}:  # a hundredth of a month's, so two places more
        shown = figures.figure(value, places + 2)
    else:
        shown = figures.figure(value, places)
    return f"{shown} {unit}"

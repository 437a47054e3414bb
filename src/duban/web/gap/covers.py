"""What the plans make up of each gap, as the board says it: one short line under what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.engine.series import Light
from duban.exchange import figures
from duban.indicators.types import GapRow
from duban.ledger.types import IndicatorCoverage
from duban.orgs.types import ZoneRow
from duban.web.gap.asking import Asked
from duban.web.nav import address


@dataclass(frozen=True, slots=True)
class Cover:
    """What is said of an indicator's plans, and where they are."""

    said: str
    href: str
    wanting: bool = False
    """Whether there is no plan, and this is where one begins."""


def covers_of(
    rows: Iterable[GapRow],
    found: Mapping[int, IndicatorCoverage],
    asked: Asked,
    zone: ZoneRow,
    *,
    may_draft: bool,
) -> dict[int, Cover]:
    """Return what is said of each indicator's plans; of a lagging one without any, where a plan begins, to who may."""
    said: dict[int, Cover] = {}
    for row in rows:
        cover = found.get(row.indicator.id)
        if cover is not None and (cover.plans or cover.drafts):
            said[row.indicator.id] = _said(row, cover, asked, zone)
        elif may_draft and row.light is Light.LATE:
            begin = urlencode({"indicator": row.indicator.code, "as_of": str(asked.as_of)})
            href = f"{address('plan-new', zone.slug)}?{begin}"
            said[row.indicator.id] = Cover(_("制定专项方案"), href, wanting=True)
    return said


def _said(row: GapRow, cover: IndicatorCoverage, asked: Asked, zone: ZoneRow) -> Cover:
    plans = cover.plans or cover.drafts
    listed = urlencode({"indicator": row.indicator.code, "year": str(asked.as_of.year)})
    several = f"{address('plans', zone.slug)}?{listed}"
    href = address("plan", zone.slug, plans[0].id) if len(plans) == 1 else several
    if not cover.plans:
        return Cover(_("方案未批准"), href)
    amounts = {
        "amount": figures.figure(cover.coverage.likely, row.indicator.decimals),
        "share": figures.pct(cover.coverage.covered_pct, 0),
    }
    if cover.coverage.covered_pct is None:
        return Cover(_("措施补 %(amount)s") % amounts, href)
    return Cover(_("措施补 %(amount)s（%(share)s）") % amounts, href)

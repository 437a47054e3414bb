"""What is measured on: a zone with its indicators and targets, years of vintages, a workbook of figures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import xlsxwriter

from duban.core.bulk import append
from duban.engine.kernel import Period
from duban.engine.series import TargetKind
from duban.indicators import services
from duban.indicators.models import Observation
from duban.indicators.selectors import list_indicators
from duban.indicators.types import Definition, DefinitionDraft, Issuer, TargetDraft
from duban.orgs.selectors import operator
from duban.orgs.services import establish
from duban.orgs.types import Actor, UnitKind

AT = datetime(2026, 1, 6, 2, tzinfo=UTC)
AS_OF = Period(2025, 8)
INDICATORS, YEARS = 120, 10
_DEPARTMENTS = 12
_START = date(2001, 1, 1)
_SOURCES = ("统计", "税务", "部门", "企业")
_COLUMNS = (
    "zone_id", "unit_id", "indicator_id", "period", "source", "level", "growth", "basis", "status", "reason",
    "known_at", "recorded_at", "entered_by", "approved_by",
)  # fmt: skip


def actor() -> Actor:
    """Return who does everything here; asked anew whenever a zone was added."""
    return operator(name="bench")


def zone(slug: str, *, indicators: int = INDICATORS) -> int:
    """Establish a zone with departments, lights, and indicators that have owners and targets; return its id."""
    made = establish(actor=actor(), kind=UnitKind.ZONE, code=slug, name=slug, starts=_START, at=AT)
    owners = [
        establish(
            actor=actor(), kind=UnitKind.DEPARTMENT, code=f"{slug}-d{n}", name=f"部门{n}", zone_id=made, parent_id=made,
            starts=_START, at=AT,
        )
        for n in range(_DEPARTMENTS)
    ]  # fmt: skip
    services.adopt_default_rule(actor=actor(), zone_id=made, starts=_START, at=AT)
    ids = [
        services.define(
            actor=actor(),
            zone_id=made,
            draft=DefinitionDraft(
                f"i{n:03d}", f"指标{n:03d}", "亿元", order=n, owner_id=owners[n % _DEPARTMENTS]
            ),
            at=AT,
        )
        for n in range(indicators)
    ]
    drafts = [TargetDraft(i, 2025, TargetKind.LEVEL, Decimal(100), Issuer.CITY) for i in ids]
    services.set_targets(actor=actor(), zone_id=made, drafts=drafts, at=AT)
    return made


def history(zone_id: int, years: int = YEARS) -> int:
    """Write every period of the years to 2025-08 and return how many vintages: three for each of the last two."""
    definitions = list_indicators(actor=actor(), zone_id=zone_id)
    return len(append(Observation, _COLUMNS, _vintages(zone_id, definitions, years)))


def _vintages(zone_id: int, definitions: list[Definition], years: int) -> Iterator[tuple[object, ...]]:
    for period in _periods(years):
        recent = period >= AS_OF.a_year_ago.full_year_before
        for place, definition in enumerate(definitions):
            for version in range(3 if recent else 1):
                level = Decimal(period.month * (70 + place) + (period.year - 2000) * 10 + version) / 10
                known = datetime(period.year, period.month, 28, tzinfo=UTC) + timedelta(
                    days=12 + 30 * version
                )
                yield (
                    zone_id, zone_id, definition.id, period.key, definition.source.value, level, Decimal("5.1"),
                    "nominal", "revised" if version else "preliminary", "修订" if version else "", known, known,
                    "bench", "bench",
                )  # fmt: skip


def _periods(years: int) -> Iterator[Period]:
    for year in range(AS_OF.year - years + 1, AS_OF.year + 1):
        yield from (Period(year, m) for m in range(2, 13) if Period(year, m) <= AS_OF)


def sheet(rows: int) -> bytes:
    """Return a workbook of so many figures, of 120 indicators from four sources."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["指标", "期别", "累计（亿元）", "同比（%）", "来源"])
    for line in range(rows):
        rest, n = divmod(line, INDICATORS)
        rest, source = divmod(rest, len(_SOURCES))
        back, month = divmod(rest, 11)
        said = [
            f"指标{n:03d}",
            f"{2024 - back}-{month + 2:02d}",
            (month + 2) * 7.13 + n,
            5.1,
            _SOURCES[source],
        ]
        page.write_row(line + 1, 0, said)
    book.close()
    return stream.getvalue()

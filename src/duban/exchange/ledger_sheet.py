"""The ledger's list as a sheet: the same rows in the same words, every day and figure exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from duban.exchange.ledger_words import DAY_UNITS, DUE_LIGHTS, STATES, URGENCIES
from duban.exchange.listing import Heading
from duban.ledger.types import ItemRow
from duban.papers.cells import Value

_PLACES = 1


def headings() -> list[Heading]:
    """Return the columns of the list's sheet."""
    return [
        Heading(_("编号"), 16),
        Heading(_("事项"), 44),
        Heading(_("状态"), 10),
        Heading(_("亮灯"), 8),
        Heading(_("紧急程度"), 8),
        Heading(_("牵头部门"), 18),
        Heading(_("责任部门"), 18),
        Heading(_("责任人"), 16),
        Heading(_("起始"), 12),
        Heading(_("完成时限"), 12),
        Heading(_("剩余天数（负数为超期）"), 10),
        Heading(_("天数按"), 8),
        Heading(_("进度（%）"), 8),
        Heading(_("时间进度（%）"), 8),
        Heading(_("领先(百分点)"), 8),
        Heading(_("最近报告"), 12),
        Heading(_("下次报告"), 12),
        Heading(_("示例"), 6),
    ]


def sheet_rows(rows: Iterable[ItemRow]) -> Iterator[tuple[Value, ...]]:
    """Return the rows of the sheet, one by one; words are looked up once for the whole list."""
    states = {key: str(word) for key, word in STATES.items()}
    lights = {key: str(word) for key, word in DUE_LIGHTS.items()}
    urgency = {key: str(word) for key, word in URGENCIES.items()}
    units = {key: str(word) for key, word in DAY_UNITS.items()}
    sample = _("示例")
    for row in rows:
        standing = row.standing
        yield (
            row.number,
            row.title,
            states[row.state],
            lights[standing.light],
            urgency[row.urgency],
            row.lead,
            row.responsible,
            row.person,
            row.start,
            row.due,
            standing.days_left,
            units[row.unit],
            row.percent,
            None if standing.elapsed_pct is None else round(standing.elapsed_pct, _PLACES),
            None if standing.lag_pp is None else round(standing.lag_pp, _PLACES),
            _reported(row),
            row.report_due,
            sample if row.is_sample else "",
        )


def _reported(row: ItemRow) -> Value:
    return None if row.last_report_at is None else localdate(row.last_report_at)

"""The board of four lights as a list: exactly the rows the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from duban.engine.kernel import shown
from duban.engine.series import LampKind
from duban.exchange import figures
from duban.exchange.listing import Heading
from duban.exchange.site_words import LAMP_KINDS, SHARES, lamp_word, why
from duban.exchange.wording import word
from duban.papers.cells import Value
from duban.projects.types import LampRow

__all__ = ["headings", "sheet_rows"]


def headings() -> list[Heading]:
    """Return the columns."""
    found = [
        Heading(_("编号"), 12),
        Heading(_("项目"), 36),
        Heading(_("示例"), 8),
        Heading(_("类别"), 10),
        Heading(_("牵头部门"), 18),
        Heading(_("建设单位"), 22),
        Heading(_("计划开工"), 12),
        Heading(_("实际开工"), 12),
        Heading(_("计划进度（%）"), 12),
        Heading(_("计划进度的来源"), 18),
        Heading(_("形象进度（%）"), 12),
        Heading(_("数据日期"), 12),
    ]
    for kind in LampKind:
        found += [Heading(str(LAMP_KINDS[kind]), 12), Heading(_("说明"), 28)]
    return found


def sheet_rows(rows: Iterable[LampRow]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows; a light a good reason suppresses says the reason."""
    for row in rows:
        lamps = [text for view in row.ordered for text in (lamp_word(view), why(view.standing))]
        yield (
            row.code,
            figures.name_of(row),
            _("示例") if row.is_sample else "",
            word("project_class", row.year_class),
            row.lead,
            row.firm,
            row.planned_start,
            row.started_on,
            None if row.planned is None else shown(row.planned.pct, 1),
            "" if row.planned is None else str(SHARES[row.planned.source]),
            row.percent,
            row.percent_on,
            *lamps,
        )

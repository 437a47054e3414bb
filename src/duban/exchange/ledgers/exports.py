"""A ledger written out: exactly the rows a list shows, in a layout, streamed. The pages and the commands both use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.exchange import ledger_sheet, listing
from duban.exchange.ledgers.layouts import LAYOUTS
from duban.exchange.listing import Heading
from duban.ledger.selectors import iter_items, iter_sheets
from duban.ledger.types import ItemFilter
from duban.orgs.types import Actor
from duban.papers.cells import Value

__all__ = ["LIST", "LedgerExport", "layout_names", "ledger_export"]

LIST = "list"
"""The list as its page shows it."""


@dataclass(frozen=True, slots=True)
class LedgerExport:
    """The columns and rows of an export; the rows are read as they are written, once."""

    headings: list[Heading]
    rows: Iterator[tuple[Value, ...]]

    def csv_parts(self) -> Iterator[bytes]:
        """Return it as CSV, part by part."""
        return listing.csv_parts(self.headings, self.rows)

    def xlsx_file(self) -> IO[bytes]:
        """Return it as an open .xlsx."""
        return listing.xlsx_file(_("督办台账"), self.headings, self.rows)


def layout_names() -> tuple[str, ...]:
    """Return the names of the layouts a ledger is written in."""
    return (LIST, *LAYOUTS)


def ledger_export(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
    layout: str = LIST,
) -> LedgerExport:
    """
    Return exactly the items a filter asks for, in its order, in a layout.

    :raises NotFound: if nothing of the zone is within reach
    :raises Invalid: if there is no such layout
    """
    if layout == LIST:
        rows = iter_items(actor=actor, zone_id=zone_id, on=on, filter=filter)
        return LedgerExport(ledger_sheet.headings(), ledger_sheet.sheet_rows(rows))
    if layout not in LAYOUTS:
        raise Invalid(Problem("core.not_a_choice", "layout", (layout, "、".join(layout_names()))))
    made = LAYOUTS[layout]
    sheets = iter_sheets(actor=actor, zone_id=zone_id, on=on, filter=filter)
    return LedgerExport(made.headings(), made.rows(sheets))

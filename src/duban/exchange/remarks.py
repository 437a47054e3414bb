"""What a person should know of a file though nothing is wrong: what was left aside, what was hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from duban.engine.kernel import Problem
from duban.exchange.sheets.headers import Skipped, Table

__all__ = ["remarks_on"]

_LOOKED_AT = 2000
_SHOWN = 20
_COUNTING = frozenset(("序号", "编号", "No", "No."))


def remarks_on(tables: Sequence[Table], parts: Sequence[Skipped]) -> Iterator[Problem]:
    """Return, for each table, the columns not used, the parts passed over and the hidden rows that were read."""
    for table in tables:
        place = table.grid.name
        if next(table.rows(), None) is None:
            yield Problem("exchange.no_rows", place)
        left = [h.name for h in table.others if h.name not in _COUNTING]
        if left:
            yield Problem("exchange.columns_left", place, ("、".join(left[:_SHOWN]),))
        if table.grid.hidden:
            yield Problem("exchange.hidden_sheet", place, (place,))
        hidden = [str(row.number) for row in islice(table.rows(), _LOOKED_AT) if row.hidden]
        if hidden:
            yield Problem("exchange.hidden_rows", place, ("、".join(hidden[:_SHOWN]),))
    for line in parts:
        yield Problem("exchange.part_left", line.where, (line.text,))

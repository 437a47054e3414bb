"""A work ledger brought in: every line tried, through the same service as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from duban.engine.kernel import Problem
from duban.exchange.ledgers.deadlines import Setting
from duban.exchange.ledgers.drafts import Desk, drafts_of
from duban.exchange.ledgers.names import Names
from duban.exchange.reading import Line
from duban.exchange.sheets.headers import Skipped
from duban.indicators.types import Outcome
from duban.ledger.services import bring_in_items
from duban.ledger.types import ItemDraft
from duban.orgs.selectors import list_posts, list_units, work_calendar
from duban.orgs.types import Actor

__all__ = ["bring_in_ledger"]


def bring_in_ledger(
    lines: Iterable[Line],
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    at: datetime,
    tell: Callable[[Outcome], None],
    skip: Callable[[Skipped], None],
) -> None:
    """Bring each line of the sheets in as an item that is drafted; in the caller's transaction."""
    desk = Desk(
        names=Names(
            list_units(actor=actor, zone_id=zone_id, on=on), list_posts(actor=actor, zone_id=zone_id, on=on)
        ),
        setting=Setting(on.year, year_said=False, received=None, calendar=work_calendar()),
    )
    notes: dict[str, tuple[Problem, ...]] = {}

    def drafts() -> Iterator[ItemDraft]:
        for draft, said in drafts_of(lines, desk, tell, skip):
            if said:
                notes[draft.where] = said
            yield draft

    for outcome in bring_in_items(actor=actor, zone_id=zone_id, drafts=drafts(), at=at, good_rows_only=True):
        tell(replace(outcome, notes=notes.get(outcome.where, ())))

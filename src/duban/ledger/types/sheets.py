"""A line of a list with all that a printed ledger says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from duban.ledger.types.items import ItemRow, MoveRow, StepDraft
from duban.ledger.types.words import Frequency, Origin


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """A line of a list with all that a printed ledger says of it."""

    row: ItemRow
    task: str
    done_when: str
    origin: Origin
    origin_text: str
    basis: str
    parent: str
    """The number of what it is a part of."""
    leader_id: int | None
    leader: str
    assisting: tuple[str, ...]
    frequency: Frequency
    weight: int
    tags: tuple[str, ...]
    steps: tuple[StepDraft, ...]
    created_by: str
    created_at: datetime
    verified: MoveRow | None
    sent_back_at: datetime | None
    """When it was last sent back."""
    finished_on: date | None
    result: str
    """What was done, as last reported: on completion, or in the newest report of progress."""
    attachments: int
    extensions: tuple[str, ...]
    """Why later deadlines were asked for."""
    yellow_slips: int

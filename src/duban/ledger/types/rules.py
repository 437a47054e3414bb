"""The ledger's rule as others hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duban.engine.series import DueRule
from duban.ledger.types.words import Urgency


@dataclass(frozen=True, slots=True)
class LedgerRuleView:
    """The ledger's rule in force on a day."""

    due: DueRule
    accept_days: Mapping[Urgency, int]
    """Working days within which a dispatched item is accepted."""
    number_form: str
    """How numbers read; ``{year}`` and ``{serial}`` are filled in."""
    starts: date
    version: int
    set_by: str
    reason: str
    slip_form: str = "督办单〔{year}〕{serial}号"  # zh: data
    """How the numbers of supervision slips read."""

"""What is asked of the chance of finishing: the rule, what spreads are from, and what the trials say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class SpreadFrom(StrEnum):
    """What the trials know of how long an activity may take."""

    POINTS = "points"
    """Its own shortest and longest duration."""
    NAME = "name"
    """How finished work of its name slipped."""
    CAUSE = "cause"
    """How finished work of its cause slipped."""
    RULE = "rule"
    """The spread the zone's rule gives whatever nothing else is known of."""


@dataclass(frozen=True, slots=True)
class ChanceRule:
    """The zone's rule of how the chance of finishing is reckoned, from a day on."""

    low: Decimal = Decimal("0.9")
    high: Decimal = Decimal("1.5")
    """Least and most of what remains of an activity of which nothing else is known, as factors."""
    together: Decimal = Decimal("0.5")
    """Rank correlation of any two activities of one cause."""
    least: int = 10
    """Finished activities that make a history."""
    starts: date = date.min
    version: int = 0
    """0 where the zone has set none of its own."""
    set_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """How much one activity has to do with the finish, and what its spread is from."""

    id: str
    name: str
    name_en: str
    criticality: Decimal
    sensitivity: Decimal
    cause: str
    source: SpreadFrom
    samples: int
    """Finished activities its spread is from; 0 where it is from none."""


@dataclass(frozen=True, slots=True)
class CauseWeight:
    """What the chance would be if nothing slipped for one cause any more."""

    cause: str
    """Code; empty: activities of no cause."""
    activities: int
    probability: Decimal | None
    gained: Decimal
    """Working days by which the day four fifths of the trials have finished comes forward."""


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance of finishing by a day, from trials of one revision."""

    revision: int
    seed: int
    trials: int
    rule: ChanceRule
    """The rule it was reckoned by."""
    is_outdated: bool
    """Whether another rule is in force now."""
    sources: Mapping[SpreadFrom, int]
    """Activities whose spread is from each."""
    samples: int
    """Finished activities in the zone that were looked at."""
    causes: tuple[CauseWeight, ...]
    """What each cause carries, the heaviest first."""
    by: int | None
    probability: Decimal | None
    error: Decimal | None
    percentiles: tuple[tuple[int, int], ...]
    curve: tuple[tuple[int, Decimal], ...]
    """Moments and the share of trials finished by each."""
    weights: tuple[ChanceRow, ...]
    made_at: datetime

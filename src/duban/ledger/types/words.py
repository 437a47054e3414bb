"""The coded words of the ledger. Their labels stand with the models' choices."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Where an item comes from."""

    INDICATOR = "indicator"
    PLAN = "plan"
    MEETING = "meeting"
    INSTRUCTION = "instruction"
    INSPECTION = "inspection"
    BULLETIN = "bulletin"
    CAMPAIGN = "campaign"
    DOCUMENT = "document"


class Frequency(StrEnum):
    """How often the doer reports."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Urgency(StrEnum):
    """一般, 急件, 特急."""

    NORMAL = "normal"
    URGENT = "urgent"
    EXTRA = "extra"


class Shortfall(StrEnum):
    """The five shortfalls of the meeting: 产业, 投资, 招商, 环境, 转型."""

    INDUSTRY = "industry"
    INVESTMENT = "investment"
    PROMOTION = "promotion"
    ENVIRONMENT = "environment"
    TRANSITION = "transition"


class SlipColour(StrEnum):
    """The colour of a supervision slip 督办单."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"

"""Lights and classes: rules with parameters, so that each zone keeps its own legend (domain.md 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from duban.engine.kernel import Problem, plain


class Light(StrEnum):
    """How an indicator does, at a glance."""

    AHEAD = "ahead"
    OK = "ok"
    WATCH = "watch"
    LATE = "late"
    NONE = "none"


class Standing(StrEnum):
    """Which of the three lists an indicator belongs to: 优势, 薄弱, 关键."""

    STRONG = "strong"
    WEAK = "weak"
    KEY = "key"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LightBand:
    """One light and the lead from which it shines, in percentage points, inclusive; none for the last."""

    light: Light
    at_least: Decimal | None


@dataclass(frozen=True, slots=True)
class LightRule:
    """Bands from best to worst, and the lights of goals that are only reached or not (a rank)."""

    bands: tuple[LightBand, ...] = (
        LightBand(Light.AHEAD, Decimal(5)),
        LightBand(Light.OK, Decimal(0)),
        LightBand(Light.WATCH, Decimal(-5)),
        LightBand(Light.LATE, None),
    )
    when_reached: Light = Light.OK
    when_not_reached: Light = Light.WATCH
    """Not late: nothing says how far away it is."""


@dataclass(frozen=True, slots=True)
class ClassRule:
    """From which lead an indicator is strong, below which it is weak, and whether a key one is key first."""

    strong_at_least: Decimal = Decimal(5)
    weak_below: Decimal = Decimal(0)
    key_first: bool = True


def light_of(lead_pp: Decimal | None, reached: bool | None, rule: LightRule) -> Light:  # noqa: FBT001
    """
    Return the light of a lead in percentage points; without a lead, of whether the goal is reached.

    Neither known is no light. The rule must be one that ``check_light_rule`` accepts.
    """
    if lead_pp is not None:
        return next(b.light for b in rule.bands if b.at_least is None or lead_pp >= b.at_least)
    if reached is None:
        return Light.NONE
    return rule.when_reached if reached else rule.when_not_reached


def class_of(lead_pp: Decimal | None, is_key: bool, rule: ClassRule) -> Standing:  # noqa: FBT001
    """
    Return which list an indicator belongs to by its lead and its key flag.

    With ``key_first`` a key indicator is on the key list however it does; otherwise strong and weak go first.
    """
    if is_key and rule.key_first:
        return Standing.KEY
    if lead_pp is not None and lead_pp >= rule.strong_at_least:
        return Standing.STRONG
    if lead_pp is not None and lead_pp < rule.weak_below:
        return Standing.WEAK
    return Standing.KEY if is_key else Standing.NONE


def check_light_rule(rule: LightRule) -> tuple[Problem, ...]:
    """
    Return what is wrong: no last band for everything else, thresholds not falling, a light used twice.

    ``Light.NONE`` belongs to goals without a figure and counts as taken.
    """
    if not rule.bands:
        return (Problem("series.light_rule_empty", "bands"),)
    problems = [
        Problem("series.light_without_threshold", f"bands.{n}", (band.light,))
        for n, band in enumerate(rule.bands[:-1])
        if band.at_least is None
    ]
    if rule.bands[-1].at_least is not None:
        problems.append(Problem("series.light_rule_open", "bands", (rule.bands[-1].light,)))
    return (*problems, *_not_falling(rule), *_doubled(rule))


def check_class_rule(rule: ClassRule) -> tuple[Problem, ...]:
    """Return the one thing that can be wrong: leads that would be strong and weak at once."""
    if rule.weak_below <= rule.strong_at_least:
        return ()
    limits = (plain(rule.strong_at_least), plain(rule.weak_below))
    return (Problem("series.class_rule_crossed", "weak_below", limits),)


def _not_falling(rule: LightRule) -> list[Problem]:
    return [
        Problem("series.light_not_falling", f"bands.{n}", (plain(one.at_least), plain(other.at_least)))
        for n, (one, other) in enumerate(pairwise(rule.bands), start=1)
        if one.at_least is not None and other.at_least is not None and other.at_least >= one.at_least
    ]


def _doubled(rule: LightRule) -> list[Problem]:
    taken = {Light.NONE}
    problems = []
    for n, band in enumerate(rule.bands):
        if band.light in taken:
            problems.append(Problem("series.light_twice", f"bands.{n}", (band.light,)))
        taken.add(band.light)
    return problems

"""
``duban schedule``: computes a plan file.

Kept free of Django until something has to be said in words: a plan of ten thousand activities is to be answered within
about a second, and setting Django up would take half of it.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NoReturn

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import (
    DAY,
    HOUR,
    MINUTE,
    Kind,
    Network,
    Result,
    Risk,
    Shape,
    Spread,
    against,
    from_date,
    schedule,
    simulate,
    tick,
    tick_of_day,
    unhindered,
)
from duban.exchange.schedules.files import load

__all__ = ["answer", "at", "main", "wanted"]

_PLACES = 4
USUAL = (Decimal("0.9"), Decimal(1), Decimal("1.5"))
"""Low, likely and high where the plan itself says nothing: short by a tenth at best, half as long again at worst."""


class _Usage(argparse.ArgumentParser):
    """Leaves wrong usage to the full command line, which words it."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def wanted(words: list[str]) -> argparse.Namespace | None:
    """Read the words after ``duban schedule``; nothing where the full command line should answer."""
    parser = _Usage(prog="duban schedule", add_help=False, allow_abbrev=False)
    parser.add_argument("file", type=Path)
    parser.add_argument("--deadline", type=_moment)
    parser.add_argument("--data-date", type=_moment)
    parser.add_argument("--risk", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--by", type=_moment)
    parser.add_argument("--json", action="store_true")
    try:
        found = parser.parse_args(words)
    except (ValueError, argparse.ArgumentError):
        return None
    return found if found.json else None


def at(text: str | None) -> int | None:
    """
    Read a day (its end is meant) or a moment; nothing is nothing.

    :raises ValueError: if it is neither
    """
    return None if text is None else _moment(text)


def _moment(text: str) -> int:
    """Read a day (its end is meant) or a moment."""
    if "T" in text:
        return tick(datetime.fromisoformat(text))
    return tick_of_day(date.fromisoformat(text)) + DAY


def main(asked: argparse.Namespace) -> int:
    """
    Answer in JSON and return the exit code.

    A plan with a ring is refused; the early dates of what does not wait for the ring are told all the same.
    """
    gc.disable()  # everything read is kept to the end, and the end is near
    network: Network | None = None
    try:
        network = _plan(asked)
        found = _answer(network, asked)
    except Unfit as refusal:
        told = _told(refusal.problems)
        rest = unhindered(network) if network is not None and asked.risk is None else None
        known = {} if rest is None else as_answer(rest)
        _write({"refused": told, **known, "problems": told})
        return 1
    _write(found)
    return 0


def answer(asked: argparse.Namespace) -> dict[str, Any]:
    """
    Compute the plan and return what is to be written.

    :raises Unfit: what the file, or the plan in it, does not allow
    """
    return _answer(_plan(asked), asked)


def _plan(asked: argparse.Namespace) -> Network:
    network = load(asked.file)
    if asked.data_date is not None:
        network = from_date(network, asked.data_date)
    return network if asked.deadline is None else against(network, asked.deadline)


def _answer(network: Network, asked: argparse.Namespace) -> dict[str, Any]:
    return as_answer(schedule(network)) if asked.risk is None else _risk(network, asked)


def _risk(network: Network, asked: argparse.Namespace) -> dict[str, Any]:
    """Run the plan many times: each unfinished activity between nine tenths and one and a half of what remains."""
    spreads = [
        Spread(a.id, Shape.PERT, *USUAL)
        for a in network.activities
        if a.kind is Kind.TASK and a.actual_finish is None and a.given is None and a.remaining > 0
    ]
    by = asked.by if asked.by is not None else asked.deadline
    say = _Moments()
    risks = simulate(network, spreads, trials=asked.risk, seed=asked.seed, by=by)
    answers = [_as_risk(r, say) for r in risks]
    several = {"projects": answers} if len(answers) > 1 else {}
    return {**answers[0], "seed": asked.seed, "spread": [float(f) for f in USUAL], **several}


def _as_risk(risk: Risk, say: _Moments) -> dict[str, Any]:
    return {
        "project": risk.project,
        "trials": risk.trials,
        "by": say(risk.by),
        "probability": None if risk.probability is None else float(risk.probability),
        "standard_error": None if risk.error is None else float(risk.error),
        "percentiles": {f"p{q}": say(at) for q, at in risk.percentiles},
        "mean": say(risk.mean),
        "activities": [
            {"id": w.activity, "criticality": float(w.criticality), "sensitivity": float(w.sensitivity)}
            for w in risk.weights
        ],
    }


def _write(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False, check_circular=False) + "\n")


def as_answer(found: Result) -> dict[str, Any]:
    """Return a computed plan as the command answers it: ISO moments, floats in days of the file's own length."""
    say, days = _Moments(), _Days(found.network)
    rows = [
        {
            "id": a.id,
            "code": a.code,
            "name": a.name,
            "early_start": say(found.early_start[k]),
            "early_finish": say(found.early_finish[k]),
            "late_start": say(found.late_start[k]),
            "late_finish": say(found.late_finish[k]),
            "total_float_days": days(found.total_float[k], a.calendar),
            "free_float_days": days(found.free_float[k], a.calendar),
            "critical": found.critical[k],
        }
        for k, a in enumerate(found.network.activities)
        if a.kind is not Kind.BRANCH
    ]
    return {
        "start": say(found.start),
        "finish": say(found.finish),
        "problems": _told(found.problems),
        "activities": rows,
    }


def _told(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return each problem with its sentence: words need Django, which is set up now if it was not yet."""
    problems = list(problems)
    if not problems:
        return []
    import django  # noqa: PLC0415 - only where something has to be said in words

    django.setup()
    from duban.core.sentences import sentence  # noqa: PLC0415 - needs the settings

    return [{"code": p.code, "where": p.where, "message": sentence(p)} for p in problems]


class _Moments:
    """Ticks as ISO moments, each day worked out once."""

    def __init__(self) -> None:
        self._days: dict[int, str] = {}

    def __call__(self, at: int | None) -> str | None:
        if at is None:
            return None
        day, rest = divmod(at, DAY)
        if not 1 <= day <= date.max.toordinal():
            return None
        text = self._days.get(day)
        if text is None:
            text = self._days[day] = date.fromordinal(day).isoformat()
        hour, rest = divmod(rest, HOUR)
        minute, rest = divmod(rest, MINUTE)
        return f"{text}T{hour:02d}:{minute:02d}:{rest * 6:02d}"


class _Days:
    """Ticks as days of the plan's own length, to four places."""

    def __init__(self, network: Network) -> None:
        self._day = network.options.day
        self._day_of = dict(network.options.day_of)
        self._known: dict[tuple[int, int], float] = {}

    def __call__(self, ticks: int | None, calendar: str) -> float | None:
        if ticks is None:
            return None
        day = self._day_of.get(calendar, self._day)
        found = self._known.get((ticks, day))
        if found is None:
            exact = Decimal(ticks) / Decimal(day)
            found = self._known[ticks, day] = float(
                round(exact, _PLACES).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            )
        return found

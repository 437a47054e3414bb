"""One catalogue of what is told to people: a sentence for every problem code, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language

from duban.core.named import read_named
from duban.core.sentences import (
    audit,
    blockers,
    boards,
    calendars,
    core,
    enterprises,
    exchange,
    indicators,
    ledger,
    lifecycle,
    notices,
    orgs,
    plans,
    project_map,
    project_plans,
    project_progress,
    projects,
    schedules,
    series,
)
from duban.core.sentences.terms import TERMS
from duban.engine.kernel import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

__all__ = ["SENTENCES", "sentence", "sentences"]


def _merged(*rooms: Mapping[str, _StrPromise]) -> dict[str, _StrPromise]:
    merged: dict[str, _StrPromise] = {}
    for room in rooms:
        if doubled := merged.keys() & room.keys():
            msg = f"two sentences for {sorted(doubled)}"
            raise ValueError(msg)
        merged.update(room)
    return merged


SENTENCES = _merged(
    *(
        m.SENTENCES
        for m in (
            audit,
            blockers,
            boards,
            calendars,
            core,
            enterprises,
            exchange,
            indicators,
            ledger,
            lifecycle,
            notices,
            orgs,
            plans,
            project_plans,
            project_map,
            project_progress,
            projects,
            schedules,
            series,
        )
    )
)


def sentence(problem: Problem) -> str:
    """Return the problem in the reader's language: what is wrong and how to mend it."""
    return str(SENTENCES[problem.code]).format(*(_word(problem.code, arg) for arg in problem.args))


def _word(code: str, arg: str) -> str:
    """
    Translate an argument that names a term, or a unit or post: marked ``@``, or any state, edge or fact of a lifecycle.

    A term of one machine or room, as ``@ledger.item.draft``, falls back to the word all share.
    """
    if (whose := read_named(arg)) is not None:
        return whose.name
    if arg.startswith("@"):
        return str(TERMS.get(arg[1:]) or TERMS.get(arg[1:].rpartition(".")[2]) or arg)
    if code.startswith("lifecycle.") and arg in TERMS:
        return str(TERMS[arg])
    typed = code.startswith(("exchange.", "core.not_a_"))  # what somebody typed is said as typed
    return arg if typed else _day(arg) or arg


def _day(arg: str) -> str:
    """Write an argument that is a day as the reader's language does."""
    if not _ISO_DAY.fullmatch(arg):
        return ""
    try:
        day = date.fromisoformat(arg)
    except ValueError:
        return ""
    if not (get_language() or "zh").startswith("zh"):
        return date_format(day, "j M Y")
    return f"{day.year}年{day.month}月{day.day}日"  # zh: data


def sentences(problems: Iterable[Problem]) -> list[str]:
    """Return each problem's sentence, in order."""
    return [sentence(p) for p in problems]

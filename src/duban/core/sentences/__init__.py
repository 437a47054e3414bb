"""One catalogue of what is told to people: a sentence for every problem code, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

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
    project_progress,
    projects,
    schedules,
    series,
)
from duban.core.sentences.terms import TERMS
from duban.engine.kernel import Problem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

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
    Translate an argument that names a term: marked ``@``, or any state, edge or fact of a lifecycle.

    A term of one machine or room, as ``@ledger.item.draft``, falls back to the word all share.
    """
    if arg.startswith("@"):
        return str(TERMS.get(arg[1:]) or TERMS.get(arg[1:].rpartition(".")[2]) or arg)
    if code.startswith("lifecycle.") and arg in TERMS:
        return str(TERMS[arg])
    return arg


def sentences(problems: Iterable[Problem]) -> list[str]:
    """Return each problem's sentence, in order."""
    return [sentence(p) for p in problems]

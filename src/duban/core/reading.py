"""
One reading: while a page is drawn or a day prepared, what was asked once is not asked of the database again.

Only for questions that everything rests on (names, rules, the calendar, counts), and only around work that writes none
of them. What they return is shared, so nobody changes it.

Some answers outlast the reading. Whoever begins it hands over the record of acts: as long as that stands where it stood,
nothing was done, in this process or in any other, and what was read then is still so. Answers that rest on one room
alone outlast the acts of others too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from django.utils.translation import get_language

__all__ = ["Record", "Stand", "kept", "kept_with", "once", "reading"]

P = ParamSpec("P")
R = TypeVar("R")

Stand = tuple[int, str]
"""How many acts there are on record, and the seal of the last."""


class Record(Protocol):
    """The record of acts, as far as a reading asks of it."""

    def stand(self) -> Stand | None:
        """Return where the record stands; None: what is read now must not outlast the reading."""

    def is_settled(self) -> bool:
        """Return whether what is read now is what everybody reads, and nothing that may be taken back."""

    def acted(self, since: Stand, until: Stand) -> frozenset[str] | None:
        """Return the rooms that did something in between; None where that is not known."""


_Answers = dict[object, object]
_EVERY = ""
_MOST = 2000
"""Answers of a kind kept at once; beyond, they are dropped and it begins anew."""


class _Lasting:
    """The answers of this process that outlast a reading, by the room they rest on, and where the record stood."""

    def __init__(self) -> None:
        self._since: tuple[Stand, dict[str, _Answers]] = ((0, ""), {})

    def at(self, stand: Stand, record: Record) -> dict[str, _Answers]:
        """Return what holds while the record stands there. Read before answering, it is never newer than an answer."""
        since, answers = self._since
        if since != stand:
            acted = record.acted(since, stand)
            spared = (
                {}
                if acted is None
                else {room: of for room, of in answers.items() if room not in acted | {_EVERY}}
            )
            answers = {room: of for room, of in spared.items() if len(of) <= _MOST}
            self._since = (stand, answers)
        return answers


_lasting = _Lasting()


class _Reading:
    """What this reading knows, and what it may take from readings before it."""

    def __init__(self, record: Record | None) -> None:
        self.own: _Answers = {}
        self._mine: dict[str, _Answers] = {}
        self._record = record

    @cached_property
    def lasting(self) -> dict[str, _Answers]:
        """The answers that outlast it: looked up before its first question of either kind, for one may rest on another."""
        stand = self._record.stand() if self._record else None
        return self._mine if self._record is None or stand is None else _lasting.at(stand, self._record)

    def answers(self, room: str) -> _Answers:
        """Return the answers that rest on a room; of what may be taken back none is given, and none kept."""
        if self.lasting is not self._mine and self._record is not None and not self._record.is_settled():
            return {}
        known = self.lasting.setdefault(room, {})
        if len(known) > _MOST:
            known = self.lasting[room] = {}
        return known


_now: ContextVar[_Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading(record: Record | None = None) -> Iterator[None]:
    """
    Keep the answers of the questions marked :func:`once` and :func:`kept` until the block ends.

    *record*: the record of acts, by which answers outlast the block; without one none does.
    """
    token = _now.set(_Reading(record))
    try:
        yield
    finally:
        _now.reset(token)


def once(question: Callable[P, R]) -> Callable[P, R]:
    """Ask the question once for the same arguments and language within one reading; outside of one, each time."""
    return _marked(question, None)


def kept(question: Callable[P, R]) -> Callable[P, R]:
    """
    Do as :func:`once`, and for later readings too, until anything is done.

    Only for answers that change by acts on record, and by the arguments: never by the clock alone.
    """
    return _marked(question, _EVERY)


def kept_with(room: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Do as :func:`kept`, until something is done in that room: nothing else is what the answer rests on."""
    return lambda question: _marked(question, room)


def _marked(question: Callable[P, R], room: str | None) -> Callable[P, R]:
    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        now = _now.get()
        if now is None:
            return question(*args, **kwargs)
        outlasting = now.answers(room or _EVERY)
        answers = now.own if room is None else outlasting
        told = (*args, *(pair for pair in sorted(kwargs.items())))
        key = (question.__module__, question.__qualname__, get_language(), *map(_fixed, told))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        return cast("R", answers[key])

    return asked


def _fixed(value: object) -> object:
    if isinstance(value, tuple | list):
        return tuple(_fixed(one) for one in cast("Collection[object]", value))
    return frozenset(value) if isinstance(value, set) else value

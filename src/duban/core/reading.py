"""
One reading: while a page is drawn or a day prepared, what was asked once is not asked of the database again.

Only for questions that everything rests on (names, rules, the calendar, counts), and only around work that writes none
of them. What they return is shared, so nobody changes it.

Some answers outlast the reading. Whoever begins it says how to tell where the record of acts stands; as long as it
stands there nothing was done, in this process or in any other, and what was read then is still so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, wraps
from typing import ParamSpec, TypeVar, cast

from django.utils.translation import get_language

__all__ = ["kept", "once", "reading"]

P = ParamSpec("P")
R = TypeVar("R")

_Answers = dict[object, object]
_MOST = 2000
"""Answers kept at once; beyond, all are dropped and it begins anew."""


class _Lasting:
    """The answers of this process that outlast a reading, and where the record stood when the first was asked for."""

    def __init__(self) -> None:
        self._since: tuple[str, _Answers] = ("", {})

    def at(self, stand: str) -> _Answers:
        """Return what was answered while the record stood there. Read before answering, it is never the newer one."""
        since, answers = self._since
        if since != stand or len(answers) > _MOST:
            answers = {}
            self._since = (stand, answers)
        return answers


_lasting = _Lasting()


class _Reading:
    """What this reading knows, and what it may take from readings before it."""

    def __init__(self, stands: Callable[[], str]) -> None:
        self.own: _Answers = {}
        self._stands = stands

    @cached_property
    def lasting(self) -> _Answers:
        """The answers that outlast it: looked up before its first question of either kind, for one may rest on another."""
        stand = self._stands()
        return _lasting.at(stand) if stand else self.own


_now: ContextVar[_Reading | None] = ContextVar("reading", default=None)


def _nowhere() -> str:
    return ""


@contextmanager
def reading(stands: Callable[[], str] = _nowhere) -> Iterator[None]:
    """
    Keep the answers of the questions marked :func:`once` and :func:`kept` until the block ends.

    *stands* tells where the record of acts stands: asked at most once, and before anything else is. An empty text:
    what is read here may not outlast the reading.
    """
    token = _now.set(_Reading(stands))
    try:
        yield
    finally:
        _now.reset(token)


def once(question: Callable[P, R]) -> Callable[P, R]:
    """Ask the question once for the same arguments and language within one reading; outside of one, each time."""
    return _marked(question, lasting=False)


def kept(question: Callable[P, R]) -> Callable[P, R]:
    """
    Do as :func:`once`, and for later readings too, until something is done.

    Only for answers that change by acts on record, and by the arguments: never by the clock alone.
    """
    return _marked(question, lasting=True)


def _marked(question: Callable[P, R], *, lasting: bool) -> Callable[P, R]:
    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        now = _now.get()
        if now is None:
            return question(*args, **kwargs)
        outlasting = now.lasting
        answers = outlasting if lasting else now.own
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

"""
One reading: while a page is drawn or a day prepared, what was asked once is not asked of the database again.

Only for questions that everything rests on (names, rules, the calendar), and only around work that writes none of
them. What they return is shared, so nobody changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.utils.translation import get_language

__all__ = ["once", "reading"]

P = ParamSpec("P")
R = TypeVar("R")

_kept: ContextVar[dict[object, object] | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep the answers of the questions marked :func:`once` until the block ends."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(question: Callable[P, R]) -> Callable[P, R]:
    """Ask the question once for the same arguments and language within one reading; outside of one, each time."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return question(*args, **kwargs)
        told = (*args, *(pair for pair in sorted(kwargs.items())))
        key = (question.__module__, question.__qualname__, get_language(), *map(_fixed, told))
        if key not in kept:
            kept[key] = question(*args, **kwargs)
        return cast("R", kept[key])

    return asked


def _fixed(value: object) -> object:
    if isinstance(value, tuple | list):
        return tuple(_fixed(one) for one in cast("Collection[object]", value))
    return frozenset(value) if isinstance(value, set) else value

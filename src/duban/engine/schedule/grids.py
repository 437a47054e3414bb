"""Calendars as arrays, in which compiled code finds its place by marks rather than by search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba.extending import overload

from duban.engine.schedule import calculus
from duban.engine.schedule.calculus import Span, Tables

Array = Any
"""A column as numpy holds it; the passes read it as they read a list."""


def records(rows: Sequence[tuple[int, ...]], kind: type) -> Any:  # noqa: ANN401 - numpy's records read as rows do
    """Return rows as an array of records with the same names."""
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    flat = np.array(rows, dtype=np.int64).reshape(len(rows), len(names))
    return np.ascontiguousarray(flat).view([(name, np.int64) for name in names]).reshape(len(rows))


def array(values: Any) -> Array:  # noqa: ANN401 - a column of either kind
    """Return a column as an array."""
    return np.ascontiguousarray(values, dtype=np.int64)


class Marked(NamedTuple):
    """A ``Reach``, and the marks over it: where they begin, and which power of two they are apart."""

    low: int
    high: int
    moments: int
    moment_step: int
    works: int
    work_step: int


class Gridded(NamedTuple):
    """
    ``Tables`` as arrays, with marks at even distances over each calendar's moments, and over its work.

    There is about one mark to a span; each says which span it lies in, and what is looked up lies within a few spans of
    the mark before it.
    """

    calendars: Sequence[Marked]
    spans: Sequence[Span]
    marks: Array


def gridded(cal: Tables) -> Gridded:
    """Return tables as the compiled passes read them."""
    starts, befores = array(cal.starts), array(cal.befores)
    calendars: list[Marked] = []
    marks: list[Array] = [array([])]
    total = 0
    for low, high in cal.calendars:
        moments, moment_step = _grid(starts[low:high])
        works, work_step = _grid(befores[low:high])
        calendars.append(Marked(low, high, total, moment_step, total + len(moments), work_step))
        marks += moments + low, works + low
        total += len(moments) + len(works)
    return Gridded(records(calendars, Marked), records(cal.spans, Span), np.concatenate(marks))


def _grid(column: Array) -> tuple[Array, int]:
    """Return the last place in *column* at or before each mark, and which power of two the marks are apart."""
    if not len(column):
        return array([]), 0
    width = int(column[-1] - column[0])
    step = max(0, (width // len(column)).bit_length() - 1)
    at = (np.arange((width >> step) + 1) << step) + column[0]
    return array(np.searchsorted(column, at, side="right") - 1), step


@overload(calculus.begun)
def _begun(cal: Any, c: Any, t: Any) -> Any:  # noqa: ANN401, ARG001 - numba's protocol
    def begun(cal: Any, c: Any, t: Any) -> Any:  # noqa: ANN401
        reach = cal.calendars[c]
        if reach.low == reach.high or t < cal.spans[reach.low].start:
            return reach.low - 1
        if t >= cal.spans[reach.high - 1].start:
            return reach.high - 1
        k = cal.marks[reach.moments + ((t - cal.spans[reach.low].start) >> reach.moment_step)]
        while cal.spans[k + 1].start <= t:
            k += 1
        return k

    return begun


@overload(calculus.reached)
def _reached(cal: Any, c: Any, w: Any) -> Any:  # noqa: ANN401, ARG001 - numba's protocol
    def reached(cal: Any, c: Any, w: Any) -> Any:  # noqa: ANN401
        reach = cal.calendars[c]
        if reach.low == reach.high or w < 0:
            return reach.low - 1
        if w >= cal.spans[reach.high - 1].before:
            return reach.high - 1
        k = cal.marks[reach.works + (w >> reach.work_step)]
        while cal.spans[k + 1].before <= w:
            k += 1
        return k

    return reached

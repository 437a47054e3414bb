"""Rows that two people write at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from duban.core.errors import Invalid
from duban.engine.kernel import Problem

__all__ = ["unless_taken"]


@contextmanager
def unless_taken(problem: Problem) -> Iterator[None]:
    """
    Write a row whose key must be free, though somebody may take it after it was looked for.

    :raises Invalid: with *problem* if the database finds it taken
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Invalid(problem) from error

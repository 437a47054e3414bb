"""What setting one of the zone's dated rules has in common, whatever it rules."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from duban.core.errors import Conflict
from duban.engine.kernel import Problem
from duban.projects.models import ChanceRule, ProgressRule

__all__ = ["newest_rule", "unreasoned"]

_LONGEST = 200
R = TypeVar("R", ChanceRule, ProgressRule)


def newest_rule(rows: QuerySet[R], starts: date) -> R | None:
    """
    Return the zone's newest rule, locked, for one that follows it from a day on.

    :raises Conflict: if it begins later itself
    """
    last = rows.select_for_update().order_by("version").last()
    if last is not None and last.starts > starts:
        raise Conflict(Problem("projects.later_rule", "starts", (last.starts.isoformat(),)))
    return last


def unreasoned(reason: str) -> list[Problem]:
    """Return what is wrong with the reason given for a rule: it is there, and fits the record."""
    if not reason.strip():
        return [Problem("core.required", "reason", ("@reason",))]
    if len(reason) > _LONGEST:
        return [Problem("core.too_long", "reason", ("@reason", str(_LONGEST)))]
    return []

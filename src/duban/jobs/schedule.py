"""Which task has its turn when. Any number of workers may look: every turn is taken once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from duban.jobs import tasks
from duban.jobs.models import Run

__all__ = ["SCHEDULE", "Turn", "tick"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A task and its turns: every minute, or every day from a time on."""

    task: Task[[], Any]
    daily_from: time | None = None

    def slot(self, moment: datetime) -> str | None:
        """Return the turn that local *moment* lies in, or None before the day's has come."""
        if self.daily_from is None:
            return moment.strftime("%Y-%m-%dT%H:%M")
        return moment.date().isoformat() if moment.time() >= self.daily_from else None


SCHEDULE = (
    Turn(tasks.escalate_blockers, time(7, 41)),
    Turn(tasks.sweep, time(3, 17)),
    Turn(tasks.follow_calendars, time(6, 47)),
    Turn(tasks.tell_plans, time(6, 53)),
    Turn(tasks.make_digests),
    Turn(tasks.deliver_notices),
    Turn(tasks.compute_chances),
)
"""Escalation comes before anybody's digest, so that the digest says it."""


def tick(at: datetime) -> list[str]:
    """Queue every task whose turn has come and has not been taken, and return their names."""
    moment = timezone.localtime(at)
    queued = []
    for turn in SCHEDULE:
        slot = turn.slot(moment)
        if slot is not None and _take(turn, slot, at):
            queued.append(turn.task.name)
    return queued


@transaction.atomic
def _take(turn: Turn, slot: str, at: datetime) -> bool:
    """Write the turn and queue the task together: both, or neither."""
    _run, mine = Run.objects.get_or_create(task=turn.task.name, slot=slot, defaults={"at": at})
    if mine:
        turn.task.enqueue()
    return mine

"""What is done in the background. Each asks the clock, calls one service, and may be run again at any time."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from duban.blockers import services as blockers
from duban.boards.services import prepare_day
from duban.core import clock
from duban.jobs.models import Run
from duban.notices import services as notices
from duban.notices.types import Prepare
from duban.orgs.selectors import operator
from duban.orgs.types import Actor
from duban.projects import services as projects

__all__ = [
    "PREPARE",
    "compute_chances",
    "deliver_notices",
    "escalate_blockers",
    "follow_calendars",
    "make_digests",
    "sweep",
    "tell_plans",
]

PREPARE: Prepare | None = prepare_day
"""What tells the day's own lines before digests are made: a room above the blockers' gives it, here and in the command."""

_KEPT = timedelta(days=14)


@task()
def deliver_notices() -> dict[str, int]:
    """Send what is due."""
    report = notices.deliver(actor=_background(), at=clock.now())
    return {"sent": report.sent, "failed": report.failed, "postponed": report.postponed}


@task()
def make_digests() -> int:
    """Make the digests whose time has come, and return how many."""
    at = clock.now()
    made = notices.make_digests(actor=_background(), on=clock.local_day(at), at=at, prepare=PREPARE)
    return len(made)


@task()
def escalate_blockers() -> int:
    """Raise the blockers whose clock ran out, remind of today's, and return how many."""
    return len(blockers.escalate(actor=_background(), at=clock.now()))


@task()
def compute_chances() -> int:
    """Run the trials of schedules that were asked for and take a while, and return how many that were."""
    return projects.run_chances(actor=_background(), at=clock.now())


@task()
def follow_calendars() -> int:
    """Compute schedules again where the shared calendar changed, tell whom that moves, and return how many it moves."""
    return projects.follow_calendars(actor=_background(), at=clock.now())


@task()
def tell_plans() -> int:
    """Let schedules say what reviewed reports say of their activities, and return how many did not."""
    return projects.tell_plans(actor=_background(), at=clock.now())


@task()
def sweep() -> int:
    """Forget turns and finished tasks two weeks old and sessions that are over, and return how many. What was told is kept."""
    at = clock.now()
    turns, _by_kind = Run.objects.filter(at__lt=at - _KEPT).delete()
    done, _by_kind = DBTaskResult.objects.filter(finished_at__lt=at - _KEPT).delete()
    over, _by_kind = Session.objects.filter(expire_date__lt=at).delete()
    return turns + done + over


def _background() -> Actor:
    return operator(name=_("后台任务"))

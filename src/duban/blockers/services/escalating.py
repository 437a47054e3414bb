"""The clock runs out: who must be told, level by level, and each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.models import Blocker, Move
from duban.blockers.policies import may
from duban.blockers.selectors.rules import service_rule_on
from duban.blockers.services.news import drafts_to, told_of
from duban.blockers.types import WITH_ADDRESSEE, Escalation
from duban.core.errors import Forbidden
from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import Problem
from duban.notices.services import tell
from duban.notices.types import Kind
from duban.orgs.selectors import work_calendar
from duban.orgs.types import Actor

__all__ = ["escalate"]

_LEVELS = (1, 2, 3)


@transaction.atomic
def escalate(*, actor: Actor, at: datetime) -> list[Escalation]:
    """
    Raise every blocker whose clock ran out to the level its lateness calls for, and tell the chain in charge of it.

    Level 1 the head of the unit addressed, 2 its leader in charge, 3 the director; those whose day is today are
    reminded. Levels only rise, and a level once reached is told once: running twice does nothing twice. On a day off
    nothing happens.

    :raises Forbidden: unless on the command line or in the background
    """
    if not may(actor, "escalate", 0):
        raise Forbidden(Problem("core.forbidden", "", ("@escalate_blockers",)))
    on = timezone.localdate(at)
    calendar = work_calendar()
    if not calendar.is_workday(on):
        return []
    rows = Blocker.objects.filter(state__in=sorted(WITH_ADDRESSEE), due__lte=on).order_by("id")
    rules: dict[int, tuple[int, int, int]] = {}
    done: list[Escalation] = []
    for blocker in rows.select_for_update(skip_locked=True):
        zone = blocker.zone_id
        if zone not in rules:
            rules[zone] = service_rule_on(zone_id=zone, on=on).levels
        done += _one(actor, blocker, rules[zone], calendar, at)
    return done


def _one(
    actor: Actor, blocker: Blocker, levels: tuple[int, int, int], calendar: WorkCalendar, at: datetime
) -> Iterator[Escalation]:
    on = timezone.localdate(at)
    if blocker.due is None:
        return
    late = calendar.days_after(blocker.due, on).working
    if late == 0:
        if (reminded := _remind(actor, blocker, on, at)) is not None:
            yield reminded
        return
    reached = [level for level in _LEVELS if late >= levels[level - 1] and level > blocker.level]
    for level in reached:
        yield _rise(actor, blocker, level, late, at)


def _remind(actor: Actor, blocker: Blocker, on: date, at: datetime) -> Escalation | None:
    told = told_of(blocker, at)
    key = f"blocker:{blocker.pk}:due:{blocker.due}:{blocker.version}"
    args = told.args(blocker, told.unit)
    drafts = drafts_to(told.addressee, blocker, told, key, "due", args, Kind.REMINDER)
    if blocker.due != on or not tell(actor=actor, notices=drafts, at=at):
        return None
    return Escalation(blocker.pk, blocker.number, blocker.level, told.addressee)


def _rise(actor: Actor, blocker: Blocker, level: int, late: int, at: datetime) -> Escalation:
    told = told_of(blocker, at)
    people = (told.chain.heads, told.chain.leaders, told.chain.directors)[level - 1]
    if level == 1:
        people |= told.addressee
    key = f"blocker:{blocker.pk}:level:{level}:{blocker.version}"
    args = (*told.args(blocker, told.unit), str(late), told.to)
    kind = Kind.OVERDUE if level == 1 else Kind.ESCALATION
    blocker.level = level
    blocker.save(update_fields=["level"])
    Move.objects.create(
        blocker=blocker,
        edge="escalate",
        source=blocker.state,
        target=blocker.state,
        by=actor.name,
        at=at,
        to_unit_id=blocker.to_unit_id,
        to_post_id=blocker.to_post_id,
        level=level,
    )
    act = Act(
        "blockers.escalate", f"blocker:{blocker.pk}", blocker.zone_id, after={"level": level, "late": late}
    )
    record(actor=actor, act=act, at=at)
    tell(actor=actor, notices=drafts_to(people, blocker, told, key, "late", args, kind), at=at)
    return Escalation(blocker.pk, blocker.number, level, people)

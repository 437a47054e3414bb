"""Raising a blocker and moving it on: one function moves, whatever the edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.lifecycle import MACHINE
from duban.blockers.models import Blocker, Counter, Move
from duban.blockers.policies import may_raise, sides
from duban.blockers.selectors.lists import blocker_facts
from duban.blockers.selectors.rules import causes_on, service_rule_on
from duban.blockers.selectors.standing import parties_of, standing_of
from duban.blockers.services.news import tell_move
from duban.blockers.types import OPEN, WITH_ADDRESSEE, BlockerDraft, BlockerState, Side
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.engine.lifecycle import Edge
from duban.orgs.selectors import posts_in, unit_names, work_calendar
from duban.orgs.types import Actor

__all__ = ["move_blocker", "raise_blocker"]

_LONGEST = 2000
_TITLE = 200
_NEW_CLOCK = frozenset({"acknowledge", "readdress", "uphold", "reopen"})
"""Edges after which the addressee's clock begins anew."""


@transaction.atomic
def raise_blocker(*, actor: Actor, zone_id: int, draft: BlockerDraft, at: datetime) -> int:
    """
    Say that a unit is stuck on another, or on a leader, over a subject; start the clock and return the blocker's id.

    The addressee is told at once: somebody waits for them.

    :raises NotFound: if one of the units is not within reach
    :raises Forbidden: if the actor does not speak for the unit that is stuck
    :raises Invalid: with everything that is wrong with it
    """
    on = timezone.localdate(at)
    units, _posts = unit_names(zone_ids=[zone_id], on=on)
    if draft.unit_id not in units or not (zone_id in actor.zone_ids or draft.unit_id in actor.unit_ids):
        raise NotFound(Problem("core.not_found"))
    if not may_raise(actor, draft.unit_id):
        raise Forbidden(Problem("core.forbidden", "", ("@raise_blocker",)))
    to_unit = _addressed(zone_id, draft.to_unit_id, draft.to_post_id, on)
    problems = list(_unfit(draft, zone_id, to_unit, on))
    if problems or to_unit is None:
        raise Invalid(*problems)
    blocker = Blocker(
        zone_id=zone_id,
        number=_number(zone_id, on.year),
        subject_kind=draft.subject.kind,
        subject_id=draft.subject.id,
        subject_title=draft.subject.title[:_TITLE],
        subject_number=draft.subject.number,
        subject_link=draft.subject.link,
        subject_due=draft.subject.due,
        kind=draft.kind.value,
        cause=draft.cause,
        text=draft.text.strip(),
        help_wanted=draft.help_wanted.strip(),
        unit_id=draft.unit_id,
        raised_by_id=actor.user_id,
        raised_name=actor.name,
        raised_at=at,
        raised_on=on,
        to_unit_id=to_unit,
        to_post_id=draft.to_post_id,
        is_sample=draft.is_sample,
        changed_at=at,
    )
    _set_clock(blocker, at)
    blocker.save()
    _write(blocker, "raise", "", actor, at, draft.help_wanted)
    return blocker.pk


@transaction.atomic
def move_blocker(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    blocker_id: int,
    edge: str,
    version: int,
    at: datetime,
    text: str = "",
    to_unit_id: int | None = None,
    to_post_id: int | None = None,
) -> None:
    """
    Take *edge* on a blocker: acknowledge, answer, refuse, readdress, uphold, clear, reopen or withdraw.

    *text* is the solution or the reason. The addressee never clears it, and never refuses what was upheld.

    :raises NotFound: if it is not within reach
    :raises Forbidden: if the actor is not on the side that takes the edge
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it cannot be done from here, or with everything that is still missing
    """
    on = timezone.localdate(at)
    rows = Blocker.objects.visible_to(actor).select_for_update().filter(zone_id=zone_id)
    blocker = rows.filter(pk=blocker_id).first()
    if blocker is None:
        raise NotFound(Problem("core.not_found"))
    mine = sides(standing_of(actor, zone_id, on), parties_of(blocker))
    step = _step(blocker, edge, version, mine)
    to_unit = _addressed(zone_id, to_unit_id, to_post_id, on) if edge == "readdress" else None
    facts = blocker_facts(blocker, mine, text, addressee=to_unit is not None)
    problems = list(MACHINE.check(edge, blocker.state, facts))
    problems += _unfit_addressee(blocker, to_unit, to_post_id)
    if len(text) > _LONGEST:
        problems.append(Problem("core.too_long", "text", ("@reason", str(_LONGEST))))
    if problems:
        raise Invalid(*problems)
    if to_unit is not None:
        blocker.to_unit_id, blocker.to_post_id = to_unit, to_post_id
    _take(blocker, step, actor, at, text.strip())


def _step(blocker: Blocker, edge: str, version: int, mine: frozenset[Side]) -> Edge:
    step = MACHINE.edge(edge)
    if step is None:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (edge,)))
    if step.roles.isdisjoint(mine):
        raise Forbidden(Problem("core.forbidden", "", (f"@{edge}",)))
    if blocker.version != version:
        raise Conflict(Problem("core.stale", "version"))
    return step


def _take(blocker: Blocker, step: Edge, actor: Actor, at: datetime, text: str) -> None:
    """Write the state, append the move, leave the record: the only place a blocker's state is written."""
    source = blocker.state
    blocker.state = step.target
    blocker.upheld = step.name == "uphold" or (blocker.upheld and step.name != "readdress")
    if step.name in _NEW_CLOCK:
        _set_clock(blocker, at)
    elif step.target not in WITH_ADDRESSEE:
        blocker.due, blocker.due_firm, blocker.level = None, True, 0
    blocker.ended_on = None if step.target in OPEN else timezone.localdate(at)
    blocker.changed_at = at
    blocker.version += 1
    blocker.save()
    _write(blocker, step.name, source, actor, at, text)


def _write(blocker: Blocker, edge: str, source: str, actor: Actor, at: datetime, text: str) -> None:
    move = Move.objects.create(
        blocker=blocker,
        edge=edge,
        source=source,
        target=blocker.state,
        by=actor.name,
        by_user=actor.user_id,
        at=at,
        text=text,
        to_unit_id=blocker.to_unit_id,
        to_post_id=blocker.to_post_id,
    )
    after = {"state": blocker.state, "to_unit_id": blocker.to_unit_id, "to_post_id": blocker.to_post_id}
    act = Act(
        f"blockers.{edge}",
        f"blocker:{blocker.pk}",
        blocker.zone_id,
        {"state": source} if source else {},
        after,
        text,
    )
    record(actor=actor, act=act, at=at)
    tell_move(actor, blocker, move, at)


def _set_clock(blocker: Blocker, at: datetime) -> None:
    on = timezone.localdate(at)
    rule = service_rule_on(zone_id=blocker.zone_id, on=on)
    first = blocker.state == BlockerState.RAISED
    days = rule.acknowledge_days if first else rule.answer_days
    due = work_calendar().add(on, days, DayUnit.WORKING, count_first=False)
    blocker.due, blocker.due_firm, blocker.level = due.day, due.firm, 0


def _addressed(zone_id: int, unit_id: int | None, post_id: int | None, on: date) -> int | None:
    """Return the unit addressed, or that of the post; None where nobody was chosen. Anyone may address anyone."""
    if post_id is not None:
        posts = posts_in(zone_id=zone_id)
        if post_id not in posts:
            raise NotFound(Problem("core.not_found"))
        return posts[post_id]
    if unit_id is not None and unit_id not in unit_names(zone_ids=[zone_id], on=on)[0]:
        raise NotFound(Problem("core.not_found"))
    return unit_id


def _unfit(draft: BlockerDraft, zone_id: int, to_unit: int | None, on: date) -> Iterator[Problem]:
    if to_unit is None:
        yield Problem("blockers.no_addressee", "to")
    elif to_unit == draft.unit_id and draft.to_post_id is None:
        yield Problem("blockers.to_oneself", "to")
    if draft.cause not in {c.code for c in causes_on(zone_id=zone_id, on=on)}:
        yield Problem("blockers.unknown_cause", "cause", (draft.cause,))
    texts = {"text": ("@situation", draft.text), "help_wanted": ("@help_wanted", draft.help_wanted)}
    for where, (label, text) in texts.items():
        if not text.strip():
            yield Problem("core.required", where, (label,))
        elif len(text) > _LONGEST:
            yield Problem("core.too_long", where, (label, str(_LONGEST)))
    if not (draft.subject.title.strip() and draft.subject.kind and draft.subject.id):
        yield Problem("core.required", "subject", ("@subject",))


def _unfit_addressee(blocker: Blocker, to_unit: int | None, to_post: int | None) -> Iterator[Problem]:
    if to_unit is None:
        return
    if to_post is None and to_unit == blocker.unit_id:
        yield Problem("blockers.to_oneself", "to")
    elif (to_unit, to_post) == (blocker.to_unit_id, blocker.to_post_id):
        yield Problem("blockers.same_addressee", "to")


def _number(zone_id: int, year: int) -> str:
    """Return the next number of the zone's year; whoever comes second waits for the first."""
    counter, _new = Counter.objects.select_for_update().get_or_create(zone_id=zone_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:04d}"

"""Extensions: asked for before the deadline, answered with a new one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.engine.lifecycle import Edge
from duban.ledger.lifecycle import EXTENSION, WORKING_STATES, said
from duban.ledger.models import Extension, Item
from duban.ledger.services._common import LONGEST, Desk, clock_of, note, open_item, trace
from duban.ledger.services.moves import due_problems, latest_parts
from duban.ledger.types import Part
from duban.orgs.types import Actor

__all__ = ["ask_extension", "decide_extension"]


@transaction.atomic
def ask_extension(
    *, actor: Actor, item_id: int, reason: str, progress: str, forecast: date, at: datetime
) -> int:
    """
    Ask for a later deadline, on or before the one there is, and return the request's id (domain.md 3.2).

    :raises NotFound: if the item is not within reach
    :raises Forbidden: unless the actor does the work
    :raises Invalid: if the deadline has passed, one is asked for already, or reason, progress or forecast is missing
    """
    desk = open_item(actor, item_id, at)
    desk.demand("ledger.ask_extension", Part.DOER)
    item = desk.item
    problems = _texts(reason=reason, progress=progress)
    if item.state not in WORKING_STATES or item.due is None:
        problems.append(Problem("ledger.not_worked_on", "state", (f"@ledger.item.{item.state}",)))
    elif desk.on > item.due:
        problems.append(Problem("ledger.expired", "due", (item.due.isoformat(),)))
    elif forecast <= item.due:
        problems.append(
            Problem("ledger.new_due_not_later", "forecast", (forecast.isoformat(), item.due.isoformat()))
        )
    if Extension.objects.filter(item=item, state=EXTENSION.initial).exists():
        problems.append(Problem("ledger.asked_already", "item"))
    if problems or item.due is None:
        raise Invalid(*problems)
    row = Extension.objects.create(
        item=item,
        asked_by_id=actor.user_id,
        asked_by=actor.name,
        asked_at=at,
        reason=reason.strip(),
        progress=progress.strip(),
        forecast=forecast,
        old_due=item.due,
    )
    after = {"forecast": forecast, "old_due": item.due}
    note(actor, "ask_extension", item, at, after=after, reason=reason.strip())
    return row.pk


@transaction.atomic
def decide_extension(
    *,
    actor: Actor,
    extension_id: int,
    edge: str,
    version: int,
    at: datetime,
    answer: str = "",
    new_due: date | None = None,
) -> None:
    """
    Grant, decline or withdraw a request. A grant sets the new deadline and leaves a line in the item's history.

    :raises NotFound: if the request is not within reach
    :raises Forbidden: unless the actor supervises (or, to withdraw, does the work)
    :raises Conflict: if it was decided or changed since it was read
    :raises Invalid: if something is missing, or the new deadline is no later or does not fit parent and parts
    """
    item_id = Extension.objects.filter(pk=extension_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise NotFound(Problem("core.not_found"))
    desk = open_item(actor, item_id, at)
    row = Extension.objects.select_for_update(no_key=True).get(pk=extension_id)
    step = _step(row, desk, edge, version)
    facts = {"new_due": new_due, "answer": answer.strip()}
    problems = list(said(EXTENSION, EXTENSION.check(edge, row.state, facts)))
    if len(answer) > LONGEST:
        problems.append(Problem("core.too_long", "answer", ("@ledger.answer", str(LONGEST))))
    if edge == "grant" and new_due is not None:
        problems += _grant_problems(desk.item, row, new_due)
    if problems:
        raise Invalid(*problems)
    if edge == "grant" and new_due is not None:
        row.new_due = new_due
        _extend(actor, desk.item, new_due, at, answer)
    _take(actor, row, desk.item, step, at, answer)


def _step(row: Extension, desk: Desk, edge: str, version: int) -> Edge:
    step = EXTENSION.edge(edge)
    if step is None:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (edge,)))
    if step.roles.isdisjoint(desk.parts):
        raise Forbidden(Problem("core.forbidden", "", (f"@ledger.extension.{edge}",)))
    if row.version != version:
        raise Conflict(Problem("core.stale", "version"))
    return step


def _take(actor: Actor, row: Extension, item: Item, step: Edge, at: datetime, answer: str) -> None:
    """Write the state and the answer, leave the record: the only place a request's state is written."""
    before = {"state": row.state}
    row.state = step.target
    row.answer = answer.strip()
    row.decided_by, row.decided_at = actor.name, at
    row.version += 1
    row.save()
    after = {"state": step.target, "new_due": row.new_due and row.new_due.isoformat()}
    note(actor, f"extension.{step.name}", item, at, before, after, reason=answer.strip())


def _grant_problems(item: Item, row: Extension, new_due: date) -> list[Problem]:
    problems: list[Problem] = []
    if item.state not in WORKING_STATES:
        problems.append(Problem("ledger.not_worked_on", "state", (f"@ledger.item.{item.state}",)))
    old = max(row.old_due, item.due or row.old_due)
    if new_due <= old:
        problems.append(
            Problem("ledger.new_due_not_later", "new_due", (new_due.isoformat(), old.isoformat()))
        )
    parent = (
        Item.objects.select_for_update(no_key=True).filter(pk=item.parent_id).first()
        if item.parent_id
        else None
    )
    latest = latest_parts([item.pk]).get(item.pk)
    return problems + due_problems(
        new_due, start=item.start, parent_due=parent.due if parent else None, latest=latest
    )


def _extend(actor: Actor, item: Item, new_due: date, at: datetime, answer: str) -> None:
    old = item.due
    item.due = new_due
    item.behind_from = clock_of(item.zone_id, at).behind_from(item)
    item.version += 1
    item.moved_at = at
    item.save(update_fields=["due", "behind_from", "version", "moved_at"])
    pair = (old.isoformat() if old else "", new_due.isoformat())
    trace(item, "extend", actor, at, reason=answer, changes={"due": pair}).save()


def _texts(**given: str) -> list[Problem]:
    problems: list[Problem] = []
    for name, text in given.items():
        if not text.strip():
            problems.append(Problem("core.required", name, (f"@ledger.{name}",)))
        elif len(text) > LONGEST:
            problems.append(Problem("core.too_long", name, (f"@ledger.{name}", str(LONGEST))))
    return problems

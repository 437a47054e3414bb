"""Reporting progress: appended, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from duban.core.errors import Invalid, NotFound
from duban.core.files import Upload, keep_files
from duban.engine.kernel import Problem
from duban.ledger.lifecycle import WORKING_STATES
from duban.ledger.models import Attachment, Item, Progress, Step
from duban.ledger.selectors.lights import Lights
from duban.ledger.services._common import Desk, clock_of, note, open_item
from duban.ledger.services._dates import next_report
from duban.ledger.services.attachments import keep
from duban.ledger.services.moves import begin
from duban.ledger.types import Part, ProgressDraft
from duban.orgs.types import Actor

__all__ = ["complete_step", "report_progress"]

_LONGEST = 5000
_LONGEST_KEY = 40


@transaction.atomic
def report_progress(
    *, actor: Actor, item_id: int, draft: ProgressDraft, at: datetime, uploads: Sequence[Upload] = ()
) -> int:
    """
    Report progress on an item and return the report's id; the first report begins the work.

    A report with a key already taken is that report, sent again over a bad line: nothing is done twice. Steps named
    as done are done today. The next report falls due by the item's frequency.

    :raises NotFound: if the item is not within reach
    :raises Forbidden: unless the actor does the work
    :raises Invalid: if nothing is reported in this state, or with everything that is wrong with it
    """
    desk = open_item(actor, item_id, at)
    if draft.key and (known := Progress.objects.filter(item_id=item_id, key=draft.key).first()):
        return known.pk
    desk.demand("ledger.report", Part.DOER)
    steps = list(Step.objects.filter(item_id=item_id, pk__in=draft.steps_done))
    if problems := _mistakes(draft, desk.item, steps):
        raise Invalid(*problems)
    files = keep_files(uploads)
    lights = clock_of(desk.item.zone_id, at)
    if desk.item.state == "accepted":
        begin(actor, desk.item, at, lights)
    report = _append(actor, desk.item, draft, at, desk.on)
    for file in files:
        keep(actor, desk.item, file, at, progress=report)
    _finish_steps(actor, steps, desk.on)
    _bring_forward(desk.item, draft.percent, at, lights)
    after = {"percent": draft.percent, "steps": [step.pk for step in steps], "files": len(uploads)}
    note(actor, "report_progress", desk.item, at, after=after)
    return report.pk


@transaction.atomic
def complete_step(
    *,
    actor: Actor,
    item_id: int,
    step_id: int,
    on: date,
    at: datetime,
    uploads: Sequence[Upload] = (),
) -> None:
    """
    Say that a step of the route map was done on a day, with its proof.

    :raises NotFound: if the item or the step is not within reach
    :raises Forbidden: unless the actor does the work
    :raises Invalid: if the day lies ahead, a proof asked for is not given, or the item is not being worked on
    """
    desk = open_item(actor, item_id, at)
    desk.demand("ledger.report", Part.DOER)
    step = Step.objects.filter(item_id=item_id, pk=step_id).first()
    if step is None:
        raise NotFound(Problem("core.not_found"))
    if problems := _step_problems(desk, step, on, uploads):
        raise Invalid(*problems)
    for file in keep_files(uploads):
        keep(actor, desk.item, file, at, step=step)
    _finish_steps(actor, [step], on)
    _touch(desk.item, at)
    note(actor, "complete_step", desk.item, at, after={"step": step.title, "on": on})


def _append(actor: Actor, item: Item, draft: ProgressDraft, at: datetime, on: date) -> Progress:
    return Progress.objects.create(
        item=item,
        on=on,
        at=at,
        by_id=actor.user_id,
        by=actor.name,
        percent=draft.percent,
        text=draft.text.strip(),
        problem=draft.problem.strip(),
        help_wanted=draft.help_wanted.strip(),
        next_step=draft.next_step.strip(),
        key=draft.key,
    )


def _bring_forward(item: Item, percent: int, at: datetime, lights: Lights) -> None:
    item.percent = percent
    item.last_report_at = at
    item.report_due = next_report(lights.on, item.frequency, lights.calendar, item.report_due)
    item.behind_from = lights.behind_from(item)
    _touch(item, at)


def _touch(item: Item, at: datetime) -> None:
    item.version += 1
    item.moved_at = at
    item.save(update_fields=["percent", "last_report_at", "report_due", "behind_from", "version", "moved_at"])


def _finish_steps(actor: Actor, steps: Sequence[Step], on: date) -> None:
    for step in steps:
        if step.done_on is None:
            step.done_on, step.done_by = on, actor.name
            step.save(update_fields=["done_on", "done_by"])


def _mistakes(draft: ProgressDraft, item: Item, steps: Sequence[Step]) -> list[Problem]:
    problems = _not_working(item)
    if not 0 <= draft.percent <= 100:
        problems.append(Problem("ledger.bad_percent", "percent", (str(draft.percent),)))
    if not draft.text.strip():
        problems.append(Problem("core.required", "text", ("@ledger.text",)))
    for name in ("text", "problem", "help_wanted", "next_step"):
        if len(getattr(draft, name)) > _LONGEST:
            problems.append(Problem("core.too_long", name, (f"@ledger.{name}", str(_LONGEST))))
    if len(draft.key) > _LONGEST_KEY:
        problems.append(Problem("core.too_long", "key", ("@ledger.key", str(_LONGEST_KEY))))
    if draft.percent < item.percent and not draft.problem.strip():
        problems.append(Problem("ledger.going_back", "problem", (str(item.percent), str(draft.percent))))
    if unknown := set(draft.steps_done) - {step.pk for step in steps}:
        problems.append(Problem("ledger.unknown_step", "steps_done", (str(min(unknown)),)))
    return problems


def _not_working(item: Item) -> list[Problem]:
    if item.state in WORKING_STATES:
        return []
    return [Problem("ledger.not_worked_on", "state", (f"@ledger.item.{item.state}",))]


def _step_problems(desk: Desk, step: Step, on: date, uploads: Sequence[Upload]) -> list[Problem]:
    problems = _not_working(desk.item)
    if step.done_on is not None:
        problems.append(Problem("ledger.step_is_done", "step", (step.title,)))
    if on > desk.on:
        problems.append(Problem("ledger.day_ahead", "on", (on.isoformat(),)))
    if step.proof and not uploads and not Attachment.objects.filter(step=step).exists():
        problems.append(Problem("ledger.proof_needed", "uploads", (step.proof,)))
    return problems

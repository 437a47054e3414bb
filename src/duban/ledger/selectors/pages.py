"""The page of an item, and finding one by its number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from duban.core.errors import NotFound
from duban.core.files import kept_at
from duban.engine.kernel import Problem
from duban.engine.series import DueLight
from duban.ledger.lifecycle import ITEM, LIT_STATES, WORKING_STATES, said
from duban.ledger.models import Attachment, Extension, Item, Move, Plan, Progress, Slip, Step
from duban.ledger.models.items import ItemQuerySet
from duban.ledger.policies import editable
from duban.ledger.selectors.facts import Around, facts_of, look_around, parts_in
from duban.ledger.selectors.filters import ordered
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.selectors.rows import Names, names_on, rows_of
from duban.ledger.types import (
    AttachmentRow,
    ExtensionRow,
    Frequency,
    ItemCard,
    ItemFilter,
    ItemPage,
    ItemState,
    MoveChange,
    MoveRow,
    Origin,
    Part,
    ProgressRow,
    SlipColour,
    SlipRow,
    StepRow,
)
from duban.orgs.types import Actor

__all__ = ["attachment", "extension_row", "item_by_number", "item_page", "slip_row"]

_SHORT = re.compile(r"\s*(\d{4})\s*[-－—/]\s*(\d{1,6})\s*")


def names_of(
    *, zone_id: int, item_ids: Collection[int], plan_ids: Collection[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return what these items and plans of the zone are called, by id: names alone, for the record."""
    items = Item.objects.filter(zone_id=zone_id, pk__in=item_ids).values_list("id", "number", "title")
    plans = Plan.objects.filter(zone_id=zone_id, pk__in=plan_ids).values_list("id", "title")
    return {id_: f"{number} {title}".strip() for id_, number, title in items}, dict(plans)


def item_page(*, actor: Actor, zone_id: int, item_id: int, on: date) -> ItemPage:
    """
    Return everything the page of an item shows, and what this actor may do with it now.

    :raises NotFound: if the item is not within reach
    """
    rows = Item.objects.of_zone(actor, zone_id).filter(pk=item_id)
    item = rows.select_related("plan", "parent").first()
    if item is None:
        raise NotFound(Problem("core.not_found"))
    lights, names = lights_on(zone_id, on), names_on(zone_id, on)
    around = look_around(actor, [item], on)
    parts = parts_in(actor, item, around.posts)
    facts = facts_of(item, actor=actor, parts=parts, change=MoveChange(), around=around)
    files = _files(item)
    leads_on = {name: said(ITEM, problems) for name, problems in ITEM.missing(item.state, facts).items()}
    return ItemPage(
        row=rows_of(rows, lights, names)[0],
        task=item.task,
        done_when=item.done_when,
        origin=Origin(item.origin),
        origin_text=item.origin_text,
        basis=item.basis,
        plan_id=item.plan_id,
        leader_id=item.leader_id,
        leader=names.person(item.leader_id),
        assisting=_assisting(item, names),
        frequency=Frequency(item.frequency),
        weight=item.weight,
        tags=tuple(item.tags.order_by("word").values_list("word", flat=True)),
        parent=_card(item.parent) if item.parent else None,
        children=tuple(rows_of(_children(item), lights, names)),
        steps=_steps(item, around, lights),
        moves=_moves(item),
        progress=_progress(item, files),
        attachments=tuple(files),
        extensions=_extensions(item),
        slips=tuple(slip_row(slip) for slip in Slip.objects.filter(item=item).order_by("issued_on", "id")),
        open_edges=tuple(edge.name for edge in ITEM.open_edges(item.state, parts)),
        missing=leads_on,
        may_edit=bool(editable(item.state, parts)),
        may_report=item.state in WORKING_STATES and Part.DOER in parts,
        may_ask_extension=_may_ask_extension(item, parts, on),
        finished_on=item.finished_on,
    )


def item_by_number(*, actor: Actor, zone_id: int, number: str) -> ItemCard:
    """
    Return the item of that number: as it is written (督〔2020〕12号), or short as year and serial (2020-12).

    :raises NotFound: if there is none within reach
    """
    rows = Item.objects.of_zone(actor, zone_id)
    item = rows.filter(number=number.strip()).first()
    if item is None and (short := _SHORT.fullmatch(number)):
        item = rows.filter(year=int(short[1]), serial=int(short[2])).first()
    if item is None:
        raise NotFound(Problem("core.not_found", number))
    return _card(item)


def attachment(*, actor: Actor, attachment_id: int) -> tuple[AttachmentRow, Path]:
    """
    Return a file kept with an item, and where its bytes are, for those who may see the item.

    :raises NotFound: if there is none within reach, or its bytes are lost
    """
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None or not Item.objects.visible_to(actor).filter(pk=row.item_id).exists():
        raise NotFound(Problem("core.not_found"))
    path = kept_at(row.digest)
    if not path.is_file():
        raise NotFound(Problem("core.not_found"))
    return _attachment_row(row), path


def extension_row(row: Extension) -> ExtensionRow:
    """Return an extension as a value."""
    return ExtensionRow(
        id=row.pk,
        item_id=row.item_id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        reason=row.reason,
        progress=row.progress,
        forecast=row.forecast,
        old_due=row.old_due,
        state=row.state,
        new_due=row.new_due,
        answer=row.answer,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        number=row.item.number,
        title=row.item.title,
        version=row.version,
    )


def slip_row(row: Slip) -> SlipRow:
    """Return a slip as a value."""
    return SlipRow(
        id=row.pk,
        item_id=row.item_id,
        number=row.number,
        colour=SlipColour(row.colour),
        issued_on=row.issued_on,
        reason=Problem(row.code, "", tuple(row.args)),
    )


def _card(item: Item) -> ItemCard:
    return ItemCard(item.pk, item.number, item.title, item.version)


def _children(item: Item) -> ItemQuerySet:
    return ordered(Item.objects.filter(parent=item), ItemFilter())


def _assisting(item: Item, names: Names) -> tuple[tuple[int, str], ...]:
    units = item.assistance.order_by("unit_id").values_list("unit_id", flat=True)
    return tuple((unit, names.unit(unit)) for unit in units)


def _may_ask_extension(item: Item, parts: frozenset[Part], on: date) -> bool:
    return (
        item.state in WORKING_STATES
        and Part.DOER in parts
        and item.due is not None
        and on <= item.due
        and not Extension.objects.filter(item=item, state="asked").exists()
    )


def _steps(item: Item, around: Around, lights: Lights) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            id=step.pk,
            order=step.order,
            title=step.title,
            due=step.due,
            proof=step.proof,
            done_on=step.done_on,
            done_by=step.done_by,
            light=step_light(step, item, lights),
        )
        for step in around.steps.get(item.pk, ())
    )


def step_light(step: Step, item: Item, lights: Lights) -> DueLight:
    """Return a step's light: done, or overdue, near or in time by its own day; nobody reports a step by halves."""
    if step.done_on is not None:
        return DueLight.DONE
    if step.due is None or item.state not in LIT_STATES:
        return DueLight.NONE
    if step.due < lights.on:
        return DueLight.OVERDUE
    return DueLight.NEAR if step.due <= lights.near_until else DueLight.ON_TIME


def _moves(item: Item) -> tuple[MoveRow, ...]:
    return tuple(
        MoveRow(
            edge=move.edge,
            source=ItemState(move.source),
            target=ItemState(move.target),
            by=move.by,
            at=move.at,
            reason=move.reason,
            note=move.note,
            changes={name: (before, after) for name, (before, after) in move.changes.items()},
        )
        for move in Move.objects.filter(item=item).order_by("at", "id")
    )


def _files(item: Item) -> list[AttachmentRow]:
    return [_attachment_row(row) for row in Attachment.objects.filter(item=item).order_by("at", "id")]


def _attachment_row(row: Attachment) -> AttachmentRow:
    return AttachmentRow(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        size=row.size,
        digest=row.digest,
        at=row.at,
        by=row.by,
        progress_id=row.progress_id,
        step_id=row.step_id,
    )


def _progress(item: Item, files: Sequence[AttachmentRow]) -> tuple[ProgressRow, ...]:
    of_report: Mapping[int | None, list[AttachmentRow]] = _grouped(files)
    return tuple(
        ProgressRow(
            id=row.pk,
            on=row.on,
            at=row.at,
            by=row.by,
            percent=row.percent,
            text=row.text,
            problem=row.problem,
            help_wanted=row.help_wanted,
            next_step=row.next_step,
            attachments=tuple(of_report.get(row.pk, ())),
        )
        for row in Progress.objects.filter(item=item).order_by("-at", "-id")
    )


def _grouped(files: Iterable[AttachmentRow]) -> dict[int | None, list[AttachmentRow]]:
    grouped: dict[int | None, list[AttachmentRow]] = defaultdict(list)
    for file in files:
        grouped[file.progress_id].append(file)
    return grouped


def _extensions(item: Item) -> tuple[ExtensionRow, ...]:
    rows = Extension.objects.filter(item=item).select_related("item").order_by("asked_at", "id")
    return tuple(extension_row(row) for row in rows)

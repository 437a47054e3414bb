"""The lines of a list with all that a printed ledger says of them, streamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Count

from duban.ledger.models import Assistance, Attachment, Extension, Item, ItemTag, Move, Progress, Slip, Step
from duban.ledger.selectors.filters import items_of, ordered
from duban.ledger.selectors.lights import lights_on
from duban.ledger.selectors.lists import reach
from duban.ledger.selectors.rows import Names, names_on, streamed
from duban.ledger.types import (
    Frequency,
    ItemFilter,
    ItemRow,
    ItemSheet,
    ItemState,
    MoveRow,
    Origin,
    SlipColour,
    StepDraft,
)
from duban.orgs.types import Actor

__all__ = ["iter_sheets"]

T = TypeVar("T")
_CHUNK = 500
_TOLD = ("verify", "send_back", "report_done")


def iter_sheets(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    filter: ItemFilter,  # noqa: A002
) -> Iterator[ItemSheet]:
    """
    Return every item a filter asks for, in its order, with all that a printed ledger says: the rows of ``iter_items``.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    lights, names = lights_on(zone_id, on), names_on(zone_id, on)
    rows = streamed(ordered(items_of(actor, zone_id, filter, lights), filter), lights, names)
    while chunk := list(islice(rows, _CHUNK)):
        around = _look_around(chunk)
        for row in chunk:
            yield _sheet(row, around, names)


@dataclass(frozen=True, slots=True)
class _Around:
    items: dict[int, Item]
    assisting: dict[int, list[int]]
    tags: dict[int, list[str]]
    steps: dict[int, list[StepDraft]]
    moves: dict[int, dict[str, Move]]
    """By item and edge, the newest of each."""
    reports: dict[int, str]
    extensions: dict[int, list[str]]
    files: dict[int, int]
    parents: dict[int, str]
    slips: dict[int, int]


def _look_around(chunk: Sequence[ItemRow]) -> _Around:
    """Read what stands round some items: ten queries however many there are."""
    ids = [row.id for row in chunk]
    assisting = (
        Assistance.objects.filter(item_id__in=ids).order_by("unit_id").values_list("item_id", "unit_id")
    )
    tags = ItemTag.objects.filter(item_id__in=ids).order_by("word").values_list("item_id", "word")
    extensions = Extension.objects.filter(item_id__in=ids).order_by("asked_at", "id")
    steps: dict[int, list[StepDraft]] = defaultdict(list)
    for step in Step.objects.filter(item_id__in=ids).order_by("item_id", "order", "id"):
        steps[step.item_id].append(StepDraft(step.title, step.due, step.proof, step.pk))
    moves: dict[int, dict[str, Move]] = defaultdict(dict)
    for move in Move.objects.filter(item_id__in=ids, edge__in=_TOLD).order_by("at", "id"):
        moves[move.item_id][move.edge] = move
    reports = Progress.objects.filter(item_id__in=ids).order_by("at", "id").values_list("item_id", "text")
    files = Attachment.objects.filter(item_id__in=ids).order_by().values_list("item_id")
    parents = Item.objects.filter(pk__in={row.parent_id for row in chunk if row.parent_id is not None})
    slips = Slip.objects.filter(item_id__in=ids, colour=SlipColour.YELLOW.value).order_by()
    return _Around(
        items=Item.objects.in_bulk(ids),
        assisting=_grouped(assisting),
        tags=_grouped(tags),
        steps=steps,
        moves=moves,
        reports=dict(reports),
        extensions=_grouped(extensions.values_list("item_id", "reason")),
        files=dict(files.annotate(n=Count("id"))),
        parents=dict(parents.values_list("pk", "number")),
        slips=dict(slips.values_list("item_id").annotate(n=Count("id"))),
    )


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _sheet(row: ItemRow, around: _Around, names: Names) -> ItemSheet:
    item, moves = around.items[row.id], around.moves.get(row.id, {})
    done, back = moves.get("report_done"), moves.get("send_back")
    return ItemSheet(
        row=row,
        task=item.task,
        done_when=item.done_when,
        origin=Origin(item.origin),
        origin_text=item.origin_text,
        basis=item.basis,
        parent=around.parents.get(item.parent_id or 0, ""),
        leader_id=item.leader_id,
        leader=names.person(item.leader_id),
        assisting=tuple(names.unit(unit) for unit in around.assisting.get(row.id, ())),
        frequency=Frequency(item.frequency),
        weight=item.weight,
        tags=tuple(around.tags.get(row.id, ())),
        steps=tuple(around.steps.get(row.id, ())),
        created_by=item.created_by,
        created_at=item.created_at,
        verified=_move(moves.get("verify")),
        sent_back_at=back.at if back else None,
        finished_on=item.finished_on,
        result=done.note if done and item.finished_on else around.reports.get(row.id, ""),
        attachments=around.files.get(row.id, 0),
        extensions=tuple(around.extensions.get(row.id, ())),
        yellow_slips=around.slips.get(row.id, 0),
    )


def _move(move: Move | None) -> MoveRow | None:
    if move is None:
        return None
    return MoveRow(
        edge=move.edge,
        source=ItemState(move.source),
        target=ItemState(move.target),
        by=move.by,
        at=move.at,
        reason=move.reason,
        note=move.note,
    )

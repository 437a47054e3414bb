"""Keeping the zone's plan: its boundary and its plots, each from a day on and never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from duban.core.errors import Conflict, Invalid
from duban.engine.kernel import Problem, plain
from duban.orgs.types import Actor, Role
from duban.projects.models import PlanLayer
from duban.projects.services._common import keep_zone, note_zone
from duban.projects.services._rings import unfit_shapes
from duban.projects.types import LayerDraft, Shape

__all__ = ["keep_layer"]

_LONGEST, _MOST_SAID = 200, 20
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)


@transaction.atomic
def keep_layer(*, actor: Actor, zone_id: int, draft: LayerDraft, at: datetime) -> int:
    """
    Keep the zone's boundary or plots from a day on, and return the layer's id. The one before it stays, until that day.

    Degrees are kept exactly as they were handed in, and of which system they are is said: nothing is converted.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its supervision office
    :raises Conflict: if one from a later day is kept already
    :raises Invalid: with everything that is wrong with it
    """
    keep_zone(actor, zone_id, "keep_layer", Role.SUPERVISOR)
    if problems := [*_unfit(draft), *unfit_shapes(draft.shapes)]:
        raise Invalid(*problems[:_MOST_SAID])
    last = PlanLayer.objects.filter(zone_id=zone_id, kind=draft.kind).order_by("starts", "id").last()
    if last is not None and last.starts > draft.starts:
        raise Conflict(Problem("projects.later_layer", "starts", (last.starts.isoformat(),)))
    row = PlanLayer.objects.create(
        zone_id=zone_id,
        kind=draft.kind.value,
        datum=draft.datum.value,
        starts=draft.starts,
        source=draft.source.strip(),
        shapes=[_kept(shape) for shape in draft.shapes],
        count=len(draft.shapes),
        corners=sum(shape.corners for shape in draft.shapes),
        by=actor.name,
        at=at,
        is_sample=draft.is_sample,
    )
    told = ("kind", "datum", "starts", "source", "count", "corners")
    note_zone(
        actor, zone_id, "keep_layer", at, {"layer": row.pk} | {name: getattr(row, name) for name in told}
    )
    return row.pk


def _kept(shape: Shape) -> dict[str, object]:
    return {
        "name": shape.name,
        "patches": [[[[plain(x), plain(y)] for x, y in ring] for ring in patch] for patch in shape.patches],
    }


def _unfit(draft: LayerDraft) -> Iterator[Problem]:
    if not draft.source.strip():
        yield Problem("core.required", "source", ("@projects.basis",))
    if len(draft.source.strip()) > _LONGEST:
        yield Problem("core.too_long", "source", ("@projects.basis", str(_LONGEST)))
    if not _EARLIEST <= draft.starts <= _LATEST:
        yield Problem("projects.day_out_of_range", "starts", (draft.starts.isoformat(),))

"""Files kept with items: known by their content, cleaned, and stored once outside everything that is served."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from duban.core.errors import Invalid, NotFound
from duban.core.files import Kept, Upload, drop_files, keep_file
from duban.engine.kernel import Problem
from duban.ledger.models import Attachment, Item, Progress, Step
from duban.ledger.services._common import note, open_item
from duban.ledger.types import Part
from duban.orgs.types import Actor

__all__ = ["attach", "drop_attached", "keep"]

_CLOSED_TO_FILES = ("struck_off", "archived", "cancelled")
_MOST = 200


@transaction.atomic
def attach(*, actor: Actor, item_id: int, upload: Upload, at: datetime, step_id: int | None = None) -> int:
    """
    Keep a file with an item, or as proof of one of its steps, and return its id. The same file again is that file.

    :raises NotFound: if the item or the step is not within reach
    :raises Forbidden: unless the actor supervises, leads or does the work
    :raises Invalid: if the file is of no kind that is kept, too large or unreadable, or the item is closed
    """
    desk = open_item(actor, item_id, at)
    desk.demand("ledger.attach", Part.DOER, Part.LEAD, Part.SUPERVISOR)
    if desk.item.state in _CLOSED_TO_FILES:
        raise Invalid(Problem("ledger.not_editable", "state", (f"@ledger.item.{desk.item.state}",)))
    step = Step.objects.filter(pk=step_id, item_id=item_id).first() if step_id is not None else None
    if step_id is not None and step is None:
        raise NotFound(Problem("core.not_found"))
    return keep(actor, desk.item, keep_file(upload), at, step=step).pk


def keep(
    actor: Actor,
    item: Item,
    kept: Kept,
    at: datetime,
    *,
    progress: Progress | None = None,
    step: Step | None = None,
) -> Attachment:
    """
    Enter a kept file with a locked item; its bytes are held before anything is recorded.

    :raises Invalid: if the item has as many as one may have
    """
    if Attachment.objects.filter(item=item).count() >= _MOST:
        raise Invalid(Problem("ledger.too_many", kept.name, ("@ledger.attachments", str(_MOST))))
    held = Attachment.objects.filter(item=item, digest=kept.digest, progress=progress, step=step).first()
    if held is not None:
        return held
    row = Attachment.objects.create(
        item=item,
        progress=progress,
        step=step,
        name=kept.name,
        kind=kept.kind,
        size=kept.size,
        digest=kept.digest,
        by=actor.name,
        at=at,
    )
    after = {"name": row.name, "kind": row.kind, "size": row.size, "digest": row.digest}
    note(actor, "attach", item, at, after=after)
    return row


def drop_attached(digests: Iterable[str]) -> None:
    """Take these files off the disk after the commit, where no item names them any more."""
    drop_files(digests, named=lambda digest: Attachment.objects.filter(digest=digest).exists())

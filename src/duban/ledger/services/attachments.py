"""Files kept with items: known by their content, cleaned, and stored once outside everything that is served."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import Problem
from duban.ledger.models import Attachment, Item, Progress, Step
from duban.ledger.selectors.pages import kept_at
from duban.ledger.services._common import note, open_item
from duban.ledger.services._files import cleaned, safe_name
from duban.ledger.types import Part, Upload
from duban.orgs.types import Actor

__all__ = ["attach", "drop_files", "keep"]

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
    return keep(actor, desk.item, upload, at, step=step).pk


def keep(
    actor: Actor,
    item: Item,
    upload: Upload,
    at: datetime,
    *,
    progress: Progress | None = None,
    step: Step | None = None,
) -> Attachment:
    """
    Keep a file with a locked item.

    :raises Invalid: if it is of no kind that is kept, too large or unreadable
    """
    limit = settings.DUBAN_ATTACHMENT_LIMIT
    if len(upload.content) > limit:
        raise Invalid(
            Problem("ledger.file_too_large", upload.name, (upload.name, str(limit // 1024 // 1024)))
        )
    if Attachment.objects.filter(item=item).count() >= _MOST:
        raise Invalid(Problem("ledger.too_many", upload.name, ("@ledger.attachments", str(_MOST))))
    content, kind, ending = cleaned(upload)
    digest = hashlib.sha256(content).hexdigest()
    held = Attachment.objects.filter(item=item, digest=digest, progress=progress, step=step).first()
    if held is not None:
        return held
    _hold(digest)
    _store(content, kept_at(digest))
    row = Attachment.objects.create(
        item=item,
        progress=progress,
        step=step,
        name=safe_name(upload.name, ending),
        kind=kind,
        size=len(content),
        digest=digest,
        by=actor.name,
        at=at,
    )
    note(
        actor, "attach", item, at, after={"name": row.name, "kind": kind, "size": row.size, "digest": digest}
    )
    return row


def drop_files(digests: Iterable[str]) -> None:
    """
    Take these files off the disk once what named them is gone for good: after the commit, and none still named.

    One that is handed in again at that moment stays: who keeps a file holds its digest until its row is written.
    """
    wanted = sorted(set(digests))

    def drop() -> None:
        for digest in wanted:
            _drop(digest)

    transaction.on_commit(drop)


def _drop(digest: str) -> None:
    with transaction.atomic():
        _hold(digest)
        if not Attachment.objects.filter(digest=digest).exists():
            kept_at(digest).unlink(missing_ok=True)


def _hold(digest: str) -> None:
    """Let nobody else keep or drop this file until the transaction ends; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])


def _store(content: bytes, path: Path) -> None:
    """Write the bytes under their digest, whole or not at all; a power cut leaves no half of a file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(waiting).replace(path)
    except BaseException:
        Path(waiting).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

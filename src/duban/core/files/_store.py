"""
Where bytes are kept: under the digest of their content, each once on the shelf of a room.

A room drops only what stands on its own shelf, so it need not know what others name. The ledger's is the first, without
a name of its own.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from PIL import Image, ImageOps

from duban.core.errors import Invalid
from duban.core.files._content import Cleaned, Upload, cleaned, safe_name
from duban.engine.kernel import Problem

__all__ = ["Kept", "drop_files", "keep_file", "keep_files", "kept_at", "small"]

_SIDE = 360


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: what a table says of it."""

    name: str
    kind: str
    size: int
    digest: str
    is_image: bool
    taken_at: datetime | None = None


def keep_file(upload: Upload, *, shelf: str = "") -> Kept:
    """
    Clean a file, keep its bytes, and return what is known of it; the same content is kept once.

    Within a transaction it cannot be dropped until that ends: write the row that names it there.

    :raises Invalid: ``core.file_too_large``, or if it is of no kind that is kept or unreadable
    """
    return keep_files((upload,), shelf=shelf)[0]


def keep_files(uploads: Sequence[Upload], *, shelf: str = "") -> list[Kept]:
    """
    Do as :func:`keep_file` with several, held in one order whoever hands them in: two never wait for each other.

    Within a transaction it comes before the first line of the record, for which everybody waits.

    :raises Invalid: ``core.file_too_large``, or if one is of no kind that is kept or unreadable
    """
    found = [_cleaned(upload) for upload in uploads]
    kept = [_known(upload, one) for upload, one in zip(uploads, found, strict=True)]
    for digest in sorted({one.digest for one in kept}):
        _hold(digest)
    for one, file in zip(kept, found, strict=True):
        _store(file.content, kept_at(one.digest, shelf=shelf))
    return kept


def _cleaned(upload: Upload) -> Cleaned:
    limit = settings.DUBAN_ATTACHMENT_LIMIT
    if len(upload.content) > limit:
        raise Invalid(Problem("core.file_too_large", upload.name, (upload.name, str(limit // 1024 // 1024))))
    return cleaned(upload)


def _known(upload: Upload, found: Cleaned) -> Kept:
    return Kept(
        name=safe_name(upload.name, found.ending),
        kind=found.kind,
        size=len(found.content),
        digest=hashlib.sha256(found.content).hexdigest(),
        is_image=found.is_image,
        taken_at=found.taken_at,
    )


def kept_at(digest: str, *, shelf: str = "") -> Path:
    """Return where the bytes of that digest are kept: outside everything that is served."""
    return Path(settings.VAR) / "attachments" / shelf / digest[:2] / digest


def drop_files(digests: Iterable[str], *, named: Callable[[str], bool], shelf: str = "") -> None:
    """
    Take these files off the disk once what named them is gone for good: after the commit, and none still *named*.

    One that is handed in again at that moment stays: who keeps a file holds its digest until its row is written.
    """
    wanted = sorted(set(digests))

    def drop() -> None:
        for digest in wanted:
            with transaction.atomic():
                _hold(digest)
                if not named(digest):
                    kept_at(digest, shelf=shelf).unlink(missing_ok=True)

    transaction.on_commit(drop)


def small(path: Path) -> bytes:
    """Return the picture as a JPEG no larger than a thumbnail; nothing of a protected file is kept anywhere else."""
    with Image.open(path) as picture:
        picture.draft("RGB", (_SIDE, _SIDE))
        drawn = ImageOps.exif_transpose(picture).convert("RGB")
        drawn.thumbnail((_SIDE, _SIDE))
        out = io.BytesIO()
        drawn.save(out, "JPEG", quality=78)
    return out.getvalue()


def _hold(digest: str) -> None:
    """Let nobody else keep or drop this file until the transaction ends; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
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

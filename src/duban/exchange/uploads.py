"""Files handed in on the page: kept, previewed, then confirmed or dropped."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.exchange.imports import bring_in, returned_workbook
from duban.exchange.models import Upload
from duban.exchange.types import Kind, Options, Report, UploadRow
from duban.indicators.types import Effect
from duban.orgs.types import Actor, Role

__all__ = ["confirm", "drop", "hand_in", "preview", "returned", "upload_of"]

_IMPORTERS = {
    Kind.OBSERVATIONS: (Role.STATISTICIAN,),
    Kind.TARGETS: (Role.STATISTICIAN, Role.ASSESSOR),
    Kind.DEFINITIONS: (Role.STATISTICIAN,),
    Kind.ORGANISATION: (Role.SYSTEM_ADMIN,),
    Kind.LEDGER: (Role.SUPERVISOR,),
    Kind.DECOMPOSITION: (Role.SUPERVISOR, Role.STATISTICIAN),
    Kind.PROJECTS: (Role.SUPERVISOR,),
}
_LONGEST_NAME = 200


def may_import(actor: Actor, zone_id: int) -> list[Kind]:
    """Return the kinds of sheets the actor may bring into this zone."""
    return [kind for kind, roles in _IMPORTERS.items() if actor.has(zone_id, *roles)]


@transaction.atomic
def hand_in(*, actor: Actor, zone_id: int, kind: Kind, name: str, content: bytes, at: datetime) -> int:
    """
    Keep a file until it is confirmed or dropped and return its number.

    :raises Forbidden: if the actor may not bring in this kind here
    """
    if kind not in may_import(actor, zone_id):
        raise Forbidden(Problem("core.forbidden", "", ("@import",)))
    row = Upload.objects.create(
        zone_id=zone_id,
        by_id=actor.user_id or 0,
        kind=kind.value,
        name=name[-_LONGEST_NAME:],
        content=content,
        at=at,
    )
    after = {"name": row.name, "kind": kind.value, "bytes": len(content)}
    record(actor=actor, act=Act("exchange.hand_in", f"upload:{row.pk}", zone_id, after=after), at=at)
    return row.pk


def upload_of(*, actor: Actor, upload_id: int) -> UploadRow:
    """
    Return a file handed in.

    :raises NotFound: if it is not the actor's own
    """
    row = _mine(actor, upload_id)
    return UploadRow(row.pk, row.zone_id, Kind(row.kind), row.name, len(row.content), row.standing)


def preview(*, actor: Actor, upload_id: int, at: datetime) -> Report:
    """
    Return what the file would do; nothing is written.

    :raises NotFound: if it is not the actor's own
    """
    row = _mine(actor, upload_id)
    # A reason is asked for on confirming; without one here every revision would look refused.
    return _run(row, actor, at, commit=False, options=Options(reason="…"))


def confirm(*, actor: Actor, upload_id: int, at: datetime, options: Options) -> Report:
    """
    Bring the file in and return what it did.

    :raises NotFound: if it is not the actor's own
    :raises Invalid: if it was handled before, problems are left, or revisions give no reason
    """
    with transaction.atomic():
        row = Upload.objects.visible_to(actor).select_for_update().filter(pk=upload_id).first()
        if row is None:
            raise NotFound(Problem("core.not_found"))
        if row.standing != Upload.State.OPEN:
            raise Invalid(Problem("exchange.not_open"))
        looked = _run(row, actor, at, commit=False, options=Options(reason="…"))
        if not looked.is_clean and not options.good_rows_only:
            raise Invalid(Problem("exchange.still_bad", "", (str(looked.problem_count),)))
        if (
            looked.count(Effect.REVISED)
            and not options.reason.strip()
            and Kind(row.kind) is Kind.OBSERVATIONS
        ):
            raise Invalid(Problem("exchange.reason_needed", "reason", (str(looked.count(Effect.REVISED)),)))
        report = _run(row, actor, at, commit=True, options=options)
        if report.written:
            Upload.objects.filter(pk=row.pk).update(standing=Upload.State.DONE, content=b"")
            after = {effect.value: report.count(effect) for effect in Effect}
            act = Act("exchange.confirm", f"upload:{row.pk}", row.zone_id, {}, after, options.reason)
            record(actor=actor, act=act, at=at)
        return report


@transaction.atomic
def drop(*, actor: Actor, upload_id: int, at: datetime) -> None:
    """
    Drop a file handed in.

    :raises NotFound: if it is not the actor's own
    """
    row = _mine(actor, upload_id)
    Upload.objects.filter(pk=row.pk, standing=Upload.State.OPEN).update(
        standing=Upload.State.DROPPED, content=b""
    )
    record(actor=actor, act=Act("exchange.drop", f"upload:{row.pk}", row.zone_id), at=at)


def returned(*, actor: Actor, upload_id: int, at: datetime) -> tuple[str, bytes]:
    """
    Return the file with its bad cells coloured, under a new name.

    :raises NotFound: if it is not the actor's own, or cannot be read at all
    """
    row = _mine(actor, upload_id)
    report = _run(row, actor, at, commit=False, options=Options(reason="…"))
    workbook = returned_workbook(name=row.name, content=bytes(row.content), report=report)
    if workbook is None:
        raise NotFound(Problem("core.not_found"))
    return f"{row.name.rsplit('.', 1)[0]}-{row.pk}.xlsx", workbook


def _mine(actor: Actor, upload_id: int) -> Upload:
    row = Upload.objects.visible_to(actor).filter(pk=upload_id).first()
    if row is None:
        raise NotFound(Problem("core.not_found"))
    return row


def _run(row: Upload, actor: Actor, at: datetime, *, commit: bool, options: Options) -> Report:
    return bring_in(
        actor=actor,
        zone_id=row.zone_id,
        kind=Kind(row.kind),
        name=row.name,
        content=bytes(row.content),
        at=at,
        commit=commit,
        options=options,
    )

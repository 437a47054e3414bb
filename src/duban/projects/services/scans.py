"""Keeping the papers themselves: authorisations, commitments and permits, each handed in beside the ones before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.core.errors import Invalid, NotFound
from duban.core.files import Kept, keep_file
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Permit, Project, Responsible, Scan
from duban.projects.policies import is_lead
from duban.projects.services._common import demand, note, open_project
from duban.projects.types import ScanDraft, ScanKind
from duban.projects.types.scans import SCANS

__all__ = ["file_scan"]

_PAPERS = frozenset({"application/pdf", "application/ofd"})
_MOST = 500


@transaction.atomic
def file_scan(*, actor: Actor, zone_id: int, project_id: int, draft: ScanDraft, at: datetime) -> int:
    """
    Keep a paper with one of the five parties' heads or with a permit, and return its id.

    What was handed in before stays readable; the same file again, for the same paper, is that one. PDF, OFD and images
    are kept, known by their content; images without the place and device they were taken with.

    :raises NotFound: if the project is not within reach, or has no such head or permit
    :raises Forbidden: unless the actor works for the lead department
    :raises Invalid: if the file is no paper, too large or unreadable, or there are too many
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "file_scan", is_lead)
    head, permit = _subject(project, draft)
    if Scan.objects.filter(project=project).count() >= _MOST:
        raise Invalid(Problem("core.too_many", "file", ("@projects.scans", str(_MOST))))
    kept = _kept(draft)
    newest = Scan.objects.filter(kind=draft.kind, responsible=head, permit=permit).order_by("-id").first()
    if newest is not None and newest.digest == kept.digest:
        return newest.pk
    row = Scan.objects.create(
        project=project,
        kind=draft.kind.value,
        responsible=head,
        permit=permit,
        name=kept.name,
        mime=kept.kind,
        size=kept.size,
        digest=kept.digest,
        by=actor.name,
        at=at,
        is_sample=draft.is_sample,
    )
    of = {"party": head.party, "person": head.person} if head else {"step": draft.step}
    after = {"scan": row.pk, "kind": row.kind, "name": row.name, "size": row.size, "digest": row.digest}
    note(actor, project, "file_scan", at, after=of | after)
    return row.pk


def _subject(project: Project, draft: ScanDraft) -> tuple[Responsible | None, Permit | None]:
    if draft.kind is ScanKind.PERMIT:
        permit = Permit.objects.filter(project=project, step=draft.step).first()
        if permit is None:
            raise Invalid(Problem("projects.permit_first", "file"))
        return None, permit
    head = Responsible.objects.filter(project=project, pk=draft.responsible_id or 0).first()
    if head is None:
        raise NotFound(Problem("core.not_found"))
    return head, None


def _kept(draft: ScanDraft) -> Kept:
    kept = keep_file(draft.upload, shelf=SCANS)
    if not kept.is_image and kept.kind not in _PAPERS:
        raise Invalid(Problem("projects.not_a_paper", "file", (draft.upload.name,)))
    return kept

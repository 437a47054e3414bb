"""Who stands for what of a project, for life (终身责任): entered, followed by another, never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Conflict, Invalid
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Responsible
from duban.projects.policies import is_lead
from duban.projects.services._common import demand, note, open_project
from duban.projects.types import PapersDraft, ResponsibleDraft

__all__ = ["file_papers", "name_responsible"]

_LENGTHS = (("firm", 120), ("person", 64), ("certificate", 64))
_PAPERS = (("authorisation", "authorised_on"), ("commitment", "committed_on"))


@transaction.atomic
def name_responsible(
    *, actor: Actor, zone_id: int, project_id: int, draft: ResponsibleDraft, at: datetime, reason: str = ""
) -> int:
    """
    Say who stands for a party from a day on, and return the row's id.

    Where somebody does already, that term ends the day before and the change needs a reason; both stay in the register.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department
    :raises Invalid: with everything that is wrong with it; if it begins before the term it follows
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "name_responsible", is_lead)
    on = timezone.localdate(at)
    open_row = Responsible.objects.filter(project=project, party=draft.party, ends__isnull=True).first()
    reason = reason.strip()[:500]
    problems = list(_unfit(draft, on))
    if open_row is not None:
        if not reason:
            problems.append(Problem("core.required", "reason", ("@reason",)))
        if draft.starts <= open_row.starts:
            problems.append(Problem("projects.follows_none", "starts", (open_row.starts.isoformat(),)))
    if problems:
        raise Invalid(*problems)
    if open_row is not None:
        open_row.ends = draft.starts - timedelta(days=1)
        open_row.save(update_fields=["ends"])
    with unless_taken(Problem("projects.named_already", "party", (f"@party.{draft.party}",))):
        row = Responsible.objects.create(
            project=project,
            party=draft.party,
            firm=draft.firm.strip(),
            person=draft.person.strip(),
            certificate=draft.certificate.strip(),
            **asdict(_tidy(draft.papers)),
            starts=draft.starts,
            reason=reason,
            by=actor.name,
            at=at,
            is_sample=draft.is_sample,
        )
    before = {} if open_row is None else {"person": open_row.person, "ends": open_row.ends}
    note(actor, project, "name_responsible", at, before=before, after=_facts(draft), reason=reason)
    return row.pk


@transaction.atomic
def file_papers(
    *, actor: Actor, zone_id: int, project_id: int, responsible_id: int, papers: PapersDraft, at: datetime
) -> None:
    """
    Enter papers that were still missing; what was entered once is not changed: a wrong one is followed by a new term.

    :raises NotFound: if the project is not within reach, or has no such row
    :raises Forbidden: unless the actor works for the lead department
    :raises Conflict: if one of them was entered already and says something else
    :raises Invalid: with everything that is wrong with them
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "file_papers", is_lead)
    row = Responsible.objects.filter(project=project, pk=responsible_id).first()
    if row is None:
        raise Invalid(Problem("core.not_found"))
    papers = _tidy(papers)
    if problems := list(_unfit_papers(papers, timezone.localdate(at))):
        raise Invalid(*problems)
    given = {name: value for name, value in asdict(papers).items() if value}
    if any(getattr(row, name) and getattr(row, name) != value for name, value in given.items()):
        raise Conflict(Problem("projects.papers_stand", "authorisation", (row.person,)))
    if not given:
        return
    for name, value in given.items():
        setattr(row, name, value)
    row.save(update_fields=list(given))
    note(actor, project, "file_papers", at, after={"party": row.party, "person": row.person, **given})


def _facts(draft: ResponsibleDraft) -> dict[str, object]:
    papers = asdict(draft.papers)
    return {name: value for name, value in asdict(draft).items() if name != "papers"} | papers


def _tidy(papers: PapersDraft) -> PapersDraft:
    return PapersDraft(
        papers.authorisation.strip(), papers.authorised_on, papers.commitment.strip(), papers.committed_on
    )


def _unfit(draft: ResponsibleDraft, on: date) -> Iterator[Problem]:
    for name, most in _LENGTHS:
        text = getattr(draft, name).strip()
        if not text and name != "certificate":
            yield Problem("core.required", name, (f"@responsible.{name}",))
        if len(text) > most:
            yield Problem("core.too_long", name, (f"@responsible.{name}", str(most)))
    if draft.starts > on:
        yield Problem("projects.not_yet", "starts", ("@responsible.starts", draft.starts.isoformat()))
    yield from _unfit_papers(draft.papers, on)


def _unfit_papers(papers: PapersDraft, on: date) -> Iterator[Problem]:
    for number, day in _PAPERS:
        text, dated = getattr(papers, number), getattr(papers, day)
        if bool(text.strip()) != (dated is not None):
            yield Problem("projects.half_a_paper", number, (f"@responsible.{number}",))
        if len(text) > 64:
            yield Problem("core.too_long", number, (f"@responsible.{number}", "64"))
        if dated is not None and dated > on:
            yield Problem("projects.not_yet", day, (f"@responsible.{number}", dated.isoformat()))

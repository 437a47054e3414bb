"""Reporting a project's progress: begun, handed in once, and handed in again after it was sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from duban.blockers.services import raise_blocker
from duban.blockers.types import BlockerDraft, BlockerKind, Subject
from duban.core.errors import Forbidden, Invalid
from duban.engine.kernel import Problem, plain
from duban.orgs.selectors import zone_slugs
from duban.orgs.types import Actor, Role
from duban.projects.models import Count, Project, Report, ReportMove, Telling
from duban.projects.policies import is_reporter
from duban.projects.selectors.facts import speaking_unit
from duban.projects.services._activities import write_tellings
from duban.projects.services._common import demand, note, open_project, owners_of
from duban.projects.services._drafts import Sheet, mistakes, sheet_of
from duban.projects.services.pictures import enter_pictures, keep_pictures
from duban.projects.services.reviewing import hand_in
from duban.projects.services.works import take_up
from duban.projects.types import PictureDraft, ReportDraft

__all__ = ["report_project"]

_MOST_PICTURES = 12


@transaction.atomic
def report_project(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    draft: ReportDraft,
    at: datetime,
    pictures: Sequence[PictureDraft] = (),
    submit: bool = True,
) -> int:
    """
    Write a report of a project's progress and hand it in for review; return its id.

    A report with a key already taken is that report, sent again over a bad line: nothing is done twice. There is one
    report of a project for each week and each month: what was begun or sent back is written anew. Help wanted is
    raised as a blocker when it is handed in, once. Without *submit* it stays a draft.

    :raises NotFound: if the project, or a drawing named, is not within reach
    :raises Forbidden: unless the actor works for the lead department or the firm
    :raises Invalid: with everything that is wrong with it, or a file that is no picture
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "report_project", is_reporter)
    if draft.key and (known := _known(project, draft.key)):
        return known
    sheet = sheet_of(project, draft, at)
    problems = mistakes(sheet)
    if len(pictures) > _MOST_PICTURES:
        problems.append(Problem("core.too_many", "photo", ("@projects.pictures", str(_MOST_PICTURES))))
    if problems:
        raise Invalid(*problems)
    kept = keep_pictures(project, pictures)
    report = _written(actor, sheet, at)
    if submit:
        # Before the pictures are recorded: it waits for the number of the blocker, and who records waits for nobody.
        _ask_help(actor, project, report, at)
    enter_pictures(actor, project, kept, at, report=report)
    if submit:
        hand_in(actor, report, told=_told(report, sheet), key=draft.key, at=at)
    after = {"report": report.pk, "ends": report.ends, "percent": report.percent, "pictures": len(pictures)}
    note(actor, project, "report_project", at, after=after)
    return report.pk


def _known(project: Project, key: str) -> int | None:
    move = ReportMove.objects.filter(report__project=project, key=key).first()
    return None if move is None else move.report_id


def _written(actor: Actor, sheet: Sheet, at: datetime) -> Report:
    draft, project, term = sheet.draft, sheet.project, sheet.term
    if term is None:  # pragma: no cover - mistakes() said so before
        raise Invalid(Problem("projects.no_such_term", "term"))
    report = sheet.report or Report(project=project, kind=draft.kind.value, ends=term.end)
    report.starts, report.due, report.on = term.start, term.due, sheet.on
    report.percent, report.by_plan, report.image = draft.percent, False, draft.image.strip()
    report.investment, report.workers = draft.investment, draft.workers
    report.problem, report.cause = draft.problem.strip(), draft.cause
    report.remark = draft.remark.strip()
    report.help_wanted, report.help_kind = draft.help_wanted.strip(), draft.help.kind
    report.help_unit_id, report.help_post_id = draft.help.to_unit_id, draft.help.to_post_id
    report.next_step, report.source = draft.next_step.strip(), draft.source.strip()
    report.by_id, report.by, report.at = actor.user_id, actor.name, at
    lead = owners_of(project).lead_id
    report.by_head = lead is None or actor.acts_for(lead, Role.DEPARTMENT_HEAD)
    report.is_sample = draft.is_sample
    report.version += 1
    report.save()
    write_tellings(sheet.plan, report, draft.activities)
    report.counts.all().delete()
    fresh = (c.activity for c in draft.counts if c.work_id is None)
    taken = take_up(project, sheet.planned, fresh, is_sample=draft.is_sample)
    Count.objects.bulk_create(
        Count(
            report=report,
            work_id=taken[c.activity] if c.work_id is None else c.work_id,
            done=c.done,
            at_least=c.at_least,
            said=c.said.strip(),
        )
        for c in draft.counts
    )
    return report


def _ask_help(actor: Actor, project: Project, report: Report, at: datetime) -> None:
    """Raise the blocker the report speaks of, unless it was raised when the report came in before."""
    if not report.help_wanted or report.blocker is not None:
        return
    unit = speaking_unit(actor, owners_of(project))
    if unit is None:
        raise Forbidden(Problem("core.forbidden", "", ("@raise_blocker",)))
    slug = zone_slugs(zone_ids=[project.zone_id])[project.zone_id]
    link = f"/{slug}/projects/{project.code}/"
    report.blocker = raise_blocker(
        actor=actor,
        zone_id=project.zone_id,
        draft=BlockerDraft(
            subject=Subject(
                "project", str(project.pk), project.name, project.code, link, project.planned_finish
            ),
            kind=BlockerKind(report.help_kind),
            unit_id=unit,
            cause=report.cause,
            text=report.problem,
            help_wanted=report.help_wanted,
            to_unit_id=report.help_unit_id,
            to_post_id=report.help_post_id,
        ),
        at=at,
    )


def _told(report: Report, sheet: Sheet) -> dict[str, object]:
    """Return what the report says, for its history."""
    names = (
        "percent",
        "image",
        "workers",
        "problem",
        "remark",
        "cause",
        "help_wanted",
        "next_step",
        "source",
    )
    told: dict[str, object] = {name: getattr(report, name) for name in names}
    told["on"] = report.on.isoformat()
    told["investment"] = None if report.investment is None else plain(report.investment)
    told["activities"] = {t.name: _words(t) for t in report.tellings.all()}
    told["counts"] = {sheet.name(c): plain(c.done) for c in sheet.draft.counts}
    return told


def _words(telling: Telling) -> list[object]:
    days = [None if day is None else day.isoformat() for day in (telling.started, telling.finished)]
    return [telling.percent, *days]
